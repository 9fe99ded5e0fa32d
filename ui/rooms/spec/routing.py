"""How the wires of the diagram run: orthogonal, around the boxes, not on each other. Pure; used by plan and while dragging.

Each wire takes the shortest of its ways that is free; without a free one, the least bad.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, product
from math import inf

from ui.rooms.spec.plan import HEAD, LANE, Box, Edge, Point, Wire

Run = tuple[float, float, float]
"""Where a level or steep part lies across, where it begins and ends along."""
Rect = tuple[float, float, float, float]
Way = tuple[Point, ...]
SLOT, CLEAR, APART, LANES, TURN, MOST_TRIED = 18, 7, 9, 3, 24, 40
BLOCKED, STRIP, LEVELS = 2000.0, 48, 12


def wired(
    edges: Sequence[Edge], places: Mapping[str, Point], sizes: Mapping[str, Box], *, beside: Sequence[Wire] = ()
) -> list[Wire]:
    """A wire for each edge; short ones choose first. `beside` are wires that run already: they stay while their way is free."""
    rects = {name: (x, y, x + sizes[name].width, y + sizes[name].height) for name, (x, y) in places.items()}
    board = _Board(rects)
    wires: dict[Edge, Wire] = {}
    for wire in beside:
        if wire.edge in edges and board.free(wire.points, (rects[wire.edge.source], rects[wire.edge.target])):
            board.take(wire.points)
            wires[wire.edge] = wire
    left = [edge for edge in edges if edge not in wires]
    for edge in sorted(left, key=lambda e: (_far(rects[e.source], rects[e.target]), e.source, e.target, e.name)):
        points = _best(edge, rects, board)
        board.take(points)
        wires[edge] = Wire(edge=edge, points=points)
    return [wires[edge] for edge in edges]


def _best(edge: Edge, rects: Mapping[str, Rect], board: _Board) -> Way:
    source, target = rects[edge.source], rects[edge.target]
    own = (source, target)
    least, found = _least(_ways(source, target), own, board)
    if least >= BLOCKED:
        return min((least, found), _least(_around(source, target, list(rects.values())), own, board))[1]
    return found


def _least(ways: Iterator[Way], own: tuple[Rect, Rect], board: _Board) -> tuple[float, Way]:
    """The way that harms least, with how much; the shorter of equals."""
    least, found = inf, Way()
    for cost, way in sorted((_cost(way), way) for way in ways)[:MOST_TRIED]:
        if cost >= least:
            break
        harm = cost + board.harm(way, own, least - cost)
        if harm < least:
            least, found = harm, way
    return least, found


def _cost(way: Way) -> float:
    total = TURN * (len(way) - 2.0)
    for (x, y), (u, v) in pairwise(way):
        total += abs(x - u) + abs(y - v)
    return total


class _Board:
    """Boxes and the wires laid so far, by the strips of the canvas in which they lie, so that few are looked at."""

    def __init__(self, rects: Mapping[str, Rect]) -> None:
        self._rows: dict[int, list[Rect]] = defaultdict(list)
        self._columns: dict[int, list[Rect]] = defaultdict(list)
        self._flat: dict[int, list[Run]] = defaultdict(list)
        self._steep: dict[int, list[Run]] = defaultdict(list)
        for rect in rects.values():
            for strip in _strips(rect[1] - CLEAR, rect[3] + CLEAR):
                self._rows[strip].append(rect)
            for strip in _strips(rect[0] - CLEAR, rect[2] + CLEAR):
                self._columns[strip].append(rect)

    def take(self, way: Way) -> None:
        """A wire lies here from now on."""
        for flat, run in _runs(way):
            (self._flat if flat else self._steep)[int(run[0] // STRIP)].append(run)

    def free(self, way: Way, own: tuple[Rect, Rect]) -> bool:
        """Whether a way runs through no box."""
        return not any(self._through(flat, run, own) for flat, run in _runs(way))

    def harm(self, way: Way, own: tuple[Rect, Rect], limit: float) -> float:
        """What a way runs through weighs most, then what it lies on, then what it crosses; counted up to a limit."""
        harm = 0.0
        runs = _runs(way)
        for flat, run in runs:
            harm += BLOCKED * self._through(flat, run, own)
            if harm >= limit:
                return harm
        for flat, run in runs:
            harm += 400 * self._upon(flat, run) + 40 * self._across(flat, run)
            if harm >= limit:
                return harm
        return harm

    def _through(self, flat: bool, run: Run, own: tuple[Rect, Rect]) -> int:
        at, low, high = run
        one, two = (1, 0) if flat else (0, 1)
        count = 0
        for rect in (self._rows if flat else self._columns)[int(at // STRIP)]:
            clear = -1 if rect in own else CLEAR
            if rect[one] - clear < at < rect[one + 2] + clear and low < rect[two + 2] + clear:
                count += high > rect[two] - clear
        return count

    def _upon(self, flat: bool, run: Run) -> int:
        """How many wires it would run beside too near."""
        at, low, high = run
        lying, strip = (self._flat if flat else self._steep), int(at // STRIP)
        return sum(
            abs(at - other) < APART and low < end + APART and begin < high + APART
            for near in (strip - 1, strip, strip + 1)
            for other, begin, end in lying.get(near, ())
        )

    def _across(self, flat: bool, run: Run) -> int:
        at, low, high = run
        lying = self._steep if flat else self._flat
        return sum(
            low < other < high and begin < at < end
            for strip in _strips(low, high)
            for other, begin, end in lying.get(strip, ())
        )


def _runs(way: Way) -> list[tuple[bool, Run]]:
    """The parts of a way: whether level, where across, from and to along."""
    found = []
    for (x, y), (u, v) in pairwise(way):
        flat = y == v
        at, one, other = (y, x, u) if flat else (x, y, v)
        found.append((flat, (at, min(one, other), max(one, other))))
    return found


def _strips(low: float, high: float) -> range:
    return range(int(low // STRIP), int(high // STRIP) + 1)


def _far(one: Rect, other: Rect) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _ways(source: Rect, target: Rect) -> Iterator[Way]:
    yield from _steep(source, target)
    outs, ins = _slots(source, target), _slots(target, source)
    for y, v in product(outs, ins):
        if source == target and y >= v:
            continue
        for x, u in ((source[0], target[2]), (source[2], target[0])):
            gap = (x - u) if x == source[0] else (u - x)
            if gap > 2 * LANE and y == v:
                yield ((x, y), (u, v))
            elif gap > 2 * LANE:
                for lane in _between(x, u):
                    yield ((x, y), (lane, y), (lane, v), (u, v))
        for lane in range(LANES):
            right = max(source[2], target[2]) + LANE * (1.5 + lane)
            left = min(source[0], target[0]) - LANE * (1.5 + lane)
            yield ((source[2], y), (right, y), (right, v), (target[2], v))
            yield ((source[0], y), (left, y), (left, v), (target[0], v))


def _steep(source: Rect, target: Rect) -> Iterator[Way]:
    """Straight up or down, where the boxes stand above each other."""
    left, right = max(source[0], target[0]) + 16, min(source[2], target[2]) - 16
    down = source[3] < target[1]
    if left < right and (down or target[3] < source[1]):
        middle = round((left + right) / 2)
        for x in (middle, middle - 2 * SLOT, middle + 2 * SLOT):
            if left <= x <= right:
                yield ((x, source[3] if down else source[1]), (x, target[1] if down else target[3]))


def _around(source: Rect, target: Rect, rects: Sequence[Rect]) -> Iterator[Way]:
    """Through the gaps above and below the boxes that stand between."""
    left, right = min(source[0], target[0]), max(source[2], target[2])
    levels = {
        level
        for rect in rects
        if rect[2] > left and rect[0] < right
        for level in (rect[1] - 12, rect[1] - 24, rect[3] + 12, rect[3] + 24)
    }
    y, v = _slots(source, target)[0], _slots(target, source)[0]
    for level in sorted(levels, key=lambda level: (abs(level - y) + abs(level - v), level))[:LEVELS]:
        for x, u, lane, reach in product((source[0], source[2]), (target[0], target[2]), range(2), range(2)):
            first = x + LANE * (1.5 + lane) * (1 if x == source[2] else -1)
            second = u + LANE * (1.5 + reach) * (1 if u == target[2] else -1)
            yield ((x, y), (first, y), (first, level), (second, level), (second, v), (u, v))


def _slots(rect: Rect, other: Rect) -> list[float]:
    """The heights at which wires may meet the sides of a box, those nearest to the other box first."""
    lowest = max(rect[3] - 10, rect[1] + HEAD)
    count = max(1, min(8, int((lowest - rect[1] - HEAD / 2) // SLOT) + 1))
    slots = [round(rect[1] + HEAD / 2 + SLOT * at) for at in range(count)]
    shared = max(rect[1], other[1]) + HEAD / 2
    level = round(shared) if shared <= min(rect[3], other[3]) - 10 else None
    found = sorted(slots, key=lambda y: abs(y - (other[1] + other[3]) / 2))[:3]
    return ([float(level)] if level is not None and level not in found else []) + [float(y) for y in found]


def _between(start: float, end: float) -> list[float]:
    """Lanes between two sides, those near the middle first."""
    low, high = min(start, end) + LANE * 1.5, max(start, end) - LANE * 1.5
    count = int(max(high - low, 0) // LANE) + 1
    middle = (low + high) / 2
    lanes = sorted((low + LANE * at for at in range(count)), key=lambda x: abs(x - middle))
    return [round(lane) for lane in lanes[:LANES]] or [round(middle)]
