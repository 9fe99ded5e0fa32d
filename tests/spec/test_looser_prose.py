"""Lists whose thing stands elsewhere, heads shared by two items, questions with their verb in front, people named by name."""

from __future__ import annotations

import pytest

from engines.spec import read_brief
from tests.spec.test_occurring import shape


@pytest.mark.parametrize(
    ("text", "thing", "fields"),
    [
        ("Fanciers are the folk who keep birds. For them: name, address, phone.", "fancier", {"name", "address", "phone"}),
        ("Course is divided in lessons: number of the lesson, date, price.", "lesson", {"lesson_number", "date", "price"}),
        ("Once a game is over a result is written down for the game: the score, the date and a photo.", "result", {"score", "date", "photo"}),
        ("For the materials I make a list: name, unit, price.", "material", {"name", "unit", "price"}),
        ("The coach is one of my teachers, they have name, email and colour.", "teacher", {"name", "email", "colour"}),
        ("A sale then, with a price, a date and a colour.", "sale", {"price", "date", "colour"}),
        ("Guests may submit complaints about a room, in which they state their name, e-mail address and the subject.", "complaint", {"name", "email", "subject"}),
    ],
)  # fmt: skip
def test_a_list_belongs_to_what_it_tells_of(text: str, thing: str, fields: set[str]) -> None:
    assert shape(text).get(thing) == fields


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("the expiry date of the pads and that of the battery", {"pads_expiry_date", "battery_expiry_date"}),
        ("the first and the last day", {"first_day", "last_day"}),
        ("a name, is the light green (yes or no), is the cabinet intact", {"name", "light_green", "cabinet_intact"}),
        ("a name and the date until which its warranty runs", {"name", "warranty_until"}),
        ("a name, when bought and a price", {"name", "bought_at", "price"}),
    ],
)
def test_items_that_lean_on_another(said: str, names: set[str]) -> None:
    assert shape(f"Each device has a colour, {said}.")["device"] == names | {"colour"}


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("We are all volunteers here.", "volunteer"),
        ("Mrs Adeyemi, our manager, makes the rota.", "manager"),
        ("Fanciers can clock in their own samples.", "fancier"),
    ],
)
def test_people_by_name_and_by_particle(said: str, role: str) -> None:
    assert role in {r.name for r in read_brief(f"A sample has a code and a weight. {said}").spec.roles}


@pytest.mark.parametrize(
    ("text", "thing", "fields"),
    [
        ("Ringers have a name. When we ring a peal we write down the date, the method and the minutes it took.", "peal", {"date", "method", "minutes"}),
        ("Jobs have a number. Work log per job: start, stop, fuel litres.", "work_log", {"start", "stop", "fuel_litres"}),
        ("Spraying needs: product, dose, wind.", "spraying", {"product", "dose", "wind"}),
        ("A peal has a date. For each peal there's a band: which bell they rang, a price and a colour.", "band", {"bell", "price", "colour"}),
    ],
)  # fmt: skip
def test_records_by_what_is_done_and_kept(text: str, thing: str, fields: set[str]) -> None:
    assert shape(text).get(thing) == fields
