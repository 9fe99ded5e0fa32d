"""Expressions in plain words, for messages and docstrings, and what they speak of. Called by rules and features."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from engines.kernel.spec import Expression
from engines.kernel.spec.expression import Aggregate, Binary, Call, In, IsNone, Not, Path, Value, When
from engines.qlayer.wording import words

_SIGNS = {
    "<": "is below",
    "<=": "is at most",
    ">": "is above",
    ">=": "is at least",
    "==": "is",
    "!=": "is not",
    "and": "and",
    "or": "or",
    "+": "plus",
    "-": "minus",
    "*": "times",
    "/": "divided by",
}


def said(expression: Expression) -> str:
    """The expression as people say it: `the status is 'paid'` becomes `status is paid`."""
    match expression:
        case Value(value=value):
            return _constant(value)
        case Path(parts=parts):
            return " ".join(words(part) for part in parts)
        case Binary(operator="==" | "!=" as sign, left=left, right=Value(value=bool() as truth)):
            return f"{said(left)} {'holds' if truth == (sign == '==') else 'does not hold'}"
        case Binary(operator=operator, left=left, right=right):
            return f"{said(left)} {_SIGNS[operator]} {said(right)}"
        case Not(operand=operand):
            return f"not ({said(operand)})"
        case IsNone(operand=operand, negated=negated):
            return f"{said(operand)} is {'given' if negated else 'missing'}"
        case In(operand=operand, values=values, negated=negated):
            listed = " or ".join(said(value) for value in values)
            return f"{said(operand)} is {'neither' if negated else ''} {listed}".replace("  ", " ")
        case When(condition=condition, then=then, otherwise=otherwise):
            return f"{said(then)} if {said(condition)}, else {said(otherwise)}"
        case Call(name=name, arguments=()):
            return name
        case Call(name=name, arguments=arguments):
            return f"{name} of {' and '.join(said(argument) for argument in arguments)}"
        case Aggregate(kind=kind, children=children, item=item, where=where):
            of = f" of {said(item)}" if item is not None else ""
            limited = f" where {said(where)}" if where is not None else ""
            return f"{'number' if kind == 'count' else kind}{of} of {words(children)}{limited}"


def paths(expression: Expression) -> Iterator[tuple[str, ...]]:
    """Every path in it that starts at the object itself."""
    match expression:
        case Path(parts=parts):
            yield parts
        case Binary(left=left, right=right):
            yield from paths(left)
            yield from paths(right)
        case Not(operand=operand) | IsNone(operand=operand) | In(operand=operand):
            yield from paths(operand)
        case When(condition=condition, then=then, otherwise=otherwise):
            for part in (condition, then, otherwise):
                yield from paths(part)
        case Call(arguments=arguments):
            for argument in arguments:
                yield from paths(argument)


def first_path(expression: Expression) -> str:
    """The first name it speaks of, '' when there is none."""
    return next((parts[0] for parts in paths(expression)), "")


def mentions(expression: Expression, name: str) -> bool:
    """Whether it speaks of the object's own field of that name."""
    return any(parts == (name,) for parts in paths(expression))


def _constant(value: Decimal | str | bool | None) -> str:
    if isinstance(value, str):
        return words(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "nothing" if value is None else f"{value:f}"
