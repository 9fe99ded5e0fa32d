"""Columns of boxes for the diagram: by who refers to whom where that fits, else packed so that wires stay short. Pure.

Used by plan; every choice is made in a fixed order, so the same facts stand in the same places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from math import ceil

from ui.rooms.spec.plan import ACROSS, DOWN, LANE, MARGIN, Box, Edge, Point

Columns = list[list[str]]
Places = dict[str, Point]
GOOD, AS_GOOD, MOST_COLUMNS, MOST_SWAPPED = 0.85, 0.95, 6, 20


def arranged(boxes: Sequence[Box], edges: Sequence[Edge], room: Point) -> Places:
    """Layers where they are about as readable in the room as anything else, else the packing with the shortest wires."""
    sizes = {box.name: box for box in boxes}
    names = list(sizes)
    if not names:
        return {}
    layers = placed(ordered(layered(names, edges), edges), sizes, edges)
    packings = [stacked(packed(n, sizes, edges), sizes) for n in range(1, min(MOST_COLUMNS, len(names)) + 1)]
    best = max(_factor(places, sizes, room) for places in (layers, *packings))
    if _factor(layers, sizes, room) >= GOOD * best:
        return layers
    good = [places for places in packings if _factor(places, sizes, room) >= AS_GOOD * best]
    return _swapped(min(good, key=lambda places: _length(places, sizes, edges)), sizes, edges)


def layered(names: Sequence[str], edges: Sequence[Edge]) -> Columns:
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
    layers: Columns = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    linked = {end for edge in edges if edge.source != edge.target for end in (edge.source, edge.target)}
    for name in names:
        layers[depth[name] if name in linked else 0].append(name)
    return _broken([layer for layer in layers if layer])


def _broken(layers: Columns) -> Columns:
    """A single layer of many things without links becomes several columns."""
    if len(layers) == 1 and len(layers[0]) > 3:
        only = layers[0]
        columns = min(4, ceil(len(only) ** 0.5))
        return [only[at::columns] for at in range(columns)]
    return layers


def ordered(layers: Columns, edges: Sequence[Edge]) -> Columns:
    """Within each layer by the middle of what it is linked to, to and fro, so that few wires cross."""
    near = _near(edges)
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


def placed(layers: Columns, sizes: Mapping[str, Box], edges: Sequence[Edge]) -> Places:
    """Columns from left to right, each as near to what it refers to as its neighbours allow."""
    places: Places = {}
    left = float(MARGIN)
    for layer in layers:
        wanted = {name: _wanted(name, places, sizes, edges) for name in layer}
        top = float(MARGIN)
        for name in layer:
            top = max(top, wanted[name])
            places[name] = (left, round(top))
            top += sizes[name].height + DOWN
        wires = sum(edge.source in layer or edge.target in layer for edge in edges)
        left += max(sizes[name].width for name in layer) + ACROSS + min(wires, 6) * LANE / 2
    return places


def packed(columns: int, sizes: Mapping[str, Box], edges: Sequence[Edge]) -> Columns:
    """So many columns of about equal height; what is linked most to what stands already comes next, and near to it."""
    near, names = _near(edges), list(sizes)
    target = sum(box.height + DOWN for box in sizes.values()) / columns
    found: Columns = [[] for _ in range(columns)]
    tops = [0.0] * columns
    at: dict[str, tuple[int, float]] = {}
    while len(at) < len(names):
        name = max(
            (name for name in names if name not in at),
            key=lambda name: (sum(other in at for other in near[name]), len(near[name]), -names.index(name)),
        )
        high = sizes[name].height + DOWN

        def far(column: int, name: str = name, high: float = high) -> float:
            middle = tops[column] + high / 2
            ways = sum(abs(column - at[o][0]) * 2 * ACROSS + abs(middle - at[o][1]) for o in near[name] if o in at)
            return ways + 8 * max(0.0, tops[column] + high - target * 1.1) + abs(column - (columns - 1) / 2) / 10

        column = min(range(columns), key=far)
        found[column].append(name)
        at[name] = (column, tops[column] + high / 2)
        tops[column] += high
    return [column for column in found if column]


def stacked(columns: Columns, sizes: Mapping[str, Box]) -> Places:
    """Columns from the top, left to right."""
    places: Places = {}
    left = float(MARGIN)
    for column in columns:
        top = float(MARGIN)
        for name in column:
            places[name] = (left, round(top))
            top += sizes[name].height + DOWN
        left += max(sizes[name].width for name in column) + ACROSS
    return places


def _swapped(places: Places, sizes: Mapping[str, Box], edges: Sequence[Edge]) -> Places:
    """Two boxes change places as long as that makes the wires shorter."""
    if len(sizes) > MOST_SWAPPED:
        return places
    lefts = sorted({left for left, _ in places.values()})
    columns = [sorted((n for n in places if places[n][0] == left), key=lambda n: places[n][1]) for left in lefts]
    least = _length(places, sizes, edges)
    for _ in range(2):
        for one, other in combinations(sizes, 2):
            names = {one: other, other: one}
            turned = [[names.get(name, name) for name in column] for column in columns]
            found = stacked(turned, sizes)
            if (length := _length(found, sizes, edges)) < least - 1:
                places, columns, least = found, turned, length
    return places


def _factor(places: Places, sizes: Mapping[str, Box], room: Point) -> float:
    """How large it can be shown in the room, at most as large as life."""
    wide = max(places[name][0] + sizes[name].width for name in places) + MARGIN
    high = max(places[name][1] + sizes[name].height for name in places) + MARGIN
    return min(room[0] / wide, room[1] / high, 1.0)


def _length(places: Places, sizes: Mapping[str, Box], edges: Sequence[Edge]) -> float:
    """How long the wires are together, roughly; what goes around others counts more."""
    total = 0.0
    for edge in edges:
        (x, y), (u, v) = places[edge.source], places[edge.target]
        total += abs(x - u) + abs(y + sizes[edge.source].height / 2 - v - sizes[edge.target].height / 2)
    return total


def _near(edges: Sequence[Edge]) -> dict[str, list[str]]:
    near: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        if edge.source != edge.target:
            near[edge.source].append(edge.target)
            near[edge.target].append(edge.source)
    return near


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _wanted(name: str, places: Mapping[str, Point], sizes: Mapping[str, Box], edges: Sequence[Edge]) -> float:
    """The top at which the box stands level with the middle of what it refers to."""
    middles = [
        places[edge.target][1] + sizes[edge.target].height / 2
        for edge in edges
        if edge.source == name and edge.target in places and edge.target != name
    ]
    return _mean(middles, MARGIN + sizes[name].height / 2) - sizes[name].height / 2
