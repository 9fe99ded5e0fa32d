"""The facts in which two services differ. Pure; called by difference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engines.change.comparing import compared, members
from engines.change.model import FactChange, What
from engines.kernel.spec.renames import Renames
from engines.kernel.spec.service import Resource, Service


def service_changes(old: Service, new: Service, renames: Renames) -> Iterator[FactChange]:
    """Every change as a fact; `renames` of resources, and of their fields and links."""
    was = {renames.entity(each.name): _called(each, renames) for each in old.resources}
    now = {each.name: each for each in new.resources}
    yield from _renamed(old, now, renames)
    if old.document != new.document:
        yield FactChange(verb="changed", what="setting", place="document")
    yield from compared("resource", {n: _bare(r) for n, r in was.items()}, {n: _bare(r) for n, r in now.items()})
    for name, resource in now.items():
        before, fresh = was.get(name, Resource(name=name, plural=resource.plural)), name not in was
        yield from members("field", name, before.fields, resource.fields, fresh)
        yield from members("reference", name, before.links, resource.links, fresh)
    yield from compared("scheme", {s.name: s for s in old.schemes}, {s.name: s for s in new.schemes})
    yield from compared("refusal", {f.name: f for f in old.faults}, {f.name: f for f in new.faults})
    yield from compared("view", {v.name: v for v in old.views}, {v.name: v for v in new.views})
    yield from compared(
        "operation",
        {f"{o.method} {o.path}": o for o in old.operations},
        {f"{o.method} {o.path}": o for o in new.operations},
    )
    if old.start != new.start:
        yield FactChange(verb="changed", what="setting", place="start")


def _renamed(old: Service, now: dict[str, Resource], renames: Renames) -> Iterator[FactChange]:
    for before, after in renames.entities.items():
        if after in now:
            yield FactChange(verb="renamed", what="resource", place=after, before=before, after=after)
    links = {f"{each.name}.{link.name}" for each in old.resources for link in each.links}
    for place, after in renames.members.items():
        entity, _, before = place.partition(".")
        if (called := renames.entity(entity)) in now:
            what: What = "reference" if place in links else "field"
            yield FactChange(verb="renamed", what=what, place=f"{called}.{after}", before=before, after=after)


def _called(resource: Resource, renames: Renames) -> Resource:
    """A resource under its new names."""

    def member(name: str) -> str:
        return renames.member(resource.name, name)

    return replace(
        resource,
        name=renames.entity(resource.name),
        fields=tuple(
            replace(field, name=member(field.name), within=tuple(map(member, field.within)))
            for field in resource.fields
        ),
        links=tuple(replace(link, name=member(link.name), to=renames.entity(link.to)) for link in resource.links),
        once=tuple(tuple(map(member, names)) for names in resource.once),
        identity=member(resource.identity) if resource.identity else "",
        expires=member(resource.expires) if resource.expires else "",
        plural=renames.plurals.get(renames.entity(resource.name), resource.plural),
    )


def _bare(resource: Resource) -> Resource:
    return replace(resource, fields=(), links=())
