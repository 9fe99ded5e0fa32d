"""The running side of one preview: wakes its program, puts it to sleep, starts it anew, and says who may connect when.

Made by the service, one per record; the gateway asks it for connections, which wakes it.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from engines.kernel.errors import Conflict, NotFound, QuantumLayerError, Unavailable
from engines.kernel.sandbox import Command, Process, Sandbox
from engines.preview.log import tail
from engines.preview.model import PreviewSettings, Record, State
from engines.preview.plan import DATA_FOLDER, MANIFEST, data_folder, program_environment, serve_command
from engines.preview.program import Failed, Program
from engines.preview.socket import Stream, connect
from engines.preview.sources import Snapshot, snapshot

_POLL_SECONDS = 0.01
_DRAIN_SECONDS = 0.5
_LOG_LINES = 20
_LATENCIES = 1000


class Instance:
    """One preview's program; all methods may be called at once from many requests."""

    def __init__(
        self,
        record: Record,
        *,
        sandbox: Sandbox,
        settings: PreviewSettings,
        sockets: Path,
        log: Path,
        now: Callable[[], datetime],
        starts: asyncio.Semaphore,
    ) -> None:
        self.record = record
        self.log = log
        self.failure = ""
        self.requests = 0
        self.latencies: deque[float] = deque(maxlen=_LATENCIES)
        self.open_requests = 0
        self.last_used = now()
        self.away = 0.0
        self._settings = settings
        self._program = Program(sandbox=sandbox, settings=settings, folder=sockets / record.id, log=log)
        self._now = now
        self._starts = starts
        self._lock = asyncio.Lock()
        self._connections = 0
        self._retired = False
        self._sources: Snapshot = {}

    @property
    def state(self) -> State:
        if self.record.stopped:
            return "stopped"
        if self.failure:
            return "failed"
        return "running" if self.pid else "asleep"

    @property
    def pid(self) -> int:
        """The outermost process, 0 while it sleeps."""
        return self._program.pid

    @property
    def started(self) -> bool:
        """Whether it runs, or failed to: both depend on the files."""
        return bool(self.pid or self.failure)

    @property
    def uptime(self) -> float:
        return self._program.uptime

    @property
    def socket(self) -> Path:
        return self._program.socket

    def used(self) -> None:
        self.last_used = self._now()

    def command(self, *arguments: str) -> Command:
        """A command line in this preview's sandbox."""
        return self._command(self.socket, *arguments)

    async def wake(self) -> None:
        """Returns when the application answers; a start that failed is not tried again until something changes."""
        if self.pid and not self._lock.locked():
            return
        async with self._lock:
            if self.record.stopped:
                raise Conflict(f"The preview {self.record.label} is stopped.", hint="Start it again.")
            if self.failure:
                raise Unavailable(self.failure, hint="Correct the project; the preview starts again by itself.")
            if not self.pid:
                await self._start()

    async def connect(self) -> Stream:
        """A connection to the application, which is woken for it; once more if it ended meanwhile.

        Whoever got one says `disconnected` at its end.
        """
        await self.wake()
        process = self._program.process
        try:
            return await self._connected()
        except OSError:
            await self._replace(process)
            return await self._connected()

    def disconnected(self) -> None:
        """One connection less."""
        self._connections -= 1

    async def sleep(self) -> None:
        async with self._lock:
            await self._program.stop()

    async def restart(self) -> None:
        """For changed files: stops, forgets a failure, starts; requests wait meanwhile."""
        async with self._lock:
            await self._start_anew()

    async def renew(self) -> None:
        """Starts it anew if a source file changed; one that somebody else just started anew stays."""
        if await asyncio.to_thread(self.changed):
            await self.stand_by()
        async with self._lock:
            if await asyncio.to_thread(self.changed):
                await self._start_anew()
            else:
                await self._program.dismiss()

    async def stand_by(self) -> None:
        """Has the next program read in what it needs while the old one serves; nothing while it sleeps."""
        if self.pid:
            await self._program.stand_by(self._serving)

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """While its files are replaced: what is open ends, requests wait, and the program starts anew if it ran.

        A failure is kept, not raised. `away` is how long requests waited, in seconds.
        """
        await self.stand_by()
        async with self._lock:
            began, ran = time.monotonic(), self.started
            await self._drained()
            await self._program.stop()
            try:
                yield
            finally:
                if ran:
                    self.failure = ""
                    with contextlib.suppress(QuantumLayerError):
                        await self._start()
                await self._program.dismiss()
                self.away = time.monotonic() - began

    async def retire(self) -> None:
        """Stops it for good: what still waits for it gets an error."""
        self._retired = True
        await self.sleep()
        await self._program.dismiss()

    async def remove(self) -> None:
        """Retires it and removes what it had on disk, but for the record and the log."""
        await self.retire()
        await asyncio.to_thread(self._clear)

    def make_folders(self) -> None:
        """What a command beside the program needs, also while it sleeps; for a thread."""
        self._program.make_folder()
        self._make_data_folder()

    def changed(self) -> bool:
        """Whether a source file changed since the program was started; for a thread."""
        return bool(self._sources) and snapshot(self.record.project) != self._sources

    async def _connected(self) -> Stream:
        self._connections += 1
        try:
            return await connect(self.socket)
        except BaseException:
            self._connections -= 1
            raise

    async def _drained(self) -> None:
        """Lets what is being answered come to its end, for a while; a stream that stays open is cut by the stop."""
        deadline = time.monotonic() + _DRAIN_SECONDS
        while self._connections and time.monotonic() < deadline:  # noqa: ASYNC110 (the count is no event)
            await asyncio.sleep(_POLL_SECONDS)

    async def _replace(self, broken: Process | None) -> None:
        """Ends a program that does not take connections, unless another request did so, and wakes a new one."""
        async with self._lock:
            if self._program.process is broken:
                await self._program.stop()
        await self.wake()

    async def _start_anew(self) -> None:
        """The old program ends while the new one is read in; requests wait for the new one."""
        stopping = asyncio.ensure_future(self._program.stop())
        await asyncio.sleep(0)
        self.failure = ""
        try:
            await self._start()
        finally:
            await stopping

    async def _start(self) -> None:
        async with self._starts:
            if self._retired:
                raise NotFound(f"The preview {self.record.label} is no more.")
            if self.gone():
                raise NotFound(f"The project {self.record.project} is not there any more.", hint="Build it again.")
            self._sources = snapshot(self.record.project)
            self._make_data_folder()
            self.used()
            try:
                await self._program.start(self._serving)
            except Failed as failed:
                self._fail(str(failed))

    def _fail(self, what: str) -> None:
        lines = "\n".join(tail(self.log, _LOG_LINES))
        self.failure = f"The application {self.record.label} {what}. The end of its log:\n{lines}"
        raise Unavailable(self.failure, hint="Correct the project, then start it again.")

    def _command(self, socket: Path, *arguments: str) -> Command:
        return Command(
            arguments=arguments,
            project=self.record.project,
            environment=program_environment(self.record),
            socket_dir=socket.parent,
            limits=self._settings.limits,
        )

    def _serving(self, socket: Path) -> Command:
        """How it is served on that socket."""
        return self._command(socket, *serve_command(self._manifest(), socket))

    def gone(self) -> bool:
        """Whether the project was removed: nothing is left but what this preview wrote itself."""
        place = self.record.project
        return not place.is_dir() or {path.name for path in place.iterdir()} <= {DATA_FOLDER}

    def _make_data_folder(self) -> None:
        """A link in its place, which the program may have left, is removed."""
        shared = self.record.project / DATA_FOLDER
        if shared.is_symlink():
            shared.unlink()
        data_folder(self.record).mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError), (shared / ".gitignore").open("x") as stream:
            stream.write("*\n")

    def _manifest(self) -> str | None:
        """The project's own file, no link to another."""
        place = self.record.project / MANIFEST
        return place.read_text() if place.is_file() and not place.is_symlink() else None

    def _clear(self) -> None:
        self._program.clear()
        shared = self.record.project / DATA_FOLDER
        if shared.is_symlink() or not shared.is_dir():
            return
        shutil.rmtree(data_folder(self.record), ignore_errors=True)
        if [place.name for place in shared.iterdir()] == [".gitignore"]:
            shutil.rmtree(shared, ignore_errors=True)
