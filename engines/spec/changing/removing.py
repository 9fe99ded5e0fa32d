"""'Remove the priority from tickets', 'orders no longer have a note': what goes, and what can't stand without it."""

from __future__ import annotations

from dataclasses import replace

from engines.kernel.spec import Entity, FieldType, Spec, feature_id, rule_id
from engines.spec.changing.scene import Edit, Place, Scene
from engines.spec.check import check_spec

_TEXTS = (FieldType.TEXT, FieldType.EMAIL)


def remove(scene: Scene, phrase: str) -> Edit | None:
    """Without a thing, a member, a role, a state or a choice; None when there is no such thing."""
    if place := scene.place(phrase):
        spec = _without_member(scene.spec, place) if place.member else _without_entity(scene.spec, place.entity.name)
        return Edit(spec=pruned(spec))
    return _role(scene, phrase)


def remove_from(scene: Scene, phrase: str, whose: str) -> Edit | None:
    """Without a member of a thing."""
    entity = scene.thing(whose)
    place = scene.member(entity, phrase) if entity else None
    return Edit(spec=pruned(_without_member(scene.spec, place))) if place and place.member else None


def remove_state(scene: Scene, state: str, whose: str) -> Edit | None:
    """Without a state; records that are in it get one that a person chooses."""
    entity = scene.thing(whose) if whose else _living(scene, scene.english.snake(state))
    name = scene.english.snake(state)
    if entity is None or entity.lifecycle is None or name not in entity.lifecycle.states:
        return None
    life = entity.lifecycle
    left = tuple(each for each in life.states if each != name)
    if not left:
        return None
    initial = life.initial if life.initial in left else left[0]
    said, questions = scene.answer(
        f"What becomes of {entity.plural.replace('_', ' ')} that are {state}? One of: {', '.join(left)}.", initial
    )
    answer = scene.english.snake(said)
    chosen = answer if answer in left else initial
    steps = tuple(s for s in life.transitions if name not in (s.source, s.target))
    spec = scene.with_entity(replace(entity, lifecycle=replace(life, states=left, initial=initial, transitions=steps)))
    recoded = {f"{entity.name}.status": {name: chosen}}
    return Edit(spec=pruned(spec), recoded=recoded, questions=questions)


def remove_choice(scene: Scene, choice: str, phrase: str) -> Edit | None:
    """Without a choice of a field; records that have it get one that a person chooses."""
    place = scene.place(phrase)
    field = next((f for f in place.entity.fields if f.name == place.member), None) if place else None
    name = scene.english.snake(choice)
    if place is None or field is None or name not in field.choices or len(field.choices) < 2:
        return None
    left = tuple(each for each in field.choices if each != name)
    said, questions = scene.answer(
        f"What becomes of {place.entity.plural.replace('_', ' ')} whose {field.name.replace('_', ' ')} is {choice}? "
        f"One of: {', '.join(left)}.",
        left[0],
    )
    answer = scene.english.snake(said)
    changed = replace(field, choices=left, default=field.default if field.default in left else None)
    fields = tuple(changed if each.name == field.name else each for each in place.entity.fields)
    return Edit(
        spec=scene.with_entity(replace(place.entity, fields=fields)),
        recoded={place.dotted: {name: answer if answer in left else left[0]}},
        questions=questions,
    )


def remove_features(scene: Scene, names: frozenset[str], entity: str) -> Edit | None:
    """Without features of these names, of one thing or of all."""
    left = tuple(f for f in scene.spec.features if f.name not in names or entity not in ("", f.entity))
    return Edit(spec=replace(scene.spec, features=left)) if len(left) < len(scene.spec.features) else None


def pruned(spec: Spec) -> Spec:
    """Without the rules, values, rights and features that spoke of what is gone."""
    names = {entity.name for entity in spec.entities}
    made = replace(
        spec,
        grants=tuple(grant for grant in spec.grants if grant.entity in (*names, "user", "*")),
        features=tuple(f for f in spec.features if f.entity in (*names, "", "user")),
        rules=tuple(rule for rule in spec.rules if rule.entity in (*names, "user")),
    )
    while faults := {finding.place for finding in check_spec(made) if finding.grave}:
        left = _without_faults(made, faults)
        if left == made:
            break
        made = left
    return made


def _without_faults(spec: Spec, faults: set[str]) -> Spec:
    return replace(
        spec,
        rules=tuple(rule for rule in spec.rules if rule_id(rule) not in faults),
        features=tuple(f for f in spec.features if feature_id(f) not in faults),
        entities=tuple(
            replace(e, computed=tuple(c for c in e.computed if f"computed:{e.name}.{c.name}" not in faults))
            for e in spec.entities
        ),
    )


def _without_entity(spec: Spec, name: str) -> Spec:
    return replace(
        spec,
        entities=tuple(
            replace(e, relations=tuple(r for r in e.relations if r.target != name))
            for e in spec.entities
            if e.name != name
        ),
    )


def _without_member(spec: Spec, place: Place) -> Spec:
    entity, name = place.entity, place.member
    fields = tuple(field for field in entity.fields if field.name != name)
    changed = replace(
        entity,
        fields=fields,
        relations=tuple(relation for relation in entity.relations if relation.name != name),
        computed=tuple(value for value in entity.computed if value.name != name),
        label=entity.label if entity.label != name else next((f.name for f in fields if f.type in _TEXTS), ""),
    )
    features = tuple(
        replace(f, fields=tuple(each for each in f.fields if each != name)) if f.entity == entity.name else f
        for f in spec.features
    )
    return replace(
        spec, features=features, entities=tuple(changed if e.name == entity.name else e for e in spec.entities)
    )


def _role(scene: Scene, phrase: str) -> Edit | None:
    name = scene.english.name(phrase.replace("role", ""))
    left = tuple(role for role in scene.spec.roles if role.name != name)
    if len(left) == len(scene.spec.roles):
        return None
    known = [role.name for role in left] or ["user"]
    said, questions = scene.answer(
        f"What becomes of accounts with the role {name}? One of: {', '.join(known)}.", known[0]
    )
    spec = replace(scene.spec, roles=left, grants=tuple(g for g in scene.spec.grants if g.role != name))
    return Edit(
        spec=pruned(replace(spec, entities=tuple(_unroled(e, name) for e in spec.entities))),
        recoded={"user.role": {name: said if said in known else known[0]}},
        questions=questions,
    )


def _unroled(entity: Entity, role: str) -> Entity:
    """Without the role in its steps; a step that only that role might take is left to administrators."""
    if entity.lifecycle is None:
        return entity
    steps = tuple(
        replace(s, roles=tuple(r for r in s.roles if r != role) or (("admin",) if s.roles else ()))
        for s in entity.lifecycle.transitions
    )
    account = "" if entity.account_role == role else entity.account_role
    return replace(entity, account_role=account, lifecycle=replace(entity.lifecycle, transitions=steps))


def _living(scene: Scene, state: str) -> Entity | None:
    found = [e for e in scene.spec.entities if e.lifecycle and state in e.lifecycle.states]
    return found[0] if len(found) == 1 else None
