"""Where the things of a specification stand in the diagram, and how their wires run. Pure: the same facts, the same picture.

Layers from left to right: what others refer to stands left of them. All lengths in pixels at 100 percent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

HEAD, ROW, FOOT, WIDTH = 32, 24, 6, 190
ACROSS, DOWN, LANE, MARGIN = 96, 36, 14, 40
MOST_ROWS = 14
Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Box:
    """A thing to be placed: its name and how large it is."""

    name: str
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class Edge:
    """`source` refers to `target`; `name` tells two between the same things apart."""

    source: str
    target: str
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Wire:
    """An orthogonal way from source to target through these points."""

    edge: Edge
    points: tuple[Point, ...]


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The upper left corner of every box, and the wires."""

    places: Mapping[str, Point]
    wires: tuple[Wire, ...]
    width: float
    height: float


def height_of(rows: int) -> float:
    """How high a box with so many rows is."""
    return HEAD + min(rows, MOST_ROWS + 1) * ROW + FOOT


def laid_out(boxes: Sequence[Box], edges: Sequence[Edge], moved: Mapping[str, Point] | None = None) -> Layout:
    """Places all boxes; `moved` are those that a person put elsewhere."""
    names = [box.name for box in boxes]
    known = [edge for edge in edges if edge.source in names and edge.target in names]
    layers = ordered(layered(names, known), known)
    sizes = {box.name: box for box in boxes}
    places = {**placed(layers, sizes, known), **{name: at for name, at in (moved or {}).items() if name in sizes}}
    wires = tuple(wired(known, places, sizes))
    right = max((places[name][0] + sizes[name].width for name in names), default=0)
    bottom = max((places[name][1] + sizes[name].height for name in names), default=0)
    return Layout(places=places, wires=wires, width=right + MARGIN, height=bottom + MARGIN)


def layered(names: Sequence[str], edges: Sequence[Edge]) -> list[list[str]]:
    """Each name one layer right of the rightmost it refers to; an edge that closes a circle is left out."""
    refers: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        if edge.source != edge.target and edge.target not in refers[edge.source]:
            refers[edge.source].append(edge.target)
    depth: dict[str, int] = {}

    def deep(name: str, above: tuple[str, ...]) -> int:
        if name not in depth:
            depth[name] = max(
                (deep(to, (*above, name)) + 1 for to in refers[name] if to not in (*above, name)), default=0
            )
        return depth[name]

    for name in names:
        deep(name, ())
    layers: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    linked = {end for edge in edges if edge.source != edge.target for end in (edge.source, edge.target)}
    for name in names:
        layers[depth[name] if name in linked else 0].append(name)
    return _broken([layer for layer in layers if layer])


def _broken(layers: list[list[str]]) -> list[list[str]]:
    """A single layer of many things without links becomes several columns."""
    if len(layers) == 1 and len(layers[0]) > 3:
        only = layers[0]
        columns = min(4, ceil(len(only) ** 0.5))
        return [only[at::columns] for at in range(columns)]
    return layers


def ordered(layers: list[list[str]], edges: Sequence[Edge]) -> list[list[str]]:
    """Within each layer by the middle of what it is linked to, to and fro, so that few wires cross."""
    near: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        near[edge.source].append(edge.target)
        near[edge.target].append(edge.source)
    found = [list(layer) for layer in layers]
    for sweep in range(4):
        at = {name: row for layer in found for row, name in enumerate(layer)}
        for number in range(len(found)) if sweep % 2 == 0 else reversed(range(len(found))):
            layer = found[number]
            beside = {n for other in (number - 1, number + 1) if 0 <= other < len(found) for n in found[other]}
            weights = {name: _mean([at[other] for other in near[name] if other in beside], at[name]) for name in layer}
            layer.sort(key=lambda name: (weights[name], name))
            at.update({name: row for row, name in enumerate(layer)})
    return found


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def placed(layers: Sequence[Sequence[str]], sizes: Mapping[str, Box], edges: Sequence[Edge]) -> dict[str, Point]:
    """Columns from left to right, each as near to what it refers to as its neighbours allow."""
    places: dict[str, Point] = {}
    left = float(MARGIN)
    for layer in layers:
        wanted = {name: _wanted(name, places, sizes, edges) for name in layer}
        top = float(MARGIN)
        for name in layer:
            top = max(top, wanted[name]) if wanted[name] is not None else top
            places[name] = (left, round(top))
            top += sizes[name].height + DOWN
        wires = sum(edge.source in layer or edge.target in layer for edge in edges)
        left += max(sizes[name].width for name in layer) + ACROSS + min(wires, 6) * LANE / 2
    return places


def _wanted(name: str, places: Mapping[str, Point], sizes: Mapping[str, Box], edges: Sequence[Edge]) -> float:
    """The top at which the box stands level with the middle of what it refers to."""
    middles = [
        places[edge.target][1] + sizes[edge.target].height / 2
        for edge in edges
        if edge.source == name and edge.target in places and edge.target != name
    ]
    return _mean(middles, MARGIN + sizes[name].height / 2) - sizes[name].height / 2


def wired(edges: Sequence[Edge], places: Mapping[str, Point], sizes: Mapping[str, Box]) -> list[Wire]:
    """Wires leave the left side of what refers and end at the right side of what is referred to, in lanes of their own."""
    slots = _Slots(places, sizes)
    wires = []
    for edge in sorted(edges, key=lambda e: (places[e.source], places[e.target], e.name)):
        source, target = places[edge.source], places[edge.target]
        wide, to = sizes[edge.source].width, sizes[edge.target].width
        if source[0] >= target[0] + to + LANE:
            start, end = (
                (source[0], slots.take(edge.source, "left")),
                (target[0] + to, slots.take(edge.target, "right")),
            )
            channel = slots.lane(start[0], target[0] + to)
        elif target[0] >= source[0] + wide + LANE:
            start, end = (
                (source[0] + wide, slots.take(edge.source, "right")),
                (target[0], slots.take(edge.target, "left")),
            )
            channel = slots.lane(target[0], source[0] + wide)
        else:
            start = (source[0] + wide, slots.take(edge.source, "right"))
            end = (target[0] + to, slots.take(edge.target, "right"))
            channel = max(start[0], end[0]) + LANE * (1.5 + slots.count(edge.source))
        wires.append(Wire(edge=edge, points=_bent(start, channel, end)))
    return wires


def _bent(start: Point, channel: float, end: Point) -> tuple[Point, ...]:
    if start[1] == end[1]:
        return (start, end)
    return (start, (channel, start[1]), (channel, end[1]), end)


class _Slots:
    """Hands out places at the sides of boxes and lanes between columns, so that wires do not lie on each other."""

    def __init__(self, places: Mapping[str, Point], sizes: Mapping[str, Box]) -> None:
        self._places, self._sizes = places, sizes
        self._taken: dict[tuple[str, str], int] = defaultdict(int)
        self._lanes: dict[float, int] = defaultdict(int)

    def take(self, name: str, side: str) -> float:
        """The height at which the next wire meets this side."""
        number = self._taken[name, side]
        self._taken[name, side] += 1
        high = self._sizes[name].height - HEAD
        return self._places[name][1] + HEAD + min(12 + number * 16, max(high - 8, 12))

    def count(self, name: str) -> int:
        return self._taken[name, "right"]

    def lane(self, right: float, left: float) -> float:
        """The next free lane before a column that begins at `right`; it stays right of `left`."""
        number = self._lanes[right]
        self._lanes[right] += 1
        return max(right - LANE * 1.5 - number * LANE, left + LANE)
