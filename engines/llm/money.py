"""Budgets in micro-dollars: whom they bind, for how long, and what a call can cost at most. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from engines.kernel.llm import Origin, Usage
from engines.llm.model import Price

Scope = Literal["everything", "project", "person"]
Period = Literal["day", "month", "ever"]


@dataclass(frozen=True, kw_only=True)
class Budget:
    """What may be spent in each period (UTC) for one project, by one person, or in all; `name` is empty for everything."""

    scope: Scope
    name: str = ""
    amount: int
    period: Period = "month"


@dataclass(frozen=True, kw_only=True)
class Cap:
    """A budget at a moment: what counts against it since when (ISO 8601, empty: ever)."""

    budget: Budget
    since: str


def caps_for(budgets: Sequence[Budget], origin: Origin, now: datetime) -> list[Cap]:
    """The budgets that bind a call."""
    names = {"everything": "", "project": origin.project, "person": origin.person}
    return [
        Cap(budget=budget, since=_start(budget.period, now))
        for budget in budgets
        if names[budget.scope] == budget.name and (budget.name or budget.scope == "everything")
    ]


def cost(price: Price, usage: Usage) -> int:
    """Micro-dollars of a call, rounded up."""
    fresh = max(0, usage.read - usage.cached)
    exact = fresh * price.read + min(usage.cached, usage.read) * price.cached + usage.written * price.written
    return -int(-exact // 1)


def _start(period: Period, now: datetime) -> str:
    match period:
        case "ever":
            return ""
        case "day":
            start = now.replace(hour=0, minute=0, second=0, microsecond=0)
        case "month":
            start = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return start.isoformat(timespec="milliseconds")
