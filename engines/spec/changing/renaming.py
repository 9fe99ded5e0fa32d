"""'Rename tickets to cases', 'call customers clients': names that change wherever they stand."""

from __future__ import annotations

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
