"""What both adapters share: start a prepared command line, guard it, wait for it, keep its output."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from engines.edges.sandbox.cgroup import Group, make_group
from engines.edges.sandbox.child import Child
from engines.edges.sandbox.guard import Guard, Ward
from engines.edges.sandbox.output import Output
from engines.kernel.errors import Unavailable, UserError
from engines.kernel.sandbox import Command, Finished, Isolation

OUTPUT_LIMIT = 4 * 1024 * 1024
TASKS_PER_PROCESS = 4
_ENTER = ("/bin/sh", "-c", 'echo $$ > "$0" && exec "$@"')


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A command line of this machine that leads into the sandbox; `project` is the folder to guard.

    The program's first process inherits `descriptors`; here they are closed after the start.
    """

    arguments: Sequence[str]
    environment: Mapping[str, str]
    project: Path
    descriptors: Sequence[int] = ()


class Runner:
    """Runs what `prepare` makes of a command; `depth` and `kill` as in `Child`."""

    def __init__(
        self,
        *,
        isolation: Isolation,
        prepare: Callable[[Command], Prepared],
        depth: int,
        kill: Callable[[int], None],
    ) -> None:
        self._isolation = isolation
        self._prepare = prepare
        self._depth = depth
        self._kill = kill
        self._guard = Guard()

    async def run(self, command: Command) -> Finished:
        began = time.monotonic()
        output = Output(limit=OUTPUT_LIMIT)
        try:
            child = self._spawn(command, output.writer)
        finally:
            output.close_writer()
        try:
            if not await child.wait(command.limits.wall_seconds or None):
                child.end("wall")
        finally:
            await child.stop(grace=0)
            text = output.finish()
        return Finished(code=child.code, output=text, seconds=time.monotonic() - began, reason=child.ended_by)

    async def start(self, command: Command, log: Path) -> Child:
        with log.open("ab") as stream:
            return self._spawn(command, stream.fileno())

    def _spawn(self, command: Command, output: int) -> Child:
        prepared = self._prepare(command)
        process = None
        group = make_group(TASKS_PER_PROCESS * command.limits.processes)
        entrance = (*_ENTER, str(group.enter)) if group else ()
        try:
            process = subprocess.Popen(
                [*entrance, *prepared.arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=dict(prepared.environment),
                cwd="/",
                pass_fds=prepared.descriptors,
                start_new_session=True,
            )
        except OSError as error:
            raise Unavailable(f"{prepared.arguments[0]} did not start: {error}", hint="Run `ql doctor`.") from error
        finally:
            if group and process is None:
                group.remove()
            for descriptor in prepared.descriptors:
                os.close(descriptor)
        folders = [prepared.project, *([command.socket_dir] if command.socket_dir else [])]
        return self._guarded(process, Ward(pid=process.pid, folders=folders, limits=command.limits), group)

    def _guarded(self, process: subprocess.Popen[bytes], ward: Ward, group: Group | None) -> Child:
        def ended() -> None:
            self._guard.release(process.pid)
            if group:
                group.remove()

        child = Child(process, isolation=self._isolation, depth=self._depth, kill=self._kill, on_end=ended)
        self._guard.take(ward, child.end)
        return child


def checked_project(project: Path, private: Sequence[Path]) -> Path:
    """The project's true place; refuses a folder that holds a private one, this person's home or this Python."""
    place = project.resolve()
    if not place.is_dir():
        raise UserError(f"{project} is not a folder.", hint="Name the folder of a generated project.")
    for inside in (*private, Path.home(), Path(sys.prefix), Path(sys.base_prefix)):
        if inside.resolve().is_relative_to(place):
            raise UserError(
                f"{place} would give the program {inside}.", hint="Use a folder of its own for the project."
            )
    return place


def program_environment(command: Command) -> dict[str, str]:
    """The program's whole environment: what the command gives, and what Python needs to start."""
    path = f"{sys.prefix}/bin:/usr/local/bin:/usr/bin:/bin"
    base = {"PATH": path, "HOME": "/tmp", "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2"}  # noqa: S108 (of the sandbox)
    return {**base, **command.environment}


def program_arguments(command: Command) -> list[str]:
    """The program's words; `python` is this Python, also where the system has none of that name."""
    first, *rest = command.arguments
    return [sys.executable if first == "python" else first, *rest]
