"""How `ql models` says what the router decided: a phrase for each reason, money and shares."""

from __future__ import annotations

from collections.abc import Mapping

REASONS: Mapping[str, str] = {
    "named": "asked for by name",
    "cheapest": "the cheapest that is good enough, or the best known",
    "fastest": "the fastest that is good enough, or the best known",
    "best": "the best",
    "trial": "cheaper, and on trial: its worth is not known yet",
    "equal": "answers alike and shares the calls",
    "fallback": "if those before it fail",
    "other_name": "another one was asked for",
    "leaves_machine": "what it is asked leaves this machine",
    "no_key": "there is no key for it",
    "no_tools": "it can't call tools",
    "only_embeds": "it makes vectors only",
    "too_small": "the question does not fit into its context",
    "resting": "it failed or was limited; it rests for {wait}",
    "at_limit": "its limit a minute is reached; {wait}",
    "over_budget": "a call could pass the budget",
    "price_unknown": "there is a budget, and its price is unknown",
}


def dollars(micro: int) -> str:
    """Micro-dollars as dollars: cents where there are any, else as many places as it takes."""
    amount = micro / 1_000_000
    return f"${amount:,.2f}" if amount >= 1 or not micro else f"${amount:.6f}".rstrip("0")


def share(value: float) -> str:
    return f"{value:.0%}"
