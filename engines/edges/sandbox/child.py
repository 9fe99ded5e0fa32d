"""One sandboxed program as the engine sees it: waiting for its end, ending it with all its children."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Callable

from engines.edges.sandbox.census import children_by_parent, tree
from engines.kernel.sandbox import Isolation

_POLL_SECONDS = 0.01
_LAST_WAIT_SECONDS = 5.0
_SHELL_SIGNAL = 128
_REASONS = {-signal.SIGXCPU: "cpu", -signal.SIGXFSZ: "disk"}


class Child:
    """The outermost process of a sandbox and the tree below it; `end` on any thread, the rest on the event loop.

    `depth` counts the adapter's own processes above the program; `kill` ends the tree of an outermost process.
    """

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        *,
        isolation: Isolation,
        depth: int,
        kill: Callable[[int], None],
        on_end: Callable[[], None],
    ) -> None:
        self._process = process
        self._isolation = isolation
        self._depth = depth
        self._kill = kill
        self._on_end = on_end
        self._reaping = threading.Lock()
        self._gone = False
        self.reason = ""

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def isolation(self) -> Isolation:
        return self._isolation

    @property
    def code(self) -> int:
        """The exit code; negative for a signal, also where the adapter's process reports it as 128 + signal."""
        code = self._process.returncode or 0
        return _SHELL_SIGNAL - code if _SHELL_SIGNAL < code <= _SHELL_SIGNAL + signal.SIGRTMAX else code

    @property
    def ended_by(self) -> str:
        """The limit that ended the program, or nothing."""
        return self.reason or _REASONS.get(self.code, "")

    def alive(self) -> bool:
        with self._reaping:
            running = self._process.poll() is None
            if not running and not self._gone:
                self._gone = True
                self._on_end()
        return running

    async def wait(self, seconds: float | None = None) -> bool:
        """Whether it ended within that time."""
        if not self.alive():
            return True
        try:
            async with asyncio.timeout(seconds):
                await self._until_dead()
        except TimeoutError:
            return not self.alive()
        return True

    async def stop(self, grace: float = 3.0) -> int:
        """Asks the program to end, then ends it and all its children; returns the exit code."""
        if self.alive():
            everyone = tree(self.pid, children_by_parent())
            if grace > 0 and len(everyone) > self._depth:
                send(everyone[self._depth], signal.SIGTERM)
                await self.wait(grace)
            self.end("")
            await self.wait(_LAST_WAIT_SECONDS)
            await _until_gone(everyone)
        return self.code

    def end(self, reason: str) -> None:
        """Kills the whole tree now; `reason` is the limit that was exceeded."""
        with self._reaping:
            if self._process.poll() is not None:
                return
            self.reason = self.reason or reason
            self._kill(self.pid)

    async def _until_dead(self) -> None:
        if not hasattr(os, "pidfd_open"):
            while self.alive():  # noqa: ASYNC110 (this system has no event for it)
                await asyncio.sleep(_POLL_SECONDS)
            return
        loop = asyncio.get_running_loop()
        descriptor, dead = os.pidfd_open(self.pid), asyncio.Event()
        loop.add_reader(descriptor, dead.set)
        try:
            await dead.wait()
        finally:
            loop.remove_reader(descriptor)
            os.close(descriptor)
        self.alive()


def send(pid: int, number: signal.Signals) -> None:
    """A signal to a process that may be gone meanwhile."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


async def _until_gone(pids: list[int]) -> None:
    """The kernel ends a tree's members one after the other; none of them shall be met after the stop."""
    for _ in range(int(_LAST_WAIT_SECONDS / _POLL_SECONDS)):
        table = children_by_parent()
        present = {pid for children in table.values() for pid in children}
        if not present.intersection(pids):
            return
        await asyncio.sleep(_POLL_SECONDS)
