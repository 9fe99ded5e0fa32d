"""Computed values are read from however people put them."""

from __future__ import annotations

import pytest

from engines.kernel.spec import Entity, Field, FieldType, Relation
from engines.spec import read_brief
from engines.spec.computed import read_computed
from engines.spec.context import Context
from engines.spec.english import English
from engines.spec.lexicon_files import load_lexicon
from engines.spec.model import ComputedClaim


def number(name: str, kind: FieldType = FieldType.INTEGER) -> Field:
    return Field(name=name, type=kind)


ROOM = Entity(name="room", plural="rooms", fields=(number("price_per_hour", FieldType.MONEY),))
HIRE = Entity(
    name="hire",
    plural="hires",
    fields=(
        number("from", FieldType.DATETIME),
        number("until", FieldType.DATETIME),
        number("deposit", FieldType.MONEY),
    ),
    relations=(Relation(name="room", target="room", children="hires"),),
)
ORDER = Entity(name="order", plural="orders", fields=(number("discount", FieldType.MONEY),))
LINE = Entity(
    name="order_line",
    plural="order_lines",
    fields=(number("quantity"), number("unit_price", FieldType.MONEY)),
    relations=(Relation(name="order", target="order", children="order_lines"),),
)
FILM = Entity(name="film", plural="films", fields=(number("preparation_time"), number("showing_time")))
RATING = Entity(
    name="rating", plural="ratings", fields=(number("stars"),),
    relations=(Relation(name="film", target="film", children="ratings"),),
)  # fmt: skip
ENTITIES = (ROOM, HIRE, ORDER, LINE, FILM, RATING)
CONTEXT = Context(
    english=English(load_lexicon()), names=tuple(entity.name for entity in ENTITIES), entities=ENTITIES
)  # fmt: skip


def said(clause: str, last: str = "") -> list[str]:
    contents = read_computed(clause, 1, CONTEXT, last)
    return [f"{c.entity}.{c.computed.name} = {c.computed.expression}" for c in contents if isinstance(c, ComputedClaim)]


@pytest.mark.parametrize(
    ("clause", "last", "value"),
    [
        ("The total of an order is the sum of quantity times unit price over its lines", "",
         "order.total = sum(order_lines, quantity * unit_price)"),
        ("total = quantity x unit price over its lines", "order", "order.total = sum(order_lines, quantity * unit_price)"),
        ("line total = quantity x unit price", "order_line", "order_line.total = quantity * unit_price"),
        ("The fee is the hours times the price per hour", "hire", "hire.fee = hours(from, until) * room.price_per_hour"),
        ("the fee of a hire, which is hours multiplied with the price per hour, minus the deposit", "",
         "hire.fee = hours(from, until) * room.price_per_hour - deposit"),
        ("I want to see the average rating of each film", "", "film.average_rating = average(ratings, stars)"),
        ("Every film shows the number of ratings", "", "film.number_of_ratings = count(ratings)"),
        ("The whole time of a film is simply preparation plus showing", "",
         "film.whole_time = preparation_time + showing_time"),
    ],
)  # fmt: skip
def test_a_value_is_read(clause: str, last: str, value: str) -> None:
    assert (said(clause, last)[:1] or [""])[0] == value


@pytest.mark.parametrize(
    "clause",
    [
        "The number of ratings must not exceed 5",
        "The order is the first thing people see",
        "Films are sorted by the average rating",
        "A film is shown when it is ready",
    ],
)
def test_what_is_no_formula_is_left(clause: str) -> None:
    assert said(clause) == []


def test_a_tax_behind_a_comma_belongs_to_the_total() -> None:
    spec = read_brief(
        "An invoice has a number. An invoice has line items with a quantity and a unit price. "
        "The invoice total is the sum of quantity times unit price over its lines, plus 19% VAT."
    ).spec
    assert [c.expression for c in spec.entity("invoice").computed] == ["sum(line_items, quantity * unit_price) * 1.19"]
