"""A rule about what is there once reaches the doer whom it does not name and the day that it does."""

from __future__ import annotations

import pytest

from engines.kernel.spec import UniqueTogether
from engines.spec import read_brief


def once(text: str, entity: str) -> list[set[str]]:
    """What may be there only once together, by a record."""
    rules = read_brief(text).spec.rules
    return [set(rule.fields) for rule in rules if isinstance(rule, UniqueTogether) and rule.entity == entity]


JOINS = {
    "membership": "A member has a name. A group has a name. A membership links a member and a group and has a since date. ",
    "review": "A member has a name. A book has a title. A review has a member, a book, a text and stars. ",
    "round": "A driver has a name. A van has a plate. A round has a date, a driver and a van. ",
    "registration": "A team has a name. A tournament has a name. A registration belongs to a team and a tournament. ",
    "shot": "A patient has a name. A vaccine has a name. A shot has a patient, a vaccine and a date. ",
    "day_sheet": "A class has a name. A day sheet has a class, a date and a note. ",
    "score": "A judge has a name. A dish has a title. A score belongs to a judge and a dish and has points. ",
}


@pytest.mark.parametrize(
    ("entity", "rule", "names"),
    [
        ("membership", "Nobody is two times in the same group.", "member group"),
        ("review", "Whoever has reviewed a book cannot review it again.", "member book"),
        ("review", "Reviewing a book twice should fail.", "member book"),
        ("round", "A driver has one round per date at most, and so has a van.", "driver date"),
        ("round", "A driver has one round per date at most, and so has a van.", "van date"),
        ("registration", "A team registers only one time for the same tournament.", "team tournament"),
        ("shot", "No patient is given the same vaccine twice on one day.", "patient vaccine date"),
        ("day_sheet", "There is never more than one day sheet for a class on any date.", "class date"),
        ("score", "A judge gives each dish a single score.", "judge dish"),
    ],
)
def test_once_reaches_whoever_does_it_and_the_day(entity: str, rule: str, names: str) -> None:
    assert set(names.split()) in once(JOINS[entity] + rule, entity)


@pytest.mark.parametrize(
    ("entity", "rule"),
    [
        ("score", "Nobody may add the same text twice."),
        ("review", "Reviews are written once the book has been read."),
        ("registration", "One time the server failed, and so did the mail."),
        ("registration", "A team may play twice on one day."),
    ],
)
def test_what_is_not_forbidden_stays_possible(entity: str, rule: str) -> None:
    assert not once(JOINS[entity] + rule, entity)
