"""The file by which faces find the engine of a data directory: written by the engine, read by the client and the lock."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class EngineFile:
    """A running engine: `address` is `http://127.0.0.1:PORT` or `unix:PATH`, `started` is ISO 8601 in UTC."""

    pid: int
    address: str
    token: str
    version: str
    started: str

    @classmethod
    def read(cls, path: Path) -> EngineFile | None:
        """The engine that a file tells of, or none when it is missing or not to be understood."""
        try:
            return cls(**json.loads(path.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def write(self, path: Path) -> None:
        """Writes the file at once, readable by its owner alone."""
        draft = path.with_suffix(".tmp")
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(asdict(self), file)
        draft.replace(path)

    @property
    def alive(self) -> bool:
        """Whether its process exists."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True
