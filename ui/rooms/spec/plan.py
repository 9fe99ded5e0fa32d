"""What the picture of a specification is made of: boxes, edges, places, wires. All lengths in pixels at 100 percent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

HEAD, ROW, FOOT, WIDTH = 32, 24, 6, 190
ACROSS, DOWN, LANE, MARGIN = 96, 44, 14, 40
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
    """The boxes, the upper left corner of each, and the wires."""

    sizes: Mapping[str, Box]
    places: Mapping[str, Point]
    wires: tuple[Wire, ...]
    width: float
    height: float


def height_of(rows: int) -> float:
    """How high a box with so many rows is."""
    return HEAD + min(rows, MOST_ROWS + 1) * ROW + FOOT
