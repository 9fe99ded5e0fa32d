"""A combo box with our own arrow."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox

from ui.theme import Theme


class Select(QComboBox):
    """One of many; the list drops down below."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        top = round((self.height() - 14) / 2)
        role = "text_2" if self.isEnabled() else "text_3"
        painter.drawPixmap(
            self.width() - 24, top, self._theme.pixmap("chevron-down", role, 14, self.devicePixelRatioF())
        )
