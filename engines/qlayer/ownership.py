"""Whose a record is: the ways along references from an entity to an account. Pure; read by views, samples and tests.

"Companies only see applications for their own jobs" is the way job, company, user_id of an application.
"""

from __future__ import annotations

from collections.abc import Iterator

from engines.kernel.spec import Entity, Relation, Spec

Way = tuple[str, ...]
"""Names of relations, the last one to an account; `user_id` ends a way at a profile that belongs to an account."""
PROFILE = "user_id"


def own_ways(spec: Spec, entity: Entity) -> tuple[Way, ...]:
    """All ways by which roles own records of an entity that they may use only when they are their own."""
    roles = dict.fromkeys(grant.role for grant in spec.grants if grant.own and grant.entity == entity.name)
    return tuple(dict.fromkeys(way for role in roles for way in ways(spec, entity, role)))


def ways(spec: Spec, entity: Entity, role: str) -> tuple[Way, ...]:
    """The ways by which accounts of a role own records of an entity; empty when nothing leads to them.

    Ways of relations marked as owner come first. Without one, the shortest ways to the role's own profile count.
    """
    marked = [way for way in _walks(spec, entity, marked=True) if _fits(spec, entity, way, role)]
    if marked:
        return tuple(marked)
    found = [way for way in _walks(spec, entity, marked=False) if _ends_at(spec, entity, way, role)]
    shortest = min(map(len, found), default=0)
    return tuple(way for way in found if len(way) == shortest)


def relation_of(entity: Entity, name: str) -> Relation:
    """The relation of that name."""
    return next(relation for relation in entity.relations if relation.name == name)


def _walks(spec: Spec, entity: Entity, *, marked: bool, seen: tuple[str, ...] = ()) -> Iterator[Way]:
    profile = bool(entity.account_role)
    if profile:
        yield (PROFILE,)
    for relation in entity.relations:
        if relation.target in (*seen, entity.name) or (not relation.owner and (marked or relation.many)):
            continue
        if profile and relation.name == "user":
            continue
        if relation.target != "user":
            inner = _walks(spec, spec.entity(relation.target), marked=marked, seen=(*seen, entity.name))
            yield from ((relation.name, *way) for way in inner)
        elif relation.owner:
            yield (relation.name,)


def _fits(spec: Spec, entity: Entity, way: Way, role: str) -> bool:
    """Whether a way may lead to an account of this role: it does not say that it is another role's."""
    return _ends_at(spec, entity, way, role) or _role_at(spec, entity, way) not in {one.name for one in spec.roles}


def _ends_at(spec: Spec, entity: Entity, way: Way, role: str) -> bool:
    return _role_at(spec, entity, way) == role


def _role_at(spec: Spec, entity: Entity, way: Way) -> str:
    """The role that the end of a way speaks of: that of the profile, or the name of the relation to the account."""
    for name in way[:-1]:
        entity = spec.entity(relation_of(entity, name).target)
    return entity.account_role if way[-1] == PROFILE else way[-1]
