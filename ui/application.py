"""Puts the window together and runs it: theme, language, engine link, single instance, event loop. Called by `python -m ui`."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import qasync
from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.client import EngineError
from app.paths import Paths, default_home
from ui.collecting import Collecting
from ui.engine import EngineChoice, RunFollower
from ui.engine.threads import in_thread
from ui.language import languages, say, speak
from ui.preferences import Preferences
from ui.shell import Window
from ui.shell.window_commands import window_commands
from ui.single import SingleInstance
from ui.starting import start_draft
from ui.theme import Scheme, Theme, load_tokens
from ui.theme.system_motion import wants_calm
from ui.warming import Warming
from ui.workspace import Workspace

PAUSE = 0.3
"""Seconds after the engine answered until the rooms' code is imported ahead."""


class Desktop:
    """Everything of one window; needs a QApplication. Tests build it themselves."""

    def __init__(self, home: Path) -> None:
        Paths(home=home).create()
        self.preferences = Preferences(home / "window.ini")
        speak(self.preferences.text("look/language", system_language()))
        self.theme = Theme(
            load_tokens(),
            scheme=cast(Scheme, self.preferences.text("look/scheme", "system")),
            text=self.preferences.number("look/text", 100),
            motion=self.preferences.flag("look/motion", True),
        )
        self._moves = True
        """What the system says of motion; known a moment after the start."""
        self.theme.apply()
        self.engine = EngineChoice(home, self.preferences)
        self.link = self.engine.link
        self.runs = RunFollower(self.link)
        self.workspace = Workspace(self.link, self.runs, self.preferences)
        self.warming = Warming()
        self.collecting = Collecting()
        self.collecting.open()
        self.window = Window(
            engine=self.engine,
            runs=self.runs,
            theme=self.theme,
            preferences=self.preferences,
            workspace=self.workspace,
            commands_of=window_commands,
        )
        self.preferences.changed.connect(self._preference_changed)
        self.engine.switched.connect(self._engine_switched)

    def open(self) -> None:
        """Shows the window where it was left; needs the running event loop."""
        recent = self.preferences.texts("projects/recent")
        room = self.preferences.text("window/room", "home")
        if self.link.here and recent and Path(recent[0]).is_dir():
            self.workspace.take(recent[0])
        else:
            room = "home"
        self.window.go(room)
        self.window.show()
        self.link.open()
        self.runs.open()
        self.link.start(self.workspace.refresh())
        self.link.start(self._warm())
        self.link.start(self._calm())

    async def close(self) -> None:
        self.warming.close()
        await self.link.close()
        self.collecting.close()

    def take_in(self, places: Sequence[str]) -> None:
        """Files and folders that were given on the command line or dropped."""
        self.window.showNormal() if self.window.isMinimized() else self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        self.window.take_places(places)

    async def build_example(self, name: str, out: str) -> None:
        """Builds an example brief and shows it running; what goes wrong is shown as a toast."""
        from ui.rooms.home.examples import examples

        found = next((each for each in examples() if each.name == name), None)
        if found is None:
            known = ", ".join(each.name for each in examples())
            self.window.desk.notify(
                say("There is no example “{name}”. Known: {known}.", name=name, known=known), tone="danger"
            )
            return
        if out and self.engine.folders_refusal:
            self.window.desk.notify(self.engine.folders_refusal, tone="danger")
            return
        self.workspace.draft.begin(found.text)
        try:
            run = await start_draft(self.window.desk, accept=True, out=out)
        except EngineError as error:
            self.window.desk.notify(f"{error} {error.hint}".strip(), tone="danger")
        else:
            self.window.go("run", f"run:{run}:preview")

    async def _calm(self) -> None:
        """Motion is off where the system asks for that and the person said nothing else."""
        self._moves = not await in_thread(wants_calm)
        if not self._moves and not self.preferences.is_set("look/motion"):
            self.theme.choose(motion=False)

    async def _warm(self) -> None:
        """After the first frame and the engine, which a person waits for."""
        await self.link.there()
        await asyncio.sleep(PAUSE)
        self.warming.open()
        await self.warming.settle()
        self.collecting.settle()

    def _engine_switched(self) -> None:
        """What was known of the engine before is forgotten, and asked of the other one."""
        self.runs.reset()
        self.workspace.reset()
        self.window.turn()
        self.link.start(self.workspace.refresh())

    def _preference_changed(self, key: str) -> None:
        if key == "look/language":
            speak(self.preferences.text(key, system_language()))
            self.window.retitle()
        elif key.startswith("look/"):
            self.theme.choose(
                scheme=cast(Scheme, self.preferences.text("look/scheme", "system")),
                text=self.preferences.number("look/text", 100),
                motion=self.preferences.flag("look/motion", self._moves),
            )


def system_language() -> str:
    """The system's language if we speak it, else English."""
    code = QLocale.system().name().partition("_")[0]
    return code if code in languages() else "en"


def make_application(arguments: Sequence[str]) -> QApplication:
    """The QApplication with our base style and names."""
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)  # before the first, for the running page
    application = QApplication(list(arguments))
    application.setStyle("Fusion")
    application.setApplicationName("quantumlayer")
    application.setApplicationDisplayName("QuantumLayer")
    application.setDesktopFileName("quantumlayer")
    application.setQuitOnLastWindowClosed(False)  # the loop ends when the window's link is closed too
    return application


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the command line asks for: files and folders to open, an example to build and where to."""

    places: Sequence[str] = ()
    example: str = ""
    out: str = ""


def run(wanted: Wanted) -> int:
    """Opens the window, or hands over to the one that is open; returns the exit code."""
    application = make_application([sys.argv[0]])
    home = default_home()
    places = [str(Path(place).expanduser().absolute()) for place in wanted.places]
    single = SingleInstance(home)
    if single.hand_over(places):
        return 0
    loop = qasync.QEventLoop(application)
    asyncio.set_event_loop(loop)
    desktop = Desktop(home)
    desktop.window.fit(application.primaryScreen().availableGeometry().size())
    single.listen()
    single.asked.connect(desktop.take_in)
    over = loop.create_future()
    desktop.window.closed.connect(lambda: over.done() or over.set_result(None))
    signal.signal(signal.SIGINT, lambda *_: desktop.window.close())
    wake = QTimer(interval=250)  # lets Python see Ctrl-C while Qt waits
    wake.timeout.connect(lambda: None)
    wake.start()
    with loop:
        loop.call_soon(desktop.open)
        if places:
            loop.call_soon(desktop.take_in, places)
        if wanted.example:
            out = str(Path(wanted.out).expanduser().absolute()) if wanted.out else ""
            loop.call_soon(lambda: desktop.link.start(desktop.build_example(wanted.example, out)))
        loop.run_until_complete(over)
        loop.run_until_complete(desktop.close())
    single.close()
    return 0
