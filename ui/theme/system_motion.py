"""Whether the system asks for calm: its setting against motion, as KDE, GNOME, macOS and Windows keep it.

Asked once, in a thread at the start of the window; what a person sets in Settings outranks it. Qt does not tell it on Linux.
"""

from __future__ import annotations

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

PATIENCE = 2.0
_CLIENT_AREA_ANIMATION = 0x1042
_GNOME = ("gsettings", "get", "org.gnome.desktop.interface", "enable-animations")
_MACOS = ("defaults", "read", "com.apple.universalaccess", "reduceMotion")


def wants_calm() -> bool:
    """True where motion is switched off; false where nothing is known of it."""
    match sys.platform:
        case "win32":
            return _windows()
        case "darwin":
            return _said(_MACOS) == "1"
    return kde_wants_calm(_kde_settings()) or _said(_GNOME) == "false"


def kde_wants_calm(settings: str) -> bool:
    """From the text of `kdeglobals`: animations that last no time."""
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(settings)
        return parser.getfloat("KDE", "AnimationDurationFactor", fallback=1.0) == 0
    except (configparser.Error, ValueError):
        return False


def _kde_settings() -> str:
    folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    try:
        return (folder / "kdeglobals").read_text("utf-8", errors="replace")
    except OSError:
        return ""


def _said(words: tuple[str, ...]) -> str:
    """What a program of the system says; '' where it is not there or says nothing in time."""
    if shutil.which(words[0]) is None:
        return ""
    try:
        return subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE, check=False).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""


def _windows() -> bool:
    import ctypes

    shown = ctypes.c_int(1)
    user32 = getattr(ctypes, "windll").user32  # noqa: B009  # there is none on other systems
    user32.SystemParametersInfoW(_CLIENT_AREA_ANIMATION, 0, ctypes.byref(shown), 0)
    return not shown.value
