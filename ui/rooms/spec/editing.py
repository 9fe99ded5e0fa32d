"""Edits of a specification's YAML that leave everything else as a person wrote it, comments too. Pure.

Each takes a text and returns another; what does not fit together afterwards is for the engine's check to tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import yaml

Edit = Callable[[str], str]
_NAMES_ENTITY = ("entity", "target")
_SAYS = ("expression", "condition", "where")


class CannotEdit(ValueError):
    """The text has no such part, or it can't be read as YAML."""


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
    return partial(_in_section, section="entities", block=block)


def add_field(entity: str, name: str, type_: str) -> Edit:
    """A new property at the end of an entity's."""
    return partial(_with_part, entity=entity, section="fields", line=f"{name}: {{type: {type_}, by: person}}")


def add_relation(source: str, target: str, children: str) -> Edit:
    """`source` refers to one `target`."""
    line = f"{target}: {{target: {target}, children: {children}, by: person}}"
    return partial(_with_part, entity=source, section="relations", line=line)


def change_type(entity: str, field: str, type_: str) -> Edit:
    """Another type for a field."""

    def edit(text: str) -> str:
        value = _pair(_entity(_root(text), entity), "fields", field)[1]
        old = _get(value, "type")
        if old is None:
            raise CannotEdit(f"{entity}.{field} has no type")
        changed = _replaced(text, [(_span(old[1]), type_)])
        return _by_person(changed, entity, "fields", field)

    return edit


def change_flag(entity: str, field: str, flag: str, *, on: bool) -> Edit:
    """Whether a field is `required` or `unique`."""

    def edit(text: str) -> str:
        value = _pair(_entity(_root(text), entity), "fields", field)[1]
        known, said = _get(value, flag), "true" if on else "false"
        if known is not None:
            changed = _replaced(text, [(_span(known[1]), said)])
        else:
            changed = _with_key(text, value, f"{flag}: {said}")
        return _by_person(changed, entity, "fields", field)

    return edit


def rename_entity(old: str, new: str) -> Edit:
    """Another name for a thing, wherever it is named."""

    def edit(text: str) -> str:
        root = _root(text)
        entities = _get(root, "entities")
        if entities is None or _get(entities[1], old) is None:
            raise CannotEdit(f"there is no entity '{old}'")
        if _get(entities[1], new) is not None:
            raise CannotEdit(f"there is an entity '{new}' already")
        key, value = _found(entities[1], old)
        changes = [(_span(key), new)]
        if (plural := _get(value, "plural")) is not None:
            changes.append((_span(plural[1]), plural_of(new)))
        for path, node in _scalars(root):
            if path and path[-1] in _NAMES_ENTITY and node.value == old:
                changes.append((_span(node), new))
            elif "realised_by" in path and re.match(rf"\w+:{re.escape(old)}\b", node.value):
                changes.append((_span(node), re.sub(rf"(?<=:){re.escape(old)}\b", new, node.value)))
        return _by_person(_replaced(text, changes), new)

    return edit


def rename_field(entity: str, old: str, new: str) -> Edit:
    """Another name for a property, also where rules and computed values speak of it."""

    def edit(text: str) -> str:
        root = _root(text)
        fields = _pair(root, "entities", entity, "fields")[1]
        key = _found(fields, old)[0]
        if _get(fields, new) is not None:
            raise CannotEdit(f"{entity} has a field '{new}' already")
        changes = [(_span(key), new)]
        word = re.compile(rf"(?<![\w.]){re.escape(old)}\b")
        ways = [re.compile(rf"\b{re.escape(way)}\.{re.escape(old)}\b") for way in _ways_to(root, entity)]
        held = [re.compile(rf"\({re.escape(many)}\s*,") for many in _children_of(root, entity)]
        for path, node in _scalars(root):
            if not isinstance(node.value, str):
                continue
            own = path[:2] == ("entities", entity) or _about(root, path) == entity
            if path[:2] == ("entities", entity) and path[2:] == ("label",) and node.value == old:
                changes.append((_span(node), new))
            elif own and path[-1] not in ("entity", "from", "by", "type") and path[0] != "sentences":
                if "fields" in path[2:3] and path[:1] == ("entities",):
                    continue
                if word.search(node.value):
                    changes.append((_span(node), word.sub(new, _raw(text, node))))
            elif path and path[-1] in _SAYS and any(way.search(node.value) for way in ways):
                said = _raw(text, node)
                for way in ways:
                    said = way.sub(lambda found: found.group().replace(f".{old}", f".{new}"), said)
                changes.append((_span(node), said))
            elif path and path[-1] in _SAYS and any(each.search(node.value) for each in held):
                changes.append((_span(node), word.sub(new, _raw(text, node))))
        return _by_person(_replaced(text, changes), entity, "fields", new)

    return edit


def delete_field(entity: str, name: str) -> Edit:
    """Removes a property; a label that named it goes too."""

    def edit(text: str) -> str:
        value = _entity(_root(text), entity)
        label = _get(value, "label")
        if label is not None and label[1].value == name:
            text = _without(text, ("entities", entity), "label")
        return _without(text, ("entities", entity, "fields"), name)

    return edit


def delete_item(section: str, number: int) -> Edit:
    """Removes a rule or a feature: the `number`-th, from 0, of its list."""

    def edit(text: str) -> str:
        items = _found(_root(text), section)[1].value
        if not 0 <= number < len(items):
            raise CannotEdit(f"there are only {len(items)} {section}")
        return _without_these(text, section, [items[number]])

    return edit


def delete_relation(entity: str, name: str) -> Edit:
    """Removes a reference."""
    return lambda text: _without(text, ("entities", entity, "relations"), name)


def delete_entity(name: str) -> Edit:
    """Removes a thing with what is only about it: references to it, grants, rules, features, addresses."""

    def edit(text: str) -> str:
        for owner, relation in list(_relations_to(_root(text), name)):
            text = _without(text, ("entities", owner, "relations"), relation)
        for section in ("grants", "rules", "features"):
            text = _without_items(text, section, name)
        return _without(text, ("entities",), name)

    return edit


def line_of(text: str, *path: str) -> tuple[int, int]:
    """First and last line, from 1, of a part such as entities, order, fields, total; (0, 0) when there is none."""
    try:
        key, value = _pair(_root(text), *path)
    except CannotEdit:
        return (0, 0)
    first = key.start_mark.line + 1
    end = value.end_mark
    begun = text[_line_start(text, end.index) : end.index].strip()
    return (first, max(first, end.line + 1 if begun else end.line))


def line_of_item(text: str, section: str, number: int) -> tuple[int, int]:
    """First and last line of the `number`-th item of a list, from 0; (0, 0) when there is none."""
    try:
        items = _found(_root(text), section)[1].value
    except CannotEdit:
        return (0, 0)
    if not 0 <= number < len(items):
        return (0, 0)
    start, end = items[number].start_mark, items[number].end_mark
    begun = text[_line_start(text, end.index) : end.index].strip()
    return (start.line + 1, max(start.line + 1, end.line + 1 if begun else end.line))


def _root(text: str) -> yaml.MappingNode:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        found = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        raise CannotEdit(str(error)) from error
    if not isinstance(found, yaml.MappingNode):
        raise CannotEdit("a specification is a mapping")
    return found


def _get(node: yaml.Node, key: str) -> tuple[yaml.Node, yaml.Node] | None:
    import yaml

    if not isinstance(node, yaml.MappingNode):
        return None
    return next(((k, v) for k, v in node.value if k.value == key), None)


def _found(node: yaml.Node, key: str) -> tuple[yaml.Node, yaml.Node]:
    found = _get(node, key)
    if found is None:
        raise CannotEdit(f"there is no '{key}'")
    return found


def _pair(node: yaml.Node, *path: str) -> tuple[yaml.Node, yaml.Node]:
    found = _found(node, path[0])
    return _pair(found[1], *path[1:]) if len(path) > 1 else found


def _entity(root: yaml.Node, name: str) -> yaml.Node:
    return _pair(root, "entities", name)[1]


def _span(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.index, node.end_mark.index


def _raw(text: str, node: yaml.Node) -> str:
    start, end = _span(node)
    return text[start:end]


def _replaced(text: str, changes: list[tuple[tuple[int, int], str]]) -> str:
    """From the end on, so that places stay right; the same place twice is changed once."""
    for (start, end), new in sorted(dict(changes).items(), reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _scalars(node: yaml.Node, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], yaml.ScalarNode]]:
    """Every scalar value with the keys that lead to it; items of lists by their number."""
    import yaml

    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _scalars(value, (*path, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _scalars(value, (*path, str(number)))
    elif isinstance(node, yaml.ScalarNode):
        yield path, node


def _about(root: yaml.Node, path: tuple[str, ...]) -> str:
    """The entity that the rule, grant or feature at a path is about."""
    if len(path) < 2 or path[0] not in ("rules", "grants", "features") or not path[1].isdigit():
        return ""
    return _entity_of(_found(root, path[0])[1].value[int(path[1])])


def _relations_to(root: yaml.Node, name: str) -> Iterator[tuple[str, str]]:
    """Owner and name of each reference to an entity."""
    entities = _get(root, "entities")
    for key, value in entities[1].value if entities is not None else ():
        relations = _get(value, "relations")
        for relation, said in relations[1].value if relations is not None else ():
            target = _get(said, "target")
            if target is not None and target[1].value == name:
                yield str(key.value), str(relation.value)


def _ways_to(root: yaml.Node, entity: str) -> set[str]:
    return {relation for _, relation in _relations_to(root, entity)}


def _children_of(root: yaml.Node, entity: str) -> set[str]:
    """The names under which others know the objects of an entity."""
    relations = _get(_entity(root, entity), "relations")
    found = [_get(said, "children") for _, said in (relations[1].value if relations is not None else ())]
    return {str(children[1].value) for children in found if children is not None}


def _line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def _in_section(text: str, *, section: str, block: str) -> str:
    root = _root(text)
    name = block.strip().partition(":")[0]
    found = _get(root, section)
    if found is None:
        return f"{text.rstrip()}\n{section}:\n{block}"
    if _get(found[1], name) is not None:
        raise CannotEdit(f"there is '{name}' already")
    end = found[1].end_mark.index
    at = _line_start(text, end) if text[_line_start(text, end) : end].strip() == "" else end
    before = text[:at] if text[:at].endswith("\n") else text[:at] + "\n"
    return before + block + text[at:]


def _with_part(text: str, *, entity: str, section: str, line: str) -> str:
    value = _entity(_root(text), entity)
    found = _get(value, section)
    name = line.partition(":")[0]
    if found is None:
        at = _line_start(text, value.start_mark.index)
        return f"{text[:at]}    {section}:\n      {line}\n{text[at:]}"
    if _get(found[1], name) is not None:
        raise CannotEdit(f"{entity} has '{name}' already")
    if getattr(found[1], "flow_style", False):
        at = found[1].end_mark.index - 1
        comma = ", " if found[1].value else ""
        return f"{text[:at]}{comma}{line}{text[at:]}"
    indent = " " * found[1].value[0][0].start_mark.column
    last = found[1].value[-1][1]
    at = text.find("\n", last.end_mark.index - (1 if text[: last.end_mark.index].endswith("\n") else 0))
    at = len(text) if at < 0 else at + 1
    before = text[:at] if text[:at].endswith("\n") else text[:at] + "\n"
    return f"{before}{indent}{line}\n{text[at:]}"


def _by_person(text: str, entity: str, *path: str) -> str:
    """Marks a fact as set by a person, which outranks the reader."""
    value = _pair(_root(text), "entities", entity, *path)[1]
    known = _get(value, "by")
    if known is not None:
        return _replaced(text, [(_span(known[1]), "person")])
    return _with_key(text, value, "by: person")


def _with_key(text: str, value: yaml.Node, said: str) -> str:
    """A mapping with one more key."""
    if getattr(value, "flow_style", False):
        at = value.end_mark.index - 1
        return f"{text[:at]}{', ' if getattr(value, 'value', ()) else ''}{said}{text[at:]}"
    at = _line_start(text, value.start_mark.index)
    return f"{text[:at]}{' ' * value.start_mark.column}{said}\n{text[at:]}"


def _without(text: str, path: tuple[str, ...], name: str) -> str:
    """A mapping without one of its keys; a mapping that is empty then goes with its own key."""
    mapping = _pair(_root(text), *path)[1]
    key, value = _found(mapping, name)
    if len(mapping.value) == 1 and len(path) > 1:
        return _without(text, path[:-1], path[-1])
    if getattr(mapping, "flow_style", False):
        number = next(at for at, (k, _) in enumerate(mapping.value) if k is key)
        start = key.start_mark.index if number == 0 else mapping.value[number - 1][1].end_mark.index
        end = mapping.value[1][0].start_mark.index if number == 0 else value.end_mark.index
        return text[:start] + text[end:]
    start, end = _line_start(text, key.start_mark.index), value.end_mark.index
    end = (
        _line_start(text, end) if text[_line_start(text, end) : end].strip() == "" else text.find("\n", end) + 1 or end
    )
    return text[:start] + text[end:]


def _without_items(text: str, section: str, entity: str) -> str:
    """A list without the items that are about an entity."""
    found = _get(_root(text), section)
    if found is None:
        return text
    return _without_these(text, section, [item for item in found[1].value if _entity_of(item) == entity])


def _without_these(text: str, section: str, gone: list[yaml.Node]) -> str:
    """A list without some of its items; a list that is empty then goes with its key."""
    if len(gone) == len(_found(_root(text), section)[1].value):
        return _without_key(text, section) if gone else text
    for item in reversed(gone):
        start, end = _line_start(text, item.start_mark.index), item.end_mark.index
        blank = text[_line_start(text, end) : end].strip() == ""
        end = (
            _line_start(text, end)
            if blank and _line_start(text, end) > start
            else text.find("\n", end) + 1 or len(text)
        )
        text = text[:start] + text[end:]
    return text


def _without_key(text: str, section: str) -> str:
    key, value = _found(_root(text), section)
    start, end = _line_start(text, key.start_mark.index), value.end_mark.index
    end = (
        _line_start(text, end) if text[_line_start(text, end) : end].strip() == "" else text.find("\n", end) + 1 or end
    )
    return text[:start] + text[end:]


def _entity_of(item: yaml.Node) -> str:
    """The entity of a grant or a feature, or of a rule, which stands under its tag."""
    import yaml

    if not isinstance(item, yaml.MappingNode):
        return ""
    inner = item.value[0][1] if len(item.value) == 1 and isinstance(item.value[0][1], yaml.MappingNode) else item
    entity = _get(inner, "entity")
    return str(entity[1].value) if entity is not None else ""
