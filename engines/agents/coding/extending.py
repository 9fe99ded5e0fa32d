"""What an agent added to a project, as a fact of its specification. Pure; called when its change goes in."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from engines.kernel.spec import Extension, Origin, Spec

CONFIDENCE = 0.7
_LONGEST = 48


def name_of(requirement: str, taken: Sequence[str] = ()) -> str:
    """A short name in snake_case made of a sentence's first words, unlike those that are taken."""
    words = re.findall(r"[a-z0-9]+", requirement.lower())
    name = ""
    for word in words:
        if len(name) + len(word) + 1 > _LONGEST:
            break
        name = f"{name}_{word}" if name else word
    name = name or "extension"
    numbers = iter(range(2, len(taken) + 3))
    free = name
    while free in taken:
        free = f"{name}_{next(numbers)}"
    return free


def extended(
    spec: Spec, number: int, name: str, *, before: Mapping[str, str], changes: Mapping[str, str], tests: Sequence[str]
) -> Spec:
    """The specification with what was built for its sentence `number`."""
    code = tuple(place for path in sorted(changes) for place in _places(path, before.get(path, ""), changes[path]))
    origin = Origin(sentences=(number,), confidence=CONFIDENCE, source="model")
    extension = Extension(name=name, code=code, tests=tuple(tests), origin=origin)
    sentences = tuple(
        replace(each, status="facts") if each.number == number and each.status == "not_understood" else each
        for each in spec.sentences
    )
    return replace(spec, extensions=(*spec.extensions, extension), sentences=sentences)


def _places(path: str, before: str, after: str) -> Iterator[str]:
    """What changed in a file: the functions and classes by name, else the file."""
    if path.startswith("tests/"):
        return
    was, now = _definitions(path, before), _definitions(path, after)
    changed = [name for name, source in now.items() if was.get(name) != source]
    yield from (f"{path}::{name}" for name in changed) if changed else (path,)


def _definitions(path: str, source: str) -> dict[str, str]:
    if not path.endswith(".py"):
        return {}
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {node.name: ast.unparse(node) for node in ast.parse(source).body if isinstance(node, kinds)}
