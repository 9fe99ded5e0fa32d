"""What the macros of rules see: one view per check function of a service. Made by the families of rules."""

from __future__ import annotations

from dataclasses import dataclass

from engines.qlayer.python_fastapi.names import Names
from engines.qlayer.python_fastapi.views import RelationView


@dataclass(frozen=True, kw_only=True)
class Term:
    """A field or reference that a rule speaks of: JSON `name`, `attr`, and the source of its value in the checked object."""

    name: str
    attr: str
    label: str
    value: str
    nullable: bool


@dataclass(frozen=True, kw_only=True)
class RuleView:
    """One check function of a service. `kind` chooses its macro; the other fields are what that macro needs."""

    kind: str
    fact: str
    function: str
    sentence: str
    field: str
    message: str
    on_create: bool = True
    on_update: bool = True
    on_move: bool = False
    terms: tuple[Term, ...] = ()
    same: tuple[Term, ...] = ()
    condition: str = ""
    counted: str = ""
    uncounted: str = ""
    where: str = ""
    other: str = ""
    limit: str = ""
    limit_nullable: bool = False
    amount: str = ""
    window: str = ""
    window_kind: str = ""
    parent: RelationView | None = None
    state: str = ""

    @property
    def early(self) -> bool:
        """Whether the database holds the rule as well, so that it is checked before anything is written."""
        return self.kind == "once" and not self.counted


@dataclass(frozen=True, kw_only=True)
class LockView:
    """What keeps an object from being changed: `condition` over the object, or over `parent` of a child."""

    fact: str
    function: str
    sentence: str
    field: str
    message: str
    condition: str
    parent: RelationView | None = None
    owner: Names | None = None
