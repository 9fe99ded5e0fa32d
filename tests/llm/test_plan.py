"""Who is asked: pure choices from facts, outcomes, prices, limits and budgets, each with its reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from engines.llm.catalogue import tastes
from engines.llm.model import Deployment, Facts, Price
from engines.llm.plan import plan
from engines.llm.quality import Prior, Tally, beta_quantile, quality
from engines.llm.route import Need, Route, Standing
from engines.llm.sharing import in_turn

NEED = Need(task="write_code", likely=2000, most=6000, longest=1000, key="k")


def model(name: str, tier: str = "large", read: float | None = 1.0, **more: Any) -> Deployment:
    """A model whose tokens written cost five times those read."""
    price = None if read is None else Price(read=read, written=5 * read, cached=read)
    facts = Facts(context=32_000, longest=4000, tools=True, price=price, tier=tier)  # type: ignore[arg-type]
    facts = replace(facts, **{key: more.pop(key) for key in list(more) if hasattr(facts, key)})
    return Deployment(name=name, provider="compatible", model=name, facts=facts, **more)


def standing(deployment: Deployment, judged: int = 0, worth: float = 0.0, **more: Any) -> Standing:
    """How it stands after so many outcomes."""
    tally = Tally(group=deployment.group, task="write_code", judged=judged, worth=worth) if judged else None
    return Standing(deployment=deployment, tally=tally, **more)


def route(*standings: Standing, left: int | None = None, **more: Any) -> Route:
    return plan(replace(NEED, **more), standings, tastes(), left)


def order(found: Route) -> list[tuple[str, str]]:
    return [(candidate.name, candidate.why) for candidate in found.order]


def passed(found: Route) -> dict[str, str]:
    return {candidate.name: candidate.why for candidate in found.passed}


def test_before_any_outcome_the_better_tier_is_asked_and_the_others_stand_behind_it() -> None:
    found = route(standing(model("small", "small", 0.1)), standing(model("best", "frontier", 3.0)))
    assert order(found) == [("best", "cheapest"), ("small", "fallback")]


def test_who_has_shown_to_be_as_good_is_asked_for_less_money() -> None:
    dear, cheap = model("dear", "frontier", 5.0), model("cheap", "small", 0.2)
    assert order(route(standing(dear, 300, 270), standing(cheap, 300, 276)))[0] == ("cheap", "cheapest")


def test_a_few_good_outcomes_are_not_enough() -> None:
    dear, cheap = model("dear", "frontier", 5.0), model("cheap", "small", 0.2)
    assert order(route(standing(dear, 300, 270), standing(cheap, 3, 3)))[0] == ("dear", "cheapest")


def test_who_has_shown_to_be_worse_is_not_asked_first_however_cheap() -> None:
    dear, cheap = model("dear", "frontier", 5.0), model("cheap", "small", 0.001)
    assert order(route(standing(dear, 300, 270), standing(cheap, 300, 200)))[0] == ("dear", "cheapest")


def test_a_share_of_calls_tries_a_cheaper_model_that_may_prove_good() -> None:
    dear, cheap = model("dear", "frontier", 5.0), model("cheap", "medium", 0.2)
    assert order(route(standing(dear), standing(cheap), chance=0.05)) == [("cheap", "trial"), ("dear", "fallback")]
    assert order(route(standing(dear), standing(cheap), chance=0.5))[0] == ("dear", "cheapest")
    shown = standing(cheap, 60, 30)
    assert order(route(standing(dear, 60, 55), shown, chance=0.05))[0] == ("dear", "cheapest"), "it was tried enough"


def test_effort_chooses_the_fastest_or_the_best() -> None:
    slow, quick = standing(model("slow", "frontier", 0.1)), standing(model("quick", "small", 5.0), 200, 190)
    assert order(route(slow, quick, effort="fastest"))[0] == ("quick", "fastest")
    assert order(route(standing(model("slow", "frontier", 0.1), 200, 199), quick, effort="best"))[0] == ("slow", "best")


@pytest.mark.parametrize(
    ("spoiled", "needed", "why"),
    [
        (standing(model("m")), {"private": True}, "leaves_machine"),
        (standing(model("m", tools=False)), {"tools": True}, "no_tools"),
        (standing(model("m", context=2900)), {}, "too_small"),
        (standing(model("m", embeds=True)), {}, "only_embeds"),
        (standing(model("m"), keyed=False), {}, "no_key"),
        (standing(model("m"), rests=4.0), {}, "resting"),
        (standing(model("m"), waits=4.0), {}, "at_limit"),
        (standing(model("m")), {"model": "other"}, "other_name"),
        (standing(model("m", read=1.0)), {"left": 10_999}, "over_budget"),
        (standing(model("m", read=None)), {"left": 10_000_000}, "price_unknown"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_who_cannot_be_asked_is_passed_over_with_the_reason(spoiled: Standing, needed: Any, why: str) -> None:
    other = standing(model("other", read=0.0, here=True))
    found = route(spoiled, other, **needed)
    assert passed(found) == {"m": why}
    assert [name for name, _ in order(found)] == ["other"]


def test_a_budget_is_compared_with_the_most_that_a_call_can_cost() -> None:
    found = route(standing(model("m", read=1.0)), left=11_000)
    assert [candidate.most for candidate in found.order] == [6000 + 5 * 1000]


def test_a_model_of_this_machine_may_see_what_is_private() -> None:
    found = route(standing(model("here", here=True)), standing(model("there")), private=True)
    assert order(found) == [("here", "cheapest")]


def test_equal_deployments_share_the_calls_by_weight_and_keep_them() -> None:
    heavy, light = model("a", equal="m", weight=95), model("b", equal="m", weight=5)
    first = [in_turn([heavy, light], f"run-{n}")[0].name for n in range(2000)]
    assert abs(first.count("b") / 2000 - 0.05) < 0.01
    again = [in_turn([light, heavy], f"run-{n}")[0].name for n in range(2000)]
    assert again == first
    third = model("c", equal="m", weight=10)
    moved = [
        (was, now[0].name)
        for n, was in enumerate(first)
        if (now := in_turn([heavy, light, third], f"run-{n}"))[0].name != was
    ]
    assert {now for _, now in moved} == {"c"}, "only the keys that the new one takes are moved"
    found = route(standing(heavy), standing(light))
    assert [why for _, why in order(found)] == ["cheapest", "equal"]


def test_outcomes_of_equal_deployments_are_one_tally() -> None:
    assert model("a", equal="m").group == model("b", equal="m").group == "m"


def test_the_bounds_of_quality_are_those_of_the_beta_distribution() -> None:
    """Against tables: the 10th and 90th percentile of Beta(2, 3), Beta(5.4, 0.6) and Beta(90, 10)."""
    known = {(2, 3, 0.1): 0.1426, (2, 3, 0.9): 0.6795, (90, 10, 0.1): 0.8604, (90, 10, 0.9): 0.9363, (1, 1, 0.3): 0.3}
    for (a, b, share), value in known.items():
        assert beta_quantile(a, b, share) == pytest.approx(value, abs=6e-4)


def test_doubt_shrinks_with_outcomes() -> None:
    prior = Prior(mean=0.9, weight=6)
    widths = []
    for judged in (0, 10, 100, 1000):
        found = quality(prior, Tally(group="m", task="explain", judged=judged, worth=0.9 * judged))
        assert found.low < found.mean < found.high
        widths.append(found.high - found.low)
    assert widths == sorted(widths, reverse=True)
