"""Looks at what is QuantumLayer's own here: its data directory, settings, keys, ports and engine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from app.cli.checks.model import Check
from app.client import EngineError, NoEngine, connect
from app.paths import default_home

FREE_MEGABYTES = 500
KEYRINGS = {"secret-service": "desktop's keyring", "macos": "keychain", "windows": "credential vault"}


def all_of_its_own(engine_s: Mapping[str, Any]) -> Iterator[Check]:
    """Every look at the data directory; `engine_s` is what the engine itself found, empty when it could not look."""
    home = default_home()
    yield _home(home)
    yield _space(home)
    if engine_s:
        yield _settings(str(engine_s["settings"]))
        yield _keys(home, str(engine_s["desktop"]), str(engine_s["keyring"]))
    engine = _engine(home)
    yield engine
    if engine_s and engine_s["ports"] and engine.found.startswith("not running"):
        yield _ports(engine_s["ports"])


def _above(home: Path) -> Path:
    """The nearest folder or file that there is already."""
    return next(path for path in (home, *home.parents) if path.exists())


def _home(home: Path) -> Check:
    above = _above(home)
    if above.is_dir() and os.access(above, os.W_OK | os.X_OK):
        return Check(name="Data directory", state="ok", found=str(home))
    return Check(
        name="Data directory",
        state="missing",
        found=f"{home} cannot be used: {above} {'is not writable' if above.is_dir() else 'is a file'}",
        remedy="Set QL_HOME to a folder of your own.",
    )


def _space(home: Path) -> Check:
    above = _above(home)
    free = shutil.disk_usage(above).free // 2**20
    if free >= FREE_MEGABYTES:
        return Check(name="Disk space", state="ok", found=f"{free:,} MiB free")
    return Check(
        name="Disk space",
        state="weak",
        found=f"{free:,} MiB free, {FREE_MEGABYTES} are advisable",
        remedy=f"Free some space on the disk of {above}, or set QL_HOME to a folder on another one.",
    )


def _settings(fault: str) -> Check:
    if not fault:
        return Check(name="Settings", state="ok", found="every QL_ variable can be read")
    return Check(name="Settings", state="missing", found=fault, remedy="Correct the variable, or unset it.")


def _keys(home: Path, desktop: str, fault: str) -> Check:
    """Where the signing key lies, or would: the same choice as the engine's key store makes."""
    file, key = home / "keys" / "keyring.cfg", home / "keys" / "keyring.key"
    if os.environ.get("QL_KEYRING_KEY"):
        return Check(name="Keys", state="ok", found=f"in {file}, encrypted by QL_KEYRING_KEY")
    if file.exists() and not key.exists():
        return Check(
            name="Keys",
            state="missing",
            found=f"{file} is encrypted, and its key is not at {key}",
            remedy="Set QL_KEYRING_KEY to its passphrase, or move the file away to begin with a new signing key.",
        )
    if file.exists() or not desktop:
        return Check(name="Keys", state="ok", found=f"in {file}, encrypted; no desktop's keyring is used")
    if not fault:
        return Check(name="Keys", state="ok", found=f"in the {KEYRINGS[desktop]}")
    return Check(
        name="Keys",
        state="missing",
        found=f"the {KEYRINGS[desktop]} does not answer: {fault}",
        remedy="Start and unlock it, or set QL_KEYRING_KEY to use an encrypted file instead.",
    )


def _engine(home: Path) -> Check:
    try:
        with connect(home, start=False) as client:
            status = client.status()
    except NoEngine:
        return Check(name="Engine", state="ok", found="not running; it starts when needed")
    except EngineError as error:
        remedy = error.hint or "Run `ql engine stop`, then try again."
        return Check(name="Engine", state="missing", found=str(error), remedy=remedy)
    return Check(name="Engine", state="ok", found=f"{status.version} runs as process {status.pid}")


def _ports(taken: list[int]) -> Check:
    return Check(
        name="Ports",
        state="missing",
        found=f"taken by another program: {', '.join(map(str, taken))}",
        remedy="End that program, or unset QL_PORT and QL_PREVIEW_PORT: any free port is taken then.",
    )
