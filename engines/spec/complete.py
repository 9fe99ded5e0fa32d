"""Adds what a brief takes for granted, by convention: labels, plurals, names of children. Used by plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engines.kernel.spec import CONVENTION, Entity, Field, FieldType, Relation
from engines.spec.cycles import joined, loosened, many_ways, related
from engines.spec.english import English

_HOURS = frozenset(
    {
        "time",
        "starts_at",
        "ends_at",
        "begins_at",
        "opens_at",
        "closes_at",
        "from",
        "from_date",
        "from_time",
        "to",
        "until",
        "start",
        "end",
        "starts",
        "ends",
        "begin",
        "begins",
    }
)
_ENDS = frozenset(
    {
        "start",
        "starting",
        "end",
        "ending",
        "begin",
        "beginning",
        "finish",
        "finishing",
        "opening",
        "closing",
        "departure",
        "arrival",
    }
)
_DAYS = frozenset({"date", "day", "due", "until", "from", "to", "on", "deadline"})
_OWN_VALUES = frozenset({"kind", "type", "status", "role", "reason", "result", "title", "name", "state", "answer"})


def complete_entities(entities: tuple[Entity, ...], english: English) -> tuple[Entity, ...]:
    """Every entity with a label, a plural of its own, complete relations."""
    known = {entity.name for entity in entities}
    told = tuple(_hours_of_a_day(_one_grain(_known_targets(entity, known))) for entity in entities)
    chosen = _chosen(told)
    named = tuple(_with_label(_chosen_elsewhere(entity, chosen), english) for entity in told)
    named = _distinct_plurals(loosened(many_ways(joined(named, english))))
    taken: set[tuple[str, str]] = set()
    return tuple(_finished(entity, taken) for entity in named)


def _one_grain(entity: Entity) -> Entity:
    """Moments become days where the entity otherwise counts in days, so that they can be compared."""
    days = [f for f in entity.fields if f.type is FieldType.DATE]
    spoken = [f for f in entity.fields if f.type is FieldType.DATETIME and f.name.endswith("_at")]
    if len(spoken) == 1 and days and all(f.name.endswith("until") for f in days):
        fields = tuple(replace(f, type=FieldType.DATETIME) if f in days else f for f in entity.fields)
        return replace(entity, fields=fields)
    compared = any(_DAYS & set(f.name.split("_")) for f in days)
    if (
        (len(spoken) > 1 and not compared)
        or not days
        or len(spoken) < len([f for f in entity.fields if f.type is FieldType.DATETIME])
    ):
        return entity
    fields = tuple(replace(f, type=FieldType.DATE) if f in spoken else f for f in entity.fields)
    return replace(entity, fields=fields)


def _hours_of_a_day(entity: Entity) -> Entity:
    """'date, from, to': the hours of that day."""
    if not any(f.name in ("date", "day") and f.type is FieldType.DATE for f in entity.fields):
        return entity
    fields = tuple(
        replace(f, type=FieldType.TIME) if _is_hour(f) and f.type in (FieldType.DATE, FieldType.DATETIME) else f
        for f in entity.fields
    )
    return replace(entity, fields=fields)


def _is_hour(field: Field) -> bool:
    """'a starting time', 'until': when something begins or ends."""
    first, _, last = field.name.partition("_")
    return field.name in _HOURS or (last == "time" and first in _ENDS)


Chosen = Mapping[str, list[tuple[str, tuple[str, ...]]]]


def _chosen(entities: tuple[Entity, ...]) -> Chosen:
    """By the names of fields: the entities that list their values, with those."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for entity in entities:
        for field in entity.fields:
            if field.choices and field.name not in _OWN_VALUES:
                found.setdefault(field.name, []).append((entity.name, field.choices))
    return found


def _chosen_elsewhere(entity: Entity, chosen: Chosen) -> Entity:
    """A text whose values another thing lists under the same name: the blood group of a donor and of a request."""

    def listed(field: Field) -> Field:
        plain = field.type is FieldType.TEXT and not field.unique and not field.pattern
        told = [values for name, values in chosen.get(field.name, ()) if name != entity.name] if plain else []
        return replace(field, type=FieldType.ENUM, choices=told[-1]) if told else field

    if chosen.keys().isdisjoint(field.name for field in entity.fields):
        return entity
    return replace(entity, fields=tuple(map(listed, entity.fields)))


def _known_targets(entity: Entity, known: set[str]) -> Entity:
    lost = [r for r in entity.relations if r.target not in known and r.target != "user"]
    if not lost:
        return entity
    kept = tuple(r for r in entity.relations if r not in lost)
    fields = tuple(Field(name=r.name, origin=r.origin) for r in lost)
    return replace(entity, relations=kept, fields=(*entity.fields, *fields))


def _with_label(entity: Entity, english: English) -> Entity:
    label = next((name for name in english.lexicon.labels if any(f.name == name for f in entity.fields)), "")
    if not label:
        texts = [f for f in entity.fields if f.type in (FieldType.TEXT, FieldType.EMAIL)]
        ending = [f for f in texts if f.name.endswith(("name", "title", "number", "code"))]
        label = (ending or texts or [Field(name="")])[0].name
    if (
        not label
        and entity.lifecycle is None
        and len(entity.relations) < 2
        and all(f.name == "position" for f in entity.fields)
    ):
        name = Field(name="name", origin=CONVENTION)
        return replace(entity, fields=(name, *entity.fields), label="name")
    return replace(entity, label=label) if label != entity.label else entity


def _distinct_plurals(entities: tuple[Entity, ...]) -> tuple[Entity, ...]:
    taken: set[str] = set()
    found: list[Entity] = []
    for entity in entities:
        plural = entity.plural
        if plural in taken:
            plural = f"{entity.name}s" if f"{entity.name}s" not in taken else f"{entity.name}_list"
        taken.add(plural)
        found.append(replace(entity, plural=plural) if plural != entity.plural else entity)
    return tuple(found)


def _finished(entity: Entity, taken: set[tuple[str, str]]) -> Entity:
    relations: list[Relation] = []
    for relation in entity.relations:
        children = relation.children or entity.plural
        if (relation.target, children) in taken:
            children = f"{relation.name}_{entity.plural}"
        taken.add((relation.target, children))
        relations.append(replace(relation, children=children) if children != relation.children else relation)
    return related(entity, tuple(relations))
