"""Reads a stretch of text as what comes one after another: statuses, samples, words that ask or answer. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from engines.spec.interface.prose.passages import HIDDEN, Paper
from engines.spec.interface.prose.samples import Sample

STATUSES = frozenset(
    {200, 201, 202, 203, 204, 205, 206, 207, 301, 302, 303, 304, 307, 308, 400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 422, 423,
     424, 425, 426, 428, 429, 431, 451, 500, 501, 502, 503, 504}
)  # fmt: skip
EventKind = Literal["status", "sample", "asks", "answers", "end", "close", "errors"]
_STATUS = re.compile(
    r"(?<![\w.,/:\-–#$€£+])(?:(?<=HTTP/1\.1 )|(?<=HTTP/1\.0 )|(?<=HTTP/2 )|(?<!\d ))`?(?P<code>[1-5]\d\d)`?(?![\w%]|[.,]\d|[-–]\d| ?(?:characters?|chars|signs|letters|entries|items|tags|kb|kB|MB|mb|bytes|m\b|km\b|seconds?|minutes?|hours?|days?|percent|points|lines|matches|kg|numbers|words|members|results|rows|pieces|euros?|cents|people|is the default|by default)\b)"
)
_NOT_BEFORE = re.compile(
    r"(?:\b(?:at most|up to|max(?:imum)?\.?|min(?:imum)?\.?|than|limit|least|between|from|to|default(?:s to)?|def|subtotal of|price|exactly|every|of|over|under|above|below|reaches)|[-–<>=*])\s*`?$",
    re.IGNORECASE,
)
_TO_STATUS = re.compile(
    r"(?:[-=]>|→|==>|(?<!\w)=|\bstatus(?: code)?(?: of)?|HTTP(?:/[\d.]+)?|redirects? (?:to|with)|\bwith(?: a)?|\ba|\bof)\s*`?$",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:takes?|accepts?|expects?|requires?|receives?|needs?|sends?|sending|submit(?:s|ting)?|pass(?:es|ing)?|body|payload|request body|request|json body|form|input|given|gets(?=\s*`?[\ue000{]))\b(?:\s*:)?",
    re.IGNORECASE,
)
_ANSWERS = re.compile(
    r"(?:\b(?:answers?|answered|answering|returns?|returned|returning|responds?|response|responses|repl(?:y|ies|ied)|gives?|giving|yields?|comes? back|get back|gets back|result|results in|shows?|outputs?|produces|delivers|receives? (?=\d{3})|they receive|you get|i get|gives me|sends back|back comes)\b|[-=]>|→|⇒)",
    re.IGNORECASE,
)
_ERRORS = re.compile(r"\b(?:errors?|fails?|failure|fault|problem)\b", re.IGNORECASE)
_SHAPE_BEFORE = re.compile(
    r"\b(?:an?|the|each|every|one|lines|its?)\b[^.;:]{0,40}?(?:\bis|\bare|\blooks like|:)\s*`?$|^\W*\w+\s*=\s*`?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that is told at a place. `code`: of a status; `sample`: of a sample."""

    kind: EventKind
    start: int
    end: int
    code: int = 0
    sample: Sample | None = None


def events(paper: Paper, quiet: str, start: int, end: int) -> Iterator[Event]:
    """What a stretch tells, in order. `quiet`: the text with samples and names of operations hidden."""
    text = quiet[start:end]
    found = [
        Event(kind="sample", start=s.start, end=s.end, sample=s.sample) for s in paper.samples if start <= s.start < end
    ]
    for at, code in statuses(text):
        found.append(Event(kind="status", start=start + at, end=start + at + 3, code=code))
    for kind, expression in (("asks", _ASKS), ("answers", _ANSWERS), ("errors", _ERRORS)):
        found += [
            Event(kind=kind, start=start + match.start(), end=start + match.end())  # type: ignore[arg-type]  # of the kinds
            for match in expression.finditer(text)
        ]
    for match in re.finditer(r"[.;!?]\s|\n\s*\n|[.;!?]$", text):
        found.append(Event(kind="end", start=start + match.start(), end=start + match.end()))
    for match in re.finditer(r"\)", text):
        found.append(Event(kind="close", start=start + match.start(), end=start + match.end()))
    yield from sorted(found, key=lambda event: (event.start, event.end))


def statuses(text: str) -> Iterator[tuple[int, int]]:
    """Where a text names statuses, and which."""
    for match in _STATUS.finditer(text):
        code = int(match["code"])
        before = text[max(0, match.start() - 24) : match.start()]
        if code in STATUSES and (not _NOT_BEFORE.search(before) or _TO_STATUS.search(before)):
            yield match.start("code"), code


def describes(paper: Paper, at: int) -> bool:
    """Whether a sample is what something is: 'A note: {...}', 'Lines are {...}'."""
    before = paper.masked[max(0, at - 80) : at]
    tail = re.split(r"[.;]\s|\n\s*\n|[,:]\s(?=\w)", before)[-1]
    return bool(_SHAPE_BEFORE.search(tail)) and HIDDEN not in tail
