"""Search in all files of the project: results arrive file by file, and another search ends the one before."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QCheckBox, QWidget

from app.client import EngineError
from ui.controls.cards import box
from ui.controls.labels import label
from ui.controls.search import SearchField
from ui.language import say, say_many
from ui.rooms.code.plan import LARGE, FileRow, pattern_of, search
from ui.rooms.code.problems import LineList, Lines
from ui.rooms.code.source import ProjectFiles
from ui.rooms.room import Start
from ui.theme import Theme

AT_ONCE, MOST = 6, 1000
Corpus = Callable[[], tuple[ProjectFiles | None, Sequence[FileRow], dict[str, str]]]
"""The project's files, and the texts of those that are open and unsaved."""


class SearchPanel(QWidget):
    """Words or a pattern in all files below a size."""

    def __init__(self, theme: Theme, *, start: Start, corpus: Corpus) -> None:
        super().__init__()
        self._start, self._corpus = start, corpus
        self._running: asyncio.Future[None] | None = None
        self.lines = Lines()
        self.list = LineList(theme, self.lines, name=say("Found in files"))
        self.field = SearchField(theme, say("Search in all files"), key="")
        self.regex, self.case = QCheckBox(say("Pattern")), QCheckBox(say("Match case"))
        self.count = label("", "label", "text_3")
        head = box(across=True, margins=(12, 6, 16, 6), gap=10)
        head.addWidget(self.field, 1)
        for widget in (self.regex, self.case, self.count):
            head.addWidget(widget)
        rows = box()
        rows.addLayout(head)
        rows.addWidget(self.list, 1)
        self.setLayout(rows)
        self.field.sought.connect(lambda: self.begin())
        self.regex.toggled.connect(lambda: self.begin())
        self.case.toggled.connect(lambda: self.begin())

    def begin(self) -> None:
        if self._running is not None:
            self._running.cancel()
        self.lines.show_lines([])
        words = self.field.text()
        if not words:
            self.count.setText("")
            return
        try:
            pattern = pattern_of(words, regex=self.regex.isChecked(), case=self.case.isChecked())
        except re.error as error:
            self.count.setText(str(error))
            return
        self._running = self._start(self._search(pattern))

    async def _search(self, pattern: re.Pattern[str]) -> None:
        files, rows, unsaved = self._corpus()
        if files is None:
            return
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(row: FileRow) -> None:
            async with gate:
                if self.lines.rowCount() >= MOST:
                    return
                try:
                    text = unsaved.get(row.file) or (await files.read(row.file)).text
                except EngineError:
                    return
                self.lines.add(await asyncio.to_thread(search, row.file, text, pattern))
                self._say(done=False)

        await asyncio.gather(*(one(row) for row in rows if row.size <= LARGE and row.change != "D"))
        self._say(done=True)

    def _say(self, *, done: bool) -> None:
        count = self.lines.rowCount()
        said = say_many("{n} place", "{n} places", count)
        self.count.setText(said if done else f"{said} …")
