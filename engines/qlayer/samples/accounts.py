"""Accounts among the objects of cases: what refers to one, and accounts that several objects share. Called by the cases."""

from __future__ import annotations

from engines.kernel.spec import Entity, Relation, Spec
from engines.qlayer.samples.model import Account, Given, Make, New

USER = "user"
ACCOUNT = Entity(name=USER, plural="users")
"""What a world knows of an account."""


def is_account(spec: Spec, target: str) -> bool:
    """Whether a relation to `target` is one to an account, rather than to an entity that is called user."""
    return spec.accounts and target == USER


def fresh(spec: Spec, relation: Relation) -> Account | New:
    """A fresh object, or account, for a relation to refer to."""
    return Account() if is_account(spec, relation.target) else New(relation.target)


def made(alias: str, given: Given) -> Make | None:
    """The step that makes what a reference asks for under a name of its own; None for all other values."""
    match given:
        case New(entity=entity, changes=changes):
            return Make(alias=alias, entity=entity, changes=changes)
        case Account(role=role):
            return Make(alias=alias, entity=USER, changes=(("role", role),) if role else ())
    return None
