"""The specification as an application shows it: without fields that its conventions already give. Called first by all samples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engines.kernel.spec import Entity, Field, Spec
from engines.qlayer.samples.accounts import is_account
from engines.qlayer.samples.titles import property_name, reference_name

ACCOUNT = frozenset({"id", "email", "name", "password", "password_hash", "role", "created_at"})


def plain_spec(spec: Spec) -> Spec:
    """Entities without ids, states given twice and fields that are really references; accounts are no entity."""
    known = {entity.name for entity in spec.entities if not is_account(spec, entity.name)}
    return replace(
        spec,
        entities=tuple(_plain(spec, entity) for entity in spec.entities if entity.name in known),
        rules=tuple(rule for rule in spec.rules if rule.entity in known),
    )


def _plain(spec: Spec, entity: Entity) -> Entity:
    profile = bool(spec.accounts and entity.account_role)
    relations = {one.name: one for one in entity.relations if not (profile and one.name == "user")}
    fixed = tuple(
        replace(one, required=one.required and not one.many and one.on_delete != "set_null")
        for one in relations.values()
    )
    taken = {"id", *(reference_name(spec, relation) for relation in fixed)}
    taken |= {"status"} if entity.lifecycle else set()
    taken |= {"user_id"} if profile else set()
    return replace(entity, relations=fixed, fields=tuple(_fields(entity, taken)))


def _fields(entity: Entity, taken: set[str]) -> Iterator[Field]:
    for field in {property_name(field): field for field in entity.fields}.values():
        if property_name(field) not in taken:
            yield field
