"""What a worker gives up before it opens a model, which may come from anywhere: the network, core dumps, new privileges.

It also asks the kernel to take it first when memory runs out. Whatever this machine does not know of that is left out.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
from pathlib import Path

NO_NEW_PRIVILEGES = 38
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
_EASY_TO_KILL = "800"


def confine() -> None:
    """Gives up what a model needs nothing of; before any thread is started."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):  # it shall be taken before the engine is
        Path("/proc/self/oom_score_adj").write_text(_EASY_TO_KILL, "ascii")
    with contextlib.suppress(OSError, AttributeError):  # Linux alone
        system = ctypes.CDLL(None, use_errno=True)
        system.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        system.unshare(NEW_NETWORK if os.geteuid() == 0 else NEW_USER | NEW_NETWORK)
