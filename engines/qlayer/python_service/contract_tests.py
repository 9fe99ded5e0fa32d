"""Tests of every operation: what it answers when all is as it should be, and how it refuses. Called by context."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from engines.kernel.spec.service import Create, NotBuilt, Operation
from engines.qlayer.python_service.document import FORMS
from engines.qlayer.python_service.faults import FaultForms
from engines.qlayer.python_service.names import variable
from engines.qlayer.python_service.oracle_terms import CannotTell
from engines.qlayer.python_service.scenarios import GUEST, Made, Planner, Scenario, Told, leaves
from engines.qlayer.python_service.world import World, walked


@dataclass(frozen=True, kw_only=True)
class TestView:
    """A test: its facts, its name and its lines."""

    name: str
    facts: tuple[str, ...]
    lines: tuple[str, ...]


class ContractTests:
    """Writes the tests of operations. Facts of what is stored are proven by the first test that makes it."""

    def __init__(self, world: World, forms: FaultForms, base: str) -> None:
        self.world = world
        self.forms = forms
        self.base = base
        self.proven: set[str] = set()

    def of(self, operation: Operation) -> tuple[TestView, ...]:
        """All tests of one operation."""
        return tuple(self._all(operation))

    def _all(self, operation: Operation) -> Iterator[TestView]:
        done = self._planned(operation)
        if any(isinstance(step, NotBuilt) for step in walked(operation.steps)) and done is None:
            done = self._scenario(lambda planner: planner.tried(operation))
        if done is not None:
            status = self._status(done, operation)
            yield self._test(operation, "", done, status, lacks=self._lacking(operation, done, status))
        else:
            yield self._any_answer(operation)
        yield from self._refusals(operation, done)

    def _refusals(self, operation: Operation, done: Scenario | None) -> Iterator[TestView]:
        if operation.schemes and not operation.optional:
            yield self._unauthenticated(operation)
        if done is None:
            return
        who, more = done.person, {"guest": done.guest, **({"changed": done.changed} if done.changed else {})}
        if self._required(operation):
            wrong = self._scenario(
                lambda planner: planner.tried(operation, who, guest=done.guest, body={}, unplayed=True)
            )
            if wrong is not None:
                status = self.forms.status("invalid", operation)
                yield self._test(operation, "_with_an_invalid_body", wrong, status)
        if "{" in operation.path and operation.steps and not isinstance(operation.steps[0], NotBuilt):
            yield from self._other(
                operation, "_of_something_unknown", ("unknown", "gone"), self._nowhere(operation, who, more)
            )
        if operation.schemes and not operation.optional:
            yield from self._other(
                operation,
                "_by_a_stranger",
                ("unknown", "forbidden", "unauthenticated"),
                lambda planner: planner.tried(operation, "eve", owner=who, **more),
            )
        yield from self._other(
            operation,
            "_twice",
            ("conflict",),
            lambda planner: planner.again(planner.tried(operation, who, **more)),
        )

    def _nowhere(self, operation: Operation, who: str, more: Mapping[str, Any]) -> Callable[[Planner], Scenario]:
        said = self.world.documented(operation)
        member = list(said.members["path"].values())[-1]

        def plan(planner: Planner) -> Scenario:
            other = planner.examples.value(member.schema, "nobody", member.wire)
            planner.examples.made += 90
            other = other + 90_000 if isinstance(other, int) else planner.examples.value(member.schema, "nobody")
            return planner.tried(operation, who, path={member.wire: other}, **more)

        return plan

    def _other(
        self, operation: Operation, suffix: str, faults: tuple[str, ...], plan: Callable[[Planner], Scenario]
    ) -> Iterator[TestView]:
        scenario = self._scenario(plan)
        if scenario is None or scenario.last.outcome.fault not in faults:
            return
        yield self._test(operation, suffix, scenario, self.forms.status(scenario.last.outcome.fault, operation))

    def _planned(self, operation: Operation) -> Scenario | None:
        """Somebody's request that is carried out: anybody's, the administrator's, or one that names somebody else."""
        people = [("anna", "anna"), ("anna", GUEST)]
        people += [("admin", "admin"), ("admin", GUEST)] if self.world.service.start else []
        for person, guest in people:
            for changed in ({}, *self._choices(operation)):
                scenario = self._scenario(_asking(operation, person, guest, changed))
                if scenario is not None and scenario.last.outcome.fault is None:
                    return scenario
        return None

    def _choices(self, operation: Operation) -> Iterator[Mapping[str, Any]]:
        """Other values of members that have a choice: the first of them may lead nowhere from the beginning."""
        schema = next(iter(self.world.documented(operation).bodies.values()), {})
        for member in self.world.document.properties(schema).values():
            said = self.world.document.resolved(member.schema)
            if member.certain and isinstance(said, Mapping):
                yield from ({member.wire: choice} for choice in said.get("enum", ())[1:5])

    def _scenario(self, plan: Callable[[Planner], Scenario]) -> Scenario | None:
        try:
            return plan(Planner(self.world))
        except (CannotTell, RecursionError):
            return None

    def _lacking(self, operation: Operation, scenario: Scenario, status: int) -> tuple[str, ...]:
        """What the document asks for in an answer and the steps do not give, which the specification says as well."""
        document = self.world.document
        schema = document.answer_schema(self.world.documented(operation), status)
        found = document.lacking(scenario.last.outcome.body, schema) if scenario.last.outcome.fault is None else []
        return tuple(dict.fromkeys(found))

    def _required(self, operation: Operation) -> bool:
        """Whether an empty object is no valid body."""
        said = self.world.documented(operation)
        schema = next(iter(said.bodies.values()), {})
        if not any("json" in media for media in said.bodies):
            return False
        members = self.world.document.properties(schema)
        return any(m.certain and not self.world.document.has_default(m.schema) for m in members.values())

    def _status(self, scenario: Scenario, operation: Operation) -> int:
        outcome = scenario.last.outcome
        return outcome.status if outcome.fault is None else self.forms.status(outcome.fault, operation)

    def _unauthenticated(self, operation: Operation) -> TestView:
        said = self.world.documented(operation)
        planner = Planner(self.world)
        path = {m.wire: planner.examples.value(m.schema, "anna", m.wire) for m in said.members["path"].values()}
        made = Made(operation=operation, said=said, path=path, query={}, header={}, cookie={}, body=None)
        facts = [f"scheme:{name}" for name in operation.schemes if f"scheme:{name}" not in self.proven]
        status = self.forms.status("unauthenticated", operation)
        return self._test(operation, "_without_credentials", Scenario(requests=(made,)), status, facts=facts)

    def _any_answer(self, operation: Operation) -> TestView:
        """Where it is not known what an operation comes to: whatever it is, the document says so."""
        said = self.world.documented(operation)
        planner = Planner(self.world)
        path = {m.wire: planner.examples.value(m.schema, "anna", m.wire) for m in said.members["path"].values()}
        media, schema = next(iter(said.bodies.items()), ("", {}))
        json = "json" in media or media in FORMS
        body = planner.examples.value(schema, "anna") if json else None
        query = {
            p["name"]: planner.examples.value(p.get("schema", {}), "anna", p["name"])
            for p in said.parameters
            if p["in"] == "query" and p.get("required")
        }
        made = Made(operation=operation, said=said, path=path, query=query, header={}, cookie={}, body=body)
        lines = [f"answer = {self._request(made, [])}", "assert answer.status_code < 500"]
        return TestView(
            name=f"test_{variable(operation.name)}_is_answered",
            facts=(f"operation:{operation.name}",),
            lines=tuple(lines),
        )

    def _test(
        self,
        operation: Operation,
        suffix: str,
        scenario: Scenario,
        status: int,
        *,
        lacks: tuple[str, ...] = (),
        facts: list[str] | None = None,
    ) -> TestView:
        names: list[str] = []
        lines: list[str] = []
        for made in scenario.requests[:-1]:
            name = _unused(variable(made.operation.name), names)
            lines.append(f"{name} = {self._request(made, names)}")
            lines.append(f"assert {name}.status_code == {self._status(Scenario(requests=(made,)), made.operation)}")
            names.append(name)
        lines.append(f"answer = {self._request(scenario.last, names)}")
        lines.append(f"assert answer.status_code == {status}")
        if lacks:
            lines.append(f"# The document asks for more, which is not built: {', '.join(lacks)}")
        else:
            method, path = operation.method.upper(), operation.path
            lines.append(f'assert_fits(answer, "{method}", "{path}")')
        if not suffix:
            lines += self._echoes(scenario.last)
        about = [f"operation:{operation.name}", *(facts or []), *self._stored(scenario if not suffix else None)]
        self.proven |= set(about)
        return TestView(name=f"test_{variable(operation.name)}{suffix}", facts=tuple(about), lines=tuple(lines))

    def _stored(self, scenario: Scenario | None) -> list[str]:
        """The facts of what a scenario makes, as far as no test before has them."""
        found: list[str] = []
        for made in scenario.requests if scenario else ():
            for step in walked(made.operation.steps):
                if isinstance(step, Create):
                    resource = self.world.resource(step.of)
                    found.append(f"resource:{resource.name}")
                    found += [f"stored:{resource.name}.{stored.name}" for stored in resource.fields]
                    found += [f"link:{resource.name}.{link.name}" for link in resource.links]
        return [fact for fact in dict.fromkeys(found) if fact not in self.proven]

    def _echoes(self, made: Made) -> list[str]:
        """What was sent and is shown again."""
        sent = {value for _, value in leaves(made.body) if isinstance(value, str) and len(value) > 3}
        found = [
            f"assert answer.json(){_at(path)} == {value!r}"
            for path, value in leaves(made.outcome.body)
            if path and isinstance(value, str) and value in sent
        ]
        return found[:3]

    def _request(self, made: Made, names: list[str]) -> str:
        headers = {name: _text(value, names) for name, value in made.header.items()}
        query = {name: _value(value, names) for name, value in made.query.items()}
        cookies = {name: _text(value, names) for name, value in made.cookie.items()}
        options: list[str] = []
        media = next(iter(made.said.bodies), "")
        if made.body is not None and media not in ("application/json", *FORMS):
            headers["Content-Type"] = repr(media)
        if made.credential:
            scheme, login, secret = made.credential
            match scheme.place:
                case "bearer":
                    headers["Authorization"] = _format(["Bearer ", secret], names)
                case "basic":
                    options.append(f"auth=({_text(login, names)}, {_text(secret, names)})")
                case "header":
                    headers[scheme.parameter] = _text(secret, names)
                case "query":
                    query[scheme.parameter] = _text(secret, names)
                case "cookie":
                    cookies[scheme.parameter] = _text(secret, names)
        if cookies:
            parts = [part for name, value in cookies.items() for part in (f"{name}=", _Code(value), "; ")][:-1]
            headers["Cookie"] = _format(parts, names)
        if query:
            options.append(f"params={_mapping(query)}")
        if headers:
            options.append(f"headers={_mapping(headers)}")
        options += self._sent(made, names)
        call = ", ".join([f'"{made.said.method}"', self._address(made, names), *options])
        return f"client.request({call})"

    def _sent(self, made: Made, names: list[str]) -> list[str]:
        if made.body is None:
            return []
        media = next(iter(made.said.bodies), "application/json")
        if media == FORMS[0]:
            return [f"data={_value(made.body, names)}"]
        if media == FORMS[1]:
            pairs = ", ".join(f"{name!r}: {_part(value, names)}" for name, value in made.body.items())
            return [f"files={{{pairs}}}"]
        return [f"json={_value(made.body, names)}"]

    def _address(self, made: Made, names: list[str]) -> str:
        parts: list[Any] = [self.base]
        rest = made.said.path
        for name, value in made.path.items():
            before, _, rest = rest.partition("{" + name + "}")
            parts += [before, value if isinstance(value, Told) else quote(str(value), safe="")]
        return _format([*parts, rest], names)


def _asking(operation: Operation, person: str, guest: str, changed: Mapping[str, Any]) -> Callable[[Planner], Scenario]:
    more = {"changed": changed} if changed else {}
    return lambda planner: planner.tried(operation, person, guest=guest, **more)


@dataclass(frozen=True)
class _Code:
    """An expression that stands as it is."""

    text: str


def _unused(name: str, names: list[str]) -> str:
    made, number = name, 2
    while made in names or made in ("client", "answer"):
        made, number = f"{name}_{number}", number + 1
    return made


def _at(path: tuple[str | int, ...]) -> str:
    return "".join(f"[{part!r}]" for part in path)


def _told(value: Told, names: list[str]) -> str:
    if value.cookie:
        return f'cookie({names[value.request]}, "{value.cookie}")'
    return f"{names[value.request]}.json(){_at(value.path)}"


def _value(value: Any, names: list[str]) -> str:
    """A value as source."""
    if isinstance(value, Told):
        return _told(value, names)
    if isinstance(value, Mapping):
        return _mapping({key: _value(part, names) for key, part in value.items()})
    if isinstance(value, list):
        return f"[{', '.join(_value(part, names) for part in value)}]"
    return repr(value)


def _part(value: Any, names: list[str]) -> str:
    """A part of a form with files, as httpx takes it."""
    if isinstance(value, Mapping):
        return repr((value["name"], value["content"], value["media"]))
    return f"(None, {_text(value, names)})"


def _text(value: Any, names: list[str]) -> str:
    if isinstance(value, Told):
        return _told(value, names)
    return repr(str(value).lower() if isinstance(value, bool) else str(value))


def _mapping(values: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{key!r}: {value}" for key, value in values.items()) + "}"


def _format(parts: list[Any], names: list[str]) -> str:
    """A text that is put together, as one literal where it can be."""
    said, plain = "", True
    for part in parts:
        if isinstance(part, Told | _Code):
            source = part.text if isinstance(part, _Code) else _told(part, names)
            if isinstance(part, _Code) and source[:1] in "'\"":
                said += source[1:-1]
                continue
            said, plain = said + "{" + source.replace('"', "'") + "}", False
        else:
            said += str(part).replace("{", "{{").replace("}", "}}")
    text = said.replace("{{", "{").replace("}}", "}") if plain else said
    return ("" if plain else "f") + '"' + text.replace('"', '\\"' if plain else "'") + '"'
