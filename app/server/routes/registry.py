"""The projects that the engine knows over HTTP: list, open, forget, look. A path is a project's absolute folder."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from app.server.asking import PLACE, Folder, TheServices

router = APIRouter(prefix="/projects", tags=["projects"])


class Place(BaseModel):
    """A project's folder."""

    model_config = ConfigDict(extra="forbid")

    path: str = Field(pattern=PLACE, max_length=4096)


@router.get("")
async def every(services: TheServices) -> dict[str, Any]:
    return {"items": [asdict(item) for item in await services.projects.list()]}


@router.post("/open")
async def open_project(place: Place, services: TheServices) -> dict[str, Any]:
    return asdict(await services.projects.open(Path(place.path)))


@router.post("/forget", status_code=204)
async def forget(place: Place, services: TheServices) -> None:
    await services.projects.forget(Path(place.path))


@router.get("/detail")
async def detail(path: Folder, services: TheServices) -> dict[str, Any]:
    """A project with its brief, its specification, its requirements and its last test report."""
    told = asdict(await services.projects.detail(Path(path)))
    return {**told.pop("item"), **told}


@router.get("/facts")
async def facts(path: Folder, services: TheServices) -> dict[str, Any]:
    """The specification as values to be drawn."""
    return await services.projects.facts(Path(path))
