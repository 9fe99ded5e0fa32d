"""Works out what has to be done through the interface before an operation can be tried, and what then comes of it.

What must exist is made by the operations that make it, credentials come from those that give them. Every scenario is played
by the oracle; only what it says is expected. Called by contract_tests.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engines.kernel.spec.service import Create, Find, Operation, Require, Scheme
from engines.kernel.spec.service_terms import parse_term
from engines.qlayer.python_service.document import FORMS, DocumentOperation, Member
from engines.qlayer.python_service.examples import Examples
from engines.qlayer.python_service.names import snake
from engines.qlayer.python_service.operations import terms_of
from engines.qlayer.python_service.oracle import Oracle, Outcome
from engines.qlayer.python_service.oracle_terms import CannotTell, Row
from engines.qlayer.python_service.world import World, walked

ADMIN = ("admin@example.org", "Adm1n-Passw0rd")
DEEPEST = 6
GUEST = "bert"


@dataclass(frozen=True)
class Told:
    """A value that an earlier answer gave: which one, and where in it; a cookie where `cookie` names one."""

    request: int
    path: tuple[str | int, ...] = ()
    cookie: str = ""


@dataclass(frozen=True, kw_only=True)
class Made:
    """A request of a scenario. Values are plain, or Told by an earlier answer."""

    operation: Operation
    said: DocumentOperation
    path: Mapping[str, Any]
    query: Mapping[str, Any]
    header: Mapping[str, Any]
    cookie: Mapping[str, Any]
    body: Any
    credential: tuple[Scheme, Any, Any] | None = None
    row: Row | None = None
    outcome: Outcome = field(default_factory=Outcome)


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """Requests one after the other; the last is the one that is tried."""

    requests: tuple[Made, ...]
    person: str = "anna"
    guest: str = "anna"
    changed: Mapping[str, Any] = field(default_factory=dict)

    @property
    def last(self) -> Made:
        return self.requests[-1]


class Planner:
    """Plays one scenario."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.oracle = Oracle(world)
        self.examples = Examples(world.document)
        self.requests: list[Made] = []
        self.origins: dict[tuple[int, str], Any] = {}
        self.rows: dict[tuple[str, str], Row] = {}
        self.depth = 0
        if world.service.start:
            self.oracle.start(*ADMIN)
            for row in self.oracle.rows:
                self.rows.setdefault((row.resource, "admin"), row)

    def tried(self, operation: Operation, person: str = "anna", **other: Any) -> Scenario:
        """The scenario in which a person tries an operation; CannotTell when it cannot be worked out."""
        self.requests.append(self._request(operation, person, **other))
        return Scenario(
            requests=tuple(self.requests),
            person=person,
            guest=other.get("guest", person),
            changed=other.get("changed", {}),
        )

    def again(self, scenario: Scenario) -> Scenario:
        """The same request once more."""
        last = scenario.last
        outcome = self._played(last)
        return Scenario(requests=(*scenario.requests, replace(last, outcome=outcome)))

    def _request(self, operation: Operation, person: str, **other: Any) -> Made:
        self.depth += 1
        if self.depth > DEEPEST:
            raise CannotTell("too much has to exist before")
        said = self.world.documented(operation)
        credential, row = self._credential(operation, person)
        owner = other.get("owner", person)
        bound = self._bound(operation, owner, other.get("guest", owner))
        values: dict[str, dict[str, Any]] = {place: {} for place in ("path", "query", "header", "cookie")}
        for place, found in values.items():
            for name, member in said.members[place].items():
                if (place, name) in bound:
                    found[member.wire] = bound[place, name]
                elif place == "path" or self._needed(member, said, place):
                    found[member.wire] = self.examples.value(member.schema, person, member.wire)
        values["path"] |= other.get("path", {})
        body = other["body"] if "body" in other else self._body(said, person, bound)
        body = {**body, **other["changed"]} if "changed" in other else body
        made = Made(
            operation=operation,
            said=said,
            path=values["path"],
            query=values["query"],
            header=values["header"],
            cookie=values["cookie"],
            body=body,
            credential=credential,
            row=row,
        )
        self.depth -= 1
        if other.get("unplayed"):
            return made
        return replace(made, outcome=self._played(made, person))

    def _needed(self, member: Member, said: DocumentOperation, place: str) -> bool:
        return any(p["in"] == place and p["name"] == member.wire and p.get("required") for p in said.parameters)

    def _body(self, said: DocumentOperation, person: str, bound: Mapping[tuple[str, str], Any]) -> Any:
        if not said.bodies:
            return None
        media, schema = next(iter(said.bodies.items()))
        if media not in FORMS and "json" not in media:
            raise CannotTell(f"a body of type {media}")
        body = self.examples.value(schema, person)
        if not isinstance(body, dict):
            return body
        for name, member in self.world.document.properties(schema).items():
            if ("body", name) in bound:
                body[member.wire] = bound["body", name]
            if member.wire in body and self.world.document.is_file(member.schema):
                content = b"hello " + person.encode()
                body[member.wire] = {
                    "name": f"{person}.txt",
                    "content": content,
                    "size": len(content),
                    "media": "text/plain",
                }
        return body

    def _played(self, made: Made, person: str = "") -> Outcome:
        """What the oracle says of a request; new rows remember what told their values."""
        request = {place: self._plain(getattr(made, place)) for place in ("path", "query", "header", "cookie")}
        for place in request:
            request[place] = self._defaulted(made.said, place, request[place])
        body = self._plain(made.body)
        schema = next(iter(made.said.bodies.values()), {})
        request["body"] = self._filled(body, schema) if made.said.method != "PATCH" else body or {}
        before = len(self.oracle.rows)
        outcome = self.oracle.call(made.operation, request, made.row)
        number = len(self.requests)
        for new in self.oracle.rows[before:]:
            self.rows.setdefault((new.resource, person), new)
            self._remember(new, outcome, number)
        return outcome

    def _defaulted(self, said: DocumentOperation, place: str, given: Mapping[str, Any]) -> dict[str, Any]:
        members = said.members[place].values()
        return {m.wire: m.schema["default"] for m in members if "default" in m.schema} | dict(given)

    def _filled(self, body: Any, schema: Any) -> Any:
        if not isinstance(body, dict):
            return {} if body is None else body
        document = self.world.document
        found = {}
        for member in document.properties(schema).values():
            resolved = document.resolved(member.schema)
            if document.has_default(member.schema) and isinstance(resolved, Mapping) and "default" in resolved:
                found[member.wire] = resolved["default"]
        return found | body

    def _remember(self, row: Row, outcome: Outcome, number: int) -> None:
        for name, value in row.values.items():
            if (isinstance(value, str) and value.startswith("made-")) or isinstance(value, int):
                for cookie, said in outcome.cookies.items():
                    if said == value:
                        self.origins[row.pk, name] = Told(number, cookie=cookie)
                for path, said in leaves(outcome.body):
                    told = isinstance(value, str) or (path and snake(str(path[-1])) == name)
                    if said == value and told and not isinstance(said, bool):
                        self.origins[row.pk, name] = Told(number, path)
                        break

    def _plain(self, value: Any) -> Any:
        """A value as the oracle knows it."""
        if isinstance(value, Told):
            outcome = self.requests[value.request].outcome
            if value.cookie:
                return outcome.cookies[value.cookie]
            said = outcome.body
            for part in value.path:
                said = said[part]
            return said
        if isinstance(value, Mapping):
            return {key: self._plain(part) for key, part in value.items()}
        return [self._plain(part) for part in value] if isinstance(value, list) else value

    def _credential(self, operation: Operation, person: str) -> tuple[tuple[Scheme, Any, Any] | None, Row | None]:
        if not operation.schemes or operation.optional:
            return None, None
        scheme = self.world.scheme(operation.schemes[0])
        row = self.ensure(scheme.resource, person)
        secret = self._value_of(row, scheme.field)
        return (scheme, self._value_of(row, scheme.login) if scheme.login else None, secret), row

    def ensure(self, resource: str, person: str) -> Row:
        """A record that the person has made; made now where there is none."""
        if (resource, person) in self.rows:
            return self.rows[resource, person]
        depth = self.depth
        for operation in self._makers(resource)[:3]:
            for guest in (person, GUEST):
                self.depth = depth
                try:
                    made = self._request(operation, person, guest=guest)
                except CannotTell:
                    continue
                if made.outcome.fault is None and 200 <= made.outcome.status < 300:
                    self.requests.append(made)
                    if (resource, person) in self.rows:
                        return self.rows[resource, person]
        self.depth = depth
        raise CannotTell(f"nothing makes a {resource}")

    def _makers(self, resource: str) -> list[Operation]:
        found = [
            operation
            for operation in self.world.service.operations
            if any(isinstance(step, Create) and step.of == resource for step in walked(operation.steps))
        ]
        return sorted(found, key=lambda o: (o.method.upper() == "GET", len(o.schemes), o.path.count("{"), len(o.steps)))

    def _value_of(self, row: Row, name: str) -> Any:
        """A field of a record as a test can know it."""
        if (row.pk, name) in self.origins:
            return self.origins[row.pk, name]
        value = row.values.get(name)
        if isinstance(value, Row) or (isinstance(value, str) and value.startswith("made-")):
            raise CannotTell(f"no answer tells {row.resource}.{name}")
        return value

    def _bound(self, operation: Operation, person: str, guest: str) -> dict[tuple[str, str], Any]:
        """The members of a request that have to name what exists, with their values.

        What is of the caller's own kind is the guest: things are shared with, sent to and assigned to others.
        """
        own = {self.world.holder(self.world.scheme(scheme)) for scheme in operation.schemes}
        records: dict[str, str] = {}
        found: dict[tuple[str, str], Any] = {}
        for step in walked(operation.steps):
            if isinstance(step, Find):
                records[step.record] = step.of
                asked = step.otherwise != "nothing" or _compared(operation, step.record)
                for match in step.where if asked else ():
                    member = _member(parse_term(match.value))
                    if member is not None and match.operator == "=":
                        who = guest if step.of in own else person
                        row = self._along(self.ensure(step.of, who), match.field.split(".")[:-1])
                        found[member] = self._value_of(row, match.field.split(".")[-1].split("|")[0])
        for member, record, name in _pairs(operation):
            if record in records:
                found[member] = self._value_of(self.ensure(records[record], person), name)
        return found

    def _along(self, row: Row, links: list[str]) -> Row:
        for link in links:
            row = row.values[link]
        return row


def _compared(operation: Operation, record: str) -> bool:
    """Whether a password or secret of the record is asked for."""
    return any(name == record for _, name, _ in _pairs(operation))


def _pairs(operation: Operation) -> Iterator[tuple[tuple[str, str], str, str]]:
    """Members of the request that have to be what a field of a record is: member, record, field."""
    for step in walked(operation.steps):
        for term in terms_of(step):
            for node in ast.walk(parse_term(term)):
                match node:
                    case ast.Call(func=ast.Name(id="matches"), args=[plain, stored]):
                        yield from _pair(plain, stored.body if isinstance(stored, ast.IfExp) else stored)
                    case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]) if isinstance(step, Require):
                        yield from _pair(left, right)


def _pair(one: ast.expr, other: ast.expr) -> Iterator[tuple[tuple[str, str], str, str]]:
    for asked, held in ((one, other), (other, one)):
        member = _member(asked)
        match held:
            case ast.Attribute(value=ast.Name(id=record), attr=name) if member and _member(held) is None:
                yield member, record, name


def _member(node: ast.expr) -> tuple[str, str] | None:
    match node:
        case ast.Attribute(value=ast.Name(id=place), attr=name) if place in ("path", "query", "header", "cookie"):
            return place, name
        case ast.Attribute(value=ast.Name(id=place), attr=name) if place in ("body", "form"):
            return "body", name
        case ast.Call(func=ast.Name(id="lower"), args=[inner]):
            return _member(inner)
    return None


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from leaves(part, (*path, key))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from leaves(part, (*path, number))
    else:
        yield path, value
