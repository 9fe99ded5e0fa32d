"""What most businesses tell first: orders with lines, prices, steps, and who sees what without an account."""

from __future__ import annotations

import itertools

import pytest

from engines.kernel.spec import Entity, FieldType, Spec
from engines.spec import read_brief

DISH = "A dish has a title and a price."
LINES = "An order has a number and lines."
ORDER = "An order has a number."


def spec_of(*sentences: str) -> Spec:
    return read_brief(" ".join(sentences)).spec


def thing(spec: Spec, name: str) -> Entity:
    return next(entity for entity in spec.entities if entity.name == name)


def steps(spec: Spec, name: str) -> list[tuple[str, str]]:
    life = thing(spec, name).lifecycle
    return [(step.source, step.target) for step in life.transitions] if life else []


@pytest.mark.parametrize(
    "told",
    [
        "Every line names a dish, a quantity (at least 1) and the price of the line is quantity times the dish's price.",
        "A line has a dish and a quantity. The price of the line is quantity times the dish's price.",
        "A line names a dish and a quantity, and its price is quantity times the dish's price.",
    ],
)
def test_a_line_costs_its_quantity_times_a_price_and_the_total_adds_that_up(told: str) -> None:
    spec = spec_of(DISH, LINES, told, "The total of an order is the sum of its lines.")
    line, order = thing(spec, "line"), thing(spec, "order")
    assert [(c.name, c.type, c.expression) for c in line.computed] == [
        ("price", FieldType.MONEY, "quantity * dish.price")
    ]
    assert [(c.name, c.type, c.expression) for c in order.computed] == [("total", FieldType.MONEY, "sum(lines, price)")]
    assert [f.name for f in line.fields] == ["quantity"]
    assert spec.rules == ()


def test_a_total_told_before_the_price_of_a_line_adds_up_the_prices() -> None:
    spec = spec_of(
        DISH, LINES, "Its total is the sum of its lines.",
        "A line has a dish and a quantity. The price of the line is quantity times the dish's price.",
    )  # fmt: skip
    assert thing(spec, "order").computed[0].expression == "sum(lines, price)"


def test_what_a_list_says_a_value_is_becomes_its_formula() -> None:
    spec = spec_of("A line has a quantity, a unit price and a total, which is quantity times unit price.")
    line = thing(spec, "line")
    assert [(c.name, c.expression) for c in line.computed] == [("total", "quantity * unit_price")]
    assert {f.name for f in line.fields} == {"quantity", "unit_price"}


def test_a_clause_that_hangs_is_not_cut_at_its_and() -> None:
    spec = spec_of("A tour has a start and an end. When the start and the end is missing, nobody can book it.")
    assert {f.name for f in thing(spec, "tour").fields} == {"start", "end"}


@pytest.mark.parametrize(
    ("told", "way"),
    [
        ("Orders start as draft, then they are placed, prepared and collected.", "draft placed prepared collected"),
        ("It is drafted, then placed, packed and shipped.", "drafted placed packed shipped"),
        ("First it is filed, then it is reviewed, approved and paid.", "filed reviewed approved paid"),
    ],
)
def test_stages_in_a_row_follow_one_another_and_are_no_tick_boxes(told: str, way: str) -> None:
    spec = spec_of(ORDER, told)
    stages = way.split()
    assert steps(spec, "order") == list(itertools.pairwise(stages))
    assert [f.name for f in thing(spec, "order").fields] == ["number"]


def test_two_ways_out_do_not_follow_one_another() -> None:
    assert steps(spec_of(ORDER, "It is drafted, then accepted or rejected."), "order") == [
        ("drafted", "accepted"),
        ("drafted", "rejected"),
    ]


@pytest.mark.parametrize(
    ("said", "kind", "ends"),
    [
        ("a price between 0 and 50 euros", FieldType.MONEY, (0, 50)),
        ("a weekly allowance between 5 and 100 dollars", FieldType.MONEY, (5, 100)),
        ("a price from 1 to 20", FieldType.MONEY, (1, 20)),
        ("a score from 1 to 10", FieldType.INTEGER, (1, 10)),
    ],
)
def test_a_range_keeps_what_is_measured(said: str, kind: FieldType, ends: tuple[int, int]) -> None:
    field = thing(spec_of(f"A dish has a title and {said}."), "dish").fields[-1]
    assert (field.type, (field.minimum, field.maximum)) == (kind, ends)


GUESTS = "Guests order dishes. An order belongs to a guest and has lines. A line has a dish and a quantity. A cook adds dishes."


def test_an_order_whose_lines_name_dishes_is_tied_to_none_itself() -> None:
    spec = spec_of(DISH, GUESTS)
    assert {r.target for r in thing(spec, "order").relations} == {"user"}
    assert {r.target for r in thing(spec, "line").relations} == {"order", "dish"}


def test_people_of_whom_nothing_is_kept_are_accounts_alone() -> None:
    spec = spec_of(DISH, GUESTS)
    assert "guest" not in {e.name for e in spec.entities}
    assert "guest" in {role.name for role in spec.roles}
    kept = spec_of(DISH, GUESTS, "A guest has a nickname.")
    assert "guest" in {e.name for e in kept.entities}
    listed = spec_of(DISH, GUESTS, "Cooks add guests.")
    assert "guest" in {e.name for e in listed.entities}


def test_whoever_makes_an_order_goes_on_with_it_and_its_lines() -> None:
    spec = spec_of(DISH, GUESTS, "Orders are drafted, then placed. Guests can see only their own orders.")
    given = {(g.entity, g.own): set(g.actions) for g in spec.grants if g.role == "guest"}
    assert given[("order", True)] >= {"create", "read", "update"}
    assert given[("line", True)] >= {"create", "read", "update", "delete"}
    assert ("line", False) not in given


OPEN = [
    "Visitors may look at the dishes.",
    "Visitors without an account may look at the dishes.",
    "People who are not logged in can see dishes.",
    "Without logging in, anyone can browse the dishes.",
    "The list of dishes is public.",
    "You don't need an account to look at the dishes.",
    "Anyone can view dishes, no login needed.",
    "Dishes are visible to everybody, even without an account.",
    "Everybody can read the dishes without signing in.",
    "The dishes are open to the public.",
]
CLOSED = [
    "Nobody without an account may see the dishes.",
    "Users without a login can't see dishes.",
    "Without an account you cannot see dishes.",
    "Dishes are not public.",
    "Dishes can be public or private.",
    "Dishes are only open to everybody who works here.",
    "Published dishes are public.",
]


def of_visitors(said: str) -> list[tuple[str, tuple[str, ...]]]:
    spec = spec_of(DISH, "A cook adds dishes. A dish is drafted, then published.", said)
    return [(g.entity, g.actions) for g in spec.grants if g.role == "visitor"]


@pytest.mark.parametrize("said", OPEN)
def test_what_is_open_is_read_without_an_account(said: str) -> None:
    assert of_visitors(said) == [("dish", ("read",))]


@pytest.mark.parametrize("said", CLOSED)
def test_what_is_denied_or_limited_is_not_opened(said: str) -> None:
    assert of_visitors(said) == []


def test_a_limited_opening_is_named_as_not_understood() -> None:
    spec = spec_of(DISH, "A cook adds dishes. A dish is drafted, then published. Published dishes are public.")
    assert spec.sentences[-1].status == "not_understood"
