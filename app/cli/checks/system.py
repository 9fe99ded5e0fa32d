"""Looks at the machine: Python and its packages, the sandbox, the tools of projects, the network of this machine."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from app.cli.checks.model import Check, install

DISTRIBUTION = "quantumlayer"
_USER_NAMESPACES = (
    ("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1", "kernel.apparmor_restrict_unprivileged_userns=0"),
    ("/proc/sys/kernel/unprivileged_userns_clone", "0", "kernel.unprivileged_userns_clone=1"),
    ("/proc/sys/user/max_user_namespaces", "0", "user.max_user_namespaces=15000"),
)


def all_of_the_system(engine_s: Mapping[str, Any]) -> Iterator[Check]:
    """Every look at the machine; `engine_s` is what the engine itself found, empty when it could not look."""
    yield _python()
    yield _packages()
    if engine_s:
        yield _sandbox(str(engine_s["sandbox"]))
    yield _tool("git", "projects have their history all the same, but you cannot look into it")
    yield _tool("make", "`make run` and `make test` of a project do not work, the commands in its Makefile do")
    yield _environments()
    yield _loopback()
    yield _names()
    yield _window()


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    return Check(name="Python", state="ok", found=f"{version} at {sys.executable}")


def _packages() -> Check:
    """All that the engine needs, by the list of what is installed; nothing is imported."""
    try:
        wanted = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        return Check(name="Packages", state="ok", found=f"{DISTRIBUTION} runs from its source")
    names = [re.split(r"[^\w.-]", each, maxsplit=1)[0] for each in wanted if "extra ==" not in each]
    absent = [name for name in names if not _installed(name)]
    if not absent:
        return Check(name="Packages", state="ok", found=f"all {len(names)} are installed")
    return Check(
        name="Packages",
        state="missing",
        found=f"not installed: {', '.join(absent)}",
        remedy="Install QuantumLayer again with its dependencies; from its source: `make setup`.",
    )


def _installed(name: str) -> bool:
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _sandbox(fault: str) -> Check:
    if not fault:
        return Check(name="Sandbox", state="ok", found="bubblewrap works: programs see their own files and no network")
    return Check(
        name="Sandbox",
        state="weak",
        found=f"{fault}; generated code runs with limits on its resources only, and may use the network",
        remedy=_sandbox_remedy(),
    )


def _sandbox_remedy() -> str:
    if not sys.platform.startswith("linux"):
        return "bubblewrap needs Linux: run the engine in a Linux virtual machine for full isolation."
    for program, package in (("bwrap", "bubblewrap"), ("prlimit", "util-linux")):
        if not shutil.which(program):
            return install(package)
    for file, forbids, setting in _USER_NAMESPACES:
        path = Path(file)
        if path.exists() and path.read_text("ascii").strip() == forbids:
            return f"Allow user namespaces: sudo sysctl {setting}"
    return "In a container, allow user namespaces (docker run --security-opt seccomp=unconfined); see `bwrap --help`."


def _tool(name: str, without: str) -> Check:
    program = shutil.which(name)
    if program:
        return Check(name=name, state="ok", found=program)
    return Check(name=name, state="weak", found=f"not installed; {without}", remedy=install(name))


def _environments() -> Check:
    if find_spec("venv") and find_spec("ensurepip"):
        return Check(name="venv", state="ok", found="`make setup` of a project can make its environment")
    return Check(
        name="venv",
        state="weak",
        found="this Python has no venv; `make setup` of a project does not work, building and previewing it do",
        remedy=install("python3-venv"),
    )


def _loopback() -> Check:
    try:
        with socket.create_server(("127.0.0.1", 0)) as server:
            socket.create_connection(server.getsockname(), timeout=2).close()
    except OSError as error:
        return Check(
            name="Loopback",
            state="missing",
            found=f"127.0.0.1 does not answer: {error}",
            remedy="Bring the loopback up (sudo ip link set lo up), and let no firewall close it.",
        )
    return Check(name="Loopback", state="ok", found="127.0.0.1 answers")


def _window() -> Check:
    """Whether the window could draw; asked in a process of its own, since this one must stay light."""
    asked = (sys.executable, "-c", "import PySide6.QtWidgets")
    said = subprocess.run(asked, capture_output=True, text=True, check=False)
    if said.returncode == 0:
        return Check(name="Window", state="ok", found="PySide6 and its system libraries are here")
    fault = said.stderr.strip().splitlines()[-1] if said.stderr.strip() else f"code {said.returncode}"
    return Check(
        name="Window",
        state="weak",
        found=f"cannot draw ({fault}); everything works on the command line",
        remedy="`make setup` installs it; elsewhere: pip install 'quantumlayer[desktop]' and the libraries of docs/desktop.md.",
    )


def _names() -> Check:
    try:
        socket.getaddrinfo("preview.localhost", 80)
    except OSError:
        found = "not resolved by this system: previews get addresses like http://127.0.0.1:PORT instead"
        return Check(name="*.localhost", state="ok", found=found)
    return Check(name="*.localhost", state="ok", found="resolved: previews get names of their own")
