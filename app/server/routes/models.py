"""Language models over HTTP: set up, tried, removed; how one is chosen; what they cost. No answer holds a key."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from app.server.asking import TheServices
from engines.kernel.llm import TaskKind
from engines.llm.adding import Wish
from engines.llm.model import Deployment, Tier
from engines.llm.money import Budget, Period, Scope
from engines.llm.providers import address
from engines.llm.record import SumBy
from engines.llm.route import Effort

router = APIRouter(tags=["models"])
Name = Annotated[str, Field(min_length=1, max_length=200)]
Tokens = Annotated[int | None, Field(ge=1, le=100_000_000)]
Dollars = Annotated[float | None, Field(ge=0, le=1_000_000, allow_inf_nan=False)]
Filter = Annotated[str, Query(max_length=4096)]
DOLLAR = 1_000_000


class NewModel(BaseModel):
    """A model to set up; see `engines.llm.adding.Wish`."""

    model_config = ConfigDict(extra="forbid")

    model: Name
    name: str = Field(default="", max_length=200)
    base: str = Field(default="", max_length=2000)
    region: str = Field(default="", max_length=200, pattern=r"^[\w/.:-]*$")
    version: str = Field(default="", max_length=100, pattern=r"^[\w.-]*$")
    equal: str = Field(default="", max_length=200)
    weight: int = Field(default=1, ge=0, le=1000)
    like: str = Field(default="", max_length=200)
    context: Tokens = None
    longest: Tokens = None
    tools: bool | None = None
    json_answers: bool | None = None
    images: bool | None = None
    price_read: Dollars = None
    price_written: Dollars = None
    tier: Tier | None = None
    requests_a_minute: int = Field(default=0, ge=0, le=1_000_000)
    tokens_a_minute: int = Field(default=0, ge=0, le=10_000_000_000)
    away: bool = False


class Named(BaseModel):
    """A model by its name."""

    model_config = ConfigDict(extra="forbid")

    name: Name


class NewBudget(BaseModel):
    """What may be spent in each period, in dollars."""

    model_config = ConfigDict(extra="forbid")

    scope: Scope
    name: str = Field(default="", max_length=4096)
    dollars: float = Field(ge=0, le=1_000_000, allow_inf_nan=False)
    period: Period = "month"


@router.get("/models")
async def every(services: TheServices) -> dict[str, Any]:
    return {"items": [_shown(each) for each in await asyncio.to_thread(services.models.list)]}


@router.get("/models/catalogue")
async def catalogue(services: TheServices) -> dict[str, Any]:
    return await asyncio.to_thread(services.models.catalogue)


@router.post("/models", status_code=201)
async def add(wish: NewModel, services: TheServices) -> dict[str, Any]:
    said = wish.model_dump()
    said["json"] = said.pop("json_answers")
    return _shown(await asyncio.to_thread(services.models.add, Wish(**said)))


@router.delete("/models", status_code=204)
async def remove(name: Annotated[str, Query(max_length=200)], services: TheServices) -> None:
    await asyncio.to_thread(services.models.remove, name)


@router.post("/models/test")
async def try_out(named: Named, services: TheServices) -> dict[str, Any]:
    return await services.models.try_out(named.name)


@router.get("/models/route")
async def route(
    services: TheServices, task: TaskKind, private: bool = False, effort: Effort | None = None, model: Filter = ""
) -> dict[str, Any]:
    """Who would be asked a typical question of this kind now, who not, and why."""

    def explained() -> dict[str, Any]:
        return asdict(services.models.explain(task, private=private, effort=effort, model=model))

    return await asyncio.to_thread(explained)


@router.get("/models/usage")
async def usage(
    services: TheServices,
    by: SumBy = "model",
    since: Annotated[str, Query(max_length=40, pattern=r"^[0-9T:.+Z-]*$")] = "",
    project: Filter = "",
    run: Filter = "",
    person: Filter = "",
) -> dict[str, Any]:
    """Calls in sum by one of their properties; costs in micro-dollars."""

    def summed() -> list[dict[str, Any]]:
        sums = services.models.usage(by, since=since, project=project, run=run, person=person)
        return [asdict(each) for each in sums]

    return {"by": by, "items": await asyncio.to_thread(summed)}


@router.get("/models/calls")
async def calls(
    services: TheServices, limit: Annotated[int, Query(ge=1, le=1000)] = 100, run: Filter = ""
) -> dict[str, Any]:
    """The latest calls, newest first."""
    return {"items": [asdict(each) for each in await asyncio.to_thread(services.models.calls, limit, run)]}


@router.get("/models/budgets")
async def budgets(services: TheServices) -> dict[str, Any]:
    return {"items": [asdict(each) for each in await asyncio.to_thread(services.models.budgets)]}


@router.put("/models/budgets", status_code=204)
async def set_budget(wish: NewBudget, services: TheServices) -> None:
    amount = round(wish.dollars * DOLLAR)
    budget = Budget(scope=wish.scope, name=wish.name, amount=amount, period=wish.period)
    await asyncio.to_thread(services.models.set_budget, budget)


@router.delete("/models/budgets", status_code=204)
async def remove_budget(scope: Scope, services: TheServices, name: Filter = "") -> None:
    await asyncio.to_thread(services.models.remove_budget, scope, name)


def _shown(deployment: Deployment) -> dict[str, Any]:
    return {**asdict(deployment), "address": address(deployment)}
