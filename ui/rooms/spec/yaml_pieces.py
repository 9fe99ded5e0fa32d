"""Putting pieces into a YAML text and taking them out, so that all else stays as a person wrote it. Pure; used by editing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.rooms.spec.yaml_nodes import (
    CannotEdit,
    entity_in,
    entity_of,
    found_in,
    get,
    pair_at,
    replaced,
    root_of,
    span_of,
)

if TYPE_CHECKING:
    import yaml


def line_start(text: str, index: int) -> int:
    """Where the line of a place begins."""
    return text.rfind("\n", 0, index) + 1


def in_section(text: str, *, section: str, block: str) -> str:
    """A section of the whole with one more block; CannotEdit when it has one of that name."""
    root = root_of(text)
    name = block.strip().partition(":")[0]
    found = get(root, section)
    if found is None:
        return f"{text.rstrip()}\n{section}:\n{block}"
    if get(found[1], name) is not None:
        raise CannotEdit(f"there is '{name}' already")
    end = found[1].end_mark.index
    at = line_start(text, end) if text[line_start(text, end) : end].strip() == "" else end
    before = text[:at] if text[:at].endswith("\n") else text[:at] + "\n"
    return before + block + text[at:]


def with_part(text: str, *, entity: str, section: str, line: str) -> str:
    """A section of an entity, such as its fields, with one more line."""
    value = entity_in(root_of(text), entity)
    found = get(value, section)
    name = line.partition(":")[0]
    if found is None:
        at = line_start(text, value.start_mark.index)
        return f"{text[:at]}    {section}:\n      {line}\n{text[at:]}"
    if get(found[1], name) is not None:
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


def by_person(text: str, entity: str, *path: str) -> str:
    """Marks a fact as set by a person, which outranks the reader."""
    value = pair_at(root_of(text), "entities", entity, *path)[1]
    known = get(value, "by")
    if known is not None:
        return replaced(text, [(span_of(known[1]), "person")])
    return with_key(text, value, "by: person")


def with_key(text: str, value: yaml.Node, said: str) -> str:
    """A mapping with one more key."""
    if getattr(value, "flow_style", False):
        at = value.end_mark.index - 1
        return f"{text[:at]}{', ' if getattr(value, 'value', ()) else ''}{said}{text[at:]}"
    at = line_start(text, value.start_mark.index)
    return f"{text[:at]}{' ' * value.start_mark.column}{said}\n{text[at:]}"


def without(text: str, path: tuple[str, ...], name: str) -> str:
    """A mapping without one of its keys; a mapping that is empty then goes with its own key."""
    mapping = pair_at(root_of(text), *path)[1]
    key, value = found_in(mapping, name)
    if len(mapping.value) == 1 and len(path) > 1:
        return without(text, path[:-1], path[-1])
    if getattr(mapping, "flow_style", False):
        number = next(at for at, (k, _) in enumerate(mapping.value) if k is key)
        start = key.start_mark.index if number == 0 else mapping.value[number - 1][1].end_mark.index
        end = mapping.value[1][0].start_mark.index if number == 0 else value.end_mark.index
        return text[:start] + text[end:]
    start, end = line_start(text, key.start_mark.index), value.end_mark.index
    end = line_start(text, end) if text[line_start(text, end) : end].strip() == "" else text.find("\n", end) + 1 or end
    return text[:start] + text[end:]


def without_items(text: str, section: str, entity: str) -> str:
    """A list without the items that are about an entity."""
    found = get(root_of(text), section)
    if found is None:
        return text
    return without_these(text, section, [item for item in found[1].value if entity_of(item) == entity])


def without_these(text: str, section: str, gone: list[yaml.Node]) -> str:
    """A list without some of its items; a list that is empty then goes with its key."""
    if len(gone) == len(found_in(root_of(text), section)[1].value):
        return _without_key(text, section) if gone else text
    for item in reversed(gone):
        start, end = line_start(text, item.start_mark.index), item.end_mark.index
        blank = text[line_start(text, end) : end].strip() == ""
        end = (
            line_start(text, end) if blank and line_start(text, end) > start else text.find("\n", end) + 1 or len(text)
        )
        text = text[:start] + text[end:]
    return text


def _without_key(text: str, section: str) -> str:
    key, value = found_in(root_of(text), section)
    start, end = line_start(text, key.start_mark.index), value.end_mark.index
    end = line_start(text, end) if text[line_start(text, end) : end].strip() == "" else text.find("\n", end) + 1 or end
    return text[:start] + text[end:]
