"""Finds the engine of a data directory, or starts it; safe when several faces do so at once.

Every one of them may start a process; the engine's own lock lets one of these live, and all faces use that one.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.client.errors import Lost, NoEngine, OtherVersion
from app.engine_file import EngineFile
from app.paths import HOME_VARIABLE, Paths, default_home
from app.version import VERSION

if TYPE_CHECKING:
    from app.client.client import Client

COMMAND = (sys.executable, "-m", "app.engine")
ALREADY_RUNNING = 75
_ERROR = re.compile(r"[\w.]+(Error|Exception|Conflict|Exit)\b")
PAUSE = 0.05
PROBE = 2.0
ROOT = Path(__file__).resolve().parents[2]


def _silent(_seconds: float) -> None:
    """Shows nothing while the engine starts."""


@dataclass(frozen=True, kw_only=True)
class Finder:
    """How to reach the engine of `home`; `waiting` is called with the seconds waited, about 20 times a second."""

    home: Path
    start: bool = True
    timeout: float = 60.0
    waiting: Callable[[float], None] = _silent
    command: Sequence[str] = COMMAND
    any_version: bool = False

    def find(self) -> EngineFile:
        """The engine that runs, else one started now; raises `NoEngine` or `OtherVersion`."""
        engine = self._running()
        if engine is None:
            if not self.start:
                raise NoEngine(f"No engine runs on {self.home}.", hint="Start one with `ql engine start`.")
            engine = self._started()
        if engine.version != VERSION and not self.any_version:
            raise OtherVersion(
                f"The engine is {engine.version}, this client is {VERSION}.",
                hint="Run `ql engine stop`; the next command starts the right one.",
            )
        return engine

    def _running(self) -> EngineFile | None:
        engine = EngineFile.read(Paths(home=self.home).engine_file)
        return engine if engine is not None and _listens(engine) else None

    def _started(self) -> EngineFile:
        paths = Paths(home=self.home)
        try:
            paths.create()
        except OSError as error:
            raise NoEngine(
                f"The data directory {self.home} cannot be made: {error.strerror}.",
                hint="Set QL_HOME to a folder of your own.",
            ) from error
        process = self._launch(paths)
        began = time.monotonic()
        while (waited := time.monotonic() - began) < self.timeout:
            engine = self._running()
            if engine is not None:
                return engine
            self.waiting(waited)
            time.sleep(PAUSE)
            code = process.poll()
            if code == ALREADY_RUNNING:  # another one starts, or is about to end
                process = self._launch(paths)
            elif code is not None:
                raise NoEngine(f"The engine ended with code {code}.", hint=_tail(paths))
        raise NoEngine(f"The engine did not answer within {self.timeout:g} seconds.", hint=_tail(paths))

    def _launch(self, paths: Paths) -> subprocess.Popen[bytes]:
        with os.fdopen(os.open(paths.output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as output:
            process = subprocess.Popen(
                list(self.command),
                cwd=ROOT,
                env={**os.environ, HOME_VARIABLE: str(self.home)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        Thread(target=process.wait, daemon=True).start()  # so that it leaves no zombie in a face that lives long
        return process


def connect(
    home: Path | None = None,
    *,
    start: bool = True,
    timeout: float = 60.0,
    waiting: Callable[[float], None] = _silent,
    command: Sequence[str] = COMMAND,
) -> Client:
    """A client of the engine of `home` (else QL_HOME, else the platform's place), starting one where none runs."""
    finder = Finder(home=home or default_home(), start=start, timeout=timeout, waiting=waiting, command=command)
    engine = finder.find()
    from app.client.client import Client

    return Client(finder=finder, engine=engine)


def stop(home: Path | None = None, *, timeout: float = 30.0) -> bool:
    """Stops the engine of `home`, of whatever version, and waits for its end; false when none runs."""
    finder = Finder(home=home or default_home(), start=False, any_version=True)
    try:
        engine = finder.find()
    except NoEngine:
        return False
    from app.client.client import Client

    with Client(finder=finder, engine=engine) as client, suppress(NoEngine, Lost):  # it was about to end by itself
        client.stop_engine()
    began = time.monotonic()
    while engine.alive:
        if time.monotonic() - began > timeout:
            raise NoEngine(
                f"Engine process {engine.pid} did not end within {timeout:g} seconds.", hint="End it by hand."
            )
        time.sleep(PAUSE)
    return True


def _listens(engine: EngineFile) -> bool:
    """Whether something answers at its address; its process number may long belong to another program."""
    path = engine.address.removeprefix("unix:")
    unix = path != engine.address
    place = urlsplit(engine.address)
    with socket.socket(socket.AF_UNIX if unix else socket.AF_INET) as probe:
        probe.settimeout(PROBE)
        try:
            probe.connect(path if unix else (place.hostname, place.port))
        except OSError:
            return False
    return True


def _tail(paths: Paths) -> str:
    try:
        lines = paths.output.read_text("utf-8", "replace").strip().splitlines()
    except OSError:
        lines = []
    said = next((line for line in reversed(lines) if _ERROR.match(line)), "It said nothing.")
    return f"{said} See {paths.output} and {paths.log}."
