"""Edits of a specification's YAML that leave everything else as a person wrote it, comments too. Pure.

Each takes a text and returns another; what does not fit together afterwards is for the engine's check to tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from ui.rooms.spec.yaml_nodes import (
    CannotEdit,
    children_of,
    entity_about,
    entity_in,
    found_in,
    get,
    pair_at,
    raw,
    relations_to,
    replaced,
    root_of,
    scalars,
    span_of,
    ways_to,
)
from ui.rooms.spec.yaml_pieces import (
    by_person,
    in_section,
    line_start,
    with_key,
    with_part,
    without,
    without_items,
    without_these,
)

Edit = Callable[[str], str]
_NAMES_ENTITY = ("entity", "target")
_SAYS = ("expression", "condition", "where")


def name_from(words: str) -> str:
    """A name as specifications write it: 'Order item' becomes order_item; '' when nothing is left."""
    return re.sub(r"_+", "_", re.sub(r"[^a-z0-9]+", "_", words.casefold())).strip("_")


def plural_of(name: str) -> str:
    """The usual English plural."""
    if re.search(r"[^aeiou]y$", name):
        return f"{name[:-1]}ies"
    return f"{name}es" if re.search(r"(s|x|z|ch|sh)$", name) else f"{name}s"


def add_entity(name: str) -> Edit:
    """A new kind of thing with a name."""
    block = (
        f"  {name}:\n    plural: {plural_of(name)}\n    fields:\n      name: {{type: text, by: person}}\n"
        "    label: name\n    by: person\n"
    )
    return partial(in_section, section="entities", block=block)


def add_field(entity: str, name: str, type_: str) -> Edit:
    """A new property at the end of an entity's."""
    return partial(with_part, entity=entity, section="fields", line=f"{name}: {{type: {type_}, by: person}}")


def add_relation(source: str, target: str, children: str) -> Edit:
    """`source` refers to one `target`."""
    line = f"{target}: {{target: {target}, children: {children}, by: person}}"
    return partial(with_part, entity=source, section="relations", line=line)


def change_type(entity: str, field: str, type_: str) -> Edit:
    """Another type for a field."""

    def edit(text: str) -> str:
        value = pair_at(entity_in(root_of(text), entity), "fields", field)[1]
        old = get(value, "type")
        if old is None:
            raise CannotEdit(f"{entity}.{field} has no type")
        changed = replaced(text, [(span_of(old[1]), type_)])
        return by_person(changed, entity, "fields", field)

    return edit


def change_flag(entity: str, field: str, flag: str, *, on: bool) -> Edit:
    """Whether a field is `required` or `unique`."""

    def edit(text: str) -> str:
        value = pair_at(entity_in(root_of(text), entity), "fields", field)[1]
        known, said = get(value, flag), "true" if on else "false"
        if known is not None:
            changed = replaced(text, [(span_of(known[1]), said)])
        else:
            changed = with_key(text, value, f"{flag}: {said}")
        return by_person(changed, entity, "fields", field)

    return edit


def rename_entity(old: str, new: str) -> Edit:
    """Another name for a thing, wherever it is named."""

    def edit(text: str) -> str:
        root = root_of(text)
        entities = get(root, "entities")
        if entities is None or get(entities[1], old) is None:
            raise CannotEdit(f"there is no entity '{old}'")
        if get(entities[1], new) is not None:
            raise CannotEdit(f"there is an entity '{new}' already")
        key, value = found_in(entities[1], old)
        changes = [(span_of(key), new)]
        if (plural := get(value, "plural")) is not None:
            changes.append((span_of(plural[1]), plural_of(new)))
        for path, node in scalars(root):
            if path and path[-1] in _NAMES_ENTITY and node.value == old:
                changes.append((span_of(node), new))
            elif "realised_by" in path and re.match(rf"\w+:{re.escape(old)}\b", node.value):
                changes.append((span_of(node), re.sub(rf"(?<=:){re.escape(old)}\b", new, node.value)))
        return by_person(replaced(text, changes), new)

    return edit


def rename_field(entity: str, old: str, new: str) -> Edit:
    """Another name for a property, also where rules and computed values speak of it."""

    def edit(text: str) -> str:
        root = root_of(text)
        fields = pair_at(root, "entities", entity, "fields")[1]
        key = found_in(fields, old)[0]
        if get(fields, new) is not None:
            raise CannotEdit(f"{entity} has a field '{new}' already")
        changes = [(span_of(key), new)]
        word = re.compile(rf"(?<![\w.]){re.escape(old)}\b")
        ways = [re.compile(rf"\b{re.escape(way)}\.{re.escape(old)}\b") for way in ways_to(root, entity)]
        held = [re.compile(rf"\({re.escape(many)}\s*,") for many in children_of(root, entity)]
        for path, node in scalars(root):
            if not isinstance(node.value, str):
                continue
            own = path[:2] == ("entities", entity) or entity_about(root, path) == entity
            if path[:2] == ("entities", entity) and path[2:] == ("label",) and node.value == old:
                changes.append((span_of(node), new))
            elif own and path[-1] not in ("entity", "from", "by", "type") and path[0] != "sentences":
                if "fields" in path[2:3] and path[:1] == ("entities",):
                    continue
                if word.search(node.value):
                    changes.append((span_of(node), word.sub(new, raw(text, node))))
            elif path and path[-1] in _SAYS and any(way.search(node.value) for way in ways):
                said = raw(text, node)
                for way in ways:
                    said = way.sub(lambda found: found.group().replace(f".{old}", f".{new}"), said)
                changes.append((span_of(node), said))
            elif path and path[-1] in _SAYS and any(each.search(node.value) for each in held):
                changes.append((span_of(node), word.sub(new, raw(text, node))))
        return by_person(replaced(text, changes), entity, "fields", new)

    return edit


def delete_field(entity: str, name: str) -> Edit:
    """Removes a property; a label that named it goes too."""

    def edit(text: str) -> str:
        value = entity_in(root_of(text), entity)
        label = get(value, "label")
        if label is not None and label[1].value == name:
            text = without(text, ("entities", entity), "label")
        return without(text, ("entities", entity, "fields"), name)

    return edit


def delete_item(section: str, number: int) -> Edit:
    """Removes a rule or a feature: the `number`-th, from 0, of its list."""

    def edit(text: str) -> str:
        items = found_in(root_of(text), section)[1].value
        if not 0 <= number < len(items):
            raise CannotEdit(f"there are only {len(items)} {section}")
        return without_these(text, section, [items[number]])

    return edit


def delete_relation(entity: str, name: str) -> Edit:
    """Removes a reference."""
    return lambda text: without(text, ("entities", entity, "relations"), name)


def delete_entity(name: str) -> Edit:
    """Removes a thing with what is only about it: references to it, grants, rules, features, addresses."""

    def edit(text: str) -> str:
        for owner, relation in list(relations_to(root_of(text), name)):
            text = without(text, ("entities", owner, "relations"), relation)
        for section in ("grants", "rules", "features"):
            text = without_items(text, section, name)
        return without(text, ("entities",), name)

    return edit


def line_of(text: str, *path: str) -> tuple[int, int]:
    """First and last line, from 1, of a part such as entities, order, fields, total; (0, 0) when there is none."""
    try:
        key, value = pair_at(root_of(text), *path)
    except CannotEdit:
        return (0, 0)
    first = key.start_mark.line + 1
    end = value.end_mark
    begun = text[line_start(text, end.index) : end.index].strip()
    return (first, max(first, end.line + 1 if begun else end.line))


def line_of_item(text: str, section: str, number: int) -> tuple[int, int]:
    """First and last line of the `number`-th item of a list, from 0; (0, 0) when there is none."""
    try:
        items = found_in(root_of(text), section)[1].value
    except CannotEdit:
        return (0, 0)
    if not 0 <= number < len(items):
        return (0, 0)
    start, end = items[number].start_mark, items[number].end_mark
    begun = text[line_start(text, end.index) : end.index].strip()
    return (start.line + 1, max(start.line + 1, end.line + 1 if begun else end.line))
