"""Projects over HTTP: start building one from a brief; its progress is the run's events."""

from __future__ import annotations

import time
from typing import Any, Self

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.server.asking import TheServices
from app.services.building import KIND
from app.services.gates import Gate

router = APIRouter(prefix="/projects", tags=["projects"])


class NewProject(BaseModel):
    """What to build: a brief, or a specification as YAML. `out` is the project's absolute folder; without it, one named
    after the project in `folder`. `renew` renders the project in `out` anew from the specification."""

    model_config = ConfigDict(extra="forbid")

    brief: str = Field(default="", max_length=2_000_000)
    interface: str = Field(default="", max_length=4_000_000, description="An OpenAPI document; the brief goes with it.")
    spec: str = Field(default="", max_length=5_000_000)
    renew: bool = False
    out: str = Field(default="", pattern=r"^(/.*)?$")
    folder: str = Field(default="", pattern=r"^(/.*)?$")
    name: str = Field(default="", max_length=80)
    stack: str = ""
    accept: bool = False
    answers: dict[str, str] = Field(
        default_factory=dict, description="A person's answers, by the text of the question."
    )
    preview: bool = True
    offline: bool = Field(default=False, description="No language model is asked.")
    checkpoints: list[Gate] = Field(default_factory=list, description="Where the run waits for a person.")
    environment: dict[str, str] = Field(default_factory=dict)
    time: int | None = Field(default=None, description="Seconds since 1970 that date the first commit; now if missing.")

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if self.spec and (self.brief or self.interface):
            raise ValueError("give a brief or an OpenAPI document, or a specification, not both")
        if self.renew and not (self.spec and self.out):
            raise ValueError("to renew a project, give its specification and its folder as 'out'")
        return self


@router.post("", status_code=201)
async def start(new: NewProject, services: TheServices) -> dict[str, Any]:
    arguments = new.model_dump(exclude={"environment"})
    arguments["handover"] = services.handover.keep(new.environment)
    arguments["time"] = new.time or int(time.time())
    return {"run": await services.jobs.start(KIND, arguments)}
