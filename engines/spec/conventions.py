"""Rules that nobody writes down because they are taken for granted: what starts ends later. Used by plan after all claims."""

from __future__ import annotations

from engines.kernel.spec import Entity, FieldOrder, FieldType, Origin, Rule
from engines.spec.context import Context

_TAKEN = Origin(source="convention", confidence=0.8)
_TIMES = (FieldType.DATE, FieldType.DATETIME)
_KINDS = (_TIMES, (FieldType.TIME,), (FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY))


def usual_orders(context: Context, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """The orders of pairs like start and end that no sentence states."""
    told = {(r.entity, frozenset((r.earlier, r.later))) for r in rules if isinstance(r, FieldOrder)}
    found: list[Rule] = []
    for entity in context.entities:
        for early, late, strict in _pairs(entity, context):
            key = (entity.name, frozenset((early, late)))
            if key not in told:
                told.add(key)
                found.append(FieldOrder(entity=entity.name, earlier=early, later=late, strict=strict, origin=_TAKEN))
    return tuple(found)


def _pairs(entity: Entity, context: Context) -> list[tuple[str, str, bool]]:
    lexicon = context.english.lexicon
    found: list[tuple[str, str, bool]] = []
    for early, late in lexicon.orders:
        one, two = early.replace(" ", "_"), late.replace(" ", "_")
        ends = [field for field in entity.fields if two in field.name]
        for first in (field for field in entity.fields if ends and one in field.name):
            for second in ends:
                if first == second or not _alike(first.type, second.type):
                    continue
                if _rest(first.name, one) == _rest(second.name, two) is not None:
                    found.append((first.name, second.name, not _loose(early, first.type, lexicon.loose)))
    return found


def _loose(early: str, kind: FieldType, loose: frozenset[str]) -> bool:
    return early in loose or kind is FieldType.DATE


def _alike(one: FieldType, two: FieldType) -> bool:
    return any(one in kinds and two in kinds for kinds in _KINDS)


def _rest(name: str, word: str) -> str | None:
    """What is left of a name without the word: `date` of `start_date`; light words do not count. None without the word."""
    padded = f"_{name}_"
    if f"_{word}_" not in padded:
        return None
    left = padded.replace(f"_{word}_", "_", 1).strip("_").split("_")
    return "_".join(w for w in left if w not in ("", "at", "on", "date", "time", "datetime"))
