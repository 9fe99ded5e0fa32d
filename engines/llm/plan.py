"""Chooses who is asked: values in, a route with its reasons out. The service goes by it, `ql models explain` shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engines.kernel.llm import Usage
from engines.llm.model import Deployment
from engines.llm.money import cost
from engines.llm.quality import quality
from engines.llm.route import Candidate, Effort, Need, Route, Standing, Taste, Tastes, Why
from engines.llm.sharing import in_turn

UNKNOWN_COST = 10**12
SURE = 0.8
"""A model is good enough when its outcomes make that so probable."""


def plan(need: Need, standings: Sequence[Standing], tastes: Tastes, left: int | None = None) -> Route:
    """The route; `left` micro-dollars may still be spent, None: as much as one likes."""
    taste = tastes.tasks[need.task]
    effort = need.effort or taste.effort
    found = [(standing, _candidate(need, standing, taste, tastes)) for standing in standings]
    judged = [(standing, candidate, _unfit(need, standing, candidate, left)) for standing, candidate in found]
    fit = [(standing, candidate) for standing, candidate, why in judged if why is None]
    passed = [replace(candidate, why=why) for _, candidate, why in judged if why is not None]
    bar = taste.good_enough * max((candidate.quality.mean for _, candidate in fit), default=0.0)
    deployments = {standing.deployment.name: standing.deployment for standing, _ in fit}
    order = _order(need, [candidate for _, candidate in fit], deployments, effort, bar, taste)
    return Route(task=need.task, effort=effort, bar=round(bar, 4), order=order, passed=passed)


def _candidate(need: Need, standing: Standing, taste: Taste, tastes: Tastes) -> Candidate:
    deployment, tally = standing.deployment, standing.tally
    facts = deployment.facts
    longest = min(need.longest, facts.longest)
    written = min(longest, round(tally.written) if tally and tally.calls else taste.written)
    price = facts.price
    return Candidate(
        name=deployment.name,
        group=deployment.group,
        why="fallback",
        quality=quality(tastes.tiers[facts.tier], tally),
        cost=cost(price, Usage(read=need.likely, written=written)) if price else None,
        most=cost(price, Usage(read=need.most, written=longest)) if price else None,
        seconds=round(tally.seconds, 3) if tally and tally.calls else tastes.seconds[facts.tier],
        wait=round(max(standing.rests, standing.waits), 3),
    )


def _unfit(need: Need, standing: Standing, candidate: Candidate, left: int | None) -> Why | None:
    """Why a deployment can't be asked, the lasting reasons first."""
    deployment, facts = standing.deployment, standing.deployment.facts
    reasons: list[tuple[bool, Why]] = [
        (bool(need.model) and need.model not in (deployment.name, deployment.group), "other_name"),
        (facts.embeds, "only_embeds"),
        (need.private and not deployment.here, "leaves_machine"),
        (need.tools and not facts.tools, "no_tools"),
        (need.likely + min(need.longest, facts.longest) > facts.context, "too_small"),
        (not standing.keyed, "no_key"),
        (left is not None and candidate.most is None, "price_unknown"),
        (left is not None and (candidate.most or 0) > max(left, 0), "over_budget"),
        (standing.rests > 0, "resting"),
        (standing.waits > 0, "at_limit"),
    ]
    return next((why for holds, why in reasons if holds), None)


def _order(
    need: Need,
    fit: Sequence[Candidate],
    deployments: dict[str, Deployment],
    effort: Effort,
    bar: float,
    taste: Taste,
) -> list[Candidate]:
    """Groups by preference, and within each the deployment that the key belongs to first."""
    groups: dict[str, Candidate] = {}
    for candidate in fit:
        groups.setdefault(candidate.group, candidate)
    ranked = sorted(groups.values(), key=lambda each: _rank(each, effort, bar))
    tried = _trial(need, ranked, bar, taste, effort)
    if tried is not None:
        ranked = [tried, *(each for each in ranked if each is not tried)]
    first: Why = "named" if need.model else "trial" if tried else effort
    by_name = {candidate.name: candidate for candidate in fit}
    order: list[Candidate] = []
    for place, leader in enumerate(ranked):
        equals = [deployments[each.name] for each in fit if each.group == leader.group]
        for turn, deployment in enumerate(in_turn(equals, need.key)):
            why: Why = "fallback" if place else "equal" if turn else first
            order.append(replace(by_name[deployment.name], why=why))
    return order


def _rank(candidate: Candidate, effort: Effort, bar: float) -> tuple[float, ...]:
    """Small is better. Who is good enough comes first; among the others, the better."""
    if effort == "best":
        return (-candidate.quality.low, _price(candidate))
    if candidate.quality.reaches(bar) < SURE:
        return (1, -candidate.quality.low, _price(candidate))
    by_time = effort == "fastest"
    return (0, *((candidate.seconds, _price(candidate)) if by_time else (_price(candidate), candidate.seconds)))


def _trial(need: Need, ranked: Sequence[Candidate], bar: float, taste: Taste, effort: Effort) -> Candidate | None:
    """A cheaper model that may prove good enough: tried as often as it is likely to, up to the task's share of trials."""
    if effort != "cheapest" or need.model or need.chance >= taste.trials or not ranked:
        return None
    cheaper = [each for each in ranked[1:] if _price(each) < _price(ranked[0])]
    hopes = [(each.quality.reaches(bar), each) for each in cheaper]
    likeliest = max(hopes, key=lambda each: (each[0], -_price(each[1])), default=None)
    return likeliest[1] if likeliest and need.chance < likeliest[0] < SURE else None


def _price(candidate: Candidate) -> int:
    return UNKNOWN_COST if candidate.cost is None else candidate.cost
