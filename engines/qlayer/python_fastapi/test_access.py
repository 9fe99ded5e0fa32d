"""Tests of who may do what, one per role and entity, as lines of Python. Called by `tests`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engines.kernel.spec import Action, Entity, Spec
from engines.qlayer.python_fastapi.test_source import Source, quoted
from engines.qlayer.python_fastapi.test_views import CaseTest
from engines.qlayer.samples.access_rules import Access, accesses, allowed_and_denied, owning
from engines.qlayer.samples.claim import known
from engines.qlayer.samples.edits import edits
from engines.qlayer.samples.model import Changes, Make, Samples
from engines.qlayer.samples.sample import prepared
from engines.qlayer.samples.step_cases import standing
from engines.qlayer.samples.titles import alias, collections, slug, thing, words
from engines.qlayer.samples.towards import towards

ARGUMENTS = "api: TestClient, as_role: SignIn"


@dataclass(frozen=True, kw_only=True)
class RoleTests:
    """The tests of one role."""

    role: str
    tests: tuple[CaseTest, ...]


def access_tests(spec: Spec, samples: Samples) -> tuple[RoleTests, ...]:
    """The tests of all roles that have grants, and of steps that are for some roles only."""
    found: dict[str, list[CaseTest]] = {}
    for access in accesses(spec):
        found.setdefault(access.role, []).extend(_of(spec, samples, access))
    found.setdefault("steps", []).extend(_steps(spec, samples))
    return tuple(RoleTests(role=role, tests=tuple(tests)) for role, tests in found.items())


def _of(spec: Spec, samples: Samples, access: Access) -> Iterator[CaseTest]:
    entity = spec.entity(access.entity)
    way = owning(spec, entity)
    if not access.owns:
        lines = tuple(_open_lines(spec, samples, entity, access))
        yield _test(access, f"what {_who(access.role)} may do with {_plural(spec, entity)}", lines)
    elif way is not None:
        lines = tuple(_own_lines(spec, samples, entity, access, way))
        yield _test(access, f"{_who(access.role)} has only its own {_plural(spec, entity)}", lines)
        if access.scope("create") == "own":
            lines = tuple(_create_lines(spec, entity, access, way))
            yield _test(access, f"{_who(access.role)} creates {_plural(spec, entity)} for itself alone", lines)


def _test(access: Access, title: str, lines: tuple[str, ...]) -> CaseTest:
    return CaseTest(
        name=f"test_{slug(title)}", said="", lines=lines, facts=access.facts, arguments=ARGUMENTS, owns=access.owns
    )


def _plural(spec: Spec, entity: Entity) -> str:
    return collections(spec)[entity.name].removeprefix("/api/").replace("-", " ")


def _who(role: str) -> str:
    return thing(role)


def _client(role: str) -> tuple[str, str]:
    """The variable of a role's client and how it is made."""
    name = "visitor" if role == "visitor" else alias(f"as_{role}")
    return name, f"{name} = as_role({quoted(role)})"


def _open_lines(spec: Spec, samples: Samples, entity: Entity, access: Access) -> Iterator[str]:
    client, signed_in = _client(access.role)
    path, name = collections(spec)[entity.name], alias(entity.name)
    refusal = 401 if access.role == "visitor" else 403
    changes = edits(spec, samples, entity)
    yield signed_in
    yield f"{name} = make_{entity.name}(api)"
    yield f"place = f\"{path}/{{{name}['id']}}\""

    def expected(action: Action, success: int) -> int:
        return success if access.scope(action) == "all" else refusal

    yield f"assert {client}.get({quoted(path)}).status_code == {expected('read', 200)}"
    yield f"assert {client}.get(place).status_code == {expected('read', 200)}"
    posted = f"{client}.post({quoted(path)}, json={entity.name}_values(api))"
    yield f"assert {posted}.status_code == {expected('create', 201)}"
    body = Source(spec).body(entity.name, changes)
    if changes and (access.scope("read") or not access.scope("update")):
        yield f"assert {client}.patch(place, json={body}).status_code == {expected('update', 200)}"
    if changes and (access.scope("read") or not access.scope("delete")):
        yield f"assert {client}.delete(place).status_code == {expected('delete', 204)}"


def _own_lines(spec: Spec, samples: Samples, entity: Entity, access: Access, way: Changes) -> Iterator[str]:
    client, signed_in = _client(access.role)
    path, source = collections(spec)[entity.name], Source(spec)
    changes = source.body(entity.name, edits(spec, samples, entity)[:1])
    yield signed_in
    yield f'me = {client}.get("/api/auth/me").json()'
    yield f"mine = {source.make(Make(alias='mine', entity=entity.name, changes=way))}"
    yield f"other = make_{entity.name}(api)"
    mine, other = f"f\"{path}/{{mine['id']}}\"", f"f\"{path}/{{other['id']}}\""
    if access.scope("read") == "own":
        yield f'assert [one["id"] for one in {client}.get({quoted(path)}).json()["items"]] == [mine["id"]]'
        yield f"assert {client}.get({mine}).status_code == 200"
        yield f"assert {client}.get({other}).status_code == 404"
    if changes != "{}":
        yield from _writes(access, client, mine, other, changes)


def _writes(access: Access, client: str, mine: str, other: str, changes: str) -> Iterator[str]:
    success = {"": "403", "own": "200", "all": "200"}
    for action, call, good in (("update", f"patch({{}}, json={changes})", "200"), ("delete", "delete({})", "204")):
        scope = access.scope("update" if action == "update" else "delete")
        if scope != "all":
            yield f"assert {client}.{call.format(other) if action == 'delete' else f'patch({other}, json={changes})'}.status_code in (403, 404)"
        wanted = good if success[scope] == "200" else "403"
        yield f"assert {client}.{call.format(mine) if action == 'delete' else f'patch({mine}, json={changes})'}.status_code == {wanted}"


def _create_lines(spec: Spec, entity: Entity, access: Access, way: Changes) -> Iterator[str]:
    client, signed_in = _client(access.role)
    path, source = collections(spec)[entity.name], Source(spec)
    yield signed_in
    yield f'me = {client}.get("/api/auth/me").json()'
    if entity.account_role:
        yield f"answer = {client}.post({quoted(path)}, json={entity.name}_values(api))"
        yield "assert answer.status_code == 201, answer.text"
        yield f'assert {client}.get({quoted(path)}).json()["items"][0]["user_id"] == me["id"]'
        return
    values = f"{entity.name}_values({source.arguments(entity.name, way)})"
    yield f"answer = {client}.post({quoted(path)}, json={values})"
    yield "assert answer.status_code == 201, answer.text"
    yield f"answer = {client}.post({quoted(path)}, json={entity.name}_values(api))"
    yield "assert_refused(answer, 403)"


def _steps(spec: Spec, samples: Samples) -> Iterator[CaseTest]:
    for entity in spec.entities:
        for step in entity.lifecycle.transitions if entity.lifecycle else ():
            allowed, denied = allowed_and_denied(spec, entity.name, step)
            start = standing(samples, entity, entity.lifecycle, step.source) if entity.lifecycle else None
            if not step.roles or start is None or not denied:
                continue
            steps = [towards(s, start.alias) for s in prepared(spec, known(samples), entity, step.target)]
            source = Source(spec)
            lines = list(source.lines((start, *steps)))[:-1]
            path = collections(spec)[entity.name]
            moved = f'post(f"{path}/{{{start.alias}[\'id\']}}/transitions", json={{"to": {quoted(step.target)}}})'
            lines.append(f"assert as_role({quoted(denied)}).{moved}.status_code == 403")
            if allowed:
                lines.append(f"assert as_role({quoted(allowed)}).{moved}.status_code == 200")
            who = " or ".join(thing(role) for role in step.roles)
            title = f"only {who} makes {thing(step.source)} {words(entity.name)} {words(step.target)}"
            fact = f"step:{entity.name}.{step.source}-{step.target}"
            yield CaseTest(name=f"test_{slug(title)}", said="", lines=tuple(lines), facts=(fact,), arguments=ARGUMENTS)
