"""How the wires of the diagram run: orthogonal, around the boxes, not on each other. Pure; used by plan and while dragging.

Each wire takes the shortest of its ways that is free; without a free one, the least bad.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, product
from math import inf

from ui.rooms.spec.plan import HEAD, LANE, Box, Edge, Point, Wire

Segment = tuple[Point, Point]
Rect = tuple[float, float, float, float]
Way = tuple[Point, ...]
SLOT, CLEAR, APART, LANES, TURN, MOST_TRIED = 18, 7, 9, 3, 24, 60
BLOCKED = 2000.0


def wired(edges: Sequence[Edge], places: Mapping[str, Point], sizes: Mapping[str, Box]) -> list[Wire]:
    """A wire for each edge; short ones choose first."""
    rects = {name: (x, y, x + sizes[name].width, y + sizes[name].height) for name, (x, y) in places.items()}
    taken: list[Segment] = []
    wires: dict[Edge, Wire] = {}
    for edge in sorted(edges, key=lambda e: (_far(rects[e.source], rects[e.target]), e.source, e.target, e.name)):
        points = _best(edge, rects, taken)
        taken += pairwise(points)
        wires[edge] = Wire(edge=edge, points=points)
    return [wires[edge] for edge in edges]


def _best(edge: Edge, rects: Mapping[str, Rect], taken: Sequence[Segment]) -> Way:
    source, target = rects[edge.source], rects[edge.target]
    least, found = _least(_ways(source, target), edge, rects, taken)
    if least >= BLOCKED:
        return min((least, found), _least(_around(source, target, list(rects.values())), edge, rects, taken))[1]
    return found


def _least(ways: Iterator[Way], edge: Edge, rects: Mapping[str, Rect], taken: Sequence[Segment]) -> tuple[float, Way]:
    """The way that harms least, with how much; the shorter of equals."""
    least, found = inf, Way()
    for cost, way in sorted((_cost(way), way) for way in ways)[:MOST_TRIED]:
        if cost >= least:
            break
        harm = cost + _harm(way, edge, rects, taken, least - cost)
        if harm < least:
            least, found = harm, way
    return least, found


def _cost(way: Way) -> float:
    return sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(way)) + TURN * (len(way) - 2)


def _harm(way: Way, edge: Edge, rects: Mapping[str, Rect], taken: Sequence[Segment], limit: float) -> float:
    """What it runs through weighs most, then what it lies on, then what it crosses; counted up to a limit."""
    harm = 0.0
    parts = list(pairwise(way))
    for name, rect in rects.items():
        clear = -1 if name in (edge.source, edge.target) else CLEAR
        harm += BLOCKED * sum(_through(part, rect, clear) for part in parts)
        if harm >= limit:
            return harm
    for part, other in product(parts, taken):
        harm += 400 * _upon(part, other) + 40 * _across(part, other)
        if harm >= limit:
            return harm
    return harm


def _through(part: Segment, rect: Rect, clear: float) -> bool:
    left, right = sorted((part[0][0], part[1][0]))
    top, bottom = sorted((part[0][1], part[1][1]))
    return left < rect[2] + clear and right > rect[0] - clear and top < rect[3] + clear and bottom > rect[1] - clear


def _upon(one: Segment, other: Segment) -> bool:
    """Whether two parts run beside each other too near."""
    for along, over in ((0, 1), (1, 0)):
        flat = one[0][over] == one[1][over] and other[0][over] == other[1][over]
        if flat and abs(one[0][over] - other[0][over]) < APART:
            begin, end = sorted((one[0][along], one[1][along]))
            start, stop = sorted((other[0][along], other[1][along]))
            if begin < stop + APART and start < end + APART:
                return True
    return False


def _across(one: Segment, other: Segment) -> bool:
    for flat, steep in ((one, other), (other, one)):
        if flat[0][1] == flat[1][1] and steep[0][0] == steep[1][0]:
            left, right = sorted((flat[0][0], flat[1][0]))
            top, bottom = sorted((steep[0][1], steep[1][1]))
            if left < steep[0][0] < right and top < flat[0][1] < bottom:
                return True
    return False


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
    for level in levels:
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
