"""A real project with its history, changed through the server over real services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.services import Services
from tests.projects.conftest import Desk, desk, made, project
from tests.server.conftest import browser, models, services

__all__ = ["browser", "desk", "made", "models", "project", "services"]


@dataclass(frozen=True, kw_only=True)
class Shop:
    """Changes a project and waits for the end."""

    desk: Desk
    services: Services

    @property
    def folder(self) -> Path:
        return self.desk.project

    async def change(self, text: str = "", **wish: Any) -> Mapping[str, Any]:
        body = {"project": str(self.folder), "text": text, "accept": True, **wish}
        answer = await self.desk.browser.post("/projects/changes", json=body)
        assert answer.status_code == 201, answer.text
        record = await self.services.jobs.result(answer.json()["run"])
        assert record.status == "done", record.error
        assert isinstance(record.result, dict)
        return record.result

    def edit(self, file: str, old: str, new: str) -> None:
        path = self.folder / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    def files(self) -> dict[str, bytes]:
        """All files outside of git's own folder."""
        found = (path for path in self.folder.rglob("*") if path.is_file() and ".git" not in path.parts)
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture
def shop(desk: Desk, services: Services) -> Shop:
    return Shop(desk=desk, services=services)
