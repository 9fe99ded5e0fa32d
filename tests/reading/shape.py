"""A specification as a person meets it in the running application: properties, references, states, by entity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engines.kernel.spec import Computed, Entity, Field, FieldType, Spec
from tests.reading.names import best, entity_likeness, norm, words

_TEXTS = {
    FieldType.TEXT, FieldType.LONG_TEXT, FieldType.EMAIL, FieldType.URL, FieldType.PHONE, FieldType.ENUM,
    FieldType.DATE, FieldType.DATETIME, FieldType.TIME,
}  # fmt: skip
_TYPES = {
    "text": _TEXTS,
    "email": {FieldType.EMAIL},
    "url": {FieldType.URL},
    "int": {FieldType.INTEGER},
    "number": {FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY},
    "money": {FieldType.MONEY, FieldType.NUMBER},
    "date": {FieldType.DATE},
    "datetime": {FieldType.DATETIME},
    "time": {FieldType.TIME},
    "bool": {FieldType.BOOLEAN},
    "file": {FieldType.FILE, FieldType.IMAGE},
}


@dataclass(frozen=True)
class Prop:
    """One property; `target` is set for references."""

    name: str
    given: Field | Computed | None = None
    target: str = ""


def props(spec: Spec, entity: str) -> dict[str, Prop]:
    """What the objects of an entity show; the accounts when `users`."""
    if entity == "users":
        known = {name: Prop(name, Field(name=name)) for name in ("name", "role")}
        return known | {"email": Prop("email", Field(name="email", type=FieldType.EMAIL))} | _own(spec, "user")
    return _own(spec, entity)


def _own(spec: Spec, name: str) -> dict[str, Prop]:
    entity = next((e for e in spec.entities if e.name == name), None)
    if entity is None:
        return {}
    found = {f.name: Prop(f.name, f) for f in entity.fields} | {c.name: Prop(c.name, c) for c in entity.computed}
    return found | {f"{r.name}_id": Prop(f"{r.name}_id", None, r.target) for r in entity.relations}


def places(spec: Spec, expect: dict[str, Any]) -> dict[str, str]:
    """Where each expected entity lives: an entity, `users` for a role, or `entity.property`."""
    wanted: dict[str, Any] = expect.get("entities", {})
    names = {want: [want, *((shape or {}).get("alt") or [])] for want, shape in wanted.items()}
    known = [entity.name for entity in spec.entities if entity.name != "user"]
    pairs = sorted(
        (
            (entity_likeness(name, have) - 0.02 * n, want, have)
            for want in wanted
            for n, name in enumerate(names[want])
            for have in known
        ),
        reverse=True,
    )
    found: dict[str, str] = {}
    for score, want, have in pairs:
        if score >= 0.6 and want not in found and have not in found.values():
            found[want] = have
    roles = [role.name for role in spec.roles]
    for want in wanted:
        if want not in found and spec.accounts and ("user" in names[want] or best(want, roles, 0.9)):
            found[want] = "users"
    for want in wanted:
        for owner, prop in (name.split(".") for name in names[want] if "." in name and want not in found):
            hit = best(prop, props(spec, found[owner])) if owner in found else None
            if hit:
                found[want] = f"{found[owner]}.{hit}"
    return found


def type_agrees(want: str, prop: Prop) -> float:
    """1 when the property has a wanted type, or one of several (date/datetime); less when it is only near."""
    return max(_one_type(kind, prop) for kind in want.split("/"))


def _one_type(want: str, prop: Prop) -> float:
    if prop.given is None:
        return 1.0 if want.split()[0] in ("text", "int") else 0.4
    kind = prop.given.type
    if want.startswith("enum:"):
        values = {norm(value) for value in want[5:].split("|")}
        have = {norm(value) for value in prop.given.choices} if isinstance(prop.given, Field) else set()
        return len(values & have) / len(values | have) if have else 0.3
    if want.startswith("int:"):
        low, high = (float(bound) for bound in want[4:].split(".."))
        exact = isinstance(prop.given, Field) and (prop.given.minimum, prop.given.maximum) == (low, high)
        return 1.0 if kind is FieldType.INTEGER and exact else 0.5
    return 1.0 if kind in _TYPES.get(want.split()[0], set()) else 0.4


def states(entity: Entity | None) -> set[str]:
    """The states of an entity in comparable spelling."""
    return {norm(state) for state in entity.lifecycle.states} if entity and entity.lifecycle else set()


def references(spec: Spec, place: str) -> list[tuple[str, str]]:
    """Name and target of what an entity refers to, directly or through an entity that joins two."""
    direct = [(prop.name, prop.target) for prop in props(spec, place).values() if prop.target]
    joins = [
        ("", other.target)
        for entity in spec.entities
        if any(r.target == place for r in entity.relations)
        for other in entity.relations
        if other.target != place
    ]
    return direct + joins


def is_role(spec: Spec, name: str) -> bool:
    """Whether the specification has such accounts."""
    return best(name, [role.name for role in spec.roles], 0.8) is not None or words(name) == ["admin"]
