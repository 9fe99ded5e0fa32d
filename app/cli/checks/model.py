"""What a look finds, and how to install what is missing."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import Literal

_MANAGERS = {
    "apt-get": "apt-get install",
    "dnf": "dnf install",
    "zypper": "zypper install",
    "pacman": "pacman -S",
    "apk": "apk add",
}


@dataclass(frozen=True, kw_only=True)
class Check:
    """One look: `state` is ok, missing (something does not work) or weak (it works with less)."""

    name: str
    state: Literal["ok", "weak", "missing"]
    found: str
    remedy: str = ""


def install(package: str) -> str:
    """The command that installs a package here, as this person would type it."""
    if shutil.which("brew"):
        return f"brew install {package}"
    manager = next((name for name in _MANAGERS if shutil.which(name)), None)
    if manager is None:
        return f"Install {package} with your package manager."
    return f"{'' if os.geteuid() == 0 else 'sudo '}{_MANAGERS[manager]} {package}"
