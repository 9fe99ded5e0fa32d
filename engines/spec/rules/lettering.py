"""Reads which signs a text is made of: 'exactly 7 digits', 'two capital letters, a hyphen, four digits'. Used by passages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engines.kernel.spec import Entity, Field, FieldType
from engines.spec.model import Content, FieldClaim
from engines.spec.rules.told import Told
from engines.spec.rules.values import Spot

_SETS = {
    "letter": "[A-Za-z]",
    "digit": "[0-9]",
    "figure": "[0-9]",
    "numeral": "[0-9]",
    "character": ".",
    "char": ".",
    "sign": ".",
    "symbol": ".",
}
_CASES = {
    "capital": "[A-Z]",
    "uppercase": "[A-Z]",
    "upper": "[A-Z]",
    "lowercase": "[a-z]",
    "small": "[a-z]",
    "lower": "[a-z]",
}
_MARKS = {
    "hyphen": "-",
    "dash": "-",
    "minus": "-",
    "slash": "/",
    "dot": r"\.",
    "point": r"\.",
    "period": r"\.",
    "space": " ",
    "underscore": "_",
    "colon": ":",
}
_JOINS = frozenset(
    {
        ",", "and", "then", "followed", "by", "plus", "a", "an", "the", "+", "with", "one", "next", "after", "that", "-",
    }
)  # fmt: skip
_TEXTS = frozenset({FieldType.TEXT, FieldType.LONG_TEXT})
_APART = 7


@dataclass(frozen=True, kw_only=True)
class _Group:
    """Words `start` up to `end` that speak of at least `low` and at most `high` of one kind of sign."""

    start: int
    end: int
    sign: str
    low: int | None
    high: int | None


def read_lettering(told: Told) -> list[Content]:
    """The lengths and forms of texts that a passage gives."""
    found: list[Content] = []
    for groups in _sequences(told):
        if place := _whose(groups[0], told):
            entity, field = place
            found.append(FieldClaim(entity=entity.name, field=replace(_formed(field, groups), origin=told.origin)))
    return found


def _formed(field: Field, groups: list[_Group]) -> Field:
    if len(groups) == 1 and groups[0].sign == ".":
        return replace(
            field, min_length=groups[0].low or field.min_length, max_length=groups[0].high or field.max_length
        )
    pattern = "".join(f"{g.sign}{_count(g)}" for g in groups)
    return replace(field, pattern=f"^{pattern}$")


def _count(group: _Group) -> str:
    if group.low == group.high:
        return "" if group.low == 1 else f"{{{group.low}}}"
    return f"{{{group.low or 1},{group.high or ''}}}"


def _sequences(told: Told) -> Iterator[list[_Group]]:
    """Groups that follow each other with nothing but joining words between them."""
    run: list[_Group] = []
    for group in _groups(told):
        if run and not set(told.words[run[-1].end : group.start]) <= _JOINS:
            yield from _whole(run)
            run = []
        run.append(group)
    yield from _whole(run)


def _whole(run: list[_Group]) -> Iterator[list[_Group]]:
    """A run without marks at its ends, when it has more than marks."""
    while run and run[0].sign in _MARKS.values():
        run = run[1:]
    while run and run[-1].sign in _MARKS.values():
        run = run[:-1]
    if run:
        yield run


def _groups(told: Told) -> Iterator[_Group]:
    for at, forms in enumerate(told.passage.forms):
        if mark := next((_MARKS[word] for word in forms & _MARKS.keys()), ""):
            yield _Group(start=at, end=at + 1, sign=mark, low=1, high=1)
        elif sign := next((_SETS[word] for word in forms & _SETS.keys()), ""):
            start = at
            while start and (
                told.words[start - 1] in _CASES or told.words[start - 1] in ("case", "alphanumeric", "latin", "decimal")
            ):
                sign = _CASES.get(told.words[start - 1], sign)
                start -= 1
            if group := _sized(told, start, at + 1, sign):
                yield group


def _sized(told: Told, start: int, end: int, sign: str) -> _Group | None:
    number = told.passage.number(start - 1) if told.words[start - 1 : start] not in (("a",), ("an",)) else 1.0
    if number is None or start == 0:
        return None
    first, size = start - 1, int(number)
    if (
        start > 2
        and told.words[start - 2] in ("-", "–", "to", "and", "or")
        and (low := told.passage.number(start - 3)) is not None
    ):
        return _Group(start=start - 3, end=end, sign=sign, low=int(low), high=size)
    for said in told.comparisons:
        gap = set(told.words[said.end : first])
        before = said.end <= first <= said.end + 1 and gap <= {"the", "a", "of", ":"}
        if before or (said.at == end and said.bound) or (said.at in (end, end + 1) and said.post):
            holds = 1 if said.bound else told.verdicts.of(said.at).holds
            strict = said.strict == (holds > 0)
            bounds = (size + strict, None) if said.sign * holds > 0 else (None, size - strict)
            return _Group(start=min(first, said.at), end=max(end, said.end), sign=sign, low=bounds[0], high=bounds[1])
    return _Group(start=first, end=end, sign=sign, low=size, high=size)


def _whose(group: _Group, told: Told) -> tuple[Entity, Field] | None:
    """The text that is named nearest before, else right after."""
    named: list[tuple[Entity, Spot]] = [
        (e, n)
        for e in told.ranked()
        for s in told.spots[e.name]
        if (n := told.narrowed(s, _TEXTS)) and len(n.names) == 1
    ]
    before = [pair for pair in named if pair[1].end <= group.start]
    after = [pair for pair in named if group.end <= pair[1].start <= group.end + _APART]
    near = max(
        before, key=lambda pair: (pair[1].end, pair[0].name == told.topic, pair[1].surety), default=None
    ) or next(iter(after), None)
    return next(((near[0], f) for f in near[0].fields if f.name == near[1].name), None) if near else None
