"""Plans over HTTP: what a brief or a specification would become. Pure; nothing is changed."""

from __future__ import annotations

from typing import Any, Self

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.server.asking import TheServices
from app.services.planning import Wanted

router = APIRouter(prefix="/plans", tags=["plans"])


class NewPlan(BaseModel):
    """What to plan: a brief with answers by the text of their questions, or a specification as YAML."""

    model_config = ConfigDict(extra="forbid")

    brief: str = Field(default="", max_length=2_000_000)
    interface: str = Field(default="", max_length=4_000_000, description="An OpenAPI document; the brief goes with it.")
    spec: str = Field(default="", max_length=5_000_000)
    answers: dict[str, str] = Field(default_factory=dict)
    name: str = Field(default="", max_length=80)
    stack: str = ""
    preview: bool = True

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if bool(self.spec) == bool(self.brief or self.interface):
            raise ValueError("give a brief, an OpenAPI document as 'interface', or a specification")
        return self


@router.post("")
async def plan(new: NewPlan, services: TheServices) -> dict[str, Any]:
    made, questions = await services.planning.preview_of(Wanted(**new.model_dump()))
    return {**made.to_json(), "questions": [{"text": q.text, "suggestion": q.suggestion} for q in questions]}
