"""`ql doctor`: what a newcomer's machine may lack, and how to get it. Looks only; works without an engine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass

import typer
from rich.markup import escape

from app.cli.output import EXIT_FAILED, JsonFlag, emit_json, people
from app.client import EngineError, connect
from app.paths import default_home

FREE_MEGABYTES = 500


@dataclass(frozen=True, kw_only=True)
class Check:
    """One look: `state` is ok, missing (something does not work) or weak (it works with less)."""

    name: str
    state: str
    found: str
    remedy: str = ""


def doctor(as_json: JsonFlag = False) -> None:
    """Check everything a newcomer could lack, and say how to get it."""
    looks: list[Callable[[], Check]] = [_python, _sandbox, _home, _space, _loopback, _localhost, _git, _engine]
    checks = [look() for look in looks]
    if as_json:
        emit_json({"checks": [asdict(check) for check in checks]})
    else:
        for check in checks:
            mark = {"ok": "[green]✓[/]", "weak": "[yellow]![/]", "missing": "[red]✗[/]"}[check.state]
            people.print(f"{mark} {check.name:<16} {escape(check.found)}", soft_wrap=True)
            if check.remedy:
                people.print(f"  {'':<16} {escape(check.remedy)}", soft_wrap=True)
    raise typer.Exit(EXIT_FAILED if any(check.state == "missing" for check in checks) else 0)


def _python() -> Check:
    return Check(name="Python", state="ok", found=".".join(map(str, sys.version_info[:3])))


def _sandbox() -> Check:
    program = shutil.which("bwrap")
    if not program:
        return Check(
            name="Sandbox",
            state="weak",
            found="bubblewrap is missing: generated code runs with process limits only, and may use the network",
            remedy="Debian, Ubuntu: sudo apt-get install bubblewrap. Fedora: sudo dnf install bubblewrap.",
        )
    trial = subprocess.run(
        [program, "--ro-bind", "/", "/", "--unshare-all", "true"], capture_output=True, text=True, check=False
    )
    if trial.returncode:
        return Check(
            name="Sandbox",
            state="weak",
            found=f"bubblewrap does not work here: {trial.stderr.strip()[:120]}",
            remedy="Allow unprivileged user namespaces: sysctl kernel.unprivileged_userns_clone=1.",
        )
    return Check(name="Sandbox", state="ok", found=f"bubblewrap at {program}")


def _home() -> Check:
    home = default_home()
    above = next(path for path in (home, *home.parents) if path.exists())
    if os.access(above, os.W_OK):
        return Check(name="Data directory", state="ok", found=str(home))
    return Check(
        name="Data directory",
        state="missing",
        found=f"{above} is not writable",
        remedy="Set QL_HOME to a folder of your own.",
    )


def _space() -> Check:
    home = default_home()
    above = next(path for path in (home, *home.parents) if path.exists())
    free = shutil.disk_usage(above).free // 2**20
    state = "ok" if free >= FREE_MEGABYTES else "weak"
    remedy = "" if state == "ok" else f"Free some space on the disk of {above}, or set QL_HOME elsewhere."
    return Check(name="Disk space", state=state, found=f"{free:,} MiB free", remedy=remedy)


def _loopback() -> Check:
    try:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
    except OSError as error:
        return Check(
            name="Loopback", state="missing", found=str(error), remedy="Bring the loopback up: ip link set lo up."
        )
    return Check(name="Loopback", state="ok", found="127.0.0.1 answers")


def _localhost() -> Check:
    try:
        socket.getaddrinfo("preview.localhost", 80)
    except OSError:
        return Check(
            name="*.localhost",
            state="weak",
            found="names under localhost are not resolved by this system; browsers resolve them by themselves",
            remedy="For other programs use the address with 127.0.0.1 that `ql preview list` shows.",
        )
    return Check(name="*.localhost", state="ok", found="names under localhost are resolved")


def _git() -> Check:
    program = shutil.which("git")
    if program:
        return Check(name="git", state="ok", found=program)
    return Check(
        name="git",
        state="weak",
        found="not installed; projects are versioned all the same",
        remedy="Install git to look into them.",
    )


def _engine() -> Check:
    try:
        status = connect(start=False).status()
    except EngineError as error:
        return Check(name="Engine", state="ok", found=f"not running ({error}); it starts when needed")
    return Check(name="Engine", state="ok", found=f"{status.version}, process {status.pid}")
