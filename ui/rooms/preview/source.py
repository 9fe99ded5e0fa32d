"""What the room asks the engine of previews. One method per use case."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Mapping
from typing import Any

from app.client import EngineError
from app.client.errors import Refused
from ui.engine import EngineLink

MISSING = 404
LINES = 500


class Previews:
    """All previews of the engine."""

    def __init__(self, link: EngineLink) -> None:
        self._link = link

    async def every(self) -> list[Mapping[str, Any]]:
        rows: list[Mapping[str, Any]] = (await self._link.ask("GET", "/previews"))["items"]
        return rows

    async def start(self, project: str) -> Mapping[str, Any]:
        """Returns when it answers; one that is there is woken."""
        said: Mapping[str, Any] = await self._link.ask("POST", "/previews", body={"project": project})
        return said

    async def stop(self, preview: str) -> None:
        await self._link.ask("POST", f"/previews/{preview}/stop")

    async def remove(self, preview: str) -> None:
        await self._link.ask("DELETE", f"/previews/{preview}")

    async def extend(self, preview: str) -> None:
        """By a day."""
        await self._link.ask("POST", f"/previews/{preview}/extend")

    async def share(self, preview: str) -> str:
        return str((await self._link.ask("POST", f"/previews/{preview}/share"))["url"])

    async def login(self, preview: str) -> tuple[str, str]:
        """Address and password of the administrator."""
        said = (await self._link.ask("GET", f"/previews/{preview}"))["login"]
        return str(said["email"]), str(said["password"])

    async def metrics(self, preview: str) -> Mapping[str, Any]:
        said: Mapping[str, Any] = await self._link.ask("GET", f"/previews/{preview}/metrics", patient=False)
        return said

    async def logs(self, preview: str) -> list[str]:
        said = await self._link.ask("GET", f"/previews/{preview}/logs", query={"lines": LINES})
        return [str(line) for line in said["lines"]]

    async def new_lines(self, preview: str) -> AsyncGenerator[str, None]:
        """The end of the log and then its lines as they are logged; `Refused` by an engine that can't stream them."""
        async for data in self._link.stream(f"/previews/{preview}/log/stream"):
            yield str(json.loads(data)["line"])

    async def picture(self, preview: str, width: int) -> bytes | None:
        """A PNG of the first page; None where the engine has no browser to take it with."""
        try:
            said = await self._link.ask("GET", f"/previews/{preview}/picture", query={"width": width})
        except Refused as refusal:
            if refusal.status == MISSING:
                return None
            raise
        return said if isinstance(said, bytes) else None

    async def pages(self, preview: str) -> list[tuple[str, str]]:
        """Path and title of each page or route; none where the engine can't tell."""
        try:
            said = await self._link.ask("GET", f"/previews/{preview}/pages")
        except EngineError:
            return []
        return [(str(row["path"]), str(row.get("title") or "")) for row in said["items"]]

    async def environment(self, preview: str) -> str:
        """What `env` prints in the preview's sandbox."""
        said = await self._link.ask("POST", f"/previews/{preview}/shell", body={"command": "env"})
        return str(said.get("output") or "")
