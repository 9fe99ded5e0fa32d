"""What a step of a thing waits for in its parts; whose states a sentence tells that names two things."""

from __future__ import annotations

import pytest

from engines.kernel.spec import Locked, Quota, Spec, StepNeeds
from engines.spec import read_brief

WARD = (
    "A ward has a name. A ward is open, then closed. Beds belong to a ward and have a number. "
    "A bed is free, occupied or blocked. "
)
FILE = "A file has a name. Files are open, then closed. Bills belong to a file and are draft, sent or paid. "


def spec_of(text: str) -> Spec:
    return read_brief(text).spec


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        (FILE + "A file can't be closed as long as it has unpaid bills.", "count(bills, status != 'paid') == 0"),
        (FILE + "A file can only be closed when all its bills are paid.", "count(bills, status != 'paid') == 0"),
        (FILE + "Nobody may close a file before every bill has been paid.", "count(bills, status != 'paid') == 0"),
        (FILE + "No file is closed while it still has draft bills.", "count(bills, status == 'draft') == 0"),
        (WARD + "You cannot close a ward while beds are still occupied.", "count(beds, status == 'occupied') == 0"),
    ],
)
def test_a_step_waits_for_the_states_of_parts(text: str, condition: str) -> None:
    rules = [rule for rule in spec_of(text).rules if isinstance(rule, StepNeeds)]
    assert [(rule.to, rule.condition) for rule in rules] == [("closed", condition)]


@pytest.mark.parametrize(
    "said",
    [
        "Closed files keep their paid bills.",
        "When a file is closed, its bills are printed.",
        "A paid bill can't be sent.",
    ],
)
def test_what_is_only_told_of_parts_demands_nothing(said: str) -> None:
    assert not any(isinstance(rule, StepNeeds) for rule in spec_of(FILE + said).rules)


def test_what_is_said_behind_and_is_said_of_the_subject() -> None:
    lives = {e.name: e.lifecycle.states for e in spec_of(FILE).entities if e.lifecycle}
    assert lives == {"file": ("open", "closed"), "bill": ("draft", "sent", "paid")}


def test_parts_are_locked_with_what_they_belong_to() -> None:
    rules = spec_of(FILE + "Once the file is closed its bills can't be changed.").rules
    locks = [(rule.entity, rule.condition, rule.children) for rule in rules if isinstance(rule, Locked)]
    assert locks == [("file", "status == 'closed'", ("bills",))]


@pytest.mark.parametrize(
    ("said", "window"),
    [("Members get not more than 3 loans in a year.", "year"), ("A member may have at most 3 loans per year.", "year")],
)
def test_a_year_is_counted_by(said: str, window: str) -> None:
    text = f"A member has a name. A loan has a book, a member and a date. {said}"
    quotas = [rule for rule in spec_of(text).rules if isinstance(rule, Quota)]
    assert [(q.limit, q.window, q.window_field) for q in quotas] == [("3", window, "date")]


def test_a_window_that_moves_along_is_not_taken_for_all_time() -> None:
    text = "A member has a name. A loan has a book, a member and a date. A member gets no more than 3 loans in any 28 days."
    assert not any(isinstance(rule, Quota) for rule in spec_of(text).rules)
