"""'Rename tickets to cases', 'call customers clients': names that change wherever they stand."""

from __future__ import annotations

from dataclasses import replace

from engines.kernel.spec import Origin
from engines.kernel.spec.renames import Renames
from engines.kernel.spec.renaming import renamed
from engines.spec.changing.scene import Edit, Place, Scene, members


def rename(scene: Scene, old: str, new: str) -> Edit | None:
    """The names of a thing, a field, a reference, a value or a role; None when there is no such thing."""
    place = scene.place(old)
    if place is None:
        return _role(scene, old, new)
    renames = _member(scene, place, new) if place.member else _entity(scene, place, new)
    return Edit(spec=renamed(scene.spec, renames), renames=renames) if renames else None


def split(scene: Scene, phrase: str, one: str, two: str) -> Edit | None:
    """'Split the name into first and last name': it keeps its values under the first name, the second is new."""
    place = scene.place(phrase)
    field = next((f for f in place.entity.fields if f.name == place.member), None) if place else None
    if place is None or field is None:
        return None
    names = [scene.english.snake(each) for each in (one, two)]
    if "_" not in names[0] and "_" in names[1]:  # 'first and last name'
        names[0] = f"{names[0]}_{names[1].rpartition('_')[2]}"
    if not all(names) or names[0] == names[1] or {*names} & set(members(place.entity)):
        return None
    renames = Renames(members={place.dotted: names[0]})
    spec = renamed(scene.spec, renames)
    entity = spec.entity(place.entity.name)
    fresh = replace(field, name=names[1], required=False, unique=False, origin=Origin(sentences=(scene.number,)))
    at = next(n for n, each in enumerate(entity.fields) if each.name == names[0]) + 1
    made = replace(entity, fields=(*entity.fields[:at], fresh, *entity.fields[at:]))
    return Edit(spec=replace(scene, spec=spec).with_entity(made), renames=renames)


def _entity(scene: Scene, place: Place, new: str) -> Renames | None:
    old, name = place.entity.name, scene.english.name(new)
    if not name or any(entity.name == name for entity in scene.spec.entities):
        return None
    references = {
        f"{entity.name}.{relation.name}": name
        for entity in scene.spec.entities
        for relation in entity.relations
        if relation.target == old and relation.name == old and not relation.many
    }
    plurals = {name: scene.english.plural_name(name)}
    return Renames(entities={old: name}, members=references, plurals=plurals)


def _member(scene: Scene, place: Place, new: str) -> Renames | None:
    entity, name = place.entity, scene.english.snake(new.removeprefix("the ").removeprefix("a "))
    free = name and name not in members(entity)
    return Renames(members={place.dotted: name}) if free else None


def _role(scene: Scene, old: str, new: str) -> Edit | None:
    before, after = (scene.english.name(phrase.replace("role", "")) for phrase in (old, new))
    if not after or before not in {role.name for role in scene.spec.roles}:
        return None
    renames = Renames(roles={before: after})
    return Edit(spec=renamed(scene.spec, renames), renames=renames, recoded={"user.role": {before: after}})
