"""Approvals over HTTP: what waits for a person, and what was decided."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from app.server.asking import TheServices

router = APIRouter(prefix="/approvals", tags=["approvals"])


@router.get("")
async def every(services: TheServices) -> dict[str, Any]:
    return {"items": await services.approvals.list()}
