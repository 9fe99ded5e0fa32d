"""Conditions in plain English, as what an object stands there with: `status paid`, `no returned at`. Called by the titles."""

from __future__ import annotations

from decimal import Decimal

from engines.kernel.spec import Expression, parse
from engines.kernel.spec.expression import Aggregate, Binary, Call, In, IsNone, Not, Operator, Path, Value, When

_COMPARED = {"<": "below", "<=": "at most", ">": "above", ">=": "at least", "==": "of", "!=": "other than"}
_CONTRARY: dict[Operator, Operator] = {"<": ">=", ">=": "<", ">": "<=", "<=": ">", "==": "!=", "!=": "=="}
_COUNTED = {"+": "plus", "-": "minus", "*": "times", "/": "by", "and": "and", "or": "or"}


def with_what(condition: str) -> str:
    """The condition behind the word `with`."""
    return said(parse(condition))


def without_what(condition: str) -> str:
    """The contrary of the condition behind the word `with`."""
    return said(contrary(parse(condition)))


def contrary(expression: Expression) -> Expression:
    """What holds when the expression does not."""
    match expression:
        case Binary(operator="and" | "or" as both, left=left, right=right):
            return Binary("or" if both == "and" else "and", contrary(left), contrary(right))
        case Binary(operator=operator, left=left, right=right) if operator in _CONTRARY:
            return Binary(_CONTRARY[operator], left, right)
        case IsNone(operand=operand, negated=negated):
            return IsNone(operand, not negated)
        case In(operand=operand, values=values, negated=negated):
            return In(operand, values, not negated)
        case Not(operand=operand):
            return operand
    return Not(expression)


def said(expression: Expression) -> str:
    """An expression as a phrase."""
    match expression:
        case Value(value=value):
            return _value(value)
        case Path(parts=parts):
            return " ".join(part.replace("_", " ") for part in parts)
        case Binary(operator="==", left=left, right=Value(value=str() as text)):
            return f"{said(left)} {_value(text)}"
        case Binary(operator=operator, left=left, right=right):
            return f"{said(left)} {_COMPARED.get(operator) or _COUNTED[operator]} {said(right)}"
        case Not(operand=operand):
            return f"not {said(operand)}"
        case IsNone(operand=operand, negated=negated):
            return f"{'its' if negated else 'no'} {said(operand)}"
        case In(operand=operand, values=values, negated=negated):
            return f"{said(operand)} {'not ' if negated else ''}{' or '.join(said(value) for value in values)}"
        case When(condition=condition, then=then, otherwise=otherwise):
            return f"{said(then)} given {said(condition)} else {said(otherwise)}"
        case Call(name=name, arguments=arguments):
            return f"{name} {' to '.join(said(argument) for argument in arguments)}".strip()
        case Aggregate(kind=kind, children=children, item=item):
            return f"{kind} of {children.replace('_', ' ')}{' ' + said(item) if item is not None else ''}"


def _value(value: Decimal | str | bool | None) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "nothing"}[value]
    return str(value).replace("_", " ")
