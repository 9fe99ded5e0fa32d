"""Run as a script by `limits.py`, with the standard library alone: bounds one program and ends only after its orphans."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import signal
import sys

_SET_PARENT_DEATH_SIGNAL = 1
_SET_CHILD_SUBREAPER = 36


def _follow_parent(number: signal.Signals) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, int(number), 0, 0, 0)


def _adopt_orphans() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _become(order: dict[str, object], arguments: list[str]) -> None:
    """Turns this process into the program."""
    _follow_parent(signal.SIGKILL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    limits = order["limits"]
    if isinstance(limits, dict):
        for name, (soft, hard) in limits.items():
            resource.setrlimit(getattr(resource, name), (soft, hard))
    os.chdir(str(order["folder"]))
    os.execvp(arguments[0], arguments)  # noqa: S606 (no shell is wanted)


def _outlive(program: int) -> int:
    """Waits for the program, ends what it left behind, and returns its exit code."""
    _, status = os.waitpid(program, 0)
    with contextlib.suppress(ChildProcessError):
        while True:
            for orphan in _children():
                _end(orphan)
            os.waitpid(-1, 0)
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


def _end(process: int) -> None:
    """Ends a process, which may have ended by itself a moment before."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def _children() -> list[int]:
    """This process's children, where the machine tells."""
    found = []
    for name in os.listdir("/proc") if os.path.isdir("/proc") else []:  # noqa: PTH112, PTH208 (no import of pathlib)
        with contextlib.suppress(OSError):
            with open(f"/proc/{name}/stat", "rb") as stream:  # noqa: PTH123 (the same)
                line = stream.read()
            if int(line[line.rfind(b")") + 2 :].split()[1]) == os.getpid():
                found.append(int(name))
    return found


def main() -> int:
    _follow_parent(signal.SIGTERM)
    _adopt_orphans()
    program = os.fork()
    if program == 0:
        _become(json.loads(sys.argv[1]), sys.argv[2:])
    signal.signal(signal.SIGTERM, lambda *_: _end(program))
    return _outlive(program)


if __name__ == "__main__":
    sys.exit(main())
