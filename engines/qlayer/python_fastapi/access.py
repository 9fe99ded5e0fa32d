"""Who may do what: the table of grants as rendered, and how ownership is found. Called by entities and context."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engines.kernel.spec import Action, Spec
from engines.qlayer.python_fastapi.views import EntityShape, Shapes

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
    """SQLAlchemy source of the condition that a record is the viewer's; '' when nothing can own it."""
    ways = list(_ways(shapes, shape, uses, frozenset()))
    if len(ways) > 1:
        return f"or_({', '.join(ways)})"
    return ways[0] if ways else ""


def _ways(shapes: Shapes, shape: EntityShape, uses: set[str], seen: frozenset[str]) -> Iterator[str]:
    cls = shape.names.cls
    if shape.account:
        yield f"{cls}.user_id == viewer.id"
    for relation in shape.relations:
        if not relation.relation.owner or relation.relation.target in seen | {shape.entity.name}:
            continue
        if relation.on_user:
            yield f"{cls}.{relation.attr} == viewer.id"
            continue
        target = shapes[relation.relation.target]
        inner = list(_ways(shapes, target, uses, seen | {shape.entity.name}))
        if inner:
            uses.add(target.names.cls)
            condition = inner[0] if len(inner) == 1 else f"or_({', '.join(inner)})"
            yield f"{cls}.{relation.link}.has({condition})"
