"""The panel under the editor: problems, a shell of the preview, search in all files. Its tabs fold it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from ui.controls import Empty
from ui.controls.buttons import icon_button
from ui.controls.cards import box, line
from ui.controls.labels import label
from ui.language import say
from ui.rooms.code.plan import Problem
from ui.rooms.code.problems import LineList, Lines
from ui.rooms.code.search_panel import SearchPanel
from ui.theme import Theme

PAGES = ("problems", "terminal", "search")


class Bottom(QWidget):
    """`shell_wanted` when the terminal is looked at; `folded` with whether only the tabs are seen."""

    shell_wanted = Signal()
    folded = Signal(bool)

    def __init__(self, theme: Theme, search: SearchPanel) -> None:
        super().__init__()
        self.search = search
        self.problems = Lines()
        self.list = LineList(theme, self.problems, name=say("Problems"))
        self.none = label(say("No problems in this file."), "body", "text_3")
        self.none.setContentsMargins(20, 0, 20, 0)
        self.shell = QStackedWidget()
        no_shell = say("A shell runs in the sandbox of a preview. Start the preview first.")
        self.shell.addWidget(Empty(theme, icon="terminal", text=no_shell))
        self._problems = QStackedWidget()
        self._problems.addWidget(self.none)
        self._problems.addWidget(self.list)
        self.pages = QStackedWidget()
        for page in (self._problems, self.shell, search):
            self.pages.addWidget(page)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(say("Below the editor"))
        for title in (say("Problems"), say("Terminal"), say("Search")):
            self.tabs.addTab(title)
        self.tabs.currentChanged.connect(self._choose)
        self.tabs.tabBarClicked.connect(self._clicked)
        self.fold_button = icon_button(theme, "chevron-down", say("Fold this panel"), run=lambda: self.fold(True))
        head = box(across=True, margins=(8, 0, 8, 0))
        head.addWidget(self.tabs)
        head.addStretch()
        head.addWidget(self.fold_button)
        rows = box()
        rows.addLayout(head)
        rows.addWidget(line())
        rows.addWidget(self.pages, 1)
        self.setLayout(rows)

    def open(self, page: str) -> None:
        self.tabs.setCurrentIndex(PAGES.index(page))
        self.fold(False)

    def fold(self, on: bool) -> None:
        """Leaves only the tabs."""
        self.pages.setVisible(not on)
        self.fold_button.setVisible(not on)
        self.folded.emit(on)
        if not on:
            self._choose(self.tabs.currentIndex())

    def show_problems(self, problems: list[Problem]) -> None:
        if problems != self.problems.lines:
            self.problems.show_lines(problems)
        self._problems.setCurrentIndex(1 if problems else 0)
        self.tabs.setTabText(0, f"{say('Problems')}  {len(problems)}" if problems else say("Problems"))

    def _choose(self, at: int) -> None:
        self.pages.setCurrentIndex(at)
        if PAGES[at] == "terminal" and self.pages.isVisible():
            self.shell_wanted.emit()

    def _clicked(self, at: int) -> None:
        if at >= 0 and not self.pages.isVisible():
            self.fold(False)
