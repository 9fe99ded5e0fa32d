"""A real engine process with workflows made for tests: `python -m tests.engine.laboratory`, started as a face would."""

from __future__ import annotations

import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.client import connect
from app.client.client import Client
from app.engine.command import main
from app.engine_file import EngineFile
from app.paths import Paths

if TYPE_CHECKING:
    from app.engine.process import Build

COMMAND = (sys.executable, "-m", "tests.engine.laboratory")


@dataclass(frozen=True, kw_only=True)
class Laboratory:
    """The data directory of such an engine, and the ways to reach and end it."""

    home: Path

    @property
    def engine(self) -> EngineFile | None:
        return EngineFile.read(Paths(home=self.home).engine_file)

    def connect(self, *, start: bool = True) -> Client:
        return connect(self.home, start=start, command=COMMAND)

    def end(self, number: int = signal.SIGTERM) -> None:
        """Ends the engine that runs now, and waits until it is gone."""
        engine = self.engine
        if engine is None or not engine.alive:
            return
        os.kill(engine.pid, number)
        reap(engine.pid)


def _choose() -> Build:
    from tests.engine.workflows import build

    return build


def reap(pid: int) -> None:
    """Waits for the end of a process, whether it is this one's child or not."""
    try:
        os.waitpid(pid, 0)
    except ChildProcessError:
        while Path(f"/proc/{pid}").exists():
            time.sleep(0.02)


if __name__ == "__main__":
    sys.exit(main(_choose))
