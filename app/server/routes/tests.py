"""Tests of projects over HTTP: run them in the sandbox, all or some, at once or as a run that can be followed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from app.server.asking import PLACE, TheServices

router = APIRouter(prefix="/tests", tags=["tests"])


class Wanted(BaseModel):
    """A project (absolute folder) whose tests shall run: all, or `only` some files, tests or variants by pytest's ids."""

    model_config = ConfigDict(extra="forbid")

    project: str = Field(pattern=PLACE, max_length=4096)
    only: list[Annotated[str, Field(min_length=1, max_length=1000)]] = Field(default_factory=list, max_length=1000)


@router.post("/run")
async def run(wanted: Wanted, services: TheServices) -> dict[str, Any]:
    """The report of these tests."""
    return (await services.testing.run(Path(wanted.project), wanted.only)).to_json()


@router.post("/start", status_code=201)
async def start(wanted: Wanted, services: TheServices) -> dict[str, Any]:
    """The id of a run whose events tell of each test and whose result is the report."""
    return {"run": await services.testing.start(Path(wanted.project), wanted.only)}
