"""Finds what people may not do: 'patients can't see notes', 'not visible to members', 'hidden from guests'. Used by acts and grants."""

from __future__ import annotations

import re
from collections.abc import Mapping
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


def denied(deed: Deed, entity: str, context: Context) -> frozenset[Action]:
    """What a role may do with no record of an entity; nothing where the text speaks of some records alone."""
    words = set(re.findall(r"[a-z]+", deed.rest.lower()))
    if not deed.negated or words & _NARROWER or entity not in context.mentioned(deed.rest):
        return frozenset()
    thing = context.entity(entity)
    states = {
        word for state in (thing.lifecycle.states if thing and thing.lifecycle else ()) for word in state.split("_")
    }
    fields = {field.name for field in thing.fields} if thing else set()
    return frozenset() if words & (states | fields) else _TAKEN[deed.action]
