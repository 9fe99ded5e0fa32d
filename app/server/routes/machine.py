"""The engine's machine over HTTP: what it has and what is left of it."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter

from app.server.asking import TheServices

router = APIRouter(tags=["engine"])


@router.get("/machine")
async def machine(services: TheServices) -> dict[str, Any]:
    return asdict(await asyncio.to_thread(services.machine.look))
