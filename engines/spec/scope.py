"""Which names an expression may use: fields, what relations lead to, children. Used by check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engines.kernel.spec import Entity, Expression, Spec, parse
from engines.kernel.spec.expression import Aggregate, Binary, Call, In, IsNone, Not, Path, Value, When


@dataclass(frozen=True, kw_only=True)
class Scope:
    """An entity within its specification."""

    spec: Spec
    entity: Entity

    def names(self) -> tuple[str, ...]:
        """Everything that the entity has."""
        entity = self.entity
        status = ("status",) if entity.lifecycle else ()
        return (*property_names(entity), *status)

    def has(self, name: str) -> bool:
        """Whether the entity has a property of that name."""
        return name in self.names()

    def target(self, relation: str) -> Entity | None:
        """The entity that a relation leads to."""
        found = next((r for r in self.entity.relations if r.name == relation and not r.many), None)
        return next((e for e in self.spec.entities if found and e.name == found.target), None)

    def children(self, name: str) -> Entity | None:
        """The entity whose objects are the `name` of this one."""
        for entity in self.spec.entities:
            if any(r.target == self.entity.name and r.children == name for r in entity.relations):
                return entity
        return None


def property_names(entity: Entity) -> tuple[str, ...]:
    """Fields, relations and computed values, in this order."""
    return (*(f.name for f in entity.fields), *(r.name for r in entity.relations), *(c.name for c in entity.computed))


def problems(text: str, scope: Scope) -> Iterator[str]:
    """What is wrong with an expression; UserError when it is none."""
    yield from _walk(parse(text), scope)


def _walk(node: Expression, scope: Scope) -> Iterator[str]:
    match node:
        case Value():
            return
        case Path(parts=parts):
            yield from _path(parts, scope)
        case Binary(left=left, right=right):
            yield from _walk(left, scope)
            yield from _walk(right, scope)
            yield from _states(left, right, scope)
        case Not(operand=operand) | IsNone(operand=operand):
            yield from _walk(operand, scope)
        case In(operand=operand, values=values):
            yield from _walk(operand, scope)
            for value in values:
                yield from _states(operand, value, scope)
        case When(condition=condition, then=then, otherwise=otherwise):
            for part in (condition, then, otherwise):
                yield from _walk(part, scope)
        case Call(arguments=arguments):
            for argument in arguments:
                yield from _walk(argument, scope)
        case Aggregate(children=children, item=item, where=where):
            child = scope.children(children)
            if child is None:
                yield f"a {scope.entity.name} has no '{children}'"
                return
            for inner in (item, where):
                if inner is not None:
                    yield from _walk(inner, Scope(spec=scope.spec, entity=child))


def _path(parts: tuple[str, ...], scope: Scope) -> Iterator[str]:
    for position, name in enumerate(parts):
        if not scope.has(name):
            yield f"a {scope.entity.name} has no '{name}'"
            return
        if position < len(parts) - 1:
            target = scope.target(name)
            if target is None:
                yield f"'{name}' of a {scope.entity.name} does not lead to another entity"
                return
            scope = Scope(spec=scope.spec, entity=target)


def _states(left: Expression, right: Expression, scope: Scope) -> Iterator[str]:
    """A status may only be compared with a state that exists."""
    if not isinstance(left, Path) or left.parts[-1] != "status" or not isinstance(right, Value):
        return
    for name in left.parts[:-1]:
        target = scope.target(name)
        if target is None:
            return
        scope = Scope(spec=scope.spec, entity=target)
    lifecycle = scope.entity.lifecycle
    if lifecycle and right.value not in lifecycle.states:
        yield f"a {scope.entity.name} has no state '{right.value}'"
