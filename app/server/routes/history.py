"""The history of a project over HTTP: commits, differences, recording and bringing back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from app.server.asking import PLACE, Folder, TheServices
from engines.kernel.repository import Commit

router = APIRouter(prefix="/projects", tags=["projects"])
Name = Annotated[str, Query(max_length=80, description="A commit: its id, the first letters of it, or HEAD.")]


class Recording(BaseModel):
    """A project whose files shall be recorded."""

    model_config = ConfigDict(extra="forbid")

    path: str = Field(pattern=PLACE, max_length=4096)
    message: str = Field(min_length=1, max_length=10_000, pattern=r"\S")


class Restoring(BaseModel):
    """A commit whose files shall come back; empty: the one before the newest."""

    model_config = ConfigDict(extra="forbid")

    path: str = Field(pattern=PLACE, max_length=4096)
    commit: str = Field(default="", max_length=80)


@router.get("/commits")
async def commits(
    path: Folder, services: TheServices, limit: Annotated[int, Query(ge=1, le=10_000)] = 200
) -> dict[str, Any]:
    return {"items": [_shown(commit) for commit in await services.history.commits(Path(path), limit=limit)]}


@router.get("/diff")
async def diff(
    path: Folder,
    services: TheServices,
    old: Name = "",
    new: Name = "",
    file: str = "",
    context: Annotated[int, Query(ge=0, le=1000)] = 3,
) -> dict[str, Any]:
    """What changed; an empty `old` is the empty project, an empty `new` the files on disk."""
    found = await services.history.diff(Path(path), old, new, file=file, context=context)
    return {"files": [asdict(each) for each in found]}


@router.post("/commit", status_code=201)
async def commit(given: Recording, services: TheServices) -> dict[str, Any]:
    return _shown(await services.history.commit(Path(given.path), given.message))


@router.post("/restore", status_code=201)
async def restore(given: Restoring, services: TheServices) -> dict[str, Any]:
    return _shown(await services.history.restore(Path(given.path), given.commit))


def _shown(commit: Commit) -> dict[str, Any]:
    """A commit with its time as ISO 8601 in UTC."""
    return {**asdict(commit), "time": datetime.fromtimestamp(commit.time, UTC).isoformat()}
