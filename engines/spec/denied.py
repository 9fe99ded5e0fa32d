"""Finds what people may not do: 'patients can't see notes', 'not visible to members', 'hidden from guests'. Used by acts and grants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from engines.kernel.spec import Action
from engines.spec.context import Context
from engines.spec.english import English
from engines.spec.patterns import pattern
from engines.spec.users import people

_TAKEN: Mapping[str, frozenset[Action]] = {
    "read": frozenset({"read", "update", "delete", "export", "import"}),
    "create": frozenset({"create", "import"}),
    "update": frozenset({"update"}),
    "delete": frozenset({"delete"}),
    "export": frozenset({"export"}),
    "import": frozenset({"import"}),
    "all": frozenset({"create", "read", "update", "delete", "export", "import"}),
}
_HIDDEN = pattern(
    r"(?:(?:\bnot|n't|\bnever)(?: be| to be)? (?:visible|shown|open|accessible|readable)|\binvisible|\binaccessible|\bhidden|\bconcealed|\bkept secret|kept away)"
    r" (?:for|to|from) (?P<whom>[^.;:!?()]+)",
    re.IGNORECASE,
)
_FEW = 4
_NARROWER = frozenset(
    {
        "other", "others", "else", "own", "their", "his", "her", "my", "already", "once", "until", "till", "before", "after", "when", "whenever", "while",
        "if", "that", "which", "who", "whose", "more", "than", "twice", "same", "unless", "without", "except", "again", "anymore", "longer", "yet",
        "with", "from", "at", "during", "within", "because", "only", "one", "two", "three", "any", "both", "past",
    }
)  # fmt: skip


class Deed(Protocol):
    """Somebody does something, or must not."""

    @property
    def role(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def rest(self) -> str: ...
    @property
    def negated(self) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """People who do not see what `said` names."""

    roles: tuple[str, ...]
    said: str


def read_hidden(text: str, english: English) -> Hidden | None:
    """From whom a text hides what it names."""
    found = _HIDDEN.search(text)
    roles = people(found["whom"], english) if found else ()
    if found is None or not roles:
        return None
    return Hidden(roles=roles, said=" ".join(re.findall(r"[\w'’-]+", text[: found.start()])[-_FEW:]))


def denied(deeds: Iterable[Deed], context: Context) -> dict[tuple[str, str], frozenset[Action]]:
    """By role and entity what a role may do with no record; nothing where the text speaks of some records alone."""
    found: dict[tuple[str, str], frozenset[Action]] = {}
    for deed in deeds:
        words = set(re.findall(r"[a-z]+", deed.rest.lower())) if deed.negated else _NARROWER
        if words & _NARROWER:
            continue
        for name in context.mentioned(deed.rest):
            if not words & _parts(name, context):
                found[deed.role, name] = found.get((deed.role, name), frozenset()) | _TAKEN[deed.action]
    return found


def _parts(entity: str, context: Context) -> set[str]:
    """The words for states and properties: 'can't see paid invoices' and 'can't see the price' deny less than all."""
    thing = context.entity(entity)
    states = thing.lifecycle.states if thing and thing.lifecycle else ()
    return {word for state in states for word in state.split("_")} | {f.name for f in (thing.fields if thing else ())}
