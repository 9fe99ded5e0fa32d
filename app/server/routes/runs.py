"""Runs over HTTP: start, list, look, cancel, answer. Their events are streamed by app.server.streaming."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from app.server.asking import TheServices
from engines.kernel.jobs import RunStatus

router = APIRouter(prefix="/runs", tags=["runs"])


class NewRun(BaseModel):
    """What to run; `run` may name it, so that asking twice starts it once."""

    model_config = ConfigDict(extra="forbid")

    kind: str
    arguments: dict[str, Any] = Field(default_factory=dict)
    run: str | None = Field(default=None, pattern=r"^[A-Za-z0-9_.-]{1,64}$")


class RunView(BaseModel):
    """A run as it stands; `result` once it is done, `error` once it has failed."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    kind: str
    status: RunStatus
    created: str
    arguments: dict[str, Any]
    result: Any
    error: str


class RunList(BaseModel):
    """Runs, newest first."""

    items: list[RunView]


@router.post("", status_code=201)
async def start(new: NewRun, services: TheServices) -> RunView:
    run = await services.jobs.start(new.kind, new.arguments, run=new.run)
    return RunView.model_validate(await services.jobs.get(run))


@router.get("")
async def latest(services: TheServices, limit: Annotated[int, Query(ge=1, le=1000)] = 50) -> RunList:
    return RunList(items=[RunView.model_validate(run) for run in await services.jobs.list(limit=limit)])


@router.get("/{run}")
async def get(run: str, services: TheServices) -> RunView:
    return RunView.model_validate(await services.jobs.get(run))


@router.post("/{run}/cancel")
async def cancel(run: str, services: TheServices) -> RunView:
    await services.projects.cancel(run)
    return RunView.model_validate(await services.jobs.get(run))


@router.post("/{run}/answers/{checkpoint}", status_code=204)
async def answer(run: str, checkpoint: str, given: dict[str, Any], services: TheServices) -> None:
    await services.approvals.answer(run, checkpoint, given)
