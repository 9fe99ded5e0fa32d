"""Who may do what with remarks: everybody reads them, each changes their own; favourites are seen by their owner alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engines.kernel.spec import CONVENTION, Entity, Feature, Grant, Origin, Role, Spec
from engines.kernel.spec.facts import Action
from engines.spec.english import English
from engines.spec.people import role_kind

_OWN: dict[str, tuple[Action, ...]] = {
    "comments": ("create", "update", "delete"),
    "ratings": ("create", "update", "delete"),
    "favourites": ("create", "read", "delete"),
}


def with_rights(spec: Spec, english: English) -> Spec:
    """The specification with the grants of the things that its features are made of. Called once access is decided."""
    kinds = {name: f.name for f in spec.features if f.name in _OWN for name in _entities(f)}
    if not spec.accounts or not kinds:
        return spec
    if not spec.roles:
        spec = _with_a_role(spec)
    grants = [grant for grant in spec.grants if grant.entity not in kinds]
    grants += _seen(spec, kinds)
    for entity in spec.entities:
        if entity.name in kinds:
            grants += _grants(spec, entity, kinds[entity.name], english)
    return replace(spec, grants=tuple(grants))


def _entities(feature: Feature) -> Iterator[str]:
    return (fact.removeprefix("entity:") for fact in feature.realised_by if fact.startswith("entity:"))


def _with_a_role(spec: Spec) -> Spec:
    """Accounts of one kind, who may do everything but change what others wrote."""
    every: tuple[Action, ...] = ("create", "read", "update", "delete", "export", "import")
    grants = tuple(Grant(role="user", entity=entity.name, actions=every, origin=CONVENTION) for entity in spec.entities)
    return replace(spec, roles=(Role(name="user", self_register=True),), grants=grants)


def _grants(spec: Spec, entity: Entity, feature: str, english: English) -> Iterator[Grant]:
    own = [r for r in entity.relations if r.owner]
    said = [grant for grant in spec.grants if grant.entity == entity.name]
    makers = {grant.role for grant in said if "create" in grant.actions and grant.origin.sentences}
    if feature != "favourites":
        yield from _visitors(spec, entity, said, signed=bool(own))
    for role in (role.name for role in spec.roles if role.name not in ("admin", "visitor")):
        known = [grant for grant in said if grant.role == role]
        free = any(not g.own and {"create", "update", "delete"} <= set(g.actions) for g in known)
        origin = next((g.origin for g in known if g.origin.sentences), CONVENTION)
        if feature == "favourites":
            yield Grant(role=role, entity=entity.name, actions=_OWN[feature], own=bool(own), origin=origin)
        elif free and role_kind(role, english) != "customer" and spec.roles != (Role(name="user", self_register=True),):
            yield from known
        elif not own:
            yield Grant(role=role, entity=entity.name, actions=("create", "read"), origin=origin)
        else:
            yield Grant(role=role, entity=entity.name, actions=("read",), origin=origin)
            if not makers or role in makers:
                yield Grant(role=role, entity=entity.name, actions=_OWN[feature], own=True, origin=origin)


def _seen(spec: Spec, kinds: dict[str, str]) -> Iterator[Grant]:
    """Where people say something without an account, they see what it is about."""
    seen = {g.entity for g in spec.grants if g.role == "visitor" and "read" in g.actions}
    for entity in spec.entities:
        if entity.name in kinds and not any(relation.owner for relation in entity.relations):
            for target in {r.target: r for r in entity.relations if r.target not in seen | {"user"}}:
                seen.add(target)
                yield Grant(role="visitor", entity=target, actions=("read",), origin=CONVENTION)


def _visitors(spec: Spec, entity: Entity, said: list[Grant], *, signed: bool) -> Iterator[Grant]:
    """Whoever may read a thing without an account may read what is said of it, and may say it where nobody signs it."""
    targets = {relation.target for relation in entity.relations}
    open_to_all = [g for g in spec.grants if g.role == "visitor" and g.entity in targets and "read" in g.actions]
    known = [grant for grant in said if grant.role == "visitor"]
    if open_to_all or known or not signed:
        origin = known[0].origin if known else Origin(sentences=(), source="convention")
        actions: tuple[Action, ...] = ("read",) if signed else ("create", "read")
        yield Grant(role="visitor", entity=entity.name, actions=actions, origin=origin)
