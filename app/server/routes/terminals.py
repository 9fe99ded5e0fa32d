"""Terminals over HTTP: a shell in a preview's sandbox. What it prints is streamed by app.server.streaming."""

from __future__ import annotations

import base64
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from app.server.asking import TheServices

router = APIRouter(tags=["terminals"])


def _decoded(text: object) -> bytes:
    """The bytes behind base64; ValueError when it is something else."""
    if not isinstance(text, str):
        raise ValueError("give base64")
    return base64.b64decode(text, validate=True)


class Size(BaseModel):
    """How many letters a terminal shows."""

    model_config = ConfigDict(extra="forbid")

    columns: int = Field(default=80, ge=1, le=1000)
    rows: int = Field(default=24, ge=1, le=1000)


class Typed(BaseModel):
    """What was typed, in base64."""

    model_config = ConfigDict(extra="forbid")

    data: Annotated[bytes, BeforeValidator(_decoded)] = Field(max_length=1_000_000)


@router.post("/previews/{preview}/terminals", status_code=201)
async def start(preview: str, size: Size, services: TheServices) -> dict[str, str]:
    return {"terminal": await services.terminals.open(preview, rows=size.rows, columns=size.columns)}


@router.post("/terminals/{terminal}/input", status_code=204)
async def type_in(terminal: str, typed: Typed, services: TheServices) -> None:
    await services.terminals.write(terminal, typed.data)


@router.post("/terminals/{terminal}/size", status_code=204)
async def resize(terminal: str, size: Size, services: TheServices) -> None:
    await services.terminals.resize(terminal, rows=size.rows, columns=size.columns)


@router.delete("/terminals/{terminal}", status_code=204)
async def close(terminal: str, services: TheServices) -> None:
    await services.terminals.close(terminal)
