"""Picks the strongest sandbox that really works on this machine; called once by `app.bootstrap`, and by `ql doctor`."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from engines.edges.sandbox.bubblewrap import BubblewrapSandbox
from engines.edges.sandbox.limits import LimitsSandbox
from engines.kernel.sandbox import Command

_PROBE_SECONDS = 10


@functools.cache
def bubblewrap_fault() -> str:
    """Why bubblewrap cannot be used here, or nothing; found by running it."""
    if shutil.which("bwrap") is None or shutil.which("prlimit") is None:
        return "bwrap or prlimit is not installed (Debian: apt install bubblewrap util-linux)"
    with tempfile.TemporaryDirectory() as folder:
        prepared = BubblewrapSandbox().prepare(Command(arguments=["true"], project=Path(folder)))
        try:
            probe = subprocess.run(
                prepared.arguments,
                pass_fds=prepared.descriptors,
                capture_output=True,
                text=True,
                timeout=_PROBE_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return f"bwrap does not run: {error}"
        finally:
            for descriptor in prepared.descriptors:
                os.close(descriptor)
    return "" if probe.returncode == 0 else f"bwrap fails: {probe.stderr.strip()[-200:]}"


def choose_sandbox(*, private: Sequence[Path] = ()) -> BubblewrapSandbox | LimitsSandbox:
    """Bubblewrap where it works, else process limits; `isolation` tells which.

    `private` are folders that no program may get with its project, such as the engine's data.
    """
    return LimitsSandbox(private=private) if bubblewrap_fault() else BubblewrapSandbox(private=private)
