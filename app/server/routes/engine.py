"""The engine about itself: is it there, how is it, please stop. Called by the client and by supervisors."""

from __future__ import annotations

import asyncio
import os
from collections import Counter

from fastapi import APIRouter
from pydantic import BaseModel

from app.server.asking import TheLifetime, TheServices, TheVersion

router = APIRouter(tags=["engine"])


@router.get("/healthz")
async def healthz(version: TheVersion) -> dict[str, str]:
    return {"status": "ok", "version": version}


class Status(BaseModel):
    """An engine at a moment; `runs` counts the latest thousand by their status, `models` the language models there are."""

    pid: int
    version: str
    at_work: bool
    runs: dict[str, int]
    models: int


@router.get("/status")
async def status(services: TheServices, version: TheVersion) -> Status:
    """Process, version and how many runs are in which status."""
    runs = await services.jobs.list(limit=1000)
    counts = dict(Counter[str](run.status for run in runs))
    models = len(await asyncio.to_thread(services.models.list))
    return Status(pid=os.getpid(), version=version, at_work=await services.at_work(), runs=counts, models=models)


@router.post("/shutdown", status_code=202)
async def shutdown(lifetime: TheLifetime) -> dict[str, str]:
    """Stops the engine; open runs go on when it starts again."""
    lifetime.stopping.set()
    return {"status": "stopping"}
