"""One of a few: buttons in a row that share a frame. Arrow keys choose, as in tabs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme

PADDING = 12


class Segments(QWidget):
    """`chosen` carries the name of the segment; choices are (name, text)."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, choices: Sequence[tuple[str, str]], *, name: str, height: int = 28) -> None:
        super().__init__()
        self._theme, self._choices, self._at, self._height = theme, list(choices), 0, height
        self._title = name
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._tell()
        theme.changed.connect(self._restyle)

    @property
    def choice(self) -> str:
        return self._choices[self._at][0]

    def choose(self, name: str) -> None:
        """Chooses without a signal; an unknown name changes nothing."""
        names = [each for each, _ in self._choices]
        if name in names:
            self._at = names.index(name)
            self._tell()
            self.update()

    def rename(self, choices: Sequence[tuple[str, str]]) -> None:
        """The same segments with other words, such as new counts."""
        self._choices = list(choices)
        self._restyle()

    def sizeHint(self) -> QSize:
        return QSize(round(sum(self._widths())) + 1, self._theme.scaled(self._height))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
        if step:
            self._take((self._at + step) % len(self._choices))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        right = 0.0
        for at, width in enumerate(self._widths()):
            right += width
            if event.position().x() < right:
                self._take(at)
                return

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(frame, 6, 6)
        painter.fillPath(outline, self._theme.colour("surface"))
        left = 0.0
        painter.setClipPath(outline)
        for at, (width, (_, text)) in enumerate(zip(self._widths(), self._choices, strict=True)):
            place = QRectF(left, 0, width, self.height())
            on = at == self._at
            if on:
                painter.fillRect(place, self._theme.colour("selected"))
            painter.setFont(self._theme.font("label", weight=600 if on else 500))
            painter.setPen(self._theme.colour("accent_text" if on else "text_2"))
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), text)
            if at:
                painter.setPen(QPen(self._theme.colour("line"), 1))
                painter.drawLine(place.topLeft(), place.bottomLeft())
            left += width
        painter.setClipping(False)
        focus = self.hasFocus()
        painter.setPen(QPen(self._theme.colour("focus" if focus else "line_strong"), 2 if focus else 1))
        painter.drawPath(outline)

    def _widths(self) -> list[float]:
        metrics = QFontMetricsF(self._theme.font("label", weight=600))
        return [metrics.horizontalAdvance(text) + 2 * PADDING for _, text in self._choices]

    def _take(self, at: int) -> None:
        if at != self._at:
            self._at = at
            self._tell()
            self.update()
            self.chosen.emit(self.choice)

    def _tell(self) -> None:
        self.setAccessibleName(f"{self._title}: {self._choices[self._at][1]}")

    def _restyle(self) -> None:
        self._tell()
        self.updateGeometry()
        self.update()
