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


LINES = (
    "Each bill line has a description, quantity, net price and VAT rate. The net amount of a line is the quantity times "
    "the net price. The VAT is the net amount times the VAT rate divided by 100. The gross amount is net plus VAT. "
    "Bills have a number and consist of bill lines."
)
STAY = "Stays have an arrival, a departure, persons and a berth. Berths have a number and a price per night."
RENTAL = "A rental has a due date and a return date."
PARCEL = "A parcel has a weight in kg, a distance in km, a length and a height."


def values(*sentences: str) -> dict[str, str]:
    """All computed values of a brief by their names."""
    spec = read_brief(" ".join(sentences)).spec
    return {c.name: c.expression for entity in spec.entities for c in entity.computed}


def test_values_may_stand_on_values_told_before() -> None:
    assert values(LINES) == {
        "net_amount": "quantity * net_price",
        "vat": "net_amount * vat_rate / 100",
        "gross_amount": "net_amount + vat",
    }


@pytest.mark.parametrize(
    ("world", "said", "name", "expression"),
    [
        (STAY, "fee = nights x price per night + 2.50 per person and night", "fee",
         "days(arrival, departure) * berth.price_per_night + 2.5 * persons * days(arrival, departure)"),
        (STAY, "nights = departure - arrival", "nights", "days(arrival, departure)"),
        (STAY, "The deposit is 5 euros per person.", "deposit", "5 * persons"),
        (STAY, "Stays cost 4 euros per person and night.", "cost", "4 * persons * days(arrival, departure)"),
        (RENTAL, "The fine is 50 cents per day late.", "fine", "0.5 * greatest(days(due_date, return_date), 0)"),
        (RENTAL, "The delay is the difference between the due date and the return date.", "delay", "days(due_date, return_date)"),
        (PARCEL, "The freight is 4 plus 0.50 euros per kg plus 10 cents per km.", "freight", "4 + 0.5 * weight + 0.1 * distance"),
        (PARCEL, "The measure is the larger of length and height.", "measure", "greatest(length, height)"),
        (PARCEL, "The surcharge is 3 percent of the weight.", "surcharge", "weight * 0.03"),
        (PARCEL, "The slimness is height divided by length in percent.", "slimness", "height / length * 100"),
    ],
)  # fmt: skip
def test_figures_of_speech_are_reckoned_with(world: str, said: str, name: str, expression: str) -> None:
    assert values(world, said)[name] == expression


@pytest.mark.parametrize(
    ("world", "said"),
    [
        (STAY, "The deposit is 5 euros per dog."),
        (PARCEL, "The measure is the larger of length and colour."),
        (RENTAL, "The delay is the difference between the due date and the moon."),
    ],
)
def test_what_is_not_understood_is_not_reckoned(world: str, said: str) -> None:
    assert values(world, said) == {}


@pytest.mark.parametrize(
    "said", ["The fill rate is level divided by volume.", "The hourly rate plus tips is paid weekly."]
)
def test_a_rate_is_no_rating(said: str) -> None:
    spec = read_brief(f"A tank has a name, a level, a volume and an hourly rate. {said}").spec
    assert [entity.name for entity in spec.entities] == ["tank"]
