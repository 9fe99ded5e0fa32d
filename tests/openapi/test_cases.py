"""The cases, the text and the document of each interface say the same, and together they leave no operation untested."""

import pytest

from tests.openapi.collection import Interface, fresh_names, interface, names
from tests.openapi.consistency import calls, steps, unsaid, wrong_bodies, wrong_places
from tests.openapi.model import AttackClass

NAMES = [*names(), *fresh_names()]


@pytest.fixture(params=NAMES)
def chosen(request: pytest.FixtureRequest) -> Interface:
    return interface(request.param)


def test_there_are_enough_cases_with_names_of_their_own(chosen: Interface) -> None:
    functional = [case.name for case in chosen.functional.cases]
    attacks = [case.name for case in chosen.attacks.cases]
    fresh = chosen.name in fresh_names()
    assert (6 if fresh else 8) <= len(functional) <= 24
    assert len(attacks) >= (4 if fresh else 5)
    assert len({*functional, *attacks}) == len(functional) + len(attacks)


def test_every_step_calls_an_operation_of_the_document(chosen: Interface) -> None:
    unknown = [
        f"{name}: {step.call}"
        for part in (False, True)
        for name, step, found in calls(chosen, attacks=part)
        if found is None
    ]
    assert unknown == []


def test_every_used_fragment_exists(chosen: Interface) -> None:
    used = {step.use for part in (False, True) for _, step in steps(chosen, attacks=part) if step.use}
    assert used - set(chosen.fragments) == set()


def test_every_operation_is_touched_by_a_functional_case(chosen: Interface) -> None:
    touched = {str(found) for _, _, found in calls(chosen, attacks=False)}
    assert {str(one) for one in chosen.document.operations()} - touched == set()


def test_every_expected_status_is_declared(chosen: Interface) -> None:
    undeclared = [
        f"{name}: {step.call} {status}"
        for attacks in (False, True)
        for name, step, found in calls(chosen, attacks=attacks)
        for status in step.statuses
        if found is not None
        and status.isdigit()
        and (not attacks or len(step.statuses) == 1)
        and chosen.document.response(found, status) is None
    ]
    assert undeclared == []


def test_functional_cases_name_exact_statuses(chosen: Interface) -> None:
    vague = [
        f"{name}: {step.call}" for name, step in steps(chosen, attacks=False) if any("x" in s for s in step.statuses)
    ]
    assert vague == []


def test_bodies_that_must_be_taken_follow_the_document(chosen: Interface) -> None:
    assert list(wrong_bodies(chosen)) == []


def test_what_cases_read_stands_in_the_document(chosen: Interface) -> None:
    assert list(wrong_places(chosen)) == []


def test_the_text_says_all_that_the_cases_need(chosen: Interface) -> None:
    assert not chosen.text or sorted(set(unsaid(chosen))) == []


def test_every_attack_class_appears_in_three_interfaces() -> None:
    where = {
        kind: {name for name in NAMES for case in interface(name).attacks.cases if case.kind is kind}
        for kind in AttackClass
    }
    assert {kind.value: sorted(found) for kind, found in where.items() if len(found) < 3} == {}
