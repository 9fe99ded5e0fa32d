"""Every rule, computed value and step has a case that shows it, and only it."""

from dataclasses import replace

import pytest

from engines.kernel.spec import Check, Quota, Spec, rule_id
from engines.qlayer.contract import contract_cases, contract_view
from engines.qlayer.samples import computed_cases, plain_spec, rule_cases, rule_proofs, samples, step_cases
from engines.qlayer.samples.broken import broken
from engines.qlayer.samples.claim import known
from engines.qlayer.samples.model import Case, Change, Expect, Make, Refused, Shows
from engines.qlayer.samples.world import World
from tests.qlayer.specs import FLATS, INVOICES, LIBRARY, SPECS, TICKETS

every = pytest.mark.parametrize("spec", SPECS.values(), ids=list(SPECS))


def of_rule(spec: Spec, fact: str) -> list[Case]:
    plain = plain_spec(spec)
    return [case for case in rule_cases(plain, samples(plain)) if case.fact.startswith(fact)]


@every
def test_every_rule_has_a_case_with_a_refusal(spec: Spec) -> None:
    plain = plain_spec(spec)
    refusing = {
        case.fact for case in rule_cases(plain, samples(plain)) if any(isinstance(a, Refused) for a in case.acts)
    }
    assert {rule_id(rule) for rule in plain.rules} - refusing == set()


@every
def test_what_must_pass_breaks_no_rule(spec: Spec) -> None:
    plain = plain_spec(spec)
    made = samples(plain)
    for case in rule_cases(plain, made):
        world = World(plain, known(made))
        for act in case.acts:
            if isinstance(act, Make):
                assert set(broken(world, world.make(act))) == set(), case.title
            elif not isinstance(act, Refused | Expect | Shows):
                world.play([act])


@every
def test_what_is_refused_breaks_the_rule_alone(spec: Spec) -> None:
    plain = plain_spec(spec)
    made = samples(plain)
    for case in rule_cases(plain, made):
        world = World(plain, known(made))
        for act in case.acts:
            if isinstance(act, Refused) and isinstance(act.step, Change | Make) and "locked" not in case.fact:
                aside = World(plain, known(made))
                aside.play(a for a in case.acts[: case.acts.index(act)] if not isinstance(a, Refused | Expect | Shows))
                aside.play([act.step])
                found = broken(aside, aside.named[act.step.alias])
                assert {rule_id(rule) for rule in found} == {case.fact}
            elif not isinstance(act, Refused | Expect | Shows):
                world.play([act])


def test_a_rule_in_the_shadow_of_another_is_not_proven() -> None:
    weaker = Check(entity="book", condition="copies > 1", field="copies")
    stronger = Check(entity="book", condition="copies > 3", field="copies")
    plain = plain_spec(replace(LIBRARY, rules=(weaker, stronger)))
    proofs = rule_proofs(plain, samples(plain))
    assert {case.fact for case in proofs.cases} == {rule_id(stronger)}
    assert [(one.fact, one.entity) for one in proofs.unproven] == [(rule_id(weaker), "book")]
    assert proofs.unproven[0].reason == "no example was found that breaks it and no other rule"


def test_an_unproven_rule_names_what_stands_in_its_way() -> None:
    wide = Quota(entity="loan", per="member", limit="3")
    narrow = Quota(entity="loan", per="member", limit="2", where="borrowed_at is not None")
    plain = plain_spec(replace(LIBRARY, rules=(wide, narrow)))
    proofs = rule_proofs(plain, samples(plain))
    assert [(one.fact, one.reason) for one in proofs.unproven] == [
        (rule_id(wide), f"an example of it also breaks {rule_id(narrow)}")
    ]


def test_a_rule_is_not_proven_by_what_passes_alone() -> None:
    quota = Quota(entity="loan", per="member", limit="500", where="returned_at is None")
    plain = plain_spec(replace(LIBRARY, rules=(quota,)))
    proofs = rule_proofs(plain, samples(plain))
    assert proofs.cases == ()
    assert [one.reason for one in proofs.unproven] == ["no example was found that breaks it and no other rule"]


@every
def test_every_computed_value_and_state_has_a_case(spec: Spec) -> None:
    plain = plain_spec(spec)
    made = samples(plain)
    facts = {case.fact for case in (*computed_cases(plain, made), *step_cases(plain, made))}
    for entity in plain.entities:
        assert {f"computed:{entity.name}.{value.name}" for value in entity.computed} <= facts
        for step in entity.lifecycle.transitions if entity.lifecycle else ():
            assert f"step:{entity.name}.{step.source}-{step.target}" in facts


def test_a_quota_is_filled_to_its_limit_before_the_refusal() -> None:
    filled = of_rule(LIBRARY, "rule:loan.quota.member-3")[0].acts
    assert [act.entity for act in filled if isinstance(act, Make)] == ["member", "loan", "loan", "loan"]
    assert isinstance(filled[-1], Refused)
    assert (filled[-1].status, filled[-1].fields) == (409, ("member",))


def test_a_computed_value_is_known_beforehand() -> None:
    plain = plain_spec(INVOICES)
    found = [act for case in computed_cases(plain, samples(plain)) for act in case.acts if isinstance(act, Expect)]
    assert any(act.property == "total" and act.value for act in found)


def test_titles_say_what_is_claimed() -> None:
    titles = {case.title for spec in (LIBRARY, FLATS, TICKETS) for case in of_rule(spec, "rule:")}
    assert {
        "a member has at most 3 loans with no returned at",
        "the due date of a loan is after its borrowed at",
        "the departure of a stay is after its arrival",
        "the quantity of orders of a ticket type stay within its quantity",
        "an order needs an event with status other than cancelled",
    } <= titles


@every
def test_the_contract_suite_is_the_same_each_time(spec: Spec) -> None:
    assert contract_view(spec) == contract_view(spec)


def test_the_contract_suite_names_properties_as_the_api_does() -> None:
    cases = contract_cases(LIBRARY)["cases"]
    assert isinstance(cases, list)
    assert '"naming": ["member_id"]' in contract_view(LIBRARY).cases.replace("\n", "").replace("  ", "").replace(
        "[ ", "["
    ) or any("member_id" in str(case) for case in cases)
