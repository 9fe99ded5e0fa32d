"""The head of Spec: the tabs of its views, what was edited and can be undone, and the ways to a run."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabBar, QWidget

from ui.controls import label
from ui.controls.action import ActionButton
from ui.controls.cards import box
from ui.language import say
from ui.rooms.spec.document import SpecDocument
from ui.theme import Theme


class Head(QWidget):
    """`build` and `plan` are what its two actions do."""

    def __init__(
        self,
        theme: Theme,
        document: SpecDocument,
        tabs: QTabBar,
        *,
        build: Callable[[], object],
        plan: Callable[[], object],
    ) -> None:
        super().__init__()
        self._document = document
        self.undo = ActionButton(theme, say("Undo"), icon="undo", run=document.history.undo)
        self._said = label("", "label", "text_2")
        self.build = ActionButton(theme, say("Build it"), icon="play", run=build)
        self.plan = ActionButton(theme, say("Plan the run"), weight="primary", keys="Ctrl+Return", run=plan)
        row = box(across=True, margins=(8, 0, 16, 0), gap=10)
        row.addWidget(tabs, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        for part in (self._said, self.undo, self.build, self.plan):
            row.addWidget(part)
        self.setLayout(row)
        self.setFixedHeight(theme.scaled(42))

    def show_document(self) -> None:
        """What can be done with the document as it is now."""
        self.setVisible(not self._document.empty)
        for action in (self.build, self.plan):
            action.setEnabled(not self._document.blocked)
        self._show_undo()

    def show_busy(self, busy: bool) -> None:
        """While the brief is read again."""
        if busy:
            self._said.setText(say("Reading …"))
        else:
            self._show_undo()

    def _show_undo(self) -> None:
        change = self._document.history.undoing
        self.undo.setEnabled(change is not None)
        self.undo.setToolTip(say("Undo: {what}  Ctrl+Z", what=change.words) if change else "")
        self._said.setText(say("Changed by hand") if change else "")
