"""Models on this machine over HTTP: which there are and what fits, add one by path, fetch one as a run, remove."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from app.server.asking import PLACE, TheServices

router = APIRouter(prefix="/local-models", tags=["models"])
Name = Annotated[str, Field(min_length=1, max_length=110)]


class Added(BaseModel):
    """A GGUF file of this machine; `name` is made from that of the file if it is empty."""

    model_config = ConfigDict(extra="forbid")

    path: str = Field(pattern=PLACE, max_length=4096)
    name: str = Field(default="", max_length=110)


class Wanted(BaseModel):
    """A model of the catalogue, with its quantisation or without."""

    model_config = ConfigDict(extra="forbid")

    name: Name


@router.get("")
async def overview(services: TheServices) -> dict[str, Any]:
    return await services.on_device.overview()


@router.get("/fit")
async def fit(
    services: TheServices,
    name: Annotated[str, Query(min_length=1, max_length=4096, pattern=r"^[^\x00]*$")],
    context: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> dict[str, Any]:
    """How a model fits this machine: by its name, or an absolute path of a GGUF file; `context` 0 is the usual one."""
    return await services.on_device.fit(name, context)


@router.post("", status_code=201)
async def add(added: Added, services: TheServices) -> dict[str, Any]:
    return await services.on_device.add(Path(added.path), added.name)


@router.post("/downloads", status_code=201)
async def download(wanted: Wanted, services: TheServices) -> dict[str, Any]:
    """The run that fetches it, which is the one already under way if there is one, and the full name."""
    return await services.on_device.start_download(wanted.name)


@router.post("/{name}/unload", status_code=204)
async def unload(name: str, services: TheServices) -> None:
    """Takes it out of memory; it is loaded again at the next question."""
    await services.on_device.unload(name)


@router.delete("/{name}")
async def remove(name: str, services: TheServices) -> dict[str, Any]:
    """Forgets it, and deletes its file if it was fetched; `freed` in bytes."""
    return {"freed": await services.on_device.remove(name)}
