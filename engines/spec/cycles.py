"""Relations in circles: many-to-many links, and circles in which nothing could be created first. Used by complete."""

from __future__ import annotations

import operator
from dataclasses import replace

from engines.kernel.spec import Entity, Relation
from engines.spec.english import English


def related(entity: Entity, relations: tuple[Relation, ...]) -> Entity:
    """The entity with these relations; the very same where they are its own."""
    own = entity.relations
    same = len(own) == len(relations) and all(map(operator.is_, own, relations))
    return entity if same else replace(entity, relations=relations)


def joined(entities: tuple[Entity, ...], english: English) -> tuple[Entity, ...]:
    """'Books have authors' and 'authors have books' are one many-to-many link, kept by the first of the two."""
    order = {entity.name: position for position, entity in enumerate(entities)}
    parts = {(e.name, r.target) for e in entities for r in e.relations if _is_part(r)}
    both = {(one, two) for one, two in parts if (two, one) in parts and order[one] < order.get(two, -1)}

    def link(entity: Entity, relation: Relation) -> Relation | None:
        if not _is_part(relation) or (relation.target, entity.name) not in parts or relation.target == entity.name:
            return relation
        if (entity.name, relation.target) not in both:
            return None
        return replace(
            relation,
            name=english.plural_name(relation.target),
            many=True,
            required=False,
            on_delete="restrict",
            children="",
        )

    return tuple(
        related(entity, tuple(found for r in entity.relations if (found := link(entity, r)))) for entity in entities
    )


def many_ways(entities: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """A link to many holds both ways: 'people belong to many choirs' stands above 'a choir has many people'."""
    many = {frozenset((e.name, r.target)) for e in entities for r in e.relations if r.many}

    def kept(entity: Entity, relation: Relation) -> bool:
        return not _is_part(relation) or frozenset((entity.name, relation.target)) not in many

    return tuple(related(e, tuple(r for r in e.relations if kept(e, r))) for e in entities)


def _is_part(relation: Relation) -> bool:
    return relation.on_delete == "cascade" and bool(relation.children) and not relation.many


def loosened(entities: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """Where required relations run in a circle, the one that closes it may be empty."""
    needs: dict[str, set[str]] = {entity.name: set() for entity in entities}
    found: list[Entity] = []
    for entity in entities:
        relations: list[Relation] = []
        for relation in entity.relations:
            closes = relation.target == entity.name or _leads(needs, relation.target, entity.name)
            if relation.required and not relation.many and closes:
                delete = "set_null" if relation.on_delete == "restrict" else relation.on_delete
                relations.append(replace(relation, required=False, on_delete=delete))
                continue
            if relation.required and not relation.many:
                needs[entity.name].add(relation.target)
            relations.append(relation)
        found.append(related(entity, tuple(relations)))
    return tuple(found)


def _leads(needs: dict[str, set[str]], start: str, goal: str) -> bool:
    seen, ahead = set[str](), [start]
    while ahead:
        name = ahead.pop()
        if name == goal:
            return True
        if name not in seen:
            seen.add(name)
            ahead += needs.get(name, ())
    return False
