"""Whether formulas agree with the examples of a document: works terms out on what an example sends. Pure."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

from engines.kernel.spec.service_terms import parse_term, snake

_BINARY: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.Pow: lambda a, b: float(a) ** b,
}  # fmt: skip
_COMPARED: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge, ast.Eq: operator.eq,
}  # fmt: skip


class NotHere(Exception):
    """The term stands on something that examples do not show."""


def worked_out(term: str, request: Mapping[str, Any]) -> Any:
    """The value of an arithmetic term, with the request's members by their place (`body.weight_kg`); NotHere where it has none."""
    try:
        return _of(parse_term(term), request)
    except (ArithmeticError, TypeError, ValueError, LookupError) as error:
        raise NotHere(str(error)) from error


def agrees(found: Any, shown: Any) -> bool:
    """Whether a value is what an example shows, to its last digit."""
    if isinstance(found, bool) or isinstance(shown, bool) or isinstance(found, str):
        return bool(found == shown)
    if isinstance(found, int | float) and isinstance(shown, int | float):
        places = len(str(shown).partition(".")[2]) if "e" not in str(shown) else 12
        return math.isclose(found, shown, rel_tol=1e-9, abs_tol=1e-9) or (places >= 6 and round(found, places) == shown)
    return bool(found == shown)


def _of(node: ast.expr, request: Mapping[str, Any]) -> Any:
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Attribute(value=ast.Name(id=place), attr=name):
            return _member(request.get(place), name)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            return _BINARY[type(op)](_of(left, request), _of(right, request))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_of(operand, request)
        case ast.IfExp(test=test, body=body, orelse=otherwise):
            return _of(body if _of(test, request) else otherwise, request)
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARED:
            return _COMPARED[type(op)](_of(left, request), _of(right, request))
        case ast.Call(func=ast.Name(id=called), args=arguments, keywords=[]) if called in _FUNCTIONS:
            return _FUNCTIONS[called](*(_of(argument, request) for argument in arguments))
        case ast.Name(id=name) if name in request:
            return request[name]
    raise NotHere(ast.unparse(node))


def _member(of: Any, name: str) -> Any:
    for key, value in of.items() if isinstance(of, Mapping) else ():
        if snake(str(key)) == name:
            return value
    raise NotHere(name)


def _round(number: float, places: int = 0) -> float:
    factor = 10**places
    exact = math.floor(abs(number) * factor + 0.5 + 1e-9)
    value = math.copysign(exact, number) / factor
    return value if places else int(value)


_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "round": _round, "ceil": math.ceil, "floor": math.floor, "abs": abs, "min": min, "max": max, "len": len, "lower": str.lower,
    "power": lambda a, b: float(a) ** b,
}  # fmt: skip
