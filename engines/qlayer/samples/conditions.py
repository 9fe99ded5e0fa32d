"""Rules as conditions over one object, and the paths, constants and aggregates that a condition reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from engines.kernel.spec import (
    Check,
    Entity,
    FieldOrder,
    FieldsDiffer,
    Quota,
    RelatedBound,
    RelatedState,
    RequiredWhen,
    Rule,
    Spec,
    parse,
)
from engines.kernel.spec.expression import (
    Aggregate,
    Binary,
    Call,
    Expression,
    In,
    IsNone,
    Not,
    Path,
    Value,
    When,
)


@dataclass(frozen=True)
class Condition:
    """What a rule asks of each object when it is written."""

    rule: Rule
    expression: Expression


def conditions(spec: Spec, entity: str) -> tuple[Condition, ...]:
    """The rules of an entity that speak of one object alone, as conditions that must hold."""
    found = ((rule, _condition(spec, rule)) for rule in spec.rules if rule.entity == entity)
    return tuple(Condition(rule, expression) for rule, expression in found if expression is not None)


def _condition(spec: Spec, rule: Rule) -> Expression | None:
    match rule:
        case FieldOrder(earlier=earlier, later=later, strict=strict):
            first, second = Path((earlier,)), Path((later,))
            return _unless_missing(Binary("<" if strict else "<=", first, second), first, second)
        case FieldsDiffer(fields=(one, other)):
            return _unless_missing(Binary("!=", Path((one,)), Path((other,))), Path((one,)))
        case RelatedBound(field=field, relation=relation, related_field=related, at_least=at_least):
            own, bound = Path((field,)), Path((relation, related))
            return _unless_missing(Binary(">=" if at_least else "<=", own, bound), own, bound)
        case RequiredWhen(field=field, condition=condition):
            return Binary("or", Not(parse(condition)), IsNone(Path((field,)), negated=True))
        case Check(condition=condition):
            return parse(condition)
        case RelatedState(relation=relation, condition=condition):
            link, wanted = along(relation, condition)
            return Binary("or", IsNone(Path((link,))), beneath(link, wanted))
        case Quota(per=per, limit=limit):
            return Binary("<=", _one(rule), bound_of(per, limit))
    return None


def _one(quota: Quota) -> Expression:
    return Path((quota.amount,)) if quota.amount else Value(Decimal(1))


def bound_of(per: str, limit: str) -> Expression:
    """The limit of a quota: a number, or a field of the object that it is counted for."""
    return beneath(per, parse(limit.removeprefix(f"{per}.")))


def _unless_missing(condition: Expression, *needed: Expression) -> Expression:
    for path in needed:
        condition = Binary("or", IsNone(path), condition)
    return condition


def along(relation: str, condition: str) -> tuple[str, Expression]:
    """The first of a chain of references, and the condition as it reads there."""
    first, *rest = relation.split(".")
    wanted = parse(condition)
    for link in reversed(rest):
        wanted = beneath(link, wanted)
    return first, wanted


def beneath(relation: str, expression: Expression) -> Expression:
    """A condition over a related object, read from the object that refers to it."""

    def under(part: Expression) -> Expression:
        return beneath(relation, part)

    match expression:
        case Path(parts=parts):
            return Path((relation, *parts))
        case Binary(operator=operator, left=left, right=right):
            return Binary(operator, under(left), under(right))
        case Not(operand=operand):
            return Not(under(operand))
        case IsNone(operand=operand, negated=negated):
            return IsNone(under(operand), negated)
        case In(operand=operand, values=values, negated=negated):
            return In(under(operand), values, negated)
        case When(condition=condition, then=then, otherwise=otherwise):
            return When(under(condition), under(then), under(otherwise))
        case Call(name=name, arguments=arguments):
            return Call(name, tuple(under(argument) for argument in arguments))
    return expression


def parts(expression: Expression) -> Iterator[Expression]:
    """The expression and everything in it but what is read in children."""
    yield expression
    match expression:
        case Binary(left=left, right=right):
            inner: tuple[Expression, ...] = (left, right)
        case Not(operand=operand) | IsNone(operand=operand):
            inner = (operand,)
        case In(operand=operand, values=values):
            inner = (operand, *values)
        case When(condition=condition, then=then, otherwise=otherwise):
            inner = (condition, then, otherwise)
        case Call(arguments=arguments):
            inner = arguments
        case _:
            inner = ()
    for part in inner:
        yield from parts(part)


def written_out(entity: Entity, expression: Expression) -> tuple[Expression, ...]:
    """All parts of an expression, with those of the computed values that it reads."""
    found: list[Expression] = []
    for part in parts(expression):
        found.append(part)
        for computed in entity.computed:
            if part == Path((computed.name,)):
                found.extend(written_out(entity, parse(computed.expression)))
    return tuple(found)


def aggregates(entity: Entity, expression: Expression) -> tuple[Aggregate, ...]:
    """The aggregates that an expression reads, each once."""
    return tuple(dict.fromkeys(part for part in written_out(entity, expression) if isinstance(part, Aggregate)))


def paths(entity: Entity, expression: Expression) -> tuple[tuple[str, ...], ...]:
    """The paths that an expression reads, each once."""
    return tuple(dict.fromkeys(part.parts for part in written_out(entity, expression) if isinstance(part, Path)))


def constants(entity: Entity, expression: Expression) -> tuple[Decimal | str | bool, ...]:
    """The constants of an expression, each once; those of its aggregates too."""
    every = list(written_out(entity, expression))
    for aggregate in [part for part in every if isinstance(part, Aggregate)]:
        every += [part for inner in (aggregate.item, aggregate.where) if inner is not None for part in parts(inner)]
    values = [part.value for part in every if isinstance(part, Value) and part.value is not None]
    return tuple(dict.fromkeys(values))
