"""Carries operations out a second time, in memory: what a request comes to, for tests to expect. Called by scenarios."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engines.kernel.spec.service import (
    Answer,
    Change,
    Create,
    FaultName,
    Find,
    ForEach,
    If,
    Match,
    NotBuilt,
    Operation,
    Refuse,
    Remove,
    RemoveAll,
    Require,
    Select,
    ServiceStep,
    Set,
)
from engines.kernel.spec.service_terms import QUERIES, SUFFIXES, parse_term, places
from engines.qlayer.python_service.oracle_terms import FUNCTIONS, CannotTell, Evaluator, Row
from engines.qlayer.python_service.world import World


@dataclass(frozen=True)
class Outcome:
    """What a request comes to: an answer, or the name of a fault."""

    status: int = 0
    body: Any = None
    cookies: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, Any] = field(default_factory=dict)
    fault: FaultName | None = None


_GOOD: Mapping[str, Callable[..., Any]] = {
    "safe_name": lambda name: bool(name),
    "web_url": lambda url: url.startswith("http"),
    "public_url": lambda url: url.startswith("http"),
    "pattern_valid": lambda pattern: bool(pattern),
    "color_code": lambda color: color,
    "attachment": lambda name: name,
}
"""What skills say of the values that tests send, which are good ones."""


class _Refused(Exception):
    def __init__(self, fault: FaultName, keep: bool = False) -> None:
        self.fault = fault
        self.keep = keep


class _Ended(Exception):
    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


class Oracle:
    """The records of a service, and what its operations do to them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.rows: list[Row] = []
        self.made = 0

    def start(self, email: str, password: str) -> None:
        """The steps of the start."""
        names = {"admin_email": email, "admin_password": password}
        self._steps(self.world.service.start, names)

    def call(self, operation: Operation, request: Mapping[str, Any], credential: Row | None) -> Outcome:
        """Carries one out. `credential`: the row that a scheme finds. CannotTell when it does more than is known here."""
        names = dict(request)
        names["form"] = names["parts"] = names["body"]
        if operation.schemes:
            scheme = self.world.scheme(operation.schemes[0])
            names["session"] = credential
            names["caller"] = credential.values[scheme.holder] if credential and scheme.holder else credential
        before = [(row, dict(row.values)) for row in self.rows]
        try:
            self._steps(operation.steps, names)
        except _Ended as ended:
            return ended.outcome
        except _Refused as refused:
            if not refused.keep:
                self._restore(before)
            return Outcome(fault=refused.fault)
        except (ArithmeticError, AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            raise CannotTell(str(error)) from error
        raise CannotTell("the operation has no answer")

    def _restore(self, before: Sequence[tuple[Row, dict[str, Any]]]) -> None:
        """Undoes what was changed since."""
        self.rows = [row for row, _ in before]
        for row, values in before:
            row.values = values

    def _steps(self, steps: Sequence[ServiceStep], names: dict[str, Any]) -> None:
        for step in steps:
            self._step(step, names)

    def _step(self, step: ServiceStep, names: dict[str, Any]) -> None:
        match step:
            case Find():
                found = self._chosen(step.of, step.where, step.that, names)
                names[step.record] = found[0] if found else None
                if not found and step.otherwise != "nothing":
                    raise _Refused(step.otherwise)
            case Select():
                found = self._chosen(step.of, step.where, step.that, names)
                names[step.total or " "] = len(found)
                names[step.records] = found
            case Set(name=name, to=to):
                names[name] = self._value(to, names)
            case Require(that=that, otherwise=fault):
                if not self._value(that, names):
                    raise _Refused(fault)
            case Refuse(fault=fault):
                raise _Refused(fault, keep=True)
            case Create():
                self._create(step, names)
            case Change():
                self._change(step, names)
            case Remove(record=record):
                self._remove(names[record])
            case RemoveAll():
                for row in self._chosen(step.of, step.where, step.that, names):
                    self._remove(row)
            case If(that=that, then=then, otherwise=otherwise):
                self._steps(then if self._value(that, names) else otherwise, names)
            case ForEach(item=item, of=of, steps=inner):
                for value in list(self._value(of, names) or ()):
                    names[item] = value
                    self._steps(inner, names)
            case Answer():
                raise _Ended(self._answer(step, names))
            case NotBuilt():
                raise _Refused("not_built")

    def _answer(self, step: Answer, names: dict[str, Any]) -> Outcome:
        cookies = {name: self._value(term, names) for name, term in step.cookies}
        headers = {name: self._told(term, names) for name, term in step.headers}
        body = self._told(step.body, names) if step.body else None
        return Outcome(status=step.status, body=body, cookies=cookies, headers=headers)

    def _told(self, term: str, names: dict[str, Any]) -> Any:
        """What an answer shows; None where that is not known, for it changes nothing."""
        try:
            return self._value(term, names)
        except CannotTell:
            return None

    def _value(self, term: str, names: Mapping[str, Any]) -> Any:
        return Evaluator(names, self._called).of(parse_term(term))

    def _called(self, name: str, node: ast.Call, at: Evaluator) -> Any:
        if name in QUERIES:
            return self._query(name, node, at)
        view = self.world.view(name)
        if view is not None:
            record = at.of(node.args[0])
            names = {view.of: record, "caller": at.names.get("caller")}
            return Evaluator(names, self._called).of(parse_term(view.body))
        if name in ("uuid", "secret", "code"):
            return self._fresh()
        if name in _GOOD:
            return _GOOD[name](*(at.of(argument) for argument in node.args))
        raise CannotTell(name)

    def _fresh(self) -> str:
        self.made += 1
        return f"made-{self.made}"

    def _query(self, name: str, node: ast.Call, at: Evaluator) -> Any:
        resource = node.args[0]
        if not isinstance(resource, ast.Name):
            raise CannotTell(ast.unparse(node))
        found = [row for row in self.rows if row.resource == resource.id]
        for keyword in node.keywords:
            if keyword.arg and keyword.arg not in ("order", "limit"):
                path = keyword.arg.split("__")
                operator = SUFFIXES.get(path[-1], "=") if len(path) > 1 else "="
                names = path[:-1] if len(path) > 1 and path[-1] in SUFFIXES else path
                value = at.of(keyword.value)
                found = [row for row in found if _holds(_reached(row, names), operator, value)]
        match name:
            case "count":
                return len(found)
            case "exists":
                return bool(found)
            case "first":
                return found[0] if found else None
            case "rows":
                return found
        field = node.args[1]
        told = [row.values.get(field.id) for row in found] if isinstance(field, ast.Name) else []
        values: list[Any] = [value for value in told if value is not None]
        if name == "total":
            return sum(values)
        if not values:
            return None
        if name == "average":
            return sum(values) / len(values)
        return values[0] if name == "value" else min(values) if name == "least" else max(values)

    def _chosen(self, resource: str, where: Sequence[Match], that: str, names: Mapping[str, Any]) -> list[Row]:
        found = [row for row in self.rows if row.resource == resource]
        for match in where:
            value = self._value(match.value, names)
            if match.optional and value is None:
                continue
            if "(" in match.field:
                known = ((row, self._value(match.field, {**names, resource: row})) for row in found)
                found = [row for row, told in known if _holds(told, match.operator, value)]
                continue
            found = [
                row for row in found
                if any(_holds(_reached(row, path.split(".")), match.operator, value) for path in match.field.split("|"))
            ]  # fmt: skip
        return [row for row in found if not that or self._value(that, {**names, resource: row})]

    def _create(self, step: Create, names: dict[str, Any]) -> None:
        resource = self.world.resource(step.of)
        row = Row(step.of, len(self.rows) + 1)
        given = {name: self._value(term, names) for name, term in step.values}
        for stored in resource.fields:
            row.values[stored.name] = given.get(stored.name, stored.default)
            if stored.name not in given:
                row.values[stored.name] = self._service_made(stored.made, stored.default, step.of)
        row.values |= given
        for stored in resource.fields:
            if stored.unique and not stored.made:
                self._once(row, [*stored.within, stored.name])
        for together in resource.once:
            self._once(row, together)
        self.rows.append(row)
        names[step.record] = row

    def _service_made(self, made: str, default: Any, resource: str) -> Any:
        match made:
            case "uuid" | "code" | "secret":
                return self._fresh()
            case "serial" | "count":
                return sum(1 for row in self.rows if row.resource == resource) + 1
            case "created" | "changed":
                return FUNCTIONS["now"]()
            case "version":
                return 1
        return default

    def _once(self, row: Row, names: Sequence[str]) -> None:
        if any(
            o.resource == row.resource and all(o.values.get(n) == row.values.get(n) for n in names) for o in self.rows
        ):
            raise _Refused("conflict")

    def _change(self, step: Change, names: dict[str, Any]) -> None:
        row = names[step.record]
        for name, term in step.values:
            asked = [place for part in ("body", "query") for place in places(parse_term(term), part)]
            if not step.given_only or all(self._value(f"given({place})", names) for place in asked):
                row.values[name] = self._value(term, names)
        for stored in self.world.resource(row.resource).fields:
            if stored.made == "version":
                row.values[stored.name] += 1

    def _remove(self, row: Row) -> None:
        self.rows = [other for other in self.rows if other is not row]
        for other in list(self.rows):
            for link in self.world.resource(other.resource).links:
                if other.values.get(link.name) is row and not link.optional:
                    self._remove(other)


def _reached(row: Row | None, path: Sequence[str]) -> Any:
    value: Any = row
    for name in path:
        value = None if value is None else value.pk if name == "pk" else value.values.get(name)
    return value


def _holds(value: Any, operator: str, other: Any) -> bool:
    match operator:
        case "=":
            return bool(value is other if isinstance(value, Row) else value == other)
        case "!=":
            return bool(value != other)
        case "in":
            return value in other
        case "has":
            return other in (value or ())
        case "contains":
            return str(other).lower() in str(value or "").lower()
        case "starts":
            return str(value or "").lower().startswith(str(other).lower())
    if value is None or other is None:
        return False
    return bool({"<": value < other, "<=": value <= other, ">": value > other, ">=": value >= other}[operator])
