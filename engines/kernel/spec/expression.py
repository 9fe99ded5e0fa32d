"""Expressions of a specification: computed values and conditions, written as a small subset of Python's own syntax.

    sum(line_items, quantity * unit_price) * 1.19        days(arrival, departure) * flat.price_per_night
    returned_at is None and due_date < today()           count(loans, returned_at is None)

Parsed here once into a typed tree; blueprints render the tree into their language. Read by the reader, qlayer and qtest.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from engines.kernel.errors import UserError

Operator = Literal["+", "-", "*", "/", "<", "<=", ">", ">=", "==", "!=", "and", "or"]
AggregateKind = Literal["sum", "count", "average", "minimum", "maximum"]
CallKind = Literal["days", "hours", "minutes", "years", "today", "now", "round", "least", "greatest", "absolute"]


@dataclass(frozen=True)
class Value:
    """A constant: number, text, truth value or nothing."""

    value: Decimal | str | bool | None


@dataclass(frozen=True)
class Path:
    """A field of the entity (`("quantity",)`) or of one that it refers to (`("flat", "price_per_night")`)."""

    parts: tuple[str, ...]


@dataclass(frozen=True)
class Binary:
    """Two expressions and what stands between them."""

    operator: Operator
    left: Expression
    right: Expression


@dataclass(frozen=True)
class Not:
    """The contrary of a condition."""

    operand: Expression


@dataclass(frozen=True)
class IsNone:
    """Whether a value is missing; `negated` for `is not None`."""

    operand: Expression
    negated: bool = False


@dataclass(frozen=True)
class In:
    """Whether a value is one of several constants."""

    operand: Expression
    values: tuple[Value, ...]
    negated: bool = False


@dataclass(frozen=True)
class When:
    """`then if condition else otherwise`."""

    condition: Expression
    then: Expression
    otherwise: Expression


@dataclass(frozen=True)
class Call:
    """One of the known functions. days(a, b) is a whole number, hours(a, b) may be a fraction."""

    name: CallKind
    arguments: tuple[Expression, ...]


@dataclass(frozen=True)
class Aggregate:
    """Over the objects that refer to this one: `children` is the inverse name of a relation (its plural snake_case).

    `item` is read in the child (None for count without a field); `where` limits the children.
    """

    kind: AggregateKind
    children: str
    item: Expression | None = None
    where: Expression | None = None


Expression = Value | Path | Binary | Not | IsNone | In | When | Call | Aggregate

_BINARY: dict[type[ast.AST], Operator] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.And: "and",
    ast.Or: "or",
}
_AGGREGATES: dict[str, AggregateKind] = {
    "sum": "sum",
    "count": "count",
    "average": "average",
    "minimum": "minimum",
    "maximum": "maximum",
}
_CALLS: dict[str, CallKind] = {
    "days": "days",
    "hours": "hours",
    "minutes": "minutes",
    "years": "years",
    "today": "today",
    "now": "now",
    "round": "round",
    "least": "least",
    "greatest": "greatest",
    "absolute": "absolute",
}


def parse(text: str) -> Expression:
    """Reads an expression; raises UserError with the offending part when it is none of ours."""
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError) as error:
        raise UserError(f"'{text}' is not an expression", hint="Write it like: quantity * unit_price") from error
    return _read(tree.body, text)


def _read(node: ast.expr, text: str) -> Expression:
    match node:
        case ast.Constant(value=bool() | str() | None as value):
            return Value(value)
        case ast.Constant(value=int() | float() as number):
            return Value(Decimal(str(number)))
        case ast.Name(id=name):
            return Path((name,))
        case ast.Attribute():
            return Path(_dotted(node, text))
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _BINARY:
            return Binary(_BINARY[type(operator)], _read(left, text), _read(right, text))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return Not(_read(operand, text))
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            return Value(-Decimal(str(number)))
        case ast.BoolOp(op=operator, values=operands):
            result = _read(operands[0], text)
            for operand in operands[1:]:
                result = Binary(_BINARY[type(operator)], result, _read(operand, text))
            return result
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            return _comparison(left, operator, right, text)
        case ast.IfExp(test=test, body=body, orelse=otherwise):
            return When(_read(test, text), _read(body, text), _read(otherwise, text))
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            return _call(name, arguments, text)
    raise UserError(
        f"'{ast.unparse(node)}' in '{text}' is not understood",
        hint="Use fields, numbers, + - * /, comparisons, and, or, not, sum, count, average, days, hours, today.",
    )


def _dotted(node: ast.expr, text: str) -> tuple[str, ...]:
    match node:
        case ast.Name(id=name):
            return (name,)
        case ast.Attribute(value=value, attr=name):
            return (*_dotted(value, text), name)
    raise UserError(f"'{ast.unparse(node)}' in '{text}' is not a path of names")


def _comparison(left: ast.expr, operator: ast.cmpop, right: ast.expr, text: str) -> Expression:
    match operator, right:
        case ast.Is(), ast.Constant(value=None):
            return IsNone(_read(left, text))
        case ast.IsNot(), ast.Constant(value=None):
            return IsNone(_read(left, text), negated=True)
        case ((ast.In() | ast.NotIn()), (ast.Tuple(elts=items) | ast.List(elts=items))):
            values = tuple(v for item in items if isinstance(v := _read(item, text), Value))
            return In(_read(left, text), values, negated=isinstance(operator, ast.NotIn))
    if type(operator) not in _BINARY:
        raise UserError(f"'{text}' compares in a way that is not understood")
    return Binary(_BINARY[type(operator)], _read(left, text), _read(right, text))


def _call(name: str, arguments: list[ast.expr], text: str) -> Expression:
    if name in _AGGREGATES and arguments and isinstance(arguments[0], ast.Name):
        inner = [_read(argument, text) for argument in arguments[1:]]
        if name == "count":
            return Aggregate("count", arguments[0].id, None, inner[0] if inner else None)
        if inner:
            return Aggregate(_AGGREGATES[name], arguments[0].id, inner[0], inner[1] if len(inner) > 1 else None)
    if name in _CALLS:
        return Call(_CALLS[name], tuple(_read(argument, text) for argument in arguments))
    raise UserError(
        f"'{name}' in '{text}' is not a known function", hint="Known: " + ", ".join([*_AGGREGATES, *_CALLS])
    )
