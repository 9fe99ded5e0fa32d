"""The card below: log, shell, requests and environment of the chosen instance."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from app.client import EngineError
from app.client.errors import Refused
from ui.controls import Card, Failure
from ui.controls.cards import box, line
from ui.controls.search import SearchField
from ui.controls.segments import Segments
from ui.desk import Desk
from ui.language import say
from ui.rooms.preview.environment import Environment, EnvironmentTable
from ui.rooms.preview.logs import LogList, LogRows
from ui.rooms.preview.plan import LogLine, Measures, environment_of, log_line
from ui.rooms.preview.source import Previews
from ui.rooms.room import Start
from ui.terminal import ShellPlace

BATCH, LOOK = 50, 1.0
PAGES = ("logs", "shell", "requests", "environment")


class Console(Card):
    """Follows the log for as long as an instance is chosen."""

    def __init__(self, desk: Desk, previews: Previews, *, start: Start) -> None:
        super().__init__(padding=0, gap=0)
        self._start, self._previews = start, previews
        self._preview = ""
        self.measures = Measures()
        self._following: asyncio.Future[None] | None = None
        self._waiting: list[LogLine] = []
        self._timed = False
        theme = desk.theme
        self.log, self.requests = LogRows(), LogRows(requests=True)
        self.log_list = LogList(theme, self.log, name=say("Log"))
        self.request_list = LogList(theme, self.requests, name=say("Requests"))
        self.shell = ShellPlace(desk, start=start)
        self.variables = Environment()
        self.failure = Failure(theme)
        self.pages = QStackedWidget()
        for page in (self.log_list, self.shell, self.request_list, EnvironmentTable(theme, self.variables)):
            self.pages.addWidget(page)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(say("About this instance"))
        for title in (say("Logs"), say("Shell"), say("Requests"), say("Environment")):
            self.tabs.addTab(title)
        self.tabs.currentChanged.connect(self._choose)
        self.field = SearchField(theme, say("Filter logs"))
        self.field.setMaximumWidth(200)
        self.field.sought.connect(lambda words: self._filter(words=words))
        show = [("all", say("All")), ("warnings", say("Warnings")), ("errors", say("Errors"))]
        self.levels = Segments(theme, show, name=say("Show"), height=26)
        self.levels.chosen.connect(lambda level: self._filter(show=level))
        self._filters = QWidget()
        filters = box(across=True, gap=10)
        filters.addWidget(self.field)
        filters.addWidget(self.levels)
        self._filters.setLayout(filters)
        head = box(across=True, margins=(4, 4, 10, 0), gap=10)
        head.addWidget(self.tabs)
        head.addStretch()
        head.addWidget(self._filters)
        self.body.addLayout(head)
        self.body.addWidget(line())
        self.body.addWidget(self.failure)
        self.body.addWidget(self.pages, 1)
        self.body.addSpacing(6)
        self._soon = QTimer(self, singleShot=True, interval=BATCH)
        self._soon.timeout.connect(self._hand_on)

    def show_preview(self, preview: str) -> None:
        """Another instance; '' for none."""
        if preview == self._preview:
            return
        self._preview = preview
        self.measures, self._timed = Measures(), False
        for rows in (self.log, self.requests):
            rows.clear()
        self.variables.show_variables([])
        self.shell.show_preview(preview)
        if self._following is not None:
            self._following.cancel()
        self._following = self._start(self._follow(preview)) if preview else None
        self._choose(self.tabs.currentIndex())

    def open(self, page: str) -> None:
        self.tabs.setCurrentIndex(PAGES.index(page))
        shown = self.pages.currentWidget()
        if shown is not None:
            shown.setFocus()

    def take_in(self, lines: list[str]) -> None:
        """New lines of the log, shown in batches."""
        for text in lines:
            read = log_line(text)
            self._timed = self._timed or (read.is_request and bool(read.time))
            if read.is_request and not read.time and self._timed:
                continue  # the application tells of the same request with its time
            if read.level == "error":
                self.measures.count_error()
            self._waiting.append(read)
        if self._waiting and not self._soon.isActive():
            self._soon.start()

    async def _follow(self, preview: str) -> None:
        """The stream of the log; an older engine is asked every second instead."""
        try:
            async for text in self._previews.new_lines(preview):
                self.take_in([text])
        except Refused:
            await self._ask_again(preview)
        except EngineError as error:
            self.failure.show_error(error)

    async def _ask_again(self, preview: str) -> None:
        seen: list[str] = []
        while True:
            try:
                lines = await self._previews.logs(preview)
            except EngineError:
                return
            self.take_in(behind(seen, lines))
            seen = lines
            await asyncio.sleep(LOOK)

    async def _read_environment(self) -> None:
        preview = self._preview
        try:
            said = await self._previews.environment(preview)
        except EngineError as error:
            self.failure.show_error(error)
            return
        if preview == self._preview:
            self.failure.clear()
            self.variables.show_variables(environment_of(said))

    def _hand_on(self) -> None:
        lines, self._waiting = self._waiting, []
        self.log.append(lines)
        self.requests.append(lines)

    def _filter(self, *, show: str | None = None, words: str | None = None) -> None:
        self.log.choose(show=show, words=words)
        self.requests.choose(show=show, words=words)

    def _choose(self, at: int) -> None:
        self.pages.setCurrentIndex(at)
        self._filters.setVisible(PAGES[at] in ("logs", "requests"))
        if PAGES[at] == "shell":
            self.shell.look()
        elif PAGES[at] == "environment" and self._preview and not self.variables.variables:
            self._start(self._read_environment())


def behind(seen: list[str], lines: list[str]) -> list[str]:
    """The lines that are new in a later look at the end of a log."""
    if not seen:
        return lines
    for at in range(len(lines), 0, -1):
        if lines[at - 1] == seen[-1] and lines[max(0, at - 3) : at] == seen[-min(3, at) :]:
            return lines[at:]
    return lines
