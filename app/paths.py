"""Where everything of one engine lies. Read by the settings, the engine and the client; light, so that faces start fast."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

HOME_VARIABLE = "QL_HOME"
SOCKET_LIMIT = 100


class NoSuchHome(Exception):
    """QL_HOME names a person that this machine does not know."""

    hint = f"Set {HOME_VARIABLE} to a folder of your own."


def default_home() -> Path:
    """QL_HOME, or the place where this platform keeps the data of applications; NoSuchHome when it can't be told."""
    chosen = os.environ.get(HOME_VARIABLE)
    if chosen:
        try:
            return Path(chosen).expanduser().absolute()
        except RuntimeError as error:
            raise NoSuchHome(f"{HOME_VARIABLE} is '{chosen}', and this machine knows nobody of that name") from error
    from platformdirs import user_data_path

    return user_data_path("quantumlayer", appauthor=False)


@dataclass(frozen=True, kw_only=True)
class Paths:
    """The files of one data directory."""

    home: Path

    @property
    def engine_file(self) -> Path:
        return self.home / "engine.json"

    @property
    def lock(self) -> Path:
        return self.home / "engine.lock"

    @property
    def socket(self) -> Path | None:
        """The engine's Unix socket, or none where the system's limit on its length would be passed."""
        path = self.home / "engine.sock"
        return path if len(os.fsencode(path)) < SOCKET_LIMIT else None

    @property
    def machine_database(self) -> Path:
        return self.home / "engine.db"

    @property
    def event_database(self) -> Path:
        return self.home / "events.db"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def log(self) -> Path:
        return self.logs / "engine.log"

    @property
    def output(self) -> Path:
        """What an engine started by a face prints before its log is open."""
        return self.logs / "engine.out"

    def create(self) -> None:
        """Makes the directories, for the owner alone."""
        for folder in (self.home, self.logs):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)
