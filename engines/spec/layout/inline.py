"""Parts numbered points that stand one behind the other in a line: '(1) Teams have ... (2) Each team ...'. Used by blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator

_POINT = re.compile(
    r"(?P<open>\(?)(?P<label>[A-Z]{1,5}[-_. ]?|)(?P<parts>\d{1,3}(?:\.\d{1,3})*|[a-h](?=\)))(?P<close>[).:]{1,2}|(?=\s))\s+(?=[A-Z\"'])"
)
_BOUNDARY = re.compile(r"(?<=[.!?;])\s+")


def parted(line: str) -> Iterator[str]:
    """The points of a line, each as a line; the line itself where they do not count on."""
    first = _POINT.match(line.lstrip())
    if first is None or not (first["close"] or first["label"] or "." in first["parts"]):
        yield line
        return
    indent = line[: len(line) - len(line.lstrip())]
    start, before = 0, first
    for boundary in _BOUNDARY.finditer(line):
        found = _POINT.match(line, boundary.end())
        if found and _follows(before, found):
            yield line[start : boundary.start()] if not start else indent + line[start : boundary.start()]
            start, before = boundary.end(), found
    yield indent + line[start:] if start else line


def _follows(one: re.Match[str], two: re.Match[str]) -> bool:
    """Whether two points have the same form and the second counts on from the first."""
    if (one["open"], one["label"], one["close"]) != (two["open"], two["label"], two["close"]):
        return False
    if one["parts"].isalpha() or two["parts"].isalpha():
        return one["parts"].isalpha() and two["parts"].isalpha() and ord(two["parts"]) == ord(one["parts"]) + 1
    before, after = ([int(number) for number in match["parts"].split(".")] for match in (one, two))
    deeper = after[: len(before)] == before and after[len(before) :] == [1]
    higher = (
        len(after) < len(before) and after[:-1] == before[: len(after) - 1] and after[-1] == before[len(after) - 1] + 1
    )
    return deeper or higher or (after[:-1] == before[:-1] and after[-1] == before[-1] + 1)
