"""Picks the strongest sandbox that really works on this machine; called once by `app.bootstrap`, and by `ql doctor`."""

from __future__ import annotations

import functools
import shutil
import subprocess

from engines.edges.sandbox.bubblewrap import BubblewrapSandbox
from engines.edges.sandbox.limits import LimitsSandbox

_PROBE = ("--unshare-all", "--unshare-user", "--disable-userns", "--cap-drop", "ALL", "--die-with-parent")
_VIEW = ("--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev")
_PROBE_SECONDS = 10


@functools.cache
def bubblewrap_fault() -> str:
    """Why bubblewrap cannot be used here, or nothing; found by running it."""
    if shutil.which("bwrap") is None or shutil.which("prlimit") is None:
        return "bwrap or prlimit is not installed (Debian: apt install bubblewrap util-linux)"
    try:
        probe = subprocess.run(
            ["bwrap", *_PROBE, *_VIEW, "true"], capture_output=True, text=True, timeout=_PROBE_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"bwrap does not run: {error}"
    return "" if probe.returncode == 0 else f"bwrap fails: {probe.stderr.strip()[-200:]}"


def choose_sandbox() -> BubblewrapSandbox | LimitsSandbox:
    """Bubblewrap where it works, else process limits; `isolation` tells which."""
    return LimitsSandbox() if bubblewrap_fault() else BubblewrapSandbox()
