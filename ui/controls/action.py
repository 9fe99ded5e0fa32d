"""A button that names its effect and shows the keys that do the same. Rooms use it for their main actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui.theme import Theme

Weight = Literal["primary", "plain", "danger"]
PADDING, GAP, ICON, HEIGHT = 12, 8, 16, 32


class ActionButton(QAbstractButton):
    """Painted: an icon, words, and the shortcut in a frame of its own. Enter and Space press it."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        weight: Weight = "plain",
        icon: str = "",
        keys: str = "",
        menu: bool = False,
        run: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self._theme, self._weight, self._icon, self._menu = theme, weight, icon, menu
        self._keys = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText).replace("+Return", " ↵")
        self.setText(text)
        self.setToolTip(f"{text}  {self._keys}" if keys else "")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if run is not None:
            self.clicked.connect(lambda: run())
        theme.changed.connect(self._restyle)

    def show_text(self, text: str, *, icon: str | None = None) -> None:
        """Other words, with another icon."""
        self._icon = self._icon if icon is None else icon
        self.setText(text)
        self._restyle()

    def sizeHint(self) -> QSize:
        width = QFontMetricsF(self._theme.font("body", weight=600)).horizontalAdvance(self.text()) + 2 * PADDING
        width += (ICON + GAP if self._icon else 0) + (ICON + GAP if self._menu else 0)
        width += (self._chip() + GAP) if self._keys else 0
        return QSize(round(width) + 2, self._theme.scaled(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: object) -> None:
        from PySide6.QtGui import QKeyEvent

        if isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif isinstance(event, QKeyEvent):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self._ground(painter)
        left = float(PADDING)
        middle = self.height() / 2
        if self._icon:
            pixmap = theme.pixmap(self._icon, ink, ICON, self.devicePixelRatioF())
            painter.drawPixmap(round(left), round(middle - ICON / 2), pixmap)
            left += ICON + GAP
        painter.setFont(theme.font("body", weight=600))
        painter.setPen(theme.colour(ink))
        width = painter.fontMetrics().horizontalAdvance(self.text())
        painter.drawText(QRectF(left, 0, width + 4, self.height()), int(Qt.AlignmentFlag.AlignVCenter), self.text())
        left += width + GAP
        if self._keys:
            self._paint_keys(painter, QRectF(left, middle - 9, self._chip(), 18), ink)
        if self._menu:
            pixmap = theme.pixmap("chevron-down", "text_3", ICON, self.devicePixelRatioF())
            painter.drawPixmap(self.width() - PADDING - ICON + 3, round(middle - ICON / 2), pixmap)

    def _ground(self, painter: QPainter) -> str:
        """Paints ground and edge; returns the role of what is written on it."""
        theme, primary = self._theme, self._weight == "primary"
        place = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        fill, edge, ink = "surface", "line_strong", "danger" if self._weight == "danger" else "text"
        if primary:
            fill = "accent_press" if self.isDown() else "accent_hover" if self.underMouse() else "accent"
            edge, ink = fill, "on_accent"
        elif self.isDown():
            fill = "selected"
        elif self.underMouse():
            fill = "hover"
        if not self.isEnabled():
            fill, edge, ink = "sunken", "line", "text_3"
        focus = self.hasFocus()
        painter.setBrush(theme.colour(fill))
        painter.setPen(QPen(theme.colour(edge), 1))
        painter.drawRoundedRect(place, 6, 6)
        if focus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("text" if primary else "focus"), 2))
            painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        return ink

    def _paint_keys(self, painter: QPainter, place: QRectF, ink: str) -> None:
        painter.setOpacity(0.85)
        painter.setPen(QPen(self._theme.colour(ink if self._weight == "primary" else "line_strong"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setOpacity(1.0)
        painter.setPen(self._theme.colour(ink))
        painter.setFont(self._theme.font("caption"))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), self._keys)

    def _chip(self) -> float:
        return QFontMetricsF(self._theme.font("caption")).horizontalAdvance(self._keys) + 12

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
