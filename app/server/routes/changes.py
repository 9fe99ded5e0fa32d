"""Changes of projects over HTTP: start one from English or from an edited specification; its progress is the run's events."""

from __future__ import annotations

import time
from typing import Any, Literal, Self

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.server.asking import PLACE, TheServices
from app.services.changing import KIND

router = APIRouter(prefix="/projects", tags=["projects"])


class NewChange(BaseModel):
    """What to change: English, a specification as YAML, or another OpenAPI document, which a text may go with.

    With none of them, what the project's spec.yaml says now.
    """

    model_config = ConfigDict(extra="forbid")

    project: str = Field(pattern=PLACE, max_length=4096)
    text: str = Field(default="", max_length=200_000)
    spec: str = Field(default="", max_length=5_000_000)
    interface: str = Field(default="", max_length=4_000_000, description="An OpenAPI document, for a service.")
    take_back: str = Field(
        default="", max_length=40, description="A recorded change to take back: its commit, or 1 for the newest, 2 ..."
    )
    accept: bool = False
    only_plan: bool = False
    prefer: Literal["mine", "generated"] | None = None
    sides: dict[str, Literal["mine", "generated"]] = Field(
        default_factory=dict, description="Whose lines stand: by file, or by file and line ('app/main.py:12')."
    )
    answers: dict[str, str] = Field(
        default_factory=dict, description="A person's answers, by the text of the question."
    )
    time: int | None = Field(default=None, description="Seconds since 1970 that date the commit; now if missing.")

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if sum(map(bool, (self.spec, self.text or self.interface, self.take_back))) > 1:
            raise ValueError("give English, an OpenAPI document, a specification, or a change to take back")
        return self


@router.post("/changes", status_code=201)
async def start(new: NewChange, services: TheServices) -> dict[str, Any]:
    arguments = {**new.model_dump(), "time": new.time or int(time.time())}
    return {"run": await services.jobs.start(KIND, arguments)}
