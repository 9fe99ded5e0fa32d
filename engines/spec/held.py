"""What a condition says of an object of which only its state is known. Used where rules and steps meet."""

from __future__ import annotations

from engines.kernel.errors import UserError
from engines.kernel.spec import Expression, parse
from engines.kernel.spec.expression import Binary, In, Not, Path, Value


def held_in(condition: str, state: str) -> bool | None:
    """Whether a condition holds in a state; None when it reads more than the state."""
    try:
        return _held(parse(condition), state)
    except UserError:
        return None


def _held(node: Expression, state: str) -> bool | None:
    match node:
        case Value(value=bool() as value):
            return value
        case Not(operand=operand):
            inner = _held(operand, state)
            return None if inner is None else not inner
        case Binary(operator="==" | "!=" as operator, left=Path(parts=("status",)), right=Value(value=value)):
            return (state == value) == (operator == "==")
        case In(operand=Path(parts=("status",)), values=values, negated=negated):
            return (state in {value.value for value in values}) != negated
        case Binary(operator="and" | "or" as operator, left=left, right=right):
            one, two = _held(left, state), _held(right, state)
            if one is None or two is None:
                return None
            return (one and two) if operator == "and" else (one or two)
    return None
