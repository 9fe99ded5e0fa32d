"""What a chart shows: 'revenue per month', 'tickets by status'. Used by the reader of features and by realised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from engines.kernel.spec import Entity, Feature, Field, FieldType, Spec
from engines.spec.context import Context
from engines.spec.patterns import pattern

_DATES = (FieldType.DATE, FieldType.DATETIME)
_NUMBERS = (FieldType.MONEY, FieldType.NUMBER, FieldType.INTEGER)
_PER = pattern(
    r"\b(?:per|by|for each|for every|over|each|every|grouped by|broken down by|against)\s+(?:the |its |their )?(?P<what>[a-z][a-z_\- ]*?)(?=\s+(?:and|or|as|on|in|for|of|with)\b|[.,;]|$)"
)
_PERIODS = {
    "day": "day",
    "date": "day",
    "week": "week",
    "month": "month",
    "time": "month",
    "quarter": "month",
    "year": "year",
}
_MONEY = pattern(
    r"\b(?:revenue|income|turnover|spend\w*|spent|sales|earnings|money|amounts?|costs?|expens\w+|totals?|sums?|paid|value)\b"
)
_LINE = pattern(r"\b(?:line|trend|curve|over time|development|progress)\b")


def charted(feature: Feature, said: str, context: Context) -> Feature:
    """The feature with its entity, what it groups by and what it adds up, as far as the words tell."""
    groups = [match["what"].strip() for match in _PER.finditer(said)]
    counted = _PER.split(said)[0]
    entity = _entity(counted, said, context)
    if entity is None:
        return feature
    periods = [_PERIODS[last] for group in groups if (last := context.english.singular(group.split()[-1])) in _PERIODS]
    fields = [name for group in groups if (name := _grouped(entity, group, context))]
    summed = _summed(entity, counted, context)
    shape = "line" if _LINE.search(said) else "bar"
    options = (("period", periods[0] if periods else "month"), ("shape", shape))
    return replace(feature, entity=entity.name, fields=tuple(dict.fromkeys(fields)), expression=summed, options=options)


def _entity(counted: str, said: str, context: Context) -> Entity | None:
    names = context.mentioned(counted) or context.mentioned(said)
    found = next((entity for name in names if (entity := context.entity(name))), None)
    if found is None and counted.strip():
        found = next((e for e in context.entities if _summed(e, counted, context)), None)
    return found


def _money(entity: Entity) -> str:
    sums = [c.name for c in entity.computed if c.type is FieldType.MONEY]
    return next(iter((*sums, *(f.name for f in entity.fields if f.type is FieldType.MONEY))), "")


def _summed(entity: Entity, counted: str, context: Context) -> str:
    """The number that is added up; '' where records are counted."""
    if re.search(r"\b(?:number|count|how many) (?:of )?", counted):
        return ""
    named = re.sub(
        r"^.*?\b(?:charts?|graphs?|diagrams?|plots?|histograms?)\b(?: (?:of|with|for|showing|that shows?))?",
        "",
        counted,
    )
    field = context.field(entity, named) if named.strip() else None
    if field and field.type in _NUMBERS:
        return field.name
    return _money(entity) if _MONEY.search(named) else ""


def _grouped(entity: Entity, group: str, context: Context) -> str:
    last = context.english.singular(group.split()[-1])
    if last in _PERIODS and not context.field(entity, group):
        return dated(entity)
    if last in ("status", "state", "stage") and entity.lifecycle:
        return "status"
    if relation := context.relation(entity, group):
        return "" if relation.many else relation.name
    field = context.field(entity, group)
    return field.name if field and _groups(field) else dated(entity) if last in _PERIODS else ""


def _groups(field: Field) -> bool:
    return field.type in (FieldType.ENUM, FieldType.BOOLEAN, FieldType.TEXT, *_DATES)


def dated(entity: Entity) -> str:
    """The date by which records are put into months: a required one first, else when they were made."""
    dates = [field for field in entity.fields if field.type in _DATES and "birth" not in field.name]
    required = [field for field in dates if field.required]
    return next((field.name for field in (*required, *dates)), "created_at")


def drawn(feature: Feature, spec: Spec) -> Feature:
    """A chart of which the brief says no more shows what the application is about: its states, its choices, its months."""
    named = [entity for entity in spec.entities if entity.name == feature.entity]
    known = named or sorted(spec.entities, key=lambda entity: entity.lifecycle is None)[:1]
    if not known:
        return replace(feature, built=False)
    if named and feature.fields:
        return feature
    fields = feature.fields or tuple(_usual(known[0]))[:2]
    return replace(
        feature, entity=known[0].name, fields=fields, options=feature.options or (("period", "month"), ("shape", "bar"))
    )


def _usual(entity: Entity) -> Iterator[str]:
    if entity.lifecycle:
        yield "status"
    yield from (field.name for field in entity.fields if field.type is FieldType.ENUM)
    yield dated(entity)
