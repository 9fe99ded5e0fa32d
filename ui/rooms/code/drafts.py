"""Text that was typed and not saved: kept in the data directory, so that it outlives the window, and offered again.

One JSON file per open file; written in a thread a moment after the last key.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

VERSION = 1


@dataclass(frozen=True, kw_only=True)
class Draft:
    """Unsaved text of a file; `digest` is that of the text it was made from, `time` ISO 8601 in UTC."""

    project: str
    file: str
    text: str
    digest: str
    time: str = ""


class Drafts:
    """All drafts below one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def keep(self, draft: Draft) -> None:
        await asyncio.to_thread(self.keep_now, draft)

    async def drop(self, project: str, file: str) -> None:
        await asyncio.to_thread(self._place(project, file).unlink, missing_ok=True)

    async def find(self, project: str, file: str) -> Draft | None:
        """The draft of a file, if there is one that can be read."""
        return await asyncio.to_thread(self._read, self._place(project, file))

    async def every(self, project: str) -> list[Draft]:
        """All drafts of a project."""
        return await asyncio.to_thread(self._every, project)

    def keep_now(self, draft: Draft) -> None:
        """Writes at once; for the moment when the window closes."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        place = self._place(draft.project, draft.file)
        written = place.with_suffix(f".{os.getpid()}.new")
        row = {"version": VERSION, **asdict(draft), "time": datetime.now(UTC).isoformat(timespec="seconds")}
        written.write_text(json.dumps(row), encoding="utf-8")
        written.replace(place)

    def _every(self, project: str) -> list[Draft]:
        found = [self._read(place) for place in sorted(self._folder.glob("*.json"))]
        return [draft for draft in found if draft is not None and draft.project == project]

    def _read(self, place: Path) -> Draft | None:
        try:
            row = json.loads(place.read_text(encoding="utf-8"))
            if row.pop("version") != VERSION:
                return None
            return Draft(**{name: str(row[name]) for name in ("project", "file", "text", "digest", "time")})
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def _place(self, project: str, file: str) -> Path:
        return self._folder / (hashlib.sha256(f"{project}\0{file}".encode()).hexdigest()[:32] + ".json")
