"""Reads samples of JSON as people write them: keys without values, `...`, `"a"|"b"`, `name?`, notes in brackets. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

Scalar = str | int | float | bool | None
_KEY = re.compile(r'"((?:[^"\\\n]|\\.)*)"|\'([^\'\n]*)\'|`([^`\n]*)`|([A-Za-z_$@][\w$@.\-]*)')
_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"|\'([^\'\n]*)\'')
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.-])")
_CONSTANT = re.compile(r"(?:true|false|null)\b")
_OPEN = re.compile(r"\.\.\.|…")
_NOTE = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)|//\s*([^\n]*)|#\s+([^\n]*)")
_WORDS = re.compile(r"<?[A-Za-z][^,{}\[\]|\"\n]*?>?(?=\s*(?:[,}\]|\n]|\bor\b|$))")
_BLANK = re.compile(r"\s*")
_OR = re.compile(r"\s*(?:\||\bor\b)\s*")
_CONSTANTS: dict[str, Scalar] = {"true": True, "false": False, "null": None}
_DEEPEST = 12


@dataclass(frozen=True, kw_only=True)
class Member:
    """A member of an object; `sample` is None where only its name is told."""

    name: str
    sample: Sample | None = None
    optional: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A value as written. `word`: in place of a value ("uuid", "standing"); `open`: three dots; `choices`: `"a"|"b"`."""

    kind: Literal["object", "array", "value", "word", "open"]
    value: Scalar = None
    members: tuple[Member, ...] = ()
    items: tuple[Sample, ...] = ()
    choices: tuple[Sample, ...] = ()
    goes_on: bool = False

    def names(self) -> tuple[str, ...]:
        """The names of its members."""
        return tuple(member.name for member in self.members)


@dataclass(frozen=True, kw_only=True)
class Found:
    """A sample with where it stands in a text."""

    start: int
    end: int
    sample: Sample


class _No(Exception):
    """The text at this place is no sample."""


def samples(text: str) -> Iterator[Found]:
    """The objects and lists that stand in a text, the outermost ones, in order."""
    at = 0
    while (match := re.compile(r"[{\[]").search(text, at)) is not None:
        at = match.start()
        found = _begun(text, at)
        if found is None:
            at += 1
            continue
        yield found
        at = found.end


def _begun(text: str, at: int) -> Found | None:
    if _in_path(text, at) or text.startswith(("{{", "[["), at):
        return None
    try:
        sample, end = _value(text, at, 0)
    except _No:
        return None
    if sample.kind == "array" and not _is_list(sample, text, at, end):
        return None
    lone = len(sample.members) == 1 and sample.members[0].sample is None and text[at + 1] not in "\"'`"
    if lone and not re.search(r"(?:\d{3}|->|=>|→|[:=])\s*`?$", text[:at]):
        return None
    return Found(start=at, end=end, sample=sample)


def _in_path(text: str, at: int) -> bool:
    """Whether a brace belongs to an address: `/items/{sku}.csv`."""
    begin = max(text.rfind(sign, 0, at) for sign in " \n\t`'\"(|,") + 1
    word = text[begin:at]
    return bool(word) and (word.startswith(("/", "http", "...")) or word.endswith(("/", "=")) or "/{" in word)


def _is_list(sample: Sample, text: str, at: int, end: int) -> bool:
    linked = text.startswith("(", end) or text[at - 1 : at].isalnum() or text[at - 1 : at] == "^"
    plain = all(item.kind != "word" for item in sample.items) or sample.goes_on
    answered = re.search(r"(?:\d{3}|->|=>|→|:|=)\s*`?$", text[:at]) and len(sample.items) == 1
    return not linked and (plain or bool(answered))


def _value(text: str, at: int, depth: int) -> tuple[Sample, int]:
    if depth > _DEEPEST:
        raise _No
    first, at = _single(text, at, depth)
    choices = [first]
    while (match := _OR.match(text, at)) and match.end() < len(text):
        try:
            other, at = _single(text, match.end(), depth)
        except _No:
            break
        choices.append(other)
    return (first if len(choices) == 1 else replace(first, choices=tuple(choices))), at


def _single(text: str, at: int, depth: int) -> tuple[Sample, int]:
    if text.startswith("{", at):
        return _object(text, at + 1, depth)
    if text.startswith("[", at):
        return _array(text, at + 1, depth)
    if match := _OPEN.match(text, at):
        return Sample(kind="open"), match.end()
    if match := _STRING.match(text, at):
        return Sample(kind="value", value=_unquoted(match)), match.end()
    if match := _NUMBER.match(text, at):
        return Sample(kind="value", value=json.loads(match[0])), match.end()
    if match := _CONSTANT.match(text, at):
        return Sample(kind="value", value=_CONSTANTS[match[0]]), match.end()
    if (match := _WORDS.match(text, at)) and match[0].strip():
        return Sample(kind="word", value=match[0].strip(" <>`")), match.end()
    raise _No


def _unquoted(match: re.Match[str]) -> str:
    if match[1] is None:
        return str(match[2])
    try:
        return str(json.loads(f'"{match[1]}"', strict=False))
    except ValueError:
        return match[1]


def _object(text: str, at: int, depth: int) -> tuple[Sample, int]:
    members: list[Member] = []
    goes_on = False
    while True:
        at = _skip(text, at)
        if text.startswith("}", at):
            return Sample(kind="object", members=tuple(members), goes_on=goes_on), at + 1
        if match := _OPEN.match(text, at):
            goes_on, at = True, match.end()
        else:
            member, at = _member(text, at, depth)
            members.append(member)
        at = _separated(text, at, "}")


def _member(text: str, at: int, depth: int) -> tuple[Member, int]:
    match = _KEY.match(text, at)
    if match is None:
        raise _No
    name = next(group for group in match.groups() if group is not None)
    if not re.fullmatch(r"[\w$@.\- ]{1,60}", name):
        raise _No
    at, sample = match.end(), None
    optional = text.startswith("?", at)
    at = _skip(text, at + optional)
    if text.startswith((":", "="), at):
        sample, at = _value(text, _skip(text, at + 1), depth + 1)
    note, at = _note(text, at)
    at += bool(text.startswith("?", at))
    return Member(name=name, sample=sample, optional=optional or "optional" in note, note=note), at


def _array(text: str, at: int, depth: int) -> tuple[Sample, int]:
    items: list[Sample] = []
    goes_on = False
    while True:
        at = _skip(text, at)
        if text.startswith("]", at):
            return Sample(kind="array", items=tuple(items), goes_on=goes_on), at + 1
        if match := _OPEN.match(text, at):
            goes_on, at = True, match.end()
        else:
            item, at = _value(text, at, depth + 1)
            items.append(item)
            _, at = _note(text, at)
        at = _separated(text, at, "]")


def _separated(text: str, at: int, close: str) -> int:
    """Behind the comma between two parts; line breaks do for one too, where three dots or a note stand before them."""
    at = _skip(text, at)
    if text.startswith(close, at):
        return at
    if not text.startswith((",", ";"), at):
        raise _No
    _, at = _note(text, at + 1)
    return at


def _note(text: str, at: int) -> tuple[str, int]:
    match = _NOTE.match(text, re.compile(r"[ \t]*").match(text, at).end())  # type: ignore[union-attr]  # matches nothing too
    if match is None:
        return "", at
    return next(group for group in match.groups() if group is not None), match.end()


def _skip(text: str, at: int) -> int:
    return _BLANK.match(text, at).end()  # type: ignore[union-attr]  # matches nothing too
