"""A ceiling on processes by control group, where this process may make one (as root, or in a delegated group).

The kernel exempts root from its limit per person, so without this a fork bomb of root's is ended by the guard alone.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import os
import threading
import time
from pathlib import Path

_ROOTS = (Path("/sys/fs/cgroup/pids"), Path("/sys/fs/cgroup"))
_PREFIX = "quantumlayer"
_serial = itertools.count(1)


class Group:
    """A control group for one sandbox; `enter` is the file to which its first process writes its id."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self.enter = place / "cgroup.procs"

    def remove(self) -> None:
        """After its last process; the kernel may need a moment to forget them, for which nobody waits."""
        if not self._removed():
            threading.Thread(target=self._insist, name="cgroup-removal", daemon=True).start()

    def _insist(self) -> None:
        for _ in range(100):
            time.sleep(0.01)
            if self._removed():
                return

    def _removed(self) -> bool:
        try:
            self._place.rmdir()
        except FileNotFoundError:
            return True
        except OSError:
            return False
        return True


def make_group(processes: int) -> Group | None:
    """A new group of at most that many processes and threads; None where no group can be made."""
    root = _usable_root()
    if root is None or not processes:
        return None
    place = root / f"{_PREFIX}-{os.getpid()}-{next(_serial)}"
    place.mkdir()
    (place / "pids.max").write_text(str(processes))
    return Group(place)


@functools.cache
def _usable_root() -> Path | None:
    """Where groups with a bound on processes can be made; removes what dead engines left there."""
    for root in _ROOTS:
        trial = root / f"{_PREFIX}-{os.getpid()}-0"
        try:
            trial.mkdir(exist_ok=True)
        except OSError:
            continue
        usable = (trial / "pids.max").exists() and os.access(trial / "cgroup.procs", os.W_OK)
        trial.rmdir()
        if usable:
            _sweep(root)
            return root
    return None


def _sweep(root: Path) -> None:
    for place in root.glob(f"{_PREFIX}-*-*"):
        owner = place.name.split("-")[1]
        if owner.isdigit() and not Path("/proc", owner).exists():
            with contextlib.suppress(OSError):
                place.rmdir()
