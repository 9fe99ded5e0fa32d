"""Writes a specification as YAML that a person likes to read: defaults left out, one line per field. Public as dump_spec."""

from __future__ import annotations

from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from typing import Any

import yaml

from engines.kernel.errors import UserError
from engines.kernel.spec import Entity, Lifecycle, Origin, Spec, Training
from engines.kernel.spec.service import Operation, Resource, Service, View
from engines.kernel.spec.tool import Command, Tool
from engines.spec.notation import KEYED, TAGS, hints, is_mapping

_BLOCKS = (Spec, Entity, Lifecycle, Training, Tool, Command, Service, Resource, Operation, View)


class _Line(dict[str, Any]):
    """A mapping that stands on one line."""


class _Dumper(yaml.SafeDumper):
    """Lists of plain values on one line, indented sequences."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:
        return True


def _line(dumper: yaml.SafeDumper, data: _Line) -> yaml.MappingNode:
    return dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=True)


def _list(dumper: yaml.SafeDumper, data: list[Any]) -> yaml.SequenceNode:
    flat = all(not isinstance(item, dict | list) for item in data)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=flat)


_Dumper.add_representer(_Line, _line)
_Dumper.add_representer(list, _list)


def dump_spec(spec: Spec) -> str:
    """The specification as YAML; load_spec gives back the same value."""
    plain = {"version": spec.version, **{k: v for k, v in _part(spec).items() if k != "version"}}
    text: str = yaml.dump(plain, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=118)
    return text


def _part(part: Any, *, without: str = "") -> dict[str, Any]:
    """A dataclass as a mapping of what differs from its defaults."""
    found: dict[str, Any] = {}
    for entry in fields(part):
        value = getattr(part, entry.name)
        if entry.name == without or (_is_default(entry, value) and entry.name != "type"):
            continue
        if isinstance(value, Origin):
            found |= _origin(value)
        elif is_mapping(hints(type(part))[entry.name]):
            found[entry.name] = _Line(value)
        else:
            found[entry.name] = _value(value)
    return found if isinstance(part, _BLOCKS) else _Line(found)


def _is_default(entry: Field[Any], value: object) -> bool:
    return entry.default is not MISSING and type(value) is type(entry.default) and value == entry.default


def _origin(origin: Origin) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if origin.sentences:
        found["from"] = list(origin.sentences)
    if origin.confidence != 1.0:
        found["confidence"] = origin.confidence
    if origin.source != ("reader" if origin.sentences else "convention"):
        found["by"] = origin.source
    return found


def _value(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return _sequence(value)
    if is_dataclass(value):
        return _part(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value


def _sequence(items: tuple[Any, ...]) -> Any:
    kinds = {type(item) for item in items}
    if len(kinds) == 1 and (key := KEYED.get(kinds.copy().pop())):
        keyed = {getattr(item, key): _part(item, without=key) for item in items}
        if len(keyed) < len(items):
            names = [getattr(item, key) for item in items]
            twice = next(name for name in names if names.count(name) > 1)
            raise UserError(f"'{twice}' stands twice in the specification", hint="Give each a name of its own.")
        return keyed
    return [_Line({TAGS[type(item)]: _part(item)}) if type(item) in TAGS else _value(item) for item in items]
