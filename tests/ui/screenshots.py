"""Pictures of every room over a real engine and real projects: `make screenshots` writes them into docs/images/desktop.

Both themes, both languages, 100 and 200 percent; empty (nothing was built), busy (a project runs, another one waits for
a person) and in error (the engine is stopped). Names tell: room-state-language-theme-scale.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.client import connect, stop

if TYPE_CHECKING:
    from ui.application import Desktop

ROOT = Path(__file__).parents[2]
OUT = ROOT / "docs/images/desktop"
EXAMPLES = ROOT / "resources/examples"
LANGUAGES, THEMES, SCALES = ("en", "de"), ("light", "dark"), (100, 200)
STATES = ("empty", "busy", "error")
PROJECT_ROOMS = ("spec", "run", "code", "tests", "preview")
SETTLE, WAIT = 1.5, 30.0


def main() -> None:
    """Fills two data directories, then takes the pictures of each state and scale in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--rooms", nargs="*", default=[])
    parser.add_argument("--languages", nargs="*", default=LANGUAGES)
    parser.add_argument("--themes", nargs="*", default=THEMES)
    parser.add_argument("--scales", nargs="*", type=int, default=SCALES)
    parser.add_argument("--states", nargs="*", default=STATES)
    parser.add_argument(
        "--folder", type=Path, help="where the projects are, or are built; removed afterwards if not given"
    )
    parser.add_argument("--size", nargs=2, type=int, default=(1440, 900))
    parser.add_argument("--taking", help=argparse.SUPPRESS)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    if given.taking:
        take(given)
        return
    folder = given.folder or Path(tempfile.mkdtemp(prefix="qlpic-"))
    try:
        if not (folder / "full").exists():
            build(folder)
        for state in given.states:
            for scale in given.scales:
                shown = ["--taking", state, "--folder", str(folder), "--scales", str(scale), "--out", str(given.out)]
                shown += ["--size", *map(str, given.size)]
                shown += ["--languages", *given.languages, "--themes", *given.themes]
                environment = {**os.environ, "QT_SCALE_FACTOR": str(scale / 100), "QT_QPA_PLATFORM": "offscreen"}
                words = [sys.executable, "-m", "tests.ui.screenshots", *shown, "--rooms", *given.rooms]
                subprocess.run(words, cwd=ROOT, env=environment, check=True)
    finally:
        stop(folder / "full")
        stop(folder / "new")
        if not given.folder:
            shutil.rmtree(folder, ignore_errors=True)


def build(folder: Path) -> None:
    """A real project with its preview, a run that waits for a person, and a project that was never run."""
    from tests.ui.small import small_project

    small_project(folder / "projects" / "shelf")
    program = [sys.executable, "-c", "from app.cli.main import main; main()", "new", "--yes", "--json"]
    environment = {**os.environ, "QL_HOME": str(folder / "full")}
    for name, more in (("fleet", ["--no-preview"]), ("library", [])):
        asked = [*program, "--file", str(EXAMPLES / f"{name}.md"), "--out", str(folder / "projects" / name), *more]
        subprocess.run(asked, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    with connect(folder / "full") as client:
        brief = (EXAMPLES / "holiday-flats.md").read_text("utf-8")
        wish = {"brief": brief, "accept": True, "checkpoints": ["security"], "preview": False}
        run = client.request("POST", "/projects", body={**wish, "out": str(folder / "projects" / "holiday-flats")})[
            "run"
        ]
        end = time.monotonic() + 300
        while client.request("GET", f"/runs/{run}")["status"] != "waiting":
            if time.monotonic() > end:
                raise SystemExit("the run did not come to its checkpoint")
            time.sleep(0.5)


def take(given: argparse.Namespace) -> None:
    """All pictures of one state and scale."""
    home = given.folder / ("new" if given.taking == "empty" else "full")
    os.environ["QL_HOME"] = str(home)
    import qasync

    from ui.application import Desktop, make_application

    application = make_application(["screenshots"])
    loop = qasync.QEventLoop(application)
    asyncio.set_event_loop(loop)
    desktop = Desktop(home)
    with loop:
        loop.run_until_complete(Studio(desktop, given).work())


class Studio:
    """Leads the window from room to room, as a person would, and takes a picture of each."""

    def __init__(self, desktop: Desktop, given: argparse.Namespace) -> None:
        from ui.rooms import DOORS

        self.desktop, self.window = desktop, desktop.window
        self.state, self.scale, self.out = given.taking, given.scales[0], given.out
        self.looks = [(language, theme) for language in given.languages for theme in given.themes]
        self.size = given.size
        self.projects = given.folder / "projects"
        self.rooms = [door.name for door in DOORS if not given.rooms or door.name in given.rooms]

    async def work(self) -> None:
        from PySide6.QtCore import QSize

        desktop = self.desktop
        desktop.preferences.set("projects/recent", [])
        desktop.open()
        self.window.fit(QSize(*self.size))
        self.window.resize(*self.size)
        await self.connected()
        for language, theme in self.looks:
            desktop.preferences.set("look/language", language)
            desktop.preferences.set("look/scheme", theme)
            self.look = f"{language}-{theme}"
            await self.connected()
            await desktop.workspace.refresh()
            await {"empty": self.empty, "busy": self.busy, "error": self.error}[self.state]()
        await desktop.close()
        self.window.close()
        self.window.deleteLater()
        await asyncio.sleep(0.1)

    async def empty(self) -> None:
        """Rooms that need a project are shown with one that was never built here."""
        project = str(self.projects / "shelf")
        self.desktop.workspace.leave()
        for room in self.rooms:
            if room in ("code", "tests", "preview") and self.desktop.workspace.project is None:
                await self.desktop.link.ask("POST", "/projects/open", body={"path": project})
                await self.desktop.workspace.refresh()
                self.desktop.workspace.take(project)
            await self.picture(room)
        await self.desktop.link.ask("POST", "/projects/forget", body={"path": project})
        await self.desktop.workspace.refresh()

    async def running_preview(self) -> None:
        """A preview ends with its engine."""
        project = str(self.projects / "library")
        listed = (await self.desktop.link.ask("GET", "/previews"))["items"]
        if not any(row["state"] == "running" for row in listed):
            await self.desktop.link.ask("POST", "/previews", body={"project": project})
            await self.desktop.workspace.refresh()

    async def busy(self) -> None:
        await self.running_preview()
        self.desktop.workspace.take(str(self.projects / "library"))
        for room in self.rooms:
            await self.picture(room, self.place_of(room), ready=self.ready(room), prepare=self.prepare(room))
        self.window.palette_view.open({"en": "pre", "de": "vor"}[self.look[:2]])
        await self.save("palette")
        self.window.palette_view.close_palette()

    async def error(self) -> None:
        """What was there stays readable while the engine is stopped; Home tells of a file that can't be read."""
        await self.running_preview()
        self.desktop.workspace.take(str(self.projects / "library"))
        for room in self.rooms:
            self.window.go(room, self.place_of(room))
            await self.until(self.ready(room))
            await asyncio.sleep(SETTLE)
        if "home" in self.rooms:
            broken = self.projects / "brief.docx"
            broken.write_bytes(b"PK\x03\x04 cut off")
            await self.picture("home", f"file:{broken}")
        await self.desktop.link.stop_engine()
        for room in self.rooms:
            if room != "home":
                await self.picture(room)
        self.desktop.link.open()

    def place_of(self, room: str) -> str:
        waiting = (run for run, row in self.desktop.runs.runs.items() if row["status"] == "waiting")
        match room:
            case "code":
                return f"file:{self.traced()}"
            case "run":
                return f"run:{next(waiting, '')}"
        return ""

    def traced(self) -> str:
        """The place in the code that carries out most sentences."""
        with connect(self.desktop.preferences.place.parent) as client:
            found = client.request("GET", "/projects/trace", query={"path": str(self.projects / "library")})["items"]
        lines = [(row["file"], row["line"]) for row in found if row["file"].startswith("app/services")]
        file, line = max(
            lines or [("README.md", 1)], key=lambda place: (sum(place[0] == f for f, _ in lines), -place[1])
        )
        return f"{file}:{line}"

    def ready(self, room: str) -> Callable[[], bool]:
        """Whether what takes longest in a room is there."""

        def picture_taken() -> bool:
            made: Any = self.window.room
            if made.chosen is None:
                return False
            return not made.picture.image.image.isNull() or made.picture.stack.currentWidget() is not made.picture.image

        def file_open() -> bool:
            made: Any = self.window.room
            return made.bench.current is not None

        def machine_told() -> bool:
            made: Any = self.window.room
            return made._machine is not None

        known = {"preview": picture_taken, "code": file_open, "home": machine_told}
        there = known.get(room, lambda: True)
        return lambda: not self.window.room.filling.busy and there()

    def prepare(self, room: str) -> Callable[[], None]:
        """What a person would have done there."""

        def write() -> None:
            made: Any = self.window.room
            made.composer.compose((EXAMPLES / "bike-workshop.md").read_text("utf-8").strip())

        def ask() -> None:
            made: Any = self.window.room
            made.text.setPlainText("A tool that collects the passwords of visitors and sends them to me.")
            made.primary()

        return {"home": write, "safety": ask}.get(room, lambda: None)

    async def picture(
        self,
        room: str,
        place: str = "",
        *,
        ready: Callable[[], bool] = lambda: True,
        prepare: Callable[[], None] = lambda: None,
    ) -> None:
        self.window.go(room, place)
        prepare()
        await self.until(ready)
        await self.save(room)

    async def save(self, what: str) -> None:
        """Without loss."""
        from PySide6.QtGui import QImage

        await asyncio.sleep(SETTLE)
        image = self.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        image.save(str(self.out / f"{what}-{self.state}-{self.look}-{self.scale}.webp"), "WEBP", 100)

    async def connected(self) -> None:
        await self.until(lambda: self.desktop.link.running)

    async def until(self, true: Callable[[], bool]) -> None:
        end = time.monotonic() + WAIT
        while not true():
            if time.monotonic() > end:
                raise SystemExit(f"the window did not get ready in {WAIT:g} s")
            await asyncio.sleep(0.1)


if __name__ == "__main__":
    main()
