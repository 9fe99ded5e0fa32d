"""Keys of providers over HTTP: which are there, set, remove; no answer ever holds one. And the log of such acts."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, SecretStr

from app.server.asking import TheServices

router = APIRouter(tags=["keys"])


class Key(BaseModel):
    """A provider's key."""

    model_config = ConfigDict(extra="forbid")

    value: SecretStr


@router.get("/keys")
async def every(services: TheServices) -> dict[str, Any]:
    return await asyncio.to_thread(services.keys.list)


@router.put("/keys/{provider}", status_code=204)
async def set_key(provider: str, key: Key, services: TheServices) -> None:
    await asyncio.to_thread(services.keys.set, provider, key.value.get_secret_value())


@router.delete("/keys/{provider}", status_code=204)
async def remove_key(provider: str, services: TheServices) -> None:
    await asyncio.to_thread(services.keys.remove, provider)


@router.get("/audit")
async def audit(services: TheServices, limit: Annotated[int, Query(ge=1, le=1000)] = 100) -> dict[str, Any]:
    """Privileged acts, newest first."""
    return {"items": [asdict(entry) for entry in await asyncio.to_thread(services.audit.read, limit)]}
