"""What changes a field, a life or a right that stays: optional, required, another type, a further state, only some roles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from engines.kernel.spec import Action, Field, FieldType, Grant, Origin, Question, Role, Spec, Transition
from engines.spec.changing.scene import Edit, Place, Scene, Value
from engines.spec.clauses import participle
from engines.spec.people import is_person

_SUGGESTED: dict[FieldType, str] = {
    FieldType.TEXT: "unknown",
    FieldType.LONG_TEXT: "unknown",
    FieldType.PHONE: "unknown",
    FieldType.EMAIL: "unknown@example.com",
    FieldType.URL: "https://example.com",
    FieldType.INTEGER: "0",
    FieldType.NUMBER: "0",
    FieldType.MONEY: "0",
    FieldType.DATE: "2000-01-01",
    FieldType.DATETIME: "2000-01-01T00:00:00+00:00",
    FieldType.TIME: "00:00:00",
}


_ANY, _NUMBER = re.compile(r".+", re.S), re.compile(r"-?\d+(?:\.\d+)?")
_DAY = r"\d{4}-[01]\d-[0-3]\d"
_FORMS = {
    FieldType.INTEGER: re.compile(r"-?\d+"),
    FieldType.NUMBER: _NUMBER,
    FieldType.MONEY: _NUMBER,
    FieldType.DATE: re.compile(_DAY),
    FieldType.DATETIME: re.compile(rf"{_DAY}T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)"),
    FieldType.TIME: re.compile(r"\d\d:\d\d(?::\d\d)?"),
}
"""How an answer must be written to be a value of the type."""


def loosen(scene: Scene, phrase: str) -> Edit | None:
    """A member that may be missing."""
    return _required(scene, scene.place(phrase), False)


def tighten(scene: Scene, phrase: str) -> Edit | None:
    """A member that must be given; what records get that have none is asked."""
    return _required(scene, scene.place(phrase), True)


def share(scene: Scene, phrase: str) -> Edit | None:
    """A field whose values may occur more than once."""
    place = scene.place(phrase)
    field = _field(place)
    if place is None or field is None or not field.unique:
        return None
    return Edit(spec=_with(scene, place, _told(replace(field, unique=False), scene)))


def no_longer_needed(scene: Scene, whose: str, phrase: str) -> Edit | None:
    """'Customers no longer need an address': it may be missing; that it goes altogether is the other answer."""
    entity = scene.thing(whose)
    place = scene.member(entity, phrase) if entity else None
    return _required(scene, place, False)


def retype(scene: Scene, phrase: str, kind: FieldType, choices: Sequence[str] = ()) -> Edit | None:
    """A field of another type; bounds, lengths and defaults of the old one go."""
    place = scene.place(phrase)
    field = _field(place)
    if place is None or field is None or (field.type is kind and tuple(choices) == field.choices):
        return None
    plain = Field(name=field.name, type=kind, required=field.required, choices=tuple(choices), origin=field.origin)
    kept = field.unique and kind not in (FieldType.BOOLEAN, FieldType.ENUM, FieldType.FILE, FieldType.IMAGE)
    return Edit(spec=_with(scene, place, replace(_told(plain, scene), unique=kept)))


def add_choice(scene: Scene, choice: str, phrase: str) -> Edit | None:
    """A further choice of a field."""
    place = scene.place(phrase)
    field, name = _field(place), scene.english.snake(choice)
    if place is None or field is None or field.type is not FieldType.ENUM or name in field.choices:
        return None
    return Edit(spec=_with(scene, place, _told(replace(field, choices=(*field.choices, name)), scene)))


def add_state(scene: Scene, state: str, whose: str, after: str = "", before: str = "") -> Edit | None:
    """A further state, with the steps that lead to it and on."""
    entity = scene.thing(whose)
    name = scene.english.snake(state)
    if entity is None or entity.lifecycle is None or not name or name in entity.lifecycle.states:
        return None
    life, states = entity.lifecycle, entity.lifecycle.states
    behind, ahead = (scene.english.snake(each) for each in (after, before))
    source = behind if behind in states else (states[states.index(ahead) - 1] if ahead in states[1:] else states[-1])
    at = states.index(source) + 1
    origin = Origin(sentences=(scene.number,))
    steps = [Transition(source=source, target=name, origin=origin)]
    if ahead in states:
        steps.append(Transition(source=name, target=ahead, origin=origin))
    told = tuple(sorted({*life.origin.sentences, scene.number}))
    changed = replace(
        life,
        states=(*states[:at], name, *states[at:]),
        transitions=(*life.transitions, *steps),
        origin=replace(life.origin, sentences=told),
    )
    return Edit(spec=scene.with_entity(replace(entity, lifecycle=changed)))


def keep_to(scene: Scene, roles: Sequence[str], actions: Sequence[Action], whose: str) -> Edit | None:
    """'Only managers may delete orders': nobody else may."""
    entity = scene.thing(whose)
    known = {role.name for role in scene.spec.roles} | {"admin"}
    if entity is None or not actions or not roles or not set(roles) <= known:
        return None
    left = [_without(grant, entity.name, actions, roles) for grant in scene.spec.grants]
    origin = Origin(sentences=(scene.number,))
    held = {(g.role, action) for g in scene.spec.grants if g.entity == entity.name for action in g.actions}
    more = [
        Grant(role=role, entity=entity.name, actions=missing, origin=origin)
        for role in roles
        if role != "admin" and (missing := tuple(a for a in actions if (role, a) not in held))
    ]
    grants = (*(grant for grant in left if grant.actions), *more)
    return Edit(spec=replace(scene.spec, grants=grants)) if grants != scene.spec.grants else None


def allow(scene: Scene, roles: Sequence[str], actions: Sequence[Action], whose: str) -> Edit | None:
    """'Auditors can see orders': further rights of roles, which come to be where there are accounts."""
    entity = scene.thing(whose)
    if entity is None or not actions or not roles or not scene.spec.accounts:
        return None
    known = {role.name for role in scene.spec.roles} | {"admin"}
    fresh = [role for role in roles if role not in known]
    if any(not _agent(scene, role) or scene.context.entity(role) for role in fresh):
        return None
    origin = Origin(sentences=(scene.number,))
    held = {
        (g.role, action) for g in scene.spec.grants if g.entity == entity.name and not g.own for action in g.actions
    }
    more = [
        Grant(role=role, entity=entity.name, actions=missing, origin=origin)
        for role in roles
        if role != "admin" and (missing := tuple(a for a in actions if (role, a) not in held))
    ]
    if not more:
        return None
    made = tuple(Role(name=role, origin=origin) for role in fresh)
    return Edit(spec=replace(scene.spec, roles=(*scene.spec.roles, *made), grants=(*scene.spec.grants, *more)))


def take_step(scene: Scene, roles: Sequence[str], verb: str, whose: str) -> Edit | None:
    """'Let managers approve orders': a step that they alone take, to a state that is there or comes behind the first."""
    entity = scene.thing(whose)
    known = {role.name for role in scene.spec.roles}
    state = scene.english.lexicon.participles.get(verb) or participle(verb)
    if entity is None or entity.lifecycle is None or not roles or not set(roles) <= known:
        return None
    life = entity.lifecycle
    if state not in life.states:
        made = add_state(scene, state, whose, after=life.initial)
        return take_step(replace(scene, spec=made.spec), roles, verb, whose) if made else None
    steps = tuple(replace(each, roles=tuple(roles)) if each.target == state else each for each in life.transitions)
    changed = replace(life, transitions=steps)
    return Edit(spec=scene.with_entity(replace(entity, lifecycle=changed))) if changed != life else None


def forbid(scene: Scene, roles: Sequence[str], actions: Sequence[Action], whose: str) -> Edit | None:
    """'Clerks may no longer delete orders'."""
    entity = scene.thing(whose)
    known = {role.name for role in scene.spec.roles}
    if entity is None or not actions or not roles or not set(roles) <= known:
        return None
    others = [role for role in (*known, "visitor", "admin") if role not in roles]
    left = [_without(grant, entity.name, actions, others) for grant in scene.spec.grants]
    grants = tuple(grant for grant in left if grant.actions)
    return Edit(spec=replace(scene.spec, grants=grants)) if grants != scene.spec.grants else None


def _agent(scene: Scene, role: str) -> bool:
    """Whether a name is one for people, or as good as: some do what only people do."""
    return is_person(role, scene.english) or role not in scene.english.lexicon.not_people


def _without(grant: Grant, entity: str, actions: Sequence[Action], roles: Sequence[str]) -> Grant:
    if grant.entity != entity or grant.role in roles:
        return grant
    return replace(grant, actions=tuple(action for action in grant.actions if action not in actions))


def _required(scene: Scene, place: Place | None, required: bool) -> Edit | None:
    if place is None or not place.member:
        return None
    entity, name = place.entity, place.member
    if field := _field(place):
        if field.required == required:
            return None
        values, questions = _filled(scene, place, field) if required else ({}, ())
        spec = _with(scene, place, _told(replace(field, required=required), scene))
        return Edit(spec=spec, values=values, questions=questions)
    relation = next((each for each in entity.relations if each.name == name), None)
    if relation is None or relation.required == required or required:
        return None
    relations = tuple(replace(r, required=False) if r.name == name else r for r in entity.relations)
    return Edit(spec=scene.with_entity(replace(entity, relations=relations)))


def _filled(scene: Scene, place: Place, field: Field) -> tuple[dict[str, Value], tuple[Question, ...]]:
    if field.default is not None:
        return {place.dotted: field.default}, ()
    suggestion = field.choices[0] if field.choices else _SUGGESTED.get(field.type, "")
    if not suggestion:
        return {}, ()
    what, things = field.name.replace("_", " "), place.entity.plural.replace("_", " ")
    text = f"What is the {what} of {things} that have none?"
    said, questions = scene.answer(text, suggestion)
    if not _FORMS.get(field.type, _ANY).fullmatch(said) or (field.choices and said not in field.choices):
        return {place.dotted: suggestion}, (Question(text=text, suggestion=suggestion, sentences=(scene.number,)),)
    return {place.dotted: said}, questions


def _field(place: Place | None) -> Field | None:
    if place is None:
        return None
    return next((field for field in place.entity.fields if field.name == place.member), None)


def _told(field: Field, scene: Scene) -> Field:
    """A field that the sentence speaks of too."""
    sentences = tuple(sorted({*field.origin.sentences, scene.number}))
    return replace(field, origin=replace(field.origin, sentences=sentences))


def _with(scene: Scene, place: Place, field: Field) -> Spec:
    fields = tuple(field if each.name == field.name else each for each in place.entity.fields)
    return scene.with_entity(replace(place.entity, fields=fields))
