"""Tests of who may do what, one per role and entity, as lines of Python. Called by `tests`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engines.kernel.spec import Action, Entity, Spec
from engines.qlayer.python_fastapi.test_ownership import client_of, own_lines
from engines.qlayer.python_fastapi.test_source import Source, quoted
from engines.qlayer.python_fastapi.test_views import CaseTest
from engines.qlayer.samples.access_rules import Access, accesses, allowed_and_denied, owning
from engines.qlayer.samples.claim import known
from engines.qlayer.samples.edits import edits
from engines.qlayer.samples.model import Changes, Samples
from engines.qlayer.samples.sample import prepared
from engines.qlayer.samples.step_cases import standing
from engines.qlayer.samples.titles import alias, collections, slug
from engines.qlayer.samples.towards import towards
from engines.qlayer.wording import with_article, words

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
    who, plural = _who(access.role), _plural(spec, entity)
    if not access.owns:
        yield _test(access, f"what {who} may do with {plural}", _open_lines(spec, samples, entity, access))
        return
    ways = owning(spec, entity, access.role)
    for number, way in enumerate(ways):
        alone = access.scope("read") == "own"
        title = f"{who} has only its own {plural}" if alone else f"what {who} may do with {plural} of its own"
        title += f" by {words(way[0][0])}" if number else ""
        yield _test(access, title, own_lines(spec, samples, access, way))
    if ways and access.scope("create") == "own":
        yield _test(access, f"{who} creates {plural} for itself alone", _create_lines(spec, entity, access, ways[0]))


def _test(access: Access, title: str, lines: Iterator[str]) -> CaseTest:
    return CaseTest(
        name=f"test_{slug(title)}",
        said="",
        lines=tuple(lines),
        facts=access.facts,
        arguments=ARGUMENTS,
        owns=access.owns,
    )


def _plural(spec: Spec, entity: Entity) -> str:
    return collections(spec)[entity.name].removeprefix("/api/").replace("-", " ")


def _who(role: str) -> str:
    return with_article(role)


def _open_lines(spec: Spec, samples: Samples, entity: Entity, access: Access) -> Iterator[str]:
    client, signed_in = client_of(access.role)
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


def _create_lines(spec: Spec, entity: Entity, access: Access, way: Changes) -> Iterator[str]:
    client, signed_in = client_of(access.role)
    path, source = collections(spec)[entity.name], Source(spec)
    yield signed_in
    yield f'me = {client}.get("/api/auth/me").json()'
    if entity.account_role == access.role:
        yield f"answer = {client}.post({quoted(path)}, json={entity.name}_values(api))"
        yield "assert answer.status_code == 201, answer.text"
        yield 'assert answer.json()["user_id"] == me["id"]'
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
            who = " or ".join(with_article(role) for role in step.roles)
            title = f"only {who} makes {with_article(step.source)} {words(entity.name)} {words(step.target)}"
            fact = f"step:{entity.name}.{step.source}-{step.target}"
            yield CaseTest(name=f"test_{slug(title)}", said="", lines=tuple(lines), facts=(fact,), arguments=ARGUMENTS)
