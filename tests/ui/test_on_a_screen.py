"""The whole program on a true (virtual) screen: X key events in, and what was typed is built and runs.

Nothing of the window is imported here; Xvfb shows it, xdotool types, the engine tells what came of it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from app.client import NoEngine, connect, stop

ROOT = Path(__file__).parents[2]
NEEDED = ("Xvfb", "xdotool")
ABSENT = [name for name in NEEDED if shutil.which(name) is None]
SENTENCE = "A reading room keeps board games with a title, a publisher and a unique article number."

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(bool(ABSENT), reason=f"{', '.join(ABSENT)} not installed: `make setup-screen` installs them"),
]


@pytest.fixture
def screen() -> Iterator[str]:
    """A screen of its own; Xvfb chooses a free number."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as number:
        display = f":{number.readline().strip()}"
    yield display
    server.terminate()
    server.wait()


@pytest.fixture
def home() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="qlx-"))
    (place / "window.ini").write_text(f"[look]\nlanguage=en\n\n[projects]\nfolder={place}/projects\n")
    yield place
    stop(place)
    shutil.rmtree(place, ignore_errors=True)


def until(true: Callable[[], bool], seconds: float, what: str) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"{what} did not happen within {seconds:g} s"
        time.sleep(0.2)


def press(screen: str, *words: str) -> str:
    said = subprocess.run(
        ["xdotool", *words], env={**os.environ, "DISPLAY": screen}, capture_output=True, text=True, check=False
    )
    return said.stdout.strip()


def test_what_is_typed_on_a_screen_is_built_and_runs(screen: str, home: Path) -> None:
    environment = {**os.environ, "DISPLAY": screen, "QL_HOME": str(home), "QT_QPA_PLATFORM": "xcb"}
    window = subprocess.Popen([sys.executable, "-m", "ui"], cwd=ROOT, env=environment)
    try:
        until(lambda: bool(press(screen, "search", "--onlyvisible", "--name", "QuantumLayer")), 30, "the window")
        shown = press(screen, "search", "--onlyvisible", "--name", "QuantumLayer").splitlines()[0]
        press(screen, "windowfocus", "--sync", shown)
        time.sleep(1)
        press(screen, "key", "shift")  # xdotool loses the first key of a fresh screen
        press(screen, "type", "--delay", "40", SENTENCE)
        time.sleep(1)
        press(screen, "key", "ctrl+shift+Return")
        url = preview_of(home)
        answer = httpx.get(url, follow_redirects=True)
        assert answer.status_code == 200
        assert "board games" in answer.text.casefold()
        press(screen, "key", "ctrl+3")
        assert window.poll() is None
    finally:
        window.terminate()
        window.wait()


def preview_of(home: Path) -> str:
    """The address of what was built, once it runs."""
    found: list[str] = []

    def there() -> bool:
        try:
            with connect(home, start=False) as client:
                rows = client.request("GET", "/previews")["items"]
        except NoEngine:
            return False
        found.extend(row["url"] for row in rows if row["state"] == "running")
        return bool(found)

    until(there, 150, "a running preview")
    return found[0]
