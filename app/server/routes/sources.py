"""The files of a project over HTTP: list, read, write, trace."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from app.server.asking import PLACE, Folder, TheServices

router = APIRouter(prefix="/projects", tags=["projects"])

Commit = Annotated[str, Query(max_length=80, description="A commit: its id, the first letters of it, or HEAD.")]
File = Annotated[str, Query(min_length=1, max_length=4096, description="A POSIX path below the project.")]


class Written(BaseModel):
    """A file's new text; `digest` is that of the text it replaces, empty for a new file."""

    model_config = ConfigDict(extra="forbid")

    path: str = Field(pattern=PLACE, max_length=4096)
    file: str = Field(min_length=1, max_length=4096)
    text: str = Field(max_length=5_500_000)
    digest: str = Field(default="", pattern=r"^([0-9a-f]{64})?$")


@router.get("/files")
async def files(path: Folder, services: TheServices) -> dict[str, Any]:
    return asdict(await services.sources.list(Path(path)))


@router.get("/file")
async def read(path: Folder, file: File, services: TheServices, commit: Commit = "") -> dict[str, Any]:
    """A file on disk, or as it was in a commit."""
    return asdict(await services.sources.read(Path(path), file, commit))


@router.put("/file")
async def write(given: Written, services: TheServices) -> dict[str, Any]:
    return {"digest": await services.sources.write(Path(given.path), given.file, given.text, given.digest)}


@router.get("/trace")
async def trace(path: Folder, services: TheServices, file: str = "") -> dict[str, Any]:
    """The lines that carry out the sentences of the brief."""
    return {"items": [asdict(item) for item in await services.sources.trace(Path(path), file)]}
