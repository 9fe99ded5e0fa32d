"""The parts around the rooms, laid out: rail, top bar, banner, activity and status bar. The window puts it in its middle."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from ui.controls.cards import box, line
from ui.desk import Navigate
from ui.engine import EngineLink
from ui.rooms import title_of
from ui.shell.activity import Activity
from ui.shell.banner import Banner
from ui.shell.beside import Beside
from ui.shell.counts import counted, names_of
from ui.shell.rail import Rail
from ui.shell.status_bar import StatusBar
from ui.shell.top_bar import TopBar
from ui.theme import Theme
from ui.workspace import Workspace

ROOMS, ACTIVITY = 600, 220
"""Heights at first."""


class Frame(QWidget):
    """`run` runs a command; `activity_left` when its own button closes the activity."""

    activity_left = Signal()

    def __init__(
        self,
        theme: Theme,
        link: EngineLink,
        workspace: Workspace,
        beside: Beside,
        *,
        go: Navigate,
        run: Callable[[str], object],
    ) -> None:
        super().__init__()
        self._workspace, self.beside = workspace, beside
        self._names: dict[str, str] = {}
        self.rail = Rail(theme, go)
        self.top_bar = TopBar(theme, workspace)
        self.banner = Banner(theme, link, run=run)
        self.status = StatusBar(theme, link, go=go, start=lambda: run("engine.start"))
        self.activity = Activity(theme, names=self._names, close=self.activity_left.emit)
        self.down = QSplitter(Qt.Orientation.Vertical)
        self.down.addWidget(beside)
        self.down.addWidget(self.activity)
        self.down.setStretchFactor(0, 1)
        self.down.setSizes([ROOMS, ACTIVITY])
        self.down.setChildrenCollapsible(False)
        right = box()
        for widget in (self.top_bar, line(), self.banner):
            right.addWidget(widget)
        right.addWidget(self.down, 1)
        middle = box(across=True)
        middle.addWidget(self.rail)
        middle.addWidget(line(upright=True))
        middle.addLayout(right, 1)
        rows = box()
        rows.addLayout(middle, 1)
        rows.addWidget(line())
        rows.addWidget(self.status)
        self.setLayout(rows)

    def show_room(self, name: str) -> None:
        """Which room is in front."""
        self.rail.choose(name)
        self.top_bar.show_room(title_of(name))

    def take_in(self, run: str, events: list[object]) -> None:
        """What happened in a run goes into the activity."""
        self.activity.take_in(events)  # type: ignore[arg-type]  # a Qt signal carries a bare list

    def count(self, runs: Mapping[str, Mapping[str, Any]]) -> None:
        """What the status bar and the rail count, and what runs are called."""
        self._names.clear()
        self._names.update(names_of(runs))
        now = counted(runs, self._workspace)
        self.status.show_counts(previews=now.previews, waiting=now.waiting, questions=now.questions, tests=now.tests)
        self.rail.items["approvals"].wait_for(now.waiting)

    def retitle(self) -> None:
        """After a change of language."""
        for part in (self.rail, self.top_bar, self.status, self.banner, self.activity):
            part.retitle()
