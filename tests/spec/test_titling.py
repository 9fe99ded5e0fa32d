"""What an application is called, and what it says of itself."""

import pytest

from engines.spec import read_brief

THINGS = " A book has a title and a price. A shelf has a code and a length."


@pytest.mark.parametrize(
    ("brief", "title"),
    [
        ("# Requirements for the letter archive\n\nA letter has a date and a sender.", "Letter archive"),
        ("TOOL HIRE SHOP\n\n- tools: name, price\n- customers: name, email", "Tool hire shop"),
        ("| Entity | Fields |\n|---|---|\n| Tree | name, height |\n| Crew | name |", "Tree manager"),
        (
            "Flock records for a hill farm, some 400 animals\n\n- sheep: ear tag, breed\n- pastures: name",
            "Flock records for a hill farm",
        ),
        ("1. Purpose\n\nWe log incidents. An incident has a title and a date.", "Incident manager"),
        ("We need a job board for our city." + THINGS, "Job board"),
        ("I'm a freelancer and want to sell books." + THINGS, "Book manager"),
    ],
)
def test_the_title_is_what_people_would_call_it(brief: str, title: str) -> None:
    assert read_brief(brief).spec.title == title


@pytest.mark.parametrize(
    ("brief", "summary"),
    [
        ("A small shop sells books to students." + THINGS, "A small shop sells books to students."),
        ("Hi Anna, thanks for the call." + THINGS, "Keeps books and shelves."),
        ("- books: title, price", "Keeps books."),
    ],
)
def test_the_summary_is_the_first_sentence_or_what_is_kept(brief: str, summary: str) -> None:
    assert read_brief(brief).spec.summary == summary
