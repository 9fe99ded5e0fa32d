"""A field that filters a list: a glass before it, the key that leads to it behind."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit

from ui.theme import Theme

PAUSE = 80


class SearchField(QLineEdit):
    """`sought` carries the words, a moment after the last key."""

    sought = Signal(str)

    def __init__(self, theme: Theme, placeholder: str) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setProperty("kind", "search")
        self.setClearButtonEnabled(True)
        self._theme = theme
        self._glass = QAction(self)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(lambda: self.sought.emit(self.text()))
        self.textChanged.connect(lambda: self._pause.start())
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self._glass.setIcon(self._theme.icon("search", "text_3"))
