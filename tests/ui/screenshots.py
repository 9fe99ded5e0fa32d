"""Pictures of every room over a real engine and a real project: `make screenshots` writes them into docs/images/desktop.

Both themes, both languages, 100 and 200 percent; empty, busy and in error. Names tell: room-state-language-theme-scale.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
OUT = ROOT / "docs/images/desktop"
EXAMPLE = ROOT / "resources/examples/library.md"
LANGUAGES, THEMES, SCALES = ("en", "de"), ("light", "dark"), (100, 200)
PROJECT_ROOMS = ("spec", "run", "code", "tests", "preview")
SETTLE = 1.2


def main() -> None:
    """Fills a data directory, then takes the pictures in one process for each scale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--project", type=Path)
    parser.add_argument("--scale", type=int)
    parser.add_argument("--rooms", nargs="*", default=[])
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    if given.scale:
        take(given)
        return
    home = Path(tempfile.mkdtemp(prefix="qlpic-"))
    try:
        project = home / "projects" / "library"
        build(home, project)
        given.out.mkdir(parents=True, exist_ok=True)
        for scale in SCALES:
            words = ["--home", str(home), "--project", str(project), "--scale", str(scale), "--out", str(given.out)]
            rooms = ["--rooms", *given.rooms] if given.rooms else []
            environment = {
                **os.environ,
                "QT_SCALE_FACTOR": str(scale / 100),
                "QT_QPA_PLATFORM": "offscreen",
                "QL_HOME": str(home),
            }
            subprocess.run(
                [sys.executable, "-m", "tests.ui.screenshots", *words, *rooms], cwd=ROOT, env=environment, check=True
            )
    finally:
        from app.client import stop

        stop(home)
        shutil.rmtree(home, ignore_errors=True)


def build(home: Path, project: Path) -> None:
    """A real project with its preview, and one run that waits for a person."""
    program = [
        sys.executable,
        "-c",
        "from app.cli.main import main; main()",
        "new",
        "--file",
        str(EXAMPLE),
        "--yes",
        "--json",
    ]
    environment = {**os.environ, "QL_HOME": str(home)}
    subprocess.run([*program, "--out", str(project)], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    from app.client import connect

    with connect(home) as client:
        wish = {"brief": EXAMPLE.read_text("utf-8"), "accept": True, "checkpoints": ["architecture"], "preview": False}
        client.request("POST", "/projects", body={**wish, "out": str(project.with_name("reading-room"))})


def take(given: argparse.Namespace) -> None:
    """All pictures of one scale."""
    import qasync

    from ui.application import Desktop, make_application

    application = make_application(["screenshots"])
    loop = qasync.QEventLoop(application)
    asyncio.set_event_loop(loop)
    desktop = Desktop(given.home)
    with loop:
        loop.run_until_complete(_take(desktop, given))


async def _take(desktop: Any, given: argparse.Namespace) -> None:
    from app.client.errors import Lost
    from ui.rooms import DOORS

    window = desktop.window
    desktop.preferences.set("projects/recent", [])
    desktop.open()
    window.resize(1440, 900)
    rooms = [door.name for door in DOORS if not given.rooms or door.name in given.rooms]
    await _connected(desktop)
    await desktop.workspace.refresh()
    for language, theme in _looks():
        desktop.preferences.set("look/language", language)
        desktop.preferences.set("look/scheme", theme)
        desktop.workspace.leave()
        for room in (name for name in rooms if name in ("home", "spec", "run", "settings", "models", "safety")):
            await _picture(desktop, room, given, f"{room}-empty-{language}-{theme}")
        desktop.workspace.take(str(given.project))
        for room in rooms:
            if room in (*PROJECT_ROOMS, "home", "approvals"):
                await _picture(desktop, room, given, f"{room}-busy-{language}-{theme}")
        desktop.link._lost(desktop.link._client, Lost("The engine gave no answer to GET /status.", repeatable=True))
        desktop.link._keeper.cancel()
        for room in rooms:
            window.go(room)
            await asyncio.sleep(0.3)
            _save(window, given, f"{room}-error-{language}-{theme}")
        desktop.link.open()
        await _connected(desktop)
    await desktop.close()
    window.close()
    window.deleteLater()
    await asyncio.sleep(0.1)


async def _connected(desktop: Any) -> None:
    running = asyncio.Event()
    desktop.link.changed.connect(lambda: desktop.link.running and running.set())
    if not desktop.link.running:
        await running.wait()


async def _picture(desktop: Any, room: str, given: argparse.Namespace, name: str) -> None:
    desktop.window.go(room)
    await asyncio.sleep(SETTLE)
    _save(desktop.window, given, name)


def _looks() -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        for theme in THEMES:
            yield language, theme


def _save(window: Any, given: argparse.Namespace, name: str) -> None:
    """Without loss."""
    from PySide6.QtGui import QImage

    picture = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    picture.save(str(given.out / f"{name}-{given.scale}.webp"), "WEBP", 100)


if __name__ == "__main__":
    main()
