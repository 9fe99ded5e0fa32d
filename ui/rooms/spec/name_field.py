"""A field over the name of a thing or a property in the diagram: Enter takes it, Esc and leaving it do not."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.language import say

KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NameField(QLineEdit):
    """`over` once, with the words that were taken; '' for none. It goes by itself."""

    over = Signal(str)

    def __init__(self, known: str, place: QRect, parent: QWidget) -> None:
        super().__init__(known, parent)
        self._is_over = False
        self.setAccessibleName(say("Name"))
        self.setGeometry(place.adjusted(2, 0, -2, 0))
        self.setMinimumHeight(26)
        self.selectAll()
        self.show()
        self.setFocus()
        self.editingFinished.connect(self.leave)

    def event(self, event: QEvent) -> bool:
        """Neither key goes on to the diagram below, nor to the window's shortcuts."""
        if isinstance(event, QKeyEvent) and event.key() in KEYS:
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self._end("" if event.key() == Qt.Key.Key_Escape else self.text().strip())
            return True
        return super().event(event)

    def leave(self) -> None:
        self._end("")

    def _end(self, words: str) -> None:
        if not self._is_over:
            self._is_over = True
            self.deleteLater()
            self.over.emit(words)
