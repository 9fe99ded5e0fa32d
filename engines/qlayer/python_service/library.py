"""Where the functions that terms call stand in the generated application."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from engines.qlayer.python_service.syntax import call, method

Made = Callable[[Sequence[ast.expr]], ast.expr]

BUILTINS = (
    "str", "int", "float", "bool", "abs", "min", "max", "sum", "len", "any", "all", "list", "set", "dict", "zip", "enumerate",
    "range",
)  # fmt: skip
FROM_APP: dict[str, tuple[str, str]] = {
    "now": ("app.clock", "now"),
    "today": ("app.clock", "today"),
    "seconds": ("app.clock", "seconds"),
    "days": ("app.clock", "days"),
    "moment": ("app.clock", "moment"),
    "day": ("app.clock", "day"),
    "timestamp": ("app.clock", "timestamp"),
    "uuid": ("app.security", "new_uuid"),
    "secret": ("app.security", "new_secret"),
    "code": ("app.security", "new_code"),
    "same": ("app.security", "same"),
    "digest": ("app.security", "digest"),
    "etag": ("app.security", "etag"),
    "round": ("app.values", "rounded"),
    "fits": ("app.values", "fits"),
    "keep": ("app.values", "keep"),
    "phrase": ("app.values", "phrase"),
    "quote": ("app.values", "quote"),
    "text": ("app.requests", "decoded"),
    "floor": ("math", "floor"),
    "ceil": ("math", "ceil"),
}
METHODS: dict[str, str] = {
    "lower": "lower",
    "upper": "upper",
    "strip": "strip",
    "split": "split",
    "replace": "replace",
    "starts": "startswith",
    "ends": "endswith",
    "get": "get",
    "encode": "encode",
    "join": "join",
}
_OF_TEXTS = frozenset(("lower", "upper", "strip", "split", "replace", "starts", "ends"))


def as_method(name: str, arguments: Sequence[ast.expr]) -> ast.expr:
    """`lower(x)` as `x.lower()`; a member of the request that may be missing is an empty text then."""
    return method(certain(arguments[0]) if name in _OF_TEXTS else arguments[0], METHODS[name], *arguments[1:])


def certain(source: ast.expr) -> ast.expr:
    """`x.get("name")` as `x.get("name") or ""`."""
    match source:
        case ast.Call(func=ast.Attribute(attr="get"), args=[_]):
            return ast.BoolOp(op=ast.Or(), values=[source, ast.Constant(value="")])
    return source


def reversed_list(arguments: Sequence[ast.expr]) -> ast.expr:
    """The other way around, as a list."""
    return call("list", call("reversed", *arguments))
