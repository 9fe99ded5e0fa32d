"""Building what no blueprint has with a language model, over HTTP; its progress is the run's events."""

from __future__ import annotations

import time
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from app.server.asking import PLACE, TheServices
from app.services.implementing import KIND

router = APIRouter(prefix="/projects", tags=["projects"])


class NewImplementation(BaseModel):
    """What to build: sentences of the brief by their numbers, or all that are not built. `cost`: micro-dollars for each."""

    model_config = ConfigDict(extra="forbid")

    project: str = Field(pattern=PLACE, max_length=4096)
    requirements: list[int] = Field(default_factory=list, max_length=1000)
    accept: bool = False
    private: bool = Field(default=False, description="Only a model on this machine may see the project.")
    cost: int = Field(default=500_000, ge=0, le=100_000_000)
    time: int | None = Field(default=None, description="Seconds since 1970 that date the commit; now if missing.")


@router.post("/implementations", status_code=201)
async def start(new: NewImplementation, services: TheServices) -> dict[str, Any]:
    arguments = {**new.model_dump(), "time": new.time or int(time.time())}
    return {"run": await services.jobs.start(KIND, arguments)}
