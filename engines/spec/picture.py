"""A specification as plain values to be drawn: things, how they relate, roles, rules and addresses. Pure.

Called by the services for the entity diagram and the tree of facts; every fact has the sentences it came from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engines.kernel.events import Json
from engines.kernel.spec import Computed, Entity, Field, Origin, Relation, Spec, rule_id
from engines.spec.saying import said
from engines.spec.service_picture import drawn_operations, drawn_resources

Row = dict[str, Json]


def picture(spec: Spec, paths: Mapping[str, str]) -> Row:
    """All facts; `paths` are those of each entity's collection. Of a service, its resources and operations."""
    things = drawn_resources(spec.service) if spec.service else spec.entities
    return {
        "name": spec.name,
        "title": spec.title,
        "kind": spec.kind,
        "accounts": spec.accounts,
        "entities": [_entity(entity) for entity in things],
        "relations": [_relation(entity, relation) for entity in things for relation in entity.relations],
        "roles": [_role(spec, role.name, role.origin, role.self_register) for role in spec.roles],
        "rules": [
            {"id": rule_id(rule), "text": said(rule), "entity": rule.entity, **_origin(rule.origin)}
            for rule in spec.rules
        ],
        "features": [
            {"name": feature.name, "entity": feature.entity, "built": feature.built, **_origin(feature.origin)}
            for feature in spec.features
        ],
        "endpoints": [*_named(spec, paths), *_conventional(spec, paths), *_operations(spec)],
    }


def _origin(origin: Origin) -> Row:
    return {"sentences": list(origin.sentences), "confidence": origin.confidence, "source": origin.source}


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _entity(entity: Entity) -> Row:
    life = entity.lifecycle
    return {
        "name": entity.name,
        "plural": entity.plural,
        "title": _title(entity.name),
        "label": entity.label,
        "account_role": entity.account_role,
        **_origin(entity.origin),
        "fields": [*(_field(field) for field in entity.fields), *(_computed(value) for value in entity.computed)],
        "initial": life.initial if life else "",
        "states": list(life.states) if life else [],
        "transitions": [
            {"from": step.source, "to": step.target, "roles": list(step.roles), **_origin(step.origin)}
            for step in (life.transitions if life else ())
        ],
    }


def _field(field: Field) -> Row:
    return {
        "name": field.name,
        "title": _title(field.name),
        "type": field.type.value,
        "required": field.required,
        "unique": field.unique,
        "default": field.default,
        "choices": list(field.choices),
        "minimum": field.minimum,
        "maximum": field.maximum,
        "unit": field.unit,
        "computed": "",
        **_origin(field.origin),
    }


def _computed(value: Computed) -> Row:
    """A derived value as a field with its expression."""
    told = _field(Field(name=value.name, type=value.type, required=False, origin=value.origin))
    return {**told, "computed": value.expression}


def _relation(entity: Entity, relation: Relation) -> Row:
    return {
        "from": entity.name,
        "to": relation.target,
        "name": relation.name,
        "kind": "many_to_many" if relation.many else "many_to_one",
        "required": relation.required,
        "owner": relation.owner,
        "on_delete": relation.on_delete,
        "children": relation.children,
        **_origin(relation.origin),
    }


def _role(spec: Spec, name: str, origin: Origin, self_register: bool) -> Row:
    return {
        "name": name,
        "title": _title(name),
        "self_register": self_register,
        "grants": [
            {"entity": grant.entity, "actions": list(grant.actions), "own": grant.own, **_origin(grant.origin)}
            for grant in spec.grants
            if grant.role == name
        ],
        **_origin(origin),
    }


def _named(spec: Spec, paths: Mapping[str, str]) -> Iterator[Row]:
    """The addresses that the brief names itself."""
    for endpoint in spec.endpoints:
        owner = next((name for name, path in paths.items() if f"{endpoint.path}/".startswith(f"{path}/")), "")
        yield {"method": endpoint.method, "path": endpoint.path, "entity": owner, **_origin(endpoint.origin)}


def _operations(spec: Spec) -> Iterator[Row]:
    """The operations of a given interface."""
    for operation, about in drawn_operations(spec.service) if spec.service else ():
        yield {"method": operation.method, "path": operation.path, "entity": about, **_origin(operation.origin)}


def _conventional(spec: Spec, paths: Mapping[str, str]) -> Iterator[Row]:
    """The addresses that every collection has."""
    told = {(endpoint.method, endpoint.path) for endpoint in spec.endpoints}
    for entity in spec.entities if spec.kind in ("web", "api") else ():
        path = paths[entity.name]
        one = f"{path}/{{id}}"
        found = [("GET", path), ("POST", path), ("GET", one), ("PATCH", one), ("DELETE", one)]
        if entity.lifecycle:
            found.append(("POST", f"{one}/transitions"))
        for method, place in found:
            if (method, place) not in told:
                yield {"method": method, "path": place, "entity": entity.name, **_origin(entity.origin)}
