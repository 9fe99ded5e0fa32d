"""What stands in a calendar: things with a span or a date. Used by realised."""

from __future__ import annotations

from dataclasses import replace

from engines.kernel.spec import Entity, Feature, Field, FieldOrder, FieldType, Spec

_DATES = (FieldType.DATE, FieldType.DATETIME)
_AIMS = ("birth", "created", "updated", "joined", "registered")


def in_a_calendar(feature: Feature, spec: Spec) -> Feature:
    """The feature with its entity and, in `fields`, the date or the two that bound a span; not built without any date."""
    named = [entity for entity in spec.entities if entity.name == feature.entity]
    dated = [entity for entity in (*named, *sorted(spec.entities, key=_rank)) if _dates(entity)]
    if not dated:
        return replace(feature, built=False)
    entity = dated[0]
    return replace(feature, entity=entity.name, fields=_span(entity, spec) or (_dates(entity)[0].name,))


def _dates(entity: Entity) -> list[Field]:
    found = [f for f in entity.fields if f.type in _DATES and not any(aim in f.name for aim in _AIMS)]
    return sorted(found, key=lambda field: not field.required)


def _rank(entity: Entity) -> tuple[bool, bool]:
    """Moments before days, things with two dates before those with one."""
    dates = _dates(entity)
    return (not any(f.type is FieldType.DATETIME for f in dates), len(dates) < 2)


def _span(entity: Entity, spec: Spec) -> tuple[str, ...]:
    fields = {field.name: field for field in _dates(entity)}
    for rule in spec.rules:
        if not isinstance(rule, FieldOrder) or rule.entity != entity.name:
            continue
        early, late = fields.get(rule.earlier), fields.get(rule.later)
        if early and late and early.type is late.type:
            return (early.name, late.name)
    return ()
