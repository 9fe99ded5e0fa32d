"""What an expression of a specification is worth for objects of a played world; pure, called by samples and cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol, assert_never

from engines.kernel.spec.expression import Aggregate, Binary, Call, Expression, In, IsNone, Not, Path, Value, When


class Thing(Protocol):
    """An object as expressions see it."""

    def read(self, name: str) -> Worth:
        """The value of a field, state or computed value, or the object that a relation refers to."""
        ...

    def children(self, name: str) -> Sequence[Thing]:
        """The objects that refer to this one, by the inverse name of their relation."""
        ...


Worth = Decimal | str | bool | date | datetime | time | Thing | None


def worth(expression: Expression, thing: Thing, today: date) -> Worth:
    """The value of `expression` read in `thing` on the day `today`."""

    def of(part: Expression) -> Worth:
        return worth(part, thing, today)

    match expression:
        case Value(value=value):
            return value
        case Path(parts=parts):
            return _follow(thing, parts)
        case Binary(operator="and", left=left, right=right):
            return truth(of(left)) and truth(of(right))
        case Binary(operator="or", left=left, right=right):
            return truth(of(left)) or truth(of(right))
        case Binary(operator=operator, left=left, right=right):
            return _binary(operator, of(left), of(right))
        case Not(operand=operand):
            return not truth(of(operand))
        case IsNone(operand=operand, negated=negated):
            return (of(operand) is None) != negated
        case In(operand=operand, values=values, negated=negated):
            return (of(operand) in [value.value for value in values]) != negated
        case When(condition=condition, then=then, otherwise=otherwise):
            return of(then) if truth(of(condition)) else of(otherwise)
        case Call(name=name, arguments=arguments):
            return _call(name, [of(argument) for argument in arguments], today)
        case Aggregate():
            return _aggregate(expression, thing, today)
    assert_never(expression)


def truth(value: Worth) -> bool:
    """Whether a condition holds; what is missing does not."""
    return bool(value)


def _follow(thing: Thing, parts: tuple[str, ...]) -> Worth:
    here: Worth = thing
    for part in parts:
        if here is None or isinstance(here, Decimal | str | bool | date | time):
            return None
        here = here.read(part)
    return here


def _binary(operator: str, left: Worth, right: Worth) -> Worth:
    left, right = _by_day(left, right), _by_day(right, left)
    if operator in ("==", "!="):
        return (_plain(left) == _plain(right)) == (operator == "==")
    if left is None or right is None:
        return False if operator in ("<", "<=", ">", ">=") else None
    first, second = _plain(left), _plain(right)
    if operator in _ORDER and isinstance(first, Decimal | str) and isinstance(second, Decimal | str):
        return _ORDER[operator](first, second)
    if not isinstance(first, Decimal) or not isinstance(second, Decimal):
        return None
    if operator == "/":
        return first / second if second else None
    return {"+": first + second, "-": first - second, "*": first * second}[operator]


def _by_day(value: Worth, other: Worth) -> Worth:
    """A moment that is held against a day counts as its day."""
    against_day = isinstance(other, date) and not isinstance(other, datetime)
    return value.date() if isinstance(value, datetime) and against_day else value


_ORDER: dict[str, Callable[[Decimal | str, Decimal | str], bool]] = {
    "<": lambda a, b: _key(a, b) < 0,
    "<=": lambda a, b: _key(a, b) <= 0,
    ">": lambda a, b: _key(a, b) > 0,
    ">=": lambda a, b: _key(a, b) >= 0,
}


def _key(first: Decimal | str, second: Decimal | str) -> int:
    if isinstance(first, Decimal) and isinstance(second, Decimal):
        return (first > second) - (first < second)
    return (str(first) > str(second)) - (str(first) < str(second))


def _plain(value: Worth) -> Decimal | str | Thing | None:
    """Values that can be compared: a day stands for its first moment."""
    match value:
        case datetime():
            return value.replace(tzinfo=None).isoformat()
        case date():
            return datetime.combine(value, time()).isoformat()
        case time():
            return value.isoformat()
        case bool():
            return "true" if value else "false"
        case _:
            return value


def _call(name: str, given: list[Worth], today: date) -> Worth:
    match name:
        case "today":
            return today
        case "now":
            return datetime.combine(today, time(12))
    if any(value is None for value in given):
        return None
    match name, given:
        case (("days" | "hours" | "minutes" | "years"), [first, second]):
            return _between(name, first, second)
        case "round", [Decimal() as number, *digits]:
            return number.quantize(Decimal(1).scaleb(-int(str(digits[0])) if digits else 0), ROUND_HALF_UP)
        case "least", _:
            return min(value for value in given if isinstance(value, Decimal))
        case "greatest", _:
            return max(value for value in given if isinstance(value, Decimal))
        case "absolute", [Decimal() as number]:
            return abs(number)
    return None


def _between(unit: str, first: Worth, second: Worth) -> Decimal | None:
    start, end = _moment(first), _moment(second)
    if start is None or end is None:
        return None
    if unit == "years":
        return Decimal(end.year - start.year - ((end.month, end.day) < (start.month, start.day)))
    if unit == "days":
        return Decimal((end.date() - start.date()).days)
    return Decimal(int((end - start).total_seconds())) / (3600 if unit == "hours" else 60)


def _moment(value: Worth) -> datetime | None:
    match value:
        case datetime():
            return value.replace(tzinfo=None)
        case date():
            return datetime.combine(value, time())
        case time():
            return datetime.combine(date(2000, 1, 1), value)
        case _:
            return None


def _aggregate(expression: Aggregate, thing: Thing, today: date) -> Worth:
    wanted = [
        child
        for child in thing.children(expression.children)
        if expression.where is None or truth(worth(expression.where, child, today))
    ]
    if expression.kind == "count" and expression.item is None:
        return Decimal(len(wanted))
    values = [worth(expression.item, child, today) for child in wanted] if expression.item else []
    numbers = [value for value in values if isinstance(value, Decimal)]
    match expression.kind:
        case "count":
            return Decimal(len([value for value in values if value is not None]))
        case "sum":
            return sum(numbers, Decimal(0))
        case "average":
            return sum(numbers, Decimal(0)) / len(numbers) if numbers else None
        case "minimum":
            return min(numbers, default=None)
        case "maximum":
            return max(numbers, default=None)
    assert_never(expression.kind)
