"""The values of a choice: what is needed, how each deployment stands, and the route with its reasons. `plan` computes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from engines.kernel.llm import TaskKind
from engines.llm.model import Deployment
from engines.llm.quality import Prior, Quality, Tally

Effort = Literal["cheapest", "fastest", "best"]
Why = Literal[
    "named",
    "cheapest",
    "fastest",
    "best",
    "trial",
    "equal",
    "fallback",
    "other_name",
    "leaves_machine",
    "no_key",
    "no_tools",
    "only_embeds",
    "too_small",
    "resting",
    "at_limit",
    "over_budget",
    "price_unknown",
]
"""Why a candidate stands where it does; those behind `fallback` say why it was passed over."""


@dataclass(frozen=True, kw_only=True)
class Need:
    """What a question needs. Tokens: `likely` and at `most` read, `longest` the answer. `key`: whose calls stay together."""

    task: TaskKind
    likely: int
    most: int
    longest: int
    tools: bool = False
    private: bool = False
    effort: Effort | None = None
    model: str = ""
    key: str = ""
    chance: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A deployment at this moment; `rests` and `waits` are seconds from now."""

    deployment: Deployment
    keyed: bool = True
    rests: float = 0.0
    waits: float = 0.0
    tally: Tally | None = None


@dataclass(frozen=True, kw_only=True)
class Taste:
    """How a kind of task is routed when nobody says: `good_enough` is a share of the best model's quality.

    `written` is how many tokens an answer has as long as the ledger does not know; `trials` the share of calls that may go
    to a cheaper model whose worth is not known yet.
    """

    effort: Effort
    good_enough: float
    read: int
    written: int
    trials: float


@dataclass(frozen=True, kw_only=True)
class Tastes:
    """All tastes by task, and where the tiers begin: their quality, and seconds of a call."""

    tasks: dict[TaskKind, Taste]
    tiers: dict[str, Prior]
    seconds: dict[str, float]


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A deployment in a route. Costs in micro-dollars, as expected and at most; None: nobody knows the price.

    `seconds` is how long an answer takes; `wait` how long it rests or waits for its limits.
    """

    name: str
    group: str
    why: Why
    quality: Quality
    cost: int | None
    most: int | None
    seconds: float
    wait: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Route:
    """Who is asked, in this order, and who is not. `bar` is the quality from which a model is good enough."""

    task: TaskKind
    effort: Effort
    bar: float
    order: Sequence[Candidate]
    passed: Sequence[Candidate]
