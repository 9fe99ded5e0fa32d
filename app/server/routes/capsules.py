"""Capsules over HTTP: build, verify, inspect, unpack. Paths are absolute and on the engine's machine."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from app.server.asking import TheServices

router = APIRouter(prefix="/capsules", tags=["capsules"])
ABSOLUTE = r"^/"


class Build(BaseModel):
    """A project to pack; `out` is the capsule's path, beside the project if missing."""

    model_config = ConfigDict(extra="forbid")

    project: str = Field(pattern=ABSOLUTE)
    out: str = Field(default="", pattern=r"^(/.*)?$")


class Given(BaseModel):
    """A capsule; `key` is a public key (PEM file) to trust instead of the own ones."""

    model_config = ConfigDict(extra="forbid")

    path: str = Field(pattern=ABSOLUTE)
    key: str = Field(default="", pattern=r"^(/.*)?$")
    into: str = Field(default="", pattern=r"^(/.*)?$")


@router.post("/build", status_code=201)
async def build(given: Build, services: TheServices) -> dict[str, Any]:
    out = Path(given.out) if given.out else None
    return asdict(await services.packing.pack(Path(given.project), out=out))


@router.post("/verify")
async def verify(given: Given, services: TheServices) -> dict[str, Any]:
    return asdict(await services.capsules.verify(Path(given.path), key=Path(given.key) if given.key else None))


@router.post("/inspect")
async def inspect(given: Given, services: TheServices) -> dict[str, Any]:
    return asdict(await services.capsules.inspect(Path(given.path)))


@router.post("/unpack")
async def unpack(given: Given, services: TheServices) -> dict[str, Any]:
    key = Path(given.key) if given.key else None
    return asdict(await services.capsules.unpack(Path(given.path), Path(given.into), key=key))
