"""What a blueprint is and what it needs to render; made by the loader, read by plan and render."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engines.kernel.spec import AppKind


@dataclass(frozen=True, kw_only=True)
class BlueprintFile:
    """One line of the manifest: a template, the path it is written to, for `each` of what, and `when`."""

    template: str
    path: str
    each: str = ""
    when: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Blueprint:
    """A verified recipe for one stack. `requirements` are pinned; `serve` and `test` are command lines."""

    name: str
    version: str
    kinds: tuple[AppKind, ...]
    files: tuple[BlueprintFile, ...]
    serve: tuple[str, ...]
    test: tuple[str, ...]
    requirements: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Context:
    """What the templates of a blueprint see: values for all, loops for `each`, conditions for `when`."""

    values: Mapping[str, object]
    loops: Mapping[str, Sequence[object]]
    conditions: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Rendering:
    """One file to render: the template and, inside a loop, the name and value of its item."""

    template: str
    path: str
    item: Mapping[str, object]
