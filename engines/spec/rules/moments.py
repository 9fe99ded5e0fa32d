"""Reads which side of today a date must be on: 'not in the future', 'a day that has passed is refused'. Used by passages."""

from __future__ import annotations

from collections.abc import Iterator

from engines.kernel.spec import Check, Entity, Field, FieldType
from engines.spec.model import Content, RuleClaim
from engines.spec.rules.mentions import span
from engines.spec.rules.told import DATES, Told

_PAST = frozenset(
    {
        ("in", "the", "past"), ("the", "past"), ("past", "date"), ("past", "dates"), ("past", "day"), ("past", "days"), ("past", "moment"), ("past", "time"),
        ("yesterday",), ("backdate",), ("backdated",), ("back", "dated"), ("bygone",), ("passed",), ("already", "over"), ("long", "gone"),
        ("before", "today"), ("before", "now"), ("earlier", "than", "today"), ("earlier", "than", "now"), ("before", "the", "current"),
    }
)  # fmt: skip
_FUTURE = frozenset(
    {
        ("in", "the", "future"), ("the", "future"), ("future", "date"), ("future", "dates"), ("future", "day"), ("future", "days"), ("future", "moment"), ("future", "time"),
        ("tomorrow",), ("still", "to", "come"), ("yet", "to", "come"), ("lie", "ahead"), ("lies", "ahead"), ("ahead", "of", "today"), ("ahead", "of", "now"),
        ("after", "today"), ("after", "now"), ("later", "than", "today"), ("later", "than", "now"), ("beyond", "today"), ("past", "today"), ("after", "the", "current"),
        ("postdated",), ("upcoming",),
    }
)  # fmt: skip
_HERE = frozenset(
    {
        ("today", "or", "later"),
        ("today", "or", "after"),
        ("from", "today"),
        ("today", "onwards"),
        ("as", "of", "today"),
        ("now", "or", "later"),
    }
)
_GONE = frozenset({("today", "or", "earlier"), ("today", "or", "before"), ("until", "today"), ("up", "to", "today")})
_SURE = 0.5


def read_moments(told: Told) -> list[Content]:
    """The side of today on which a date of a passage must be."""
    if told.verdicts.optional:
        return []
    found: dict[str, Content] = {}
    for at, side in _sides(told):
        stance = told.verdicts.of(at)
        if not stance.normative or told.tells(at):
            continue
        place = _moment(told, at)
        if place:
            entity, field = place
            now = "now()" if field.type is FieldType.DATETIME else "today()"
            sign = ">=" if side * stance.holds > 0 else "<="
            rule = Check(
                entity=entity.name, condition=f"{field.name} {sign} {now}", field=field.name, origin=told.origin
            )
            found.setdefault(f"{entity.name}.{field.name}", RuleClaim(rule=rule))
    return list(found.values())


def _sides(told: Told) -> Iterator[tuple[int, int]]:
    """Where a passage speaks of the future, 1, or the past, -1."""
    said: dict[int, tuple[int, int]] = {}
    for phrases, side in ((_FUTURE, 1), (_PAST, -1), (_GONE, -1), (_HERE, 1)):
        said |= {at: (size, side) for at, size in told.passage.places(phrases).items()}
    end = 0
    for at in sorted(said):
        size, side = said[at]
        if at >= end:
            yield at, side
            end = at + size


def _moment(told: Told, at: int) -> tuple[Entity, Field] | None:
    """The date that is spoken of: named nearest before, else after, else when the record begins."""
    start, end = told.passage.part(at)
    named = [
        (e, f, s) for e in told.ranked() for s in told.spots[e.name] if start <= s.start < end and (n := told.narrowed(s, DATES))
        for f in e.fields if f.name == n.name
    ]  # fmt: skip
    if named:
        near = max(
            named,
            key=lambda row: (
                row[2].start < at,
                row[2].surety > _SURE,
                row[2].start if row[2].start < at else -row[2].start,
            ),
        )
        return near[0], near[1]
    for name in (*told.named, *told.said.events, told.topic):
        entity = told.context.entity(name)
        lasts = span(entity, told.context) if entity else None
        field = (
            next((f for f in entity.fields if lasts and f.name == lasts[0] and f.type in DATES), None)
            if entity
            else None
        )
        if entity and field:
            return entity, field
    return None
