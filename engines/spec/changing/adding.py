"""Takes over into a specification what a reading has more than another: the facts of a change alone. Pure.

`before` and `after` are readings of the same retold specification, without and with the change; what both misread alike
cancels out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from engines.kernel.spec import (
    Entity,
    Field,
    FieldType,
    Grant,
    Lifecycle,
    Origin,
    Relation,
    Spec,
    Transition,
    feature_id,
    rule_id,
)

T = TypeVar("T")
_NAMELESS = frozenset({"name", "origin"})
_OF_REFERENCES = frozenset({"required", "owner"})


@dataclass(frozen=True, kw_only=True)
class Taking:
    """How a change is taken over: what was read without and with it, and the new numbers of its sentences.

    `required`: the change says that new fields are; else records that exist may lack them.
    """

    before: Spec
    after: Spec
    numbers: Mapping[int, int]
    required: bool = False

    def origin(self, origin: Origin) -> Origin:
        """Where a fact comes from, in the numbers of the project."""
        told = tuple(self.numbers[number] for number in origin.sentences if number in self.numbers)
        return replace(origin, sentences=told)


def taken(spec: Spec, taking: Taking) -> Spec:
    """The specification with what is more in `after`."""
    before, after = taking.before, taking.after
    return replace(
        spec,
        accounts=spec.accounts or (after.accounts and not before.accounts),
        entities=_entities(spec, taking),
        roles=_more(spec.roles, before.roles, after.roles, lambda role: role.name, taking),
        grants=_grants(spec, taking),
        rules=_more(spec.rules, before.rules, after.rules, rule_id, taking),
        features=_more(spec.features, before.features, after.features, feature_id, taking),
        endpoints=_more(spec.endpoints, before.endpoints, after.endpoints, lambda e: f"{e.method} {e.path}", taking),
    )


def _more(
    known: Sequence[T], before: Sequence[T], after: Sequence[T], key: Callable[[T], str], taking: Taking
) -> tuple[T, ...]:
    """What is known, then what `after` has and neither `before` nor what is known."""
    told = {key(each) for each in (*known, *before)}
    return (*known, *(_dated(each, taking) for each in after if key(each) not in told))


def _dated(part: T, taking: Taking) -> T:
    """A part with the numbers of its sentences in the project, at every depth."""
    changed: dict[str, Any] = {}
    for each in fields(part):  # type: ignore[arg-type]
        value = getattr(part, each.name)
        if isinstance(value, Origin):
            changed[each.name] = taking.origin(value)
        elif isinstance(value, Lifecycle):
            changed[each.name] = _dated(value, taking)
        elif isinstance(value, tuple) and any(hasattr(item, "origin") for item in value):
            changed[each.name] = tuple(_dated(item, taking) for item in value)
    return replace(part, **changed)  # type: ignore[type-var]


def _entities(spec: Spec, taking: Taking) -> tuple[Entity, ...]:
    was = {entity.name: entity for entity in taking.before.entities}
    now = {entity.name: entity for entity in taking.after.entities}
    known = tuple(
        _entity(entity, was[entity.name], now[entity.name], taking)
        if entity.name in was and entity.name in now
        else entity
        for entity in spec.entities
    )
    names = {entity.name for entity in spec.entities}
    return (*known, *(_dated(e, taking) for name, e in now.items() if name not in names and name not in was))


def _entity(entity: Entity, before: Entity, after: Entity, taking: Taking) -> Entity:
    return replace(
        entity,
        fields=_members(entity.fields, before.fields, after.fields, taking, lambda field: _optional(field, taking)),
        relations=_members(entity.relations, before.relations, after.relations, taking, _loose),
        computed=_members(entity.computed, before.computed, after.computed, taking, lambda value: value),
        lifecycle=_lifecycle(entity.lifecycle, before.lifecycle, after.lifecycle, taking),
        account_role=entity.account_role or ("" if before.account_role else after.account_role),
    )


def _members(
    known: tuple[T, ...], before: Sequence[Any], after: Sequence[Any], taking: Taking, fresh: Callable[[T], T]
) -> tuple[T, ...]:
    """Members with what was said of them; new ones as `fresh` makes them."""
    was, now = {each.name: each for each in before}, {each.name: each for each in after}
    names = [each.name for each in known]  # type: ignore[attr-defined]
    kept = [_turned(each, was.get(name), now.get(name), taking) for name, each in zip(names, known, strict=True)]
    more = [fresh(_dated(each, taking)) for name, each in now.items() if name not in was and name not in names]
    return (*kept, *more)


def _turned(member: T, before: Any, after: Any, taking: Taking) -> T:
    """A member with the attributes that the change tells."""
    if before is None or after is None:
        return member
    sayable = _OF_REFERENCES if isinstance(after, Relation) else {each.name for each in fields(after)} - _NAMELESS
    told = {name: now for name in sorted(sayable) if (now := getattr(after, name)) != getattr(before, name)}
    if not told:
        return member
    numbers = taking.origin(after.origin).sentences
    origin: Origin = member.origin  # type: ignore[attr-defined]
    said = replace(origin, sentences=tuple(sorted({*origin.sentences, *numbers})))
    return replace(member, **told, origin=said)  # type: ignore[type-var]


def _optional(field: Field, taking: Taking) -> Field:
    """A field that records which exist have no value for; a truth value is false where nobody said otherwise."""
    sure = taking.required or field.default is not None or field.type is FieldType.BOOLEAN
    return field if sure else replace(field, required=False)


def _loose(relation: Relation) -> Relation:
    """A reference that records which exist have not."""
    return relation if relation.many else replace(relation, required=False, owner=False)


def _lifecycle(
    known: Lifecycle | None, before: Lifecycle | None, after: Lifecycle | None, taking: Taking
) -> Lifecycle | None:
    if after is None or (before is not None and after.states == before.states and _steps(after) == _steps(before)):
        return known
    if known is None or before is None:
        return known or _dated(after, taking)
    fresh = [state for state in after.states if state not in (*before.states, *known.states)]
    steps = [s for s in after.transitions if _step(s) not in _steps(before) and _step(s) not in _steps(known)]
    return replace(
        known, states=(*known.states, *fresh), transitions=(*known.transitions, *(_dated(s, taking) for s in steps))
    )


def _steps(life: Lifecycle) -> set[tuple[str, str]]:
    return set(map(_step, life.transitions))


def _step(step: Transition) -> tuple[str, str]:
    return step.source, step.target


def _grants(spec: Spec, taking: Taking) -> tuple[Grant, ...]:
    """The rights of roles that are new; those of known roles grow by what is told."""
    was = {(g.role, g.entity, g.own): set(g.actions) for g in taking.before.grants}
    held = {(g.role, g.entity, g.own): set(g.actions) for g in spec.grants}
    found = list(spec.grants)
    for grant in taking.after.grants:
        key = (grant.role, grant.entity, grant.own)
        more = tuple(a for a in grant.actions if a not in was.get(key, ()) and a not in held.get(key, ()))
        if more:
            found.append(_dated(replace(grant, actions=more), taking))
    return tuple(found)
