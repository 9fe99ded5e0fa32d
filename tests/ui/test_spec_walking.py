"""Arrow keys walk through the rows of a thing and along its wires."""

from __future__ import annotations

import pytest

from ui.reading import Relation
from ui.rooms.spec.walking import Arrow, entity_of, walked

ROWS = {"book": ["field:book.title", "field:book.year"], "loan": ["relation:loan.book"], "shelf": []}
LEFTS = {"loan": 0.0, "book": 300.0, "shelf": 600.0}


def walk(arrow: Arrow, chosen: str) -> str:
    relations = [
        Relation(name="book", source="loan", target="book", many=False),
        Relation(name="shelf", source="book", target="shelf", many=False),
    ]
    return walked(arrow, chosen, rows=ROWS, lefts=LEFTS, relations=relations)


@pytest.mark.parametrize(
    ("arrow", "chosen", "fact"),
    [
        ("down", "entity:book", "field:book.title"),
        ("down", "field:book.year", "entity:book"),
        ("up", "entity:book", "field:book.year"),
        ("right", "field:book.title", "entity:shelf"),
        ("left", "entity:book", "entity:loan"),
        ("left", "entity:loan", ""),
        ("right", "", "entity:loan"),
        ("down", "rule:late", "entity:loan"),
    ],
)
def test_an_arrow_leads_to_the_next_fact(arrow: Arrow, chosen: str, fact: str) -> None:
    assert walk(arrow, chosen) == fact


def test_nothing_is_reached_where_nothing_stands() -> None:
    assert walked("down", "", rows={}, lefts={}, relations=[]) == ""


def test_a_fact_knows_its_thing() -> None:
    assert entity_of("field:book.title") == "book"
    assert entity_of("rule:late") == ""
