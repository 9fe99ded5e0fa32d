"""Where the things of a specification stand in the diagram, and how their wires run. Pure: the same facts, the same picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf

from ui.rooms.spec.placing import arranged
from ui.rooms.spec.plan import ACROSS, DOWN, MARGIN, Box, Edge, Layout, Point
from ui.rooms.spec.routing import wired

ENDLESS: Point = (inf, inf)


def laid_out(
    boxes: Sequence[Box],
    edges: Sequence[Edge],
    moved: Mapping[str, Point] | None = None,
    *,
    kept: Layout | None = None,
    room: Point = ENDLESS,
) -> Layout:
    """Places all boxes so that they can be read in a `room` of that size.

    `moved` are those that a person put elsewhere, `kept` is how things stood before: they stay with their
    wires, and what is new comes beside.
    """
    sizes = {box.name: box for box in boxes}
    known = sorted(
        (edge for edge in edges if edge.source in sizes and edge.target in sizes),
        key=lambda edge: (edge.source, edge.target, edge.name),
    )
    stood = {name: at for name, at in kept.places.items() if name in sizes} if kept is not None else {}
    places = _grown(stood, sizes, known, room) if stood else arranged(boxes, known, room)
    places |= {name: at for name, at in (moved or {}).items() if name in sizes}
    right = max((places[name][0] + sizes[name].width for name in sizes), default=0)
    bottom = max((places[name][1] + sizes[name].height for name in sizes), default=0)
    same = {n for n in stood if kept is not None and places[n] == kept.places[n] and sizes[n] == kept.sizes.get(n)}
    beside = [w for w in (kept.wires if kept is not None else ()) if {w.edge.source, w.edge.target} <= same]
    wires = tuple(wired(known, places, sizes, beside=beside))
    return Layout(sizes=sizes, places=places, wires=wires, width=right + MARGIN, height=bottom + MARGIN)


def _grown(
    stood: Mapping[str, Point], sizes: Mapping[str, Box], edges: Sequence[Edge], room: Point
) -> dict[str, Point]:
    """What stood stays, unless one above it has grown; each new one takes the foot of a column or begins one."""
    places: dict[str, Point] = {}
    for name in sorted(stood, key=lambda name: (stood[name][1], stood[name][0], name)):
        places[name] = (stood[name][0], max(stood[name][1], _foot(stood[name][0], name, places, sizes, stood[name][1])))
    for name in sizes:
        if name not in places:
            near = {e.source if e.target == name else e.target for e in edges if name in (e.source, e.target)}
            lefts = sorted({left for left, _ in places.values()})
            spots = [(left, _foot(left, name, places, sizes)) for left in lefts]
            spots.append(
                (max(left + sizes[other].width for other, (left, _) in places.items()) + ACROSS, float(MARGIN))
            )
            linked = [places[other] for other in near if other in places]

            def far(spot: Point, name: str = name, linked: Sequence[Point] = linked) -> tuple[float, float]:
                size = sizes[name]
                over = max((spot[0] + size.width) / room[0], (spot[1] + size.height) / room[1], 1.0)
                return over, sum(abs(spot[0] - x) + abs(spot[1] - y) for x, y in linked or [(0.0, 0.0)])

            places[name] = min(spots, key=far)
    return places


def _foot(left: float, name: str, places: Mapping[str, Point], sizes: Mapping[str, Box], above: float = inf) -> float:
    """The height below everything in a column; only what begins above a height counts."""
    right = left + sizes[name].width
    feet = [
        y + sizes[other].height + DOWN
        for other, (x, y) in places.items()
        if x < right and left < x + sizes[other].width and y <= above
    ]
    tight = [foot - DOWN / 2 if above < inf else foot for foot in feet]
    return max(tight, default=float(MARGIN) if above == inf else 0.0)
