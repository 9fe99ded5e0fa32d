"""Rules that together let no object exist are left out before anything is built, the least certain first."""

from __future__ import annotations

import pytest

from engines.kernel.spec import (
    Check,
    Entity,
    Field,
    FieldType,
    Lifecycle,
    Origin,
    Rule,
    Spec,
    StepNeeds,
    Transition,
)
from engines.qlayer.samples.feasible import feasible, impossible
from tests.qlayer.specs import SPECS

CREW = Entity(
    name="crew",
    plural="crews",
    fields=(Field(name="name"), Field(name="size", type=FieldType.INTEGER), Field(name="born", type=FieldType.DATE)),
    lifecycle=Lifecycle(
        states=("new", "ready"), initial="new", transitions=(Transition(source="new", target="ready"),)
    ),
    label="name",
)


def spec(*rules: Rule) -> Spec:
    return Spec(name="ship", title="Ship", entities=(CREW,), rules=rules)


def check(condition: str, confidence: float, field: str = "size") -> Check:
    return Check(entity="crew", condition=condition, field=field, origin=Origin(confidence=confidence))


@pytest.mark.parametrize("known", SPECS.values(), ids=list(SPECS))
def test_rules_that_agree_are_all_kept(known: Spec) -> None:
    assert feasible(known) == known


@pytest.mark.parametrize(("few", "many"), [(0.6, 1.0), (1.0, 0.6)])
def test_of_two_rules_that_no_object_keeps_the_surer_stays(few: float, many: float) -> None:
    rules = (check("size < 5", few), check("size > 8", many))
    assert feasible(spec(*rules)).rules == (rules[few < many],)


def test_a_step_that_nothing_allows_is_not_kept() -> None:
    rule = StepNeeds(entity="crew", to="ready", condition="size < 3 and size > 4")
    assert impossible(spec(rule)) == {rule}
    assert feasible(spec(rule, check("size > 8", 1.0))).rules == (check("size > 8", 1.0),)


def test_an_age_can_be_asked_for() -> None:
    rule = check("years(born, today()) >= 18", 1.0, "born")
    assert feasible(spec(rule)).rules == (rule,)
