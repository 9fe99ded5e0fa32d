"""The YAML of a specification as nodes that know their places in the text: what stands where, and who speaks of whom. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import yaml


class CannotEdit(ValueError):
    """The text has no such part, or it can't be read as YAML."""


def root_of(text: str) -> yaml.MappingNode:
    """The whole text; CannotEdit when it is no mapping."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        found = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        raise CannotEdit(str(error)) from error
    if not isinstance(found, yaml.MappingNode):
        raise CannotEdit("a specification is a mapping")
    return found


def get(node: yaml.Node, key: str) -> tuple[yaml.Node, yaml.Node] | None:
    """Key and value of a mapping; None where it has no such key."""
    import yaml

    if not isinstance(node, yaml.MappingNode):
        return None
    return next(((k, v) for k, v in node.value if k.value == key), None)


def found_in(node: yaml.Node, key: str) -> tuple[yaml.Node, yaml.Node]:
    """Key and value of a mapping that must have it; else CannotEdit."""
    found = get(node, key)
    if found is None:
        raise CannotEdit(f"there is no '{key}'")
    return found


def pair_at(node: yaml.Node, *path: str) -> tuple[yaml.Node, yaml.Node]:
    """The same along a path of keys."""
    found = found_in(node, path[0])
    return pair_at(found[1], *path[1:]) if len(path) > 1 else found


def entity_in(root: yaml.Node, name: str) -> yaml.Node:
    """The value of an entity."""
    return pair_at(root, "entities", name)[1]


def span_of(node: yaml.Node) -> tuple[int, int]:
    """Where a node begins and ends in the text."""
    return node.start_mark.index, node.end_mark.index


def raw(text: str, node: yaml.Node) -> str:
    """A node as it is written."""
    start, end = span_of(node)
    return text[start:end]


def replaced(text: str, changes: list[tuple[tuple[int, int], str]]) -> str:
    """From the end on, so that places stay right; the same place twice is changed once."""
    for (start, end), new in sorted(dict(changes).items(), reverse=True):
        text = text[:start] + new + text[end:]
    return text


def scalars(node: yaml.Node, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], yaml.ScalarNode]]:
    """Every scalar value with the keys that lead to it; items of lists by their number."""
    import yaml

    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from scalars(value, (*path, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from scalars(value, (*path, str(number)))
    elif isinstance(node, yaml.ScalarNode):
        yield path, node


def entity_about(root: yaml.Node, path: tuple[str, ...]) -> str:
    """The entity that the rule, grant or feature at a path is about."""
    if len(path) < 2 or path[0] not in ("rules", "grants", "features") or not path[1].isdigit():
        return ""
    return entity_of(found_in(root, path[0])[1].value[int(path[1])])


def relations_to(root: yaml.Node, name: str) -> Iterator[tuple[str, str]]:
    """Owner and name of each reference to an entity."""
    entities = get(root, "entities")
    for key, value in entities[1].value if entities is not None else ():
        relations = get(value, "relations")
        for relation, said in relations[1].value if relations is not None else ():
            target = get(said, "target")
            if target is not None and target[1].value == name:
                yield str(key.value), str(relation.value)


def ways_to(root: yaml.Node, entity: str) -> set[str]:
    """The names under which others refer to an entity."""
    return {relation for _, relation in relations_to(root, entity)}


def children_of(root: yaml.Node, entity: str) -> set[str]:
    """The names under which others know the objects of an entity."""
    relations = get(entity_in(root, entity), "relations")
    found = [get(said, "children") for _, said in (relations[1].value if relations is not None else ())]
    return {str(children[1].value) for children in found if children is not None}


def entity_of(item: yaml.Node) -> str:
    """The entity of a grant or a feature, or of a rule, which stands under its tag."""
    import yaml

    if not isinstance(item, yaml.MappingNode):
        return ""
    inner = item.value[0][1] if len(item.value) == 1 and isinstance(item.value[0][1], yaml.MappingNode) else item
    entity = get(inner, "entity")
    return str(entity[1].value) if entity is not None else ""
