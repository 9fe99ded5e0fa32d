"""Which lines of two texts belong together, in bounded time whatever the texts are; pure. Called by kernel.diff.

Lines that stand once in both texts are matched first, by the longest run in order (patience diff, Bram Cohen); what
lies between them by the longest common subsequence, while there is budget, else it is left unmatched.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

BUDGET = 2_000_000
"""Lines that are looked at and pairs that are compared at most; about a second."""

Pair = tuple[int, int]
_Range = tuple[int, int, int, int]


def matching(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Positions (from 0) of equal lines, in both texts strictly increasing."""
    found: list[Pair] = []
    ranges: list[_Range] = [(0, len(old), 0, len(new))]
    budget = BUDGET
    while ranges:
        ends, inner = _ends(old, new, ranges.pop())
        found.extend(ends)
        first, last, start, stop = inner
        size = last - first + stop - start
        if first == last or start == stop or size > budget:
            continue
        budget -= size
        if anchors := _anchors(old, new, inner):
            found.extend(anchors)
            ranges.extend(_between(anchors, inner))
        elif (cells := (last - first) * (stop - start)) <= budget:
            budget -= cells
            found.extend(_common(old, new, inner))
    return sorted(found)


def _ends(old: Sequence[str], new: Sequence[str], within: _Range) -> tuple[list[Pair], _Range]:
    """The equal lines at both ends of a range, and the range between them."""
    first, last, start, stop = within
    found: list[Pair] = []
    while first < last and start < stop and old[first] == new[start]:
        found.append((first, start))
        first, start = first + 1, start + 1
    while first < last and start < stop and old[last - 1] == new[stop - 1]:
        last, stop = last - 1, stop - 1
        found.append((last, stop))
    return found, (first, last, start, stop)


def _anchors(old: Sequence[str], new: Sequence[str], within: _Range) -> list[Pair]:
    """The longest run, in the order of both, of lines that stand once in both."""
    first, last, start, stop = within
    before, after = Counter(old[first:last]), Counter(new[start:stop])
    places = {line: n for n, line in enumerate(new[start:stop], start) if after[line] == 1 and before[line] == 1}
    return _increasing([(n, places[line]) for n, line in enumerate(old[first:last], first) if line in places])


def _increasing(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest part of pairs, sorted by their first, whose seconds increase too."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for n, (_, place) in enumerate(pairs):
        length = bisect_left(tails, place)
        tails[length : length + 1] = [place]
        ends[length : length + 1] = [n]
        before.append(ends[length - 1] if length else -1)
    run: list[Pair] = []
    n = ends[-1] if ends else -1
    while n >= 0:
        run.append(pairs[n])
        n = before[n]
    return run[::-1]


def _between(anchors: Sequence[Pair], within: _Range) -> Iterator[_Range]:
    first, last, start, stop = within
    for line, place in anchors:
        yield first, line, start, place
        first, start = line + 1, place + 1
    yield first, last, start, stop


def _common(old: Sequence[str], new: Sequence[str], within: _Range) -> Iterator[Pair]:
    """The longest common subsequence of a range, by the table of the lengths behind each pair."""
    first, last, start, stop = within
    width = stop - start
    lengths = [[0] * (width + 1)]
    for line in range(last - 1, first - 1, -1):
        below, row, text = lengths[-1], [0] * (width + 1), old[line]
        for n in range(width - 1, -1, -1):
            row[n] = below[n + 1] + 1 if new[start + n] == text else max(below[n], row[n + 1])
        lengths.append(row)
    lengths.reverse()
    line, place = 0, 0
    while line < last - first and place < width:
        if old[first + line] == new[start + place]:
            yield first + line, start + place
            line, place = line + 1, place + 1
        elif lengths[line + 1][place] >= lengths[line][place + 1]:
            line += 1
        else:
            place += 1
