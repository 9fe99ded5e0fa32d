"""Tests of projects over HTTP: run them in the sandbox."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from app.server.asking import TheServices

router = APIRouter(prefix="/tests", tags=["tests"])


class Wanted(BaseModel):
    """A project (absolute folder) whose tests shall run."""

    model_config = ConfigDict(extra="forbid")

    project: str = Field(pattern=r"^/")


@router.post("/run")
async def run(wanted: Wanted, services: TheServices) -> dict[str, Any]:
    return (await services.tests.run(Path(wanted.project))).to_json()
