"""What the room tells: who decides each kind of task and why, which models there are, what they cost. Pure, free of Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ui.language import say, say_many
from ui.money import price

DOLLAR = 1_000_000
TASKS = ("read_requirement", "design", "write_code", "review")
"""The kinds of task that a model is asked for, as the engine calls them."""


@dataclass(frozen=True, kw_only=True)
class Decider:
    """A row of the table: a kind of task, what decides it, why, and what one call costs."""

    task: str
    by: str
    why: str
    cost: str
    model: bool = False


@dataclass(frozen=True, kw_only=True)
class Connected:
    """A model that is set up: its name, where it answers, what it costs, and what is known of its work."""

    name: str
    place: str
    cost: str
    local: bool


@dataclass(frozen=True, kw_only=True)
class Spent:
    """What a model cost: its calls in words and the amount in words; `share` of the dearest one, 0 to 1."""

    name: str
    calls: str
    cost: str
    share: float


def without_models() -> list[Decider]:
    """What decides where no model is asked: always the first to be tried."""
    free = price(0.0)
    return [
        Decider(
            task=say("Read a brief"),
            by=say("Rules of English"),
            why=say("Every fact keeps the sentence it came from; the same text gives the same facts."),
            cost=free,
        ),
        Decider(
            task=say("Design and write code"),
            by=say("Blueprints"),
            why=say("Verified recipes render the same bytes for the same specification."),
            cost=free,
        ),
        Decider(
            task=say("Review"),
            by=say("Checks"),
            why=say("Contradictions, gaps and access rules are found by looking at the specification and the code."),
            cost=free,
        ),
        Decider(
            task=say("Test"),
            by=say("Generated tests"),
            why=say("One for each fact; a sentence counts as built only when its test passes."),
            cost=free,
        ),
    ]


def routed(routes: Sequence[Mapping[str, Any]]) -> list[Decider]:
    """Who would be asked for each kind of task, from the router's own values; tasks that nobody can do are left out."""
    return [_decider(route, route["order"][0]) for route in routes if route["order"]]


def _decider(route: Mapping[str, Any], first: Mapping[str, Any]) -> Decider:
    cost = first["cost"]
    return Decider(
        task=_task(str(route["task"])),
        by=str(first["name"]),
        why=f"{_why(str(first['why']))} {_known(first['quality'])}".strip(),
        cost=say("price unknown") if cost is None else price(cost / DOLLAR),
        model=True,
    )


def _task(task: str) -> str:
    return {
        "read_requirement": say("Read what is left"),
        "design": say("Advise on the plan"),
        "write_code": say("Write missing code"),
        "review": say("Review what a model wrote"),
    }.get(task, task.replace("_", " "))


def _why(why: str) -> str:
    return {
        "named": say("You named it."),
        "cheapest": say("The cheapest that is good enough."),
        "fastest": say("The fastest that is good enough."),
        "best": say("The best there is."),
        "trial": say("On trial: cheaper, and not known yet."),
        "equal": say("One of several that answer alike."),
    }.get(why, say("The first that could be asked."))


def _known(quality: Mapping[str, Any]) -> str:
    tried = int(quality["judged"])
    if not tried:
        return say("Its work is not known yet.")
    return say_many(
        "Good in {share} % of {n} try.",
        "Good in {share} % of {n} tries.",
        tried,
        share=round(100 * float(quality["mean"])),
    )


def connected(rows: Sequence[Mapping[str, Any]]) -> list[Connected]:
    """The models that are set up or were found on this machine."""
    return [
        Connected(
            name=str(row["name"]),
            place=str(row.get("address") or row.get("provider", "")),
            cost=_tariff(row),
            local=bool(row["here"]),
        )
        for row in rows
    ]


def _tariff(row: Mapping[str, Any]) -> str:
    found = (row.get("facts") or {}).get("price")
    if not found:
        return say("price unknown")
    if not found["read"] and not found["written"]:
        return say("free")
    return say(
        "{read} read, {written} written, a million tokens", read=price(found["read"]), written=price(found["written"])
    )


def spent(rows: Sequence[Mapping[str, Any]]) -> list[Spent]:
    """What each model cost, the dearest first."""
    most = max((int(row["cost"]) for row in rows), default=0)
    return [
        Spent(
            name=str(row["name"]),
            calls=say_many("{n} call", "{n} calls", int(row["calls"])),
            cost=price(int(row["cost"]) / DOLLAR),
            share=int(row["cost"]) / most if most else 0.0,
        )
        for row in sorted(rows, key=lambda row: -int(row["cost"]))
    ]
