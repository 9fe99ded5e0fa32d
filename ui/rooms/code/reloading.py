"""Whether the running preview took a saved file in: the engine starts it anew, and its uptime begins again. Asked by Code."""

from __future__ import annotations

import asyncio
import time

from app.client import EngineError
from ui.engine import EngineLink

PATIENCE, PAUSE = 30.0, 0.3


async def seconds_to_reload(link: EngineLink, preview: str, began: float) -> float | None:
    """How long it took from `began`, by the monotonic clock, until the preview ran anew; None when it did not in time."""
    while (spent := time.monotonic() - began) < PATIENCE:
        await asyncio.sleep(PAUSE)
        try:
            said = await link.ask("GET", f"/previews/{preview}/metrics")
        except EngineError:
            return None
        uptime = float(said.get("uptime_seconds") or 0.0)
        if 0 < uptime < time.monotonic() - began:
            return spent
    return None
