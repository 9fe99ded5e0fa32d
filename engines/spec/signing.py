"""Finds people who are nothing but accounts: 'an order belongs to a guest' where nothing else is kept of guests. Used by plan."""

from __future__ import annotations

from dataclasses import replace

from engines.kernel.spec import Entity, Relation
from engines.spec.acts import Act
from engines.spec.context import Context
from engines.spec.people import role_kind


def accounts_only(entities: tuple[Entity, ...], acts: tuple[Act, ...], context: Context) -> tuple[Entity, ...]:
    """The things without those people; what refers to them refers to the account, which has a name and an address.

    They sign in by themselves, nobody keeps a list of them, and the brief says of them nothing that would be kept.
    """
    signing = {act.role for act in acts if role_kind(act.role, context.english) == "customer"}
    kept = {
        name
        for act in acts
        if act.action in ("create", "update", "delete", "all")
        for name in context.mentioned(act.rest)
        if name != act.role
    }
    gone = {entity.name for entity in entities if entity.name in signing - kept and _is_bare(entity)}
    return tuple(_of_accounts(entity, gone) for entity in entities if entity.name not in gone)


def _is_bare(entity: Entity) -> bool:
    return not (entity.fields or entity.relations or entity.computed or entity.lifecycle)


def _of_accounts(entity: Entity, gone: set[str]) -> Entity:
    return replace(entity, relations=tuple(_of_account(relation, gone) for relation in entity.relations))


def _of_account(relation: Relation, gone: set[str]) -> Relation:
    return replace(relation, target="user", owner=not relation.many) if relation.target in gone else relation
