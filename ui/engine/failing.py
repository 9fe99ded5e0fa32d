"""What a failed test says: the places of its traceback, the line that failed, what was expected and what was found. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_PLACE = re.compile(r"^(?P<file>(?!/)[\w./-]+\.py):(?P<line>\d+):(?: (?:in )?(?P<what>.*))?$", re.MULTILINE)
_EQUAL = re.compile(r"^E\s+(?:AssertionError: )?assert (?P<found>.+?) (?:==|is) (?P<expected>.+)$", re.MULTILINE)
_WORDS = re.compile(
    r"expected (?P<expected>.+?),? (?:but )?(?:got|found|was) (?P<found>.+)$", re.MULTILINE | re.IGNORECASE
)
_DETAIL = re.compile(r"^E\s{2,}(?P<sign>[-+?]) (?P<text>.*)$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A line of the project in a traceback, the outermost first."""

    file: str
    line: int
    what: str = ""


@dataclass(frozen=True, kw_only=True)
class Failure:
    """A failed test as words: `lines` of the comparison begin with '-' (expected), '+' (found) or a blank."""

    reason: str
    places: Sequence[Place]
    lines: Sequence[str]


def places_of(message: str) -> list[Place]:
    """The places of a message as pytest writes it."""
    return [Place(file=m["file"], line=int(m["line"]), what=m["what"] or "") for m in _PLACE.finditer(message)]


def failure_of(message: str) -> Failure:
    """What a message says."""
    said = [line[1:].strip() for line in message.splitlines() if line.startswith("E ")]
    reason = next((line for line in said if line), "") or next(
        (line.strip() for line in reversed(message.splitlines()) if line.strip()), ""
    )
    source = next((line[1:].strip() for line in message.splitlines() if line.startswith(">")), "")
    return Failure(reason=_reason(reason, source), places=places_of(message), lines=_compared(message, said))


def _reason(reason: str, source: str) -> str:
    """A bare 'AssertionError' says nothing: the line that failed says more."""
    return source if reason in ("AssertionError", "assert False", "") and source else reason


def _compared(message: str, said: Sequence[str]) -> list[str]:
    detail = [f"{m['sign']} {m['text']}" for m in _DETAIL.finditer(message) if m["sign"] != "?"]
    if any(line.startswith("-") for line in detail) and any(line.startswith("+") for line in detail):
        return detail
    for pattern, text in ((_EQUAL, message), (_WORDS, "\n".join(said))):
        if found := pattern.search(text):
            return [f"- {found['expected']}", f"+ {found['found']}"]
    return []
