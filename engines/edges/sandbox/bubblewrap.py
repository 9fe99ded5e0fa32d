"""The strong sandbox: bubblewrap, in namespaces of its own. No network but its own loopback, a read-only system, only
the project writable; neither the home folder nor the engine's data can be seen.

Memory and processes are bounded per process by the kernel and as a sum by the guard. There is no quota for the disk:
no file may exceed `Limits.disk`, and the guard ends a program whose project grows by more than that.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from engines.edges.sandbox.census import children_by_parent
from engines.edges.sandbox.child import Child, send
from engines.edges.sandbox.runner import (
    TASKS_PER_PROCESS,
    Prepared,
    Runner,
    checked_project,
    program_arguments,
    program_environment,
)
from engines.kernel.sandbox import Command, Finished, Isolation, Limits

_NAMESPACES = ("--unshare-all", "--unshare-user", "--die-with-parent", "--new-session", "--clearenv")
_PRIVILEGES = ("--cap-drop", "ALL", "--disable-userns")
_KERNEL_CONTROLS = ("/proc/sys", "/proc/sysrq-trigger", "/proc/irq", "/proc/bus", "/proc/fs")
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_SETTINGS = (
    "/etc/alternatives",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/mime.types",
    "/etc/ssl",
    "/etc/ca-certificates",
)
_TMP_MIB = 256
_FILES = {
    "/etc/passwd": "root:x:0:0::/tmp:/bin/sh\napp:x:{uid}:{gid}::/tmp:/bin/sh\n",
    "/etc/group": "root:x:0:\napp:x:{gid}:\n",
    "/etc/hosts": "127.0.0.1 localhost\n::1 localhost\n",
    "/etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
}


class BubblewrapSandbox:
    """Runs programs under `bwrap`, as root and as any user that may make namespaces; no project may hold `private`."""

    def __init__(self, *, private: Sequence[Path] = ()) -> None:
        self._private = private
        self._runner = Runner(isolation="bubblewrap", prepare=self.prepare, depth=2, kill=_kill_namespace)

    @property
    def isolation(self) -> Isolation:
        return "bubblewrap"

    async def run(self, command: Command) -> Finished:
        return await self._runner.run(command)

    async def start(self, command: Command, log: Path) -> Child:
        return await self._runner.start(command, log)

    def prepare(self, command: Command) -> Prepared:
        """The command line of `bwrap`; also for finding out whether it works here."""
        project = checked_project(command.project, self._private)
        files, descriptors = _small_files()
        arguments = [
            "bwrap",
            *_NAMESPACES,
            *_PRIVILEGES,
            *_system_mounts(),
            *files,
            *_scratch(command.limits),
            *_folders(command, project),
            *_hidden_history(project),
            *("--remount-ro", "/dev", "--remount-ro", "/", "--chdir", str(project)),
            *_environment(command),
            *("--", *_bounded(command.limits), *program_arguments(command)),
        ]
        return Prepared(arguments=arguments, environment={}, project=project, descriptors=descriptors)


def _system_mounts() -> list[str]:
    """The system, read-only; a link such as /bin stays a link."""
    mounts = ["--proc", "/proc", "--dev", "/dev"]
    for place in map(Path, _SYSTEM):
        if place.is_symlink():
            mounts += ["--symlink", str(place.readlink()), str(place)]
        elif place.exists():
            mounts += ["--ro-bind", str(place), str(place)]
    shown = (*_KERNEL_CONTROLS, *_SETTINGS)
    return [*mounts, *(word for place in shown for word in ("--ro-bind-try", place, place))]


def _small_files() -> tuple[list[str], list[int]]:
    """Files of /etc that tell nothing of this machine, handed over through pipes."""
    words: list[str] = []
    descriptors: list[int] = []
    for place, text in _FILES.items():
        reader, writer = os.pipe()
        os.write(writer, text.format(uid=os.getuid(), gid=os.getgid()).encode())
        os.close(writer)
        words += ["--ro-bind-data", str(reader), place]
        descriptors.append(reader)
    return words, descriptors


def _scratch(limits: Limits) -> list[str]:
    """Bounded places in memory for temporary files and shared memory."""
    size = str(min(limits.memory or _TMP_MIB, _TMP_MIB) * 1024 * 1024)
    return ["--size", size, "--tmpfs", "/tmp", "--size", size, "--tmpfs", "/dev/shm"]  # noqa: S108 (of the sandbox)


def _folders(command: Command, project: Path) -> list[str]:
    """The folders to show, parents before what lies in them, so that the nearer one decides."""
    modes = dict.fromkeys(_python_folders(), "--ro-bind")
    modes |= dict.fromkeys((place.resolve() for place in command.reads), "--ro-bind")
    modes[project] = "--bind"
    if command.socket_dir is not None:
        modes[command.socket_dir.resolve()] = "--bind"
    ordered = sorted(modes, key=lambda place: (len(place.parts), place))
    return [word for place in ordered for word in (modes[place], str(place), str(place))]


def _hidden_history(project: Path) -> list[str]:
    """Git runs hooks and obeys settings from `.git`, outside the sandbox: a program must neither write nor need them."""
    place = project / ".git"
    if place.is_symlink() or not place.is_dir():
        return []
    return ["--size", "4096", "--tmpfs", str(place), "--remount-ro", str(place)]


def _python_folders() -> Iterable[Path]:
    """This Python, and the one that its virtual environment was made from, unless the system has them already."""
    for prefix in (Path(sys.base_prefix), Path(sys.prefix)):
        if not prefix.resolve().is_relative_to("/usr"):
            yield prefix
            yield prefix.resolve()


def _environment(command: Command) -> list[str]:
    return [word for name, value in program_environment(command).items() for word in ("--setenv", name, value)]


def _bounded(limits: Limits) -> Sequence[str]:
    """The kernel's limits, set inside so that the processes of this person outside are not counted."""
    words = ["prlimit", "--core=0"]
    if limits.processes:
        words.append(f"--nproc={TASKS_PER_PROCESS * limits.processes}")
    if limits.memory:
        words.append(f"--as={(limits.memory + 1024) * 1024 * 1024}")
    if limits.disk:
        words.append(f"--fsize={limits.disk * 1024 * 1024}")
    if limits.cpu_seconds:
        words.append(f"--cpu={limits.cpu_seconds}:{limits.cpu_seconds + 1}")
    return [*words, "--"]


def _kill_namespace(outermost: int) -> None:
    """Ends the first process inside: the kernel ends all others with it, and bwrap itself follows."""
    inner = children_by_parent().get(outermost, ())
    for pid in inner or (outermost,):
        send(pid, signal.SIGKILL)
