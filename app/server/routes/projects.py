"""Projects over HTTP: start building one from a brief; its progress is the run's events."""

from __future__ import annotations

import time
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from app.server.asking import TheServices
from app.services.building import KIND

router = APIRouter(prefix="/projects", tags=["projects"])


class NewProject(BaseModel):
    """What to build. `out` is the project's absolute folder; without it, one named after the project in `folder`."""

    model_config = ConfigDict(extra="forbid")

    brief: str = Field(max_length=2_000_000)
    out: str = Field(default="", pattern=r"^(/.*)?$")
    folder: str = Field(default="", pattern=r"^(/.*)?$")
    name: str = Field(default="", max_length=80)
    stack: str = ""
    accept: bool = False
    answers: dict[str, str] = Field(
        default_factory=dict, description="A person's answers, by the text of the question."
    )
    preview: bool = True
    environment: dict[str, str] = Field(default_factory=dict)
    time: int | None = Field(default=None, description="Seconds since 1970 that date the first commit; now if missing.")


@router.post("", status_code=201)
async def start(new: NewProject, services: TheServices) -> dict[str, Any]:
    arguments = new.model_dump(exclude={"environment"})
    arguments["handover"] = services.handover.keep(new.environment)
    arguments["time"] = new.time or int(time.time())
    return {"run": await services.jobs.start(KIND, arguments)}
