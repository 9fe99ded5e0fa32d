"""Who may do what: the table of grants as rendered, and how ownership is found. Called by entities and context."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engines.kernel.spec import Action, Spec
from engines.qlayer.ownership import PROFILE, Way, own_ways
from engines.qlayer.python_fastapi.views import EntityShape, RelationView, Shapes

ACTIONS: tuple[Action, ...] = ("create", "read", "update", "delete", "export", "import")


@dataclass(frozen=True, kw_only=True)
class AccessRow:
    """What one role may do with one entity, action by action: `all` or `own` records; and the facts that say so."""

    entity: str
    actions: tuple[tuple[str, str], ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RoleAccess:
    """A role with its rows; `free` roles have no grants and may do everything but manage accounts."""

    name: str
    rows: tuple[AccessRow, ...]
    free: bool
    fact: str


def role_accesses(spec: Spec) -> tuple[RoleAccess, ...]:
    """One per role, and one for visitors when anything is granted to them."""
    names = [role.name for role in spec.roles if role.name not in ("admin", "visitor")]
    facts = {role.name: f"role:{role.name}" for role in spec.roles}
    visiting = [grant for grant in spec.grants if grant.role == "visitor"]
    found = [_role(spec, name, facts.get(name, "")) for name in dict.fromkeys(names)]
    return tuple([*found, _role(spec, "visitor", facts.get("visitor", ""))] if visiting else found)


def visitor_actions(spec: Spec, entity: str) -> frozenset[str]:
    """What needs no account."""
    if not spec.accounts:
        return frozenset()
    return frozenset(
        a for grant in spec.grants if grant.role == "visitor" and grant.entity == entity for a in grant.actions
    )


def _role(spec: Spec, name: str, fact: str) -> RoleAccess:
    grants = [grant for grant in spec.grants if grant.role == name]
    rows = []
    for entity in dict.fromkeys(grant.entity for grant in grants):
        mine = [grant for grant in grants if grant.entity == entity]
        scopes: dict[str, str] = {}
        for grant in mine:
            for action in grant.actions:
                if scopes.get(action) != "all":
                    scopes[action] = "own" if grant.own else "all"
        if "read" in scopes:
            scopes.setdefault("export", scopes["read"])
        ordered = tuple((action, scopes[action]) for action in ACTIONS if action in scopes)
        facts = tuple(f"grant:{g.role}.{g.entity}.{'-'.join(g.actions)}{'.own' if g.own else ''}" for g in mine)
        rows.append(AccessRow(entity=entity, actions=ordered, facts=facts))
    return RoleAccess(name=name, rows=tuple(rows), free=not grants, fact=fact)


def ownership(shapes: Shapes, shape: EntityShape, uses: set[str]) -> str:
    """SQLAlchemy source of the condition that a record is the viewer's; what no way leads to is nobody's."""
    found = [_condition(shapes, shape, way, uses) for way in own_ways(shapes.spec, shape.entity)]
    if len(found) > 1:
        return f"or_({', '.join(found)})"
    return found[0] if found else "false()"


def owner_property(shapes: Shapes, shape: EntityShape) -> str:
    """The JSON property that decides whose a record is: the first step of the first way."""
    first = next((way[0] for way in own_ways(shapes.spec, shape.entity)), PROFILE)
    return next((relation.name for relation in _references(shape) if relation.relation.name == first), PROFILE)


def _condition(shapes: Shapes, shape: EntityShape, way: Way, uses: set[str]) -> str:
    cls = shape.names.cls
    if way[0] == PROFILE:
        return f"{cls}.user_id == viewer.id"
    relation = next(relation for relation in _references(shape) if relation.relation.name == way[0])
    if relation.on_user:
        many = f"{cls}.{relation.link}.any(User.id == viewer.id)"
        return many if relation.many else f"{cls}.{relation.attr} == viewer.id"
    target = shapes[relation.relation.target]
    uses.add(target.names.cls)
    inner = _condition(shapes, target, way[1:], uses)
    return f"{cls}.{relation.link}.{'any' if relation.many else 'has'}({inner})"


def _references(shape: EntityShape) -> Iterator[RelationView]:
    yield from shape.relations
    yield from shape.links
