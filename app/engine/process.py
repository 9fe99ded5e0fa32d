"""The life of an engine process: build the services, tell where it listens, serve, stop when asked or idle, clean up."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import signal
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime

import structlog
import uvicorn

from app.engine.listening import Listening, listen
from app.engine_file import EngineFile
from app.logs import open_log
from app.server import Lifetime, create_app
from app.services import Services
from app.settings import Settings
from app.version import VERSION

Build = Callable[[Settings], Awaitable[Services]]
GRACE = 5
KEEP_ALIVE = 60
"""Seconds; longer than clients keep an idle connection, so that none sends into one that is just being closed."""
_log = structlog.get_logger(__name__)


class _Server(uvicorn.Server):
    """Leaves the signals to the engine, which has more to close than connections."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def live(settings: Settings, build: Build) -> None:
    """Serves until a signal, `POST /shutdown` or idleness; the caller holds the lock of the data directory."""
    paths = settings.paths
    open_log(paths, settings.log_level)
    paths.engine_file.unlink(missing_ok=True)  # left by an engine that was killed
    lifetime = Lifetime()
    _stop_on_signals(lifetime)
    services = await build(settings)
    listening = listen(paths, settings.port)
    engine = _describe(listening)
    engine.write(paths.engine_file)
    _log.info("engine started", pid=engine.pid, address=engine.address, version=engine.version)
    try:
        await _serve(settings, services, engine, listening, lifetime)
    finally:
        paths.engine_file.unlink(missing_ok=True)
        if paths.socket is not None:
            paths.socket.unlink(missing_ok=True)
        await services.close()
        _log.info("engine stopped", pid=engine.pid)


async def _serve(
    settings: Settings, services: Services, engine: EngineFile, listening: Listening, lifetime: Lifetime
) -> None:
    app = create_app(services, engine.token, engine.version, lifetime=lifetime)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=GRACE,
        timeout_keep_alive=KEEP_ALIVE,
    )
    server = _Server(config)
    serving = asyncio.ensure_future(server.serve(sockets=[listening.socket]))
    watching = asyncio.ensure_future(stop_when_idle(lifetime, services, settings.idle_minutes * 60))
    stopping = asyncio.ensure_future(lifetime.stopping.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    await serving
    for task in (watching, stopping):
        task.cancel()


async def stop_when_idle(lifetime: Lifetime, services: Services, limit: float) -> None:
    """Sets `stopping` once nobody has asked anything for `limit` seconds and nothing is at work; 0: never."""
    while limit:
        await asyncio.sleep(min(30.0, max(0.05, limit - lifetime.idle_seconds)))
        if lifetime.idle_seconds < limit:
            continue
        if not await services.at_work():
            _log.info("engine idle", seconds=round(lifetime.idle_seconds))
            lifetime.stopping.set()
            return
        lifetime.touch()


def _describe(listening: Listening) -> EngineFile:
    return EngineFile(
        pid=os.getpid(),
        address=listening.address,
        token=secrets.token_urlsafe(32),
        version=VERSION,
        started=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _stop_on_signals(lifetime: Lifetime) -> None:
    loop = asyncio.get_running_loop()

    def stop(number: signal.Signals) -> None:
        loop.remove_signal_handler(number)  # a second one ends the process at once
        lifetime.stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop, number)
