"""Reads a value that is demanded in some state by content alone: one value, one state or choice, and a word that demands. Used by needing.

'Where the verdict is fail, a remark is compulsory': whatever the order and the verbs, nothing else can be meant.
"""

from __future__ import annotations

from collections.abc import Callable

from engines.kernel.spec import Entity, Field, FieldType
from engines.spec.context import Context
from engines.spec.patterns import pattern
from engines.spec.rules.spoken import clause_words, spoken

_DEMANDS = pattern(
    r"\b(?:must|needs?|needed|require[sd]?|mandatory|compulsory|obligatory|necessary|essential|indispensable|want|insists?|obliged)\b"
)
_ELSE = pattern(
    r"\b(?:not|never|no|n't|nobody|cannot|than|same|twice|unique|before|after|until|at least|at most|sum|total|list|show|shows|e-?mail|remind\w*|report)\b|n't\b"
)
_PLAIN = frozenset({FieldType.BOOLEAN, FieldType.ENUM})

State = Callable[[str, Entity, Context], str]


def demanded(plain: str, context: Context, last: str, states: tuple[State, ...]) -> tuple[Entity, Field, str] | None:
    """The record, the value and the condition under which it must be there; `states` find what words say of a record's state."""
    low = plain.lower()
    if not _DEMANDS.search(low) or _ELSE.search(low):
        return None
    named = (*context.mentioned(plain), last)
    found = [
        ((entity.name in named) + (entity.name == last), entity, field, condition)
        for entity in context.entities
        if (field := _field(entity, plain, context))
        and (condition := _condition(entity, field, plain, context, states))
    ]
    best = max(found, key=lambda row: row[0], default=None)
    return best[1:] if best else None


def _field(entity: Entity, plain: str, context: Context) -> Field | None:
    """The only value that is spoken of beside choices and flags."""
    known = {f.name: f for f in entity.fields}
    said = [known[s.name] for s in spoken(entity, plain, context) if not s.loose and s.name in known]
    said = [field for field in said if field.type not in _PLAIN]
    return said[0] if len(said) == 1 else None


def _condition(entity: Entity, field: Field, plain: str, context: Context, states: tuple[State, ...]) -> str:
    """What the other words say of the record's state."""
    words = clause_words(plain)
    own = next((s for s in spoken(entity, plain, context) if s.name == field.name), None)
    rest = " ".join(words[: own.start] + words[own.end :]) if own else ""
    return next((said for state in states if (said := state(rest, entity, context)) and field.name not in said), "")
