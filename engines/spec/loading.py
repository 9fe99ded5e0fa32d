"""Reads a specification from YAML; every mistake is named with its line and its path. Public as load_spec."""

from __future__ import annotations

import enum
from dataclasses import MISSING, fields, is_dataclass
from types import NoneType
from typing import Any, Literal, get_args, get_origin

import yaml

from engines.kernel.errors import UserError
from engines.kernel.spec import SPEC_VERSION, Origin, Spec
from engines.spec.notation import KEYED, LOADER, ORIGIN, RULES, element, hints, is_union, tagged

_SCALARS: dict[type, tuple[str, ...]] = {
    bool: ("bool",),
    int: ("int",),
    float: ("float", "int"),
    NoneType: ("null",),
    str: ("str", "timestamp"),
}

_NAMED: dict[Any, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "text",
    NoneType: "nothing",
}


def load_spec(text: str) -> Spec:
    """The specification that a text describes; UserError names line and path of the first mistake."""
    try:
        node = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}: " if mark else ""
        raise UserError(f"{place}this is not YAML ({getattr(error, 'problem', error)})") from error
    if not isinstance(node, yaml.MappingNode):
        raise UserError("line 1: a specification is a mapping that begins with 'version'")
    version = next((v.value for k, v in node.value if k.value == "version"), str(SPEC_VERSION))
    if version != str(SPEC_VERSION):
        raise UserError(
            f"version {version} of the specification format is not known", hint=f"This program reads {SPEC_VERSION}."
        )
    spec: Spec = _part(node, Spec, "", {})
    return spec


def _wrong(node: yaml.Node, path: str, problem: str, hint: str = "") -> UserError:
    where = f" at {path}" if path else ""
    return UserError(f"line {node.start_mark.line + 1}{where}: {problem}", hint=hint)


def _pairs(node: yaml.Node, path: str) -> list[tuple[str, yaml.Node, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        raise _wrong(node, path, "a mapping is expected here", "Write name: value pairs.")
    found: dict[str, tuple[str, yaml.Node, yaml.Node]] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _wrong(key, path, "a name is expected here")
        if key.value in found:
            raise _wrong(key, path, f"'{key.value}' stands twice")
        found[key.value] = (key.value, key, value)
    return list(found.values())


def _part(node: yaml.Node, kind: type, path: str, given: dict[str, Any]) -> Any:
    """One dataclass; `given` holds what its key already told."""
    known = hints(kind)
    values, origin = dict(given), dict[str, yaml.Node]()
    empty = isinstance(node, yaml.ScalarNode) and node.tag.endswith(":null")
    for name, key, value in [] if empty else _pairs(node, path):
        place = f"{path}.{name}" if path else name
        if name in ORIGIN and "origin" in known:
            origin[name] = value
        elif name not in known or name in given or name == "origin":
            names = [n for n in known if n not in given and n != "origin"]
            raise _wrong(key, place, f"'{name}' is not known here", f"Known: {', '.join(names)}")
        else:
            values[name] = _value(value, known[name], place)
    if "origin" in known:
        values["origin"] = _origin(origin, path)
    missing = [f.name for f in fields(kind) if f.default is MISSING and f.name not in values]
    if missing:
        raise _wrong(node, path, f"'{missing[0]}' is missing")
    return kind(**values)


def _origin(given: dict[str, yaml.Node], path: str) -> Origin:
    known = hints(Origin)
    sentences = _value(given["from"], known["sentences"], f"{path}.from") if "from" in given else ()
    confidence = _value(given["confidence"], float, f"{path}.confidence") if "confidence" in given else 1.0
    if "by" in given:
        by = _value(given["by"], known["source"], f"{path}.by")
        return Origin(sentences=sentences, confidence=confidence, source=by)
    return Origin(sentences=sentences, confidence=confidence, source="reader" if sentences else "convention")


def _value(node: yaml.Node, kind: Any, path: str) -> Any:
    if item := element(kind):
        return _sequence(node, item, path)
    if get_origin(kind) is tuple:
        return _fixed(node, get_args(kind), path)
    if get_origin(kind) is Literal:
        return _choice(node, [str(v) for v in get_args(kind)], path)
    if is_union(kind):
        return _one_of(node, get_args(kind), path)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return kind(_choice(node, [str(v.value) for v in kind], path))
    if is_dataclass(kind) and isinstance(kind, type):
        return _part(node, kind, path, {})
    return _scalar(node, kind, path)


def _sequence(node: yaml.Node, item: Any, path: str) -> tuple[Any, ...]:
    if get_args(item) == (str, str):
        return tuple((name, _scalar(value, str, f"{path}.{name}")) for name, _, value in _pairs(node, path))
    key = KEYED.get(item) if isinstance(item, type) else None
    if key:
        read = int if hints(item)[key] is int else str
        return tuple(
            _part(value, item, f"{path}.{name}", {key: _key(at, name, read, path)})
            for name, at, value in _pairs(node, path)
        )
    if not isinstance(node, yaml.SequenceNode):
        raise _wrong(node, path, "a list is expected here", "Write [a, b] or one '- ' per line.")
    tags = tagged(item)
    return tuple(
        _tagged(value, tags, f"{path}[{n}]") if tags else _value(value, item, f"{path}[{n}]")
        for n, value in enumerate(node.value, 1)
    )


def _key(node: yaml.Node, name: str, read: type, path: str) -> Any:
    if read is int and not name.isdigit():
        raise _wrong(node, path, f"'{name}' is not a number")
    return read(name)


def _tagged(node: yaml.Node, tags: dict[str, type], path: str) -> Any:
    pairs = _pairs(node, path)
    if len(pairs) != 1 or pairs[0][0] not in tags:
        what = "rule" if tags is RULES else "step"
        raise _wrong(node, path, f"a {what} of one kind is expected here", f"Known: {', '.join(tags)}")
    tag, _, value = pairs[0]
    return _part(value, tags[tag], f"{path}.{tag}", {})


def _fixed(node: yaml.Node, kinds: tuple[Any, ...], path: str) -> tuple[Any, ...]:
    if not isinstance(node, yaml.SequenceNode) or len(node.value) != len(kinds):
        raise _wrong(node, path, f"a list of {len(kinds)} values is expected here")
    return tuple(_value(value, kind, path) for value, kind in zip(node.value, kinds, strict=True))


def _choice(node: yaml.Node, known: list[str], path: str) -> str:
    if not isinstance(node, yaml.ScalarNode) or node.value not in known:
        said = f"'{node.value}' is" if isinstance(node, yaml.ScalarNode) else "this is"
        raise _wrong(node, path, f"{said} none of the known values", f"Known: {', '.join(known)}")
    return str(node.value)


def _one_of(node: yaml.Node, kinds: tuple[Any, ...], path: str) -> Any:
    if isinstance(node, yaml.ScalarNode):
        tag = node.tag.rpartition(":")[2]
        for kind in (bool, int, float, NoneType, str):
            if kind in kinds and tag in _SCALARS[kind]:
                return _scalar(node, kind, path)
    for kind in kinds:
        if is_dataclass(kind):
            return _value(node, kind, path)
    names = " or ".join(_NAMED.get(kind, "another value") for kind in kinds if kind is not NoneType)
    said = f"'{node.value}' is not" if isinstance(node, yaml.ScalarNode) else "here is expected"
    raise _wrong(node, path, f"{said} {names}")


def _scalar(node: yaml.Node, kind: type, path: str) -> Any:
    if not isinstance(node, yaml.ScalarNode):
        raise _wrong(node, path, "a single value is expected here")
    tag = node.tag.rpartition(":")[2]
    if kind is str and tag != "null":
        return node.value
    if tag not in _SCALARS.get(kind, ()):
        raise _wrong(node, path, f"'{node.value}' is not {_NAMED.get(kind, kind.__name__)}")
    if kind is NoneType:
        return None
    value = yaml.safe_load(node.value)
    return kind(value)
