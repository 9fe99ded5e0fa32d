"""A short word on a soft fill of its tone, with an icon or a dot: colour never speaks alone."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme

PADDING, GAP, HEIGHT, ICON = 6, 5, 20, 13


class Badge(QWidget):
    """Painted, so that its height stays fixed in any row."""

    def __init__(
        self, theme: Theme, text: str = "", *, tone: str = "neutral", icon: str = "", dot: bool = False
    ) -> None:
        super().__init__()
        self._theme, self._text, self._tone, self._icon, self._dot = theme, text, tone, icon, dot
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        theme.changed.connect(self._restyle)

    @property
    def text(self) -> str:
        return self._text

    def show_text(self, text: str, *, tone: str | None = None, icon: str | None = None) -> None:
        """Other words, and another tone or icon with them."""
        self._text, self._tone = text, tone or self._tone
        self._icon = self._icon if icon is None else icon
        self.setAccessibleName(text)
        self._restyle()

    def sizeHint(self) -> QSize:
        from PySide6.QtGui import QFontMetricsF

        width = QFontMetricsF(self._theme.font("caption", weight=600)).horizontalAdvance(self._text)
        mark = (ICON + GAP) if self._icon else (8 + GAP) if self._dot else 0
        return QSize(round(width + mark + 2 * PADDING + 1), self._theme.scaled(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_badge(
            painter,
            QRectF(self.rect()),
            self._theme,
            self._text,
            self._tone,
            self._icon,
            self._dot,
            self.devicePixelRatioF(),
        )

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


def badge_width(theme: Theme, text: str, icon: str = "") -> int:
    """How wide a badge is, for delegates that lay several out."""
    from PySide6.QtGui import QFontMetricsF

    width = QFontMetricsF(theme.font("caption", weight=600)).horizontalAdvance(text)
    return round(width + (ICON + GAP if icon else 0) + 2 * PADDING + 1)


def paint_badge(
    painter: QPainter,
    place: QRectF,
    theme: Theme,
    text: str,
    tone: str,
    icon: str = "",
    dot: bool = False,
    ratio: float = 1.0,
    *,
    on_selected: bool = False,
) -> None:
    """Paints a badge into a rectangle; on a selected row it sits on `surface`."""
    ink, fill = theme.tone(tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("surface") if on_selected else fill)
    painter.drawRoundedRect(place, 5, 5)
    left = place.left() + PADDING
    if icon:
        role = {"neutral": "text_2", "accent": "accent_text"}.get(tone, tone)
        painter.drawPixmap(round(left), round(place.center().y() - ICON / 2), theme.pixmap(icon, role, ICON, ratio))
        left += ICON + GAP
    elif dot:
        painter.setBrush(ink)
        painter.drawEllipse(QRectF(left, place.center().y() - 3.5, 7, 7))
        left += 8 + GAP
    painter.setFont(theme.font("caption", weight=600))
    painter.setPen(ink)
    inner = QRectF(left, place.top(), place.right() - left - 2, place.height())
    painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
    painter.restore()
