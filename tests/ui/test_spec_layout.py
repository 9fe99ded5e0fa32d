"""Where the things of a diagram stand, and how their wires run, with values."""

from __future__ import annotations

import itertools
from dataclasses import replace

from ui.rooms.spec.layout import laid_out
from ui.rooms.spec.placing import layered
from ui.rooms.spec.plan import Box, Edge

SHOP = ("customer", "bike", "order", "part_use", "part")
EDGES = (
    Edge(source="bike", target="customer", name="customer"),
    Edge(source="order", target="bike", name="bike"),
    Edge(source="part_use", target="order", name="order"),
    Edge(source="part_use", target="part", name="part"),
)


def boxes(*names: str) -> list[Box]:
    return [Box(name=name, width=190, height=120) for name in names]


def test_what_refers_stands_right_of_what_it_refers_to() -> None:
    places = laid_out(boxes(*SHOP), EDGES).places
    assert all(places[edge.source][0] > places[edge.target][0] + 190 for edge in EDGES)


def test_no_two_boxes_overlap() -> None:
    places = laid_out(boxes(*SHOP), EDGES).places
    for (left, top), (x, y) in itertools.combinations(places.values(), 2):
        assert abs(left - x) >= 190 or abs(top - y) >= 120


def test_the_same_facts_give_the_same_picture_in_any_order_of_references() -> None:
    assert laid_out(boxes(*SHOP), EDGES) == laid_out(boxes(*SHOP), EDGES[::-1])


def test_wires_run_straight_and_end_at_the_sides_of_their_boxes() -> None:
    layout = laid_out(boxes(*SHOP), EDGES)
    assert len(layout.wires) == len(EDGES)
    for wire in layout.wires:
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in itertools.pairwise(wire.points))
        left, top = layout.places[wire.edge.source]
        assert wire.points[0][0] in (left, left + 190)
        assert top <= wire.points[0][1] <= top + 120


def test_a_circle_of_references_is_laid_out_too() -> None:
    edges = [Edge(source="a", target="b"), Edge(source="b", target="c"), Edge(source="c", target="a")]
    assert sorted(itertools.chain(*layered(["a", "b", "c"], edges))) == ["a", "b", "c"]
    assert len(laid_out(boxes("a", "b", "c"), edges).wires) == 3


def test_a_thing_may_refer_to_itself() -> None:
    layout = laid_out(boxes("person"), [Edge(source="person", target="person", name="parent")])
    assert len(layout.wires) == 1
    assert len(set(layout.wires[0].points)) == 4


def test_a_box_that_a_person_moved_stays_there() -> None:
    layout = laid_out(boxes(*SHOP), EDGES, {"part": (900, 40)})
    assert layout.places["part"] == (900, 40)


def test_things_without_references_fill_a_square() -> None:
    places = laid_out(boxes(*"abcdefghi"), []).places
    assert len({x for x, _ in places.values()}) == 3


CLINIC = (
    *(Edge(source="doctor", target=to) for to in ("clinic", "department")),
    *(Edge(source="visit", target=to) for to in ("clinic", "patient", "doctor", "room")),
    *(Edge(source="cure", target=to) for to in ("visit", "drug")),
    *(Edge(source="bill", target=to) for to in ("clinic", "patient")),
    *(Edge(source="test", target=to) for to in ("patient", "lab")),
    Edge(source="patient", target="clinic"),
    Edge(source="room", target="department"),
    Edge(source="line", target="bill"),
)
NAMES = ("clinic", "patient", "doctor", "visit", "bill", "department", "room", "cure", "drug", "line", "test", "lab")


def test_many_things_are_packed_so_that_they_can_be_read_in_a_narrow_space() -> None:
    wide = laid_out(boxes(*NAMES), CLINIC)
    packed = laid_out(boxes(*NAMES), CLINIC, room=(545, 780))
    assert 545 / wide.width < 0.5
    assert min(545 / packed.width, 780 / packed.height) > 0.7


def test_wires_run_around_boxes_and_not_along_each_other() -> None:
    layout = laid_out(boxes(*NAMES), CLINIC, room=(545, 780))
    parts = [(wire.edge, part) for wire in layout.wires for part in itertools.pairwise(wire.points)]
    for edge, ((x, y), (u, v)) in parts:
        for name, (left, top) in layout.places.items():
            inside = min(x, u) < left + 190 and max(x, u) > left and min(y, v) < top + 120 and max(y, v) > top
            assert not inside or name in (edge.source, edge.target), (edge, name)
    upright = [(part[0][0], *sorted((part[0][1], part[1][1]))) for _, part in parts if part[0][0] == part[1][0]]
    for (x, top, bottom), (u, over, under) in itertools.combinations(upright, 2):
        assert abs(x - u) > 4 or bottom <= over or under <= top


def test_after_an_edit_everything_stays_and_what_is_new_overlaps_nothing() -> None:
    before = laid_out(boxes(*SHOP), EDGES, room=(600, 700))
    layout = laid_out(boxes(*SHOP, "note"), EDGES, kept=before, room=(600, 700))
    assert {name: layout.places[name] for name in SHOP} == before.places
    assert set(before.wires) == set(layout.wires)
    for (left, top), (x, y) in itertools.combinations(layout.places.values(), 2):
        assert abs(left - x) >= 190 or abs(top - y) >= 120


def test_a_box_that_grows_pushes_down_what_stands_below_it() -> None:
    kept = replace(laid_out(boxes("a", "b"), []), places={"a": (40.0, 40.0), "b": (40.0, 204.0)})
    grown = [Box(name="a", width=190, height=240), *boxes("b")]
    assert laid_out(grown, [], kept=kept).places["b"][1] >= 40 + 240


def test_a_wire_goes_around_a_box_that_is_put_in_its_way() -> None:
    edges = [Edge(source="b", target="a")]
    before = laid_out(boxes("a", "b", "c"), edges, {"a": (0, 0), "b": (900, 0), "c": (0, 900)})
    (direct,) = before.wires
    assert len(direct.points) == 2
    (around,) = laid_out(boxes("a", "b", "c"), edges, {"c": (400, 0)}, kept=before).wires
    assert len(around.points) > 2
    for (x, y), (u, v) in itertools.pairwise(around.points):
        assert not (min(x, u) < 590 and max(x, u) > 400 and min(y, v) < 120 and max(y, v) > 0)
