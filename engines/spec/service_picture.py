"""What stands behind a given interface, drawn like the things of an application: resources, links and operations. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from engines.kernel.spec import Entity, Field, FieldType, Origin, Relation
from engines.kernel.spec.service import Operation, Resource, Service, Stored

_TYPES = {
    "text": FieldType.TEXT, "integer": FieldType.INTEGER, "number": FieldType.NUMBER, "boolean": FieldType.BOOLEAN,
    "date": FieldType.DATE, "datetime": FieldType.DATETIME, "json": FieldType.LONG_TEXT, "bytes": FieldType.FILE,
}  # fmt: skip


def drawn_resources(service: Service) -> tuple[Entity, ...]:
    """The resources as things with fields and relations."""
    return tuple(_entity(resource) for resource in service.resources)


def drawn_operations(service: Service) -> Iterator[tuple[Operation, str]]:
    """Every operation, with the resource that it is about: the last one that its steps name."""
    names = {resource.name for resource in service.resources}
    for operation in service.operations:
        about = [of for step in operation.steps if (of := getattr(step, "of", "")) in names]
        yield operation, about[-1] if about else ""


def _entity(resource: Resource) -> Entity:
    return Entity(
        name=resource.name,
        plural=resource.plural,
        fields=tuple(_field(stored) for stored in resource.fields),
        relations=tuple(
            Relation(name=link.name, target=link.to, required=not link.optional, origin=link.origin)
            for link in resource.links
        ),
        origin=resource.origin,
    )


def _field(stored: Stored) -> Field:
    """A column; what the service makes itself need not be given."""
    return Field(
        name=stored.name,
        type=_TYPES[stored.type],
        required=not stored.nullable and stored.default is None and not stored.made,
        unique=stored.unique,
        default=stored.default,
        origin=stored.origin or Origin(),
    )
