"""Works terms out a second time, in memory and sharing nothing with what is rendered. Called by oracle."""

from __future__ import annotations

import ast
import datetime as dt
import math
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from engines.qlayer.python_service.names import snake


class CannotTell(Exception):
    """The oracle does not know what comes of this; nothing is expected then."""


@dataclass(eq=False)
class Row:
    """A record: its fields with secrets and passwords in plain, its links as rows."""

    resource: str
    pk: int
    values: dict[str, Any] = field(default_factory=dict)


_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_COMPARED: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
    ast.In: lambda a, b: a in b,
    ast.NotIn: lambda a, b: a not in b,
}


def _rounded(number: float, places: int = 0) -> float:
    factor = 10**places
    value = math.copysign(math.floor(abs(number) * factor + 0.5), number) / factor
    return value if places else int(value)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "now": lambda: dt.datetime(2030, 1, 1, tzinfo=dt.UTC),
    "today": lambda: dt.date(2030, 1, 1),
    "seconds": lambda n: dt.timedelta(seconds=n),
    "days": lambda n: dt.timedelta(days=n),
    "moment": lambda t: dt.datetime.fromisoformat(t.replace("Z", "+00:00")) if t else None,
    "day": lambda t: dt.date.fromisoformat(t) if t else None,
    "timestamp": lambda m: m.isoformat(),
    "lower": lambda t: t.lower(),
    "upper": lambda t: t.upper(),
    "strip": lambda t: t.strip(),
    "split": lambda t, between: t.split(between),
    "join": lambda between, texts: between.join(texts),
    "replace": lambda t, old, new: t.replace(old, new),
    "starts": lambda t, w: t.startswith(w),
    "ends": lambda t, w: t.endswith(w),
    "str": str,
    "int": int,
    "float": float,
    "bool": bool,
    "round": _rounded,
    "floor": math.floor,
    "ceil": math.ceil,
    "abs": abs,
    "min": min,
    "max": max,
    "sum": sum,
    "len": len,
    "any": any,
    "all": all,
    "list": list,
    "set": set,
    "dict": dict,
    "zip": zip,
    "enumerate": enumerate,
    "get": lambda o, n, other=None: o.get(n, other),
    "keep": lambda o: {k: v for k, v in o.items() if v is not None},
    "matches": lambda plain, stored: plain is not None and plain == stored,
    "same": lambda a, b: a is not None and a == b,
    "digest": lambda value: value,
    "etag": lambda value: f'"{value}"',
    "phrase": lambda status: HTTPStatus(status).phrase,
    "fits": lambda t, pattern: re.fullmatch(pattern, t) is not None,
    "quote": str,
    "address": lambda: "http://testserver",
}


class Evaluator:
    """Works a term out. `called`: what queries, views and skills come to."""

    def __init__(self, names: Mapping[str, Any], called: Callable[[str, ast.Call, Evaluator], Any]) -> None:
        self.names = dict(names)
        self.called = called

    def inner(self, **more: Any) -> Evaluator:
        """The same with further names."""
        return Evaluator({**self.names, **more}, self.called)

    def of(self, node: ast.expr) -> Any:
        """The value of a part of a term; CannotTell for what is not known here."""
        match node:
            case ast.Constant(value=value):
                return value
            case ast.Name(id=name):
                if name not in self.names:
                    raise CannotTell(name)
                return self.names[name]
            case ast.Attribute(value=value, attr=attr):
                return self._attribute(self.of(value), attr)
            case ast.Subscript(value=value, slice=key):
                return self.of(value)[self._key(key)]
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
                return _BINARY[type(op)](self.of(left), self.of(right))
            case ast.UnaryOp(op=op, operand=operand):
                value = self.of(operand)
                return not value if isinstance(op, ast.Not) else -value
            case ast.BoolOp(op=op, values=parts):
                return self._either(isinstance(op, ast.Or), parts)
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return _COMPARED[type(op)](self.of(left), self.of(right))
            case ast.IfExp(test=test, body=body, orelse=other):
                return self.of(body if self.of(test) else other)
            case ast.Dict(keys=keys, values=values):
                return self._object(keys, values)
            case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
                return self._list(parts)
            case ast.JoinedStr(values=parts):
                return "".join(str(self.of(p.value if isinstance(p, ast.FormattedValue) else p)) for p in parts)
            case ast.ListComp(elt=element, generators=[part]) | ast.GeneratorExp(elt=element, generators=[part]):
                return [inner.of(element) for inner in self._each(part)]
            case ast.DictComp(key=key, value=value, generators=[part]):
                return {inner.of(key): inner.of(value) for inner in self._each(part)}
            case ast.Call(func=ast.Name(id=name)):
                return self._call(name, node)
        raise CannotTell(ast.unparse(node))

    def _key(self, node: ast.expr) -> Any:
        if isinstance(node, ast.Slice):
            return slice(*(self.of(p) if p else None for p in (node.lower, node.upper, node.step)))
        return self.of(node)

    def _attribute(self, of: Any, attr: str) -> Any:
        if isinstance(of, Row):
            return of.pk if attr == "pk" else of.values.get(attr)
        if isinstance(of, Mapping):
            return next((value for key, value in of.items() if snake(key) == attr), None)
        if of is None:
            return None
        raise CannotTell(attr)

    def _either(self, any_of: bool, parts: list[ast.expr]) -> Any:
        value: Any = None
        for part in parts:
            value = self.of(part)
            if bool(value) is any_of:
                return value
        return value

    def _object(self, keys: list[ast.expr | None], values: list[ast.expr]) -> dict[Any, Any]:
        made: dict[Any, Any] = {}
        for key, value in zip(keys, values, strict=True):
            if key is None:
                made |= self.of(value)
            else:
                made[self.of(key)] = self.of(value)
        return made

    def _list(self, parts: list[ast.expr]) -> list[Any]:
        made: list[Any] = []
        for part in parts:
            if isinstance(part, ast.Starred):
                made += self.of(part.value)
            else:
                made.append(self.of(part))
        return made

    def _each(self, part: ast.comprehension) -> list[Evaluator]:
        found = []
        for value in self.of(part.iter):
            if isinstance(part.target, ast.Name):
                inner = self.inner(**{part.target.id: value})
            elif isinstance(part.target, ast.Tuple):
                names = [target.id for target in part.target.elts if isinstance(target, ast.Name)]
                inner = self.inner(**dict(zip(names, value, strict=True)))
            else:
                raise CannotTell(ast.unparse(part.target))
            if all(inner.of(condition) for condition in part.ifs):
                found.append(inner)
        return found

    def _call(self, name: str, node: ast.Call) -> Any:
        if name == "given":
            return self._given(node.args[0])
        if name in FUNCTIONS:
            return FUNCTIONS[name](*(self.of(argument) for argument in node.args))
        if name in ("sorted", "reversed"):
            return self._sorted(name, node)
        return self.called(name, node, self)

    def _given(self, node: ast.expr) -> bool:
        if not isinstance(node, ast.Attribute):
            raise CannotTell(ast.unparse(node))
        return any(snake(key) == node.attr for key in self.of(node.value) or {})

    def _sorted(self, name: str, node: ast.Call) -> list[Any]:
        values = list(self.of(node.args[0]))
        if name == "reversed":
            return values[::-1]
        options = {keyword.arg: keyword.value for keyword in node.keywords}
        key = options.get("key")
        turned = bool(self.of(options["reverse"])) if "reverse" in options else False
        if isinstance(key, ast.Lambda):
            parameter = key.args.args[0].arg
            return sorted(values, key=lambda value: self.inner(**{parameter: value}).of(key.body), reverse=turned)
        return sorted(values, reverse=turned)
