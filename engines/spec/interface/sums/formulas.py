"""Formulas that prose gives for members of an answer: `bmi = weight / height²`, `the total is the net amount plus the tax`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engines.spec.interface.sums.arithmetic import NoSum, Sum, read_sum
from engines.spec.interface.sums.naming import Names, names_for
from engines.spec.interface.sums.rounding import rounded, rounding_for_all
from engines.spec.patterns import pattern

_GIVES = re.compile(
    r"\s*[`'\"]?\s*(?:\([^()]*\)\s*)?(?::=|=|:(?=\s)|\b(?:is|are|equals|is (?:calculated|computed|worked out) (?:as|by))\b)\s*"
)
_END = pattern(r"\s*(?:$|[.;,)\n]|[`'\"](?:\s|[.;,)]|$)|(?:and|where|with)\b|\()", re.IGNORECASE)
_SKIPPED = re.compile(r"[\s`'\"]*")


@dataclass(frozen=True)
class Formula:
    """What a member of an answer comes to: the term, and the terms of the members it stands on."""

    term: str
    uses: frozenset[str]


def formulas(text: str, wanted: Mapping[str, str], given: Mapping[str, str]) -> dict[str, Formula]:
    """The formulas of a text, by the wire name of the member. `wanted`: members of the answer, `given`: of the request, each
    with its term."""
    names = names_for({**wanted, **given})
    targets = names_for(dict(wanted))
    every = rounding_for_all(text)
    found: dict[str, Formula] = {}
    for wire, at in _targets(text, targets, {term: wire for wire, term in wanted.items()}):
        read = _read(text, names, at, wanted.get(wire, ""))
        if read is None or wire in found:
            continue
        term, used = rounded(read.term, text[read.end :])
        if not used and every:
            term, _ = rounded(read.term, every)
        found[wire] = Formula(term, read.uses)
    return found


def unread(text: str, wanted: Mapping[str, str], found: Mapping[str, Formula]) -> list[str]:
    """Members that a text writes a formula for, with a sign of equality, which was not understood."""
    wires = {term: wire for wire, term in wanted.items()}
    told = _targets(text, names_for(dict(wanted)), wires)
    return [wire for wire, at in told if wire not in found and re.search(r"=\s*[`'\"]?$", text[:at])]


def described(text: str, wire: str, wanted: Mapping[str, str], given: Mapping[str, str]) -> Formula | None:
    """The formula that is all of a member's own description: `net + tax, rounded up`."""
    names = names_for({**given, **{name: term for name, term in wanted.items() if name != wire}})
    start = _SKIPPED.match(text)
    at = start.end() if start else 0
    if gives := _GIVES.match(text, at):
        at = gives.end()
    read = _read(text, names, at, wanted.get(wire, ""))
    if read is None:
        return None
    term, _ = rounded(read.term, text[read.end :])
    return Formula(term, read.uses)


def _read(text: str, names: Names, at: int, own: str) -> Sum | None:
    """A sum with at least one sign, which the sentence goes on from as from a whole."""
    at = _SKIPPED.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing too
    try:
        read = read_sum(text, names, at)
    except NoSum:
        return None
    after = text[read.end :]
    ends = _END.match(after) or rounded("", after)[1]
    conditional = re.match(r"\s*[,;]?\s*(?:if|when|unless|except|but|or)\b", after)
    if not ends or conditional or not read.signs or not read.uses or own in read.uses:
        return None
    return read


def _targets(text: str, targets: Names, wires: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Where a member of the answer is said to be something: its wire name, and where that begins."""
    for words, term in sorted(targets.items(), key=lambda entry: -len(entry[0])):
        named = r"[\s_-]+".join(map(re.escape, words))
        for match in re.finditer(rf"(?<![\w.]){named}(?![\w])", text, re.IGNORECASE):
            if gives := _GIVES.match(text, match.end()):
                yield wires[term], gives.end()
