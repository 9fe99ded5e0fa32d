"""A field that filters a list: a glass before it, the key that leads to it behind."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit

from ui.theme import Theme

PAUSE = 80


class SearchField(QLineEdit):
    """`sought` carries the words, a moment after the last key; `key` leads to the field, '' for none."""

    sought = Signal(str)

    def __init__(self, theme: Theme, placeholder: str, *, key: str = "/") -> None:
        super().__init__()
        self._key = key
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

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._key or self.text() or self.hasFocus() or not self.isEnabled():
            return
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("caption"))
        width = max(18, painter.fontMetrics().horizontalAdvance(self._key) + 12)
        place = QRectF(self.width() - width - 8.5, self.height() / 2 - 9.5, width, 19)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.setBrush(theme.colour("sunken"))
        painter.drawRoundedRect(place, 4, 4)
        painter.setPen(theme.colour("text_3"))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), self._key)

    def _restyle(self) -> None:
        self._glass.setIcon(self._theme.icon("search", "text_3"))
