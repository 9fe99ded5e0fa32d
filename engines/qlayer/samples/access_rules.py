"""Who may do what with which records, read from the grants; and how a record becomes an account's own. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from engines.kernel.spec import Action, Entity, Spec, Transition
from engines.qlayer.ownership import PROFILE, Way, relation_of, ways
from engines.qlayer.samples.model import Changes, New, Use

Scope = Literal["", "own", "all"]
ACTIONS: tuple[Action, ...] = ("create", "read", "update", "delete")


@dataclass(frozen=True, kw_only=True)
class Access:
    """What a role may do with the records of an entity; `facts` are the grants (or the role) that say so."""

    role: str
    entity: str
    scopes: tuple[tuple[Action, Scope], ...]
    facts: tuple[str, ...]

    def scope(self, action: Action) -> Scope:
        """On which records the role may do this."""
        return dict(self.scopes).get(action, "")

    @property
    def owns(self) -> bool:
        """Whether it matters whose a record is."""
        return any(scope == "own" for _, scope in self.scopes)


def accesses(spec: Spec) -> Iterator[Access]:
    """For each role with grants (and visitors) and each entity what it may do."""
    names = [role.name for role in spec.roles if role.name not in ("admin", "visitor")]
    for role in (*dict.fromkeys(names), "visitor"):
        grants = [grant for grant in spec.grants if grant.role == role]
        if grants:
            for entity in spec.entities:
                yield access(spec, role, entity.name)


def access(spec: Spec, role: str, entity: str) -> Access:
    """What a role may do with an entity."""
    grants = [grant for grant in spec.grants if grant.role == role]
    mine = [grant for grant in grants if grant.entity == entity]
    facts = tuple(f"grant:{g.role}.{g.entity}.{'-'.join(g.actions)}{'.own' if g.own else ''}" for g in mine) or (
        (f"role:{role}",) if any(one.name == role for one in spec.roles) else ()
    )
    return Access(
        role=role,
        entity=entity,
        facts=facts,
        scopes=tuple((action, scope(spec, role, entity, action)) for action in ACTIONS),
    )


def scope(spec: Spec, role: str, entity: str, action: Action) -> Scope:
    """On which records a role may do something; a role without any grant may do everything.

    What visitors may do, everybody may.
    """
    if role == "admin" or (role != "visitor" and not any(grant.role == role for grant in spec.grants)):
        return "all"
    who = (role, "visitor")
    found = [g.own for g in spec.grants if g.role in who and g.entity == entity and action in g.actions]
    return "" if not found else "own" if all(found) else "all"


def owning(spec: Spec, entity: Entity, role: str) -> tuple[Changes, ...]:
    """For each way to an account of a role what makes a record of `entity` that of the account `me`."""
    return tuple(_along(spec, entity, way) for way in ways(spec, entity, role))


def _along(spec: Spec, entity: Entity, way: Way) -> Changes:
    name, *rest = way
    if name == PROFILE:
        return ((PROFILE, Use("me")),)
    relation = relation_of(entity, name)
    one = New(relation.target, _along(spec, spec.entity(relation.target), tuple(rest))) if rest else Use("me")
    return ((name, (one,) if relation.many else one),)


def allowed_and_denied(spec: Spec, entity: str, step: Transition) -> tuple[str, str]:
    """A role that may take a step and one that may not though it sees the record; empty where there is none."""
    roles = [role.name for role in spec.roles if role.name not in ("admin", "visitor")]
    seeing = [role for role in roles if scope(spec, role, entity, "read") == "all"]
    allowed = next((role for role in seeing if role in step.roles), "")
    denied = next((role for role in seeing if role not in step.roles), "")
    return allowed, denied
