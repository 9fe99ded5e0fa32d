"""Previews on disk: one private folder each, with the record and the log, so that they outlive the engine."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from engines.preview.model import Record

_VERSION = 1


class RecordStore:
    """Keeps records below `home`; every write is whole or not at all."""

    def __init__(self, home: Path) -> None:
        self._home = home / "previews"
        self._home.mkdir(mode=0o700, parents=True, exist_ok=True)

    def log(self, preview: str) -> Path:
        return self._home / preview / "log"

    def save(self, record: Record) -> None:
        folder = self._home / record.id
        folder.mkdir(mode=0o700, exist_ok=True)
        fresh = folder / "record.json.new"
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(_to_json(record), indent=1))
        fresh.replace(folder / "record.json")

    def load(self) -> Iterator[Record]:
        """All records; folders without a whole record are removed, those of another version left alone."""
        for folder in sorted(self._home.iterdir()):
            if not folder.is_dir():
                continue
            try:
                content = json.loads((folder / "record.json").read_text())
                if content["version"] == _VERSION:
                    yield _from_json(content)
            except (FileNotFoundError, ValueError, KeyError, TypeError):
                shutil.rmtree(folder)

    def delete(self, preview: str) -> None:
        shutil.rmtree(self._home / preview, ignore_errors=True)

    def gateway_port(self) -> int:
        """The port that the last engine's gateway had, or 0."""
        try:
            return int((self._home / "port").read_text())
        except (FileNotFoundError, ValueError):
            return 0

    def keep_gateway_port(self, port: int) -> None:
        (self._home / "port").write_text(str(port))


def _to_json(record: Record) -> dict[str, object]:
    return {
        "version": _VERSION,
        "id": record.id,
        "name": record.name,
        "project": str(record.project),
        "created": record.created.isoformat(),
        "expires": record.expires.isoformat(),
        "given": dict(record.given),
        "environment": dict(record.environment),
        "share": record.share,
        "port": record.port,
        "stopped": record.stopped,
    }


def _from_json(content: dict[str, object]) -> Record:
    return Record(
        id=str(content["id"]),
        name=str(content["name"]),
        project=Path(str(content["project"])),
        created=datetime.fromisoformat(str(content["created"])),
        expires=datetime.fromisoformat(str(content["expires"])),
        given=_words(content["given"]),
        environment=_words(content["environment"]),
        share=str(content["share"]),
        port=int(str(content["port"])),
        stopped=bool(content["stopped"]),
    )


def _words(content: object) -> dict[str, str]:
    if not isinstance(content, dict):
        raise ValueError(f"not an environment: {content!r}")
    return {str(name): str(value) for name, value in content.items()}
