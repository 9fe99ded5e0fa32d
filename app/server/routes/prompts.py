"""Prompts over HTTP: their versions, how those did, what differs between two, and which one is always used."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from app.server.asking import TheServices
from app.services.improving import KIND
from engines.prompts import VersionStats

router = APIRouter(prefix="/prompts", tags=["prompts"])


class Pin(BaseModel):
    """The version that is always used; 0 lets outcomes decide."""

    model_config = ConfigDict(extra="forbid")

    version: int = Field(ge=0)


@router.get("")
async def every(services: TheServices) -> dict[str, Any]:
    def rows() -> list[dict[str, Any]]:
        return [_prompt(name, services.prompts.stats(name)) for name in services.prompts.names()]

    return {"items": await asyncio.to_thread(rows)}


@router.get("/{prompt}")
async def one(prompt: str, services: TheServices) -> dict[str, Any]:
    """A prompt with the texts of its versions and how each did."""
    stats = await asyncio.to_thread(services.prompts.stats, prompt)
    texts = {row.version.number: {"system": row.version.system, "user": row.version.user} for row in stats}
    found = _prompt(prompt, stats)
    return {**found, "versions": [{**row, **texts[row["number"]]} for row in found["versions"]]}


@router.get("/{prompt}/diff")
async def diff(prompt: str, old: int, new: int, services: TheServices) -> dict[str, Any]:
    return {"diff": await asyncio.to_thread(services.prompts.diff, prompt, old, new)}


@router.post("/{prompt}/improvements", status_code=201)
async def improve(prompt: str, services: TheServices) -> dict[str, Any]:
    """Starts a run in which a model proposes a version and a benchmark decides on it."""
    await asyncio.to_thread(services.prompts.stats, prompt)
    return {"run": await services.jobs.start(KIND, {"prompt": prompt})}


@router.put("/{prompt}/pin", status_code=204)
async def pin(prompt: str, wanted: Pin, services: TheServices) -> None:
    await asyncio.to_thread(services.prompts.pin, prompt, wanted.version)
    await asyncio.to_thread(services.audit.record, "prompt.pinned", f"{prompt} {wanted.version or 'none'}")


def _prompt(name: str, stats: Sequence[VersionStats]) -> dict[str, Any]:
    return {
        "name": name,
        "task": stats[-1].version.task,
        "purpose": stats[-1].version.purpose,
        "versions": [
            {
                "number": row.version.number,
                "stand": row.stand,
                "pinned": row.pinned,
                "own": row.version.own,
                "when": {key: list(allowed) for key, allowed in row.version.when.items()},
                "why": row.version.why,
                "tried": row.tally.tried,
                "worth": round(row.tally.worth, 3),
            }
            for row in stats
        ],
    }
