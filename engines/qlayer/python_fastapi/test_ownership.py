"""Tests that a role has only its own records, in every place where records are shown or changed. Called by test_access."""

from __future__ import annotations

from collections.abc import Iterator

from engines.kernel.spec import Entity, FieldType, Spec
from engines.qlayer.python_fastapi.test_source import Source, quoted
from engines.qlayer.samples.access_rules import Access
from engines.qlayer.samples.edits import edits, locked
from engines.qlayer.samples.model import Changes, Make, Samples, Upload
from engines.qlayer.samples.titles import alias, collections, property_name
from engines.qlayer.samples.world import merged


def client_of(role: str) -> tuple[str, str]:
    """The variable of a role's client and how it is made."""
    name = "visitor" if role == "visitor" else alias(f"as_{role}")
    return name, f"{name} = as_role({quoted(role)})"


def own_lines(spec: Spec, samples: Samples, access: Access, way: Changes) -> Iterator[str]:
    """A record of its own made along a way, another one, and what the role may do with each."""
    entity, source = spec.entity(access.entity), Source(spec)
    client, signed_in = client_of(access.role)
    path = collections(spec)[entity.name]
    files = _files(entity)
    yield signed_in
    yield f'me = {client}.get("/api/auth/me").json()'
    yield f"mine = {source.make(Make(alias='mine', entity=entity.name, changes=merged(files, way)))}"
    yield f"other = {source.make(Make(alias='other', entity=entity.name, changes=files))}"
    mine, other = f"f\"{path}/{{mine['id']}}\"", f"f\"{path}/{{other['id']}}\""
    if access.scope("read") == "own":
        yield f'assert [one["id"] for one in {client}.get({quoted(path)}).json()["items"]] == [mine["id"]]'
        yield f"assert {client}.get({mine}).status_code == 200"
        yield f"assert {client}.get({other}).status_code == 404"
        yield from _elsewhere(spec, entity, client, path)
    changes = source.body(entity.name, edits(spec, samples, entity)[:1])
    if not locked(spec, samples, entity):
        yield from _writes(access, client, mine, other, changes)


def _files(entity: Entity) -> Changes:
    uploads = (field for field in entity.fields if field.type in (FieldType.FILE, FieldType.IMAGE))
    return tuple((field.name, Upload(image=field.type is FieldType.IMAGE)) for field in uploads)


def _elsewhere(spec: Spec, entity: Entity, client: str, path: str) -> Iterator[str]:
    """Exports, documents, files and states show and move no other records either."""
    offered = {feature.name for feature in spec.features if feature.built and feature.entity in ("", entity.name)}
    if "csv_export" in offered:
        yield f'rows = {client}.get("{path}/export.csv").text.splitlines()[1:]'
        yield 'assert [row.split(",")[0] for row in rows] == [str(mine["id"])]'
    if "pdf" in offered:
        yield f"assert {client}.get(f\"{path}/{{other['id']}}/document.pdf\").status_code == 404"
    for name, _ in _files(entity):
        shown = next(property_name(field) for field in entity.fields if field.name == name)
        for whose, status in (("mine", 200), ("other", 404)):
            yield f"assert {client}.get(f\"/api/files/{{{whose}['{shown}']}}/content\").status_code == {status}"
    lifecycle = entity.lifecycle
    to = (
        next((step.target for step in lifecycle.transitions if step.source == lifecycle.initial), "")
        if lifecycle
        else ""
    )
    if to:
        moved = f'{client}.post(f"{path}/{{other[\'id\']}}/transitions", json={{"to": {quoted(to)}}})'
        yield f"assert {moved}.status_code == 404"


def _writes(access: Access, client: str, mine: str, other: str, changes: str) -> Iterator[str]:
    calls = (
        ("update", "patch({}, json=" + changes.replace("{", "{{").replace("}", "}}") + ")", 200),
        ("delete", "delete({})", 204),
    )
    for action, call, success in calls if changes != "{}" else calls[1:]:
        scope = access.scope("update" if action == "update" else "delete")
        if scope != "all":
            yield f"assert {client}.{call.format(other)}.status_code in (403, 404)"
        yield f"assert {client}.{call.format(mine)}.status_code == {success if scope else 403}"
