"""What a text says of each operation: the stretch of prose that begins where it names its method and path. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engines.spec.interface.model import Call, Interface
from engines.spec.patterns import pattern

_PATH = r"/[\w{}<>:.\-/]*[\w}>]|/"
_METHODS = r"GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS"
_NAMED = pattern(
    rf"(?<![\w/])(?:((?:{_METHODS})(?:(?:,| and|/| or)+ ?(?:{_METHODS}))*) +`?({_PATH})|`?({_PATH})`? +((?:{_METHODS})\b))"
)
_PARAMETER = re.compile(r"\{[^{}]*\}|<[^<>]*>|:[a-z]\w*")


@dataclass(frozen=True)
class Mention:
    """Where a text names an operation: the operations meant, and from where to where it is about them."""

    keys: tuple[str, ...]
    start: int
    end: int


def mentions(text: str, interface: Interface) -> Iterator[Mention]:
    """Every naming of an operation, in order; each lasts until the next one or a heading."""
    known: dict[tuple[str, str], Call] = {}
    for call in interface.calls:
        known[(call.method, _flat(call.path))] = call
        known[(call.method, _flat(interface.base + call.path))] = call
    found = [(match.start(), _keys(match, known)) for match in _NAMED.finditer(text)]
    found = [(start, keys) for start, keys in found if keys]
    headings = [match.start() for match in re.finditer(r"^\s*#", text, re.MULTILINE)]
    for index, (start, keys) in enumerate(found):
        after = [found[index + 1][0]] if index + 1 < len(found) else [len(text)]
        after += [heading for heading in headings if heading > start]
        yield Mention(keys, start, min(after))


def told(text: str, interface: Interface) -> Mapping[str, str]:
    """The prose about each operation, by `METHOD path`."""
    found: dict[str, str] = {}
    for mention in mentions(text, interface):
        said = text[_begin(text, mention.start) : mention.end].strip()
        for key in mention.keys:
            found[key] = f"{found[key]}\n{said}" if key in found else said
    return found


def _begin(text: str, at: int) -> int:
    """The beginning of the line, or of the sentence, in which an operation is named."""
    return max(text.rfind("\n", 0, at), text.rfind(". ", 0, at)) + 1


def _keys(match: re.Match[str], known: Mapping[tuple[str, str], Call]) -> tuple[str, ...]:
    methods = re.findall(_METHODS, match[1] or match[4] or "")
    path = _flat(match[2] or match[3] or "")
    return tuple(known[(method, path)].key for method in methods if (method, path) in known)


def _flat(path: str) -> str:
    return _PARAMETER.sub("{}", path.rstrip("/.")) or "/"
