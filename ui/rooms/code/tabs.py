"""The tabs of open files: icon, name, a dot while unsaved, a cross to close. Arrow keys move, Delete closes."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QTabBar

from ui.language import say
from ui.rooms.code.plan import icon_of
from ui.theme import Theme

HEIGHT, PADDING, CROSS, WIDEST = 38, 12, 14, 240


class FileTabs(QTabBar):
    """Painted tabs; `tab_closed` carries the path of a tab whose cross was pressed."""

    tab_closed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(say("Open files"))
        self._theme = theme
        self._unsaved: set[str] = set()
        self.setExpanding(False)
        self.setMovable(True)
        self.setDrawBase(False)
        self.setUsesScrollButtons(True)
        self.setMouseTracking(True)
        self.setElideMode(Qt.TextElideMode.ElideMiddle)
        self.setAccessibleName(say("Open files"))
        theme.changed.connect(self.updateGeometry)

    def path(self, at: int) -> str:
        return str(self.tabData(at) or "")

    def place(self, path: str) -> int:
        """Which tab a file has; -1 for none."""
        return next((at for at in range(self.count()) if self.path(at) == path), -1)

    def open(self, path: str) -> None:
        """A tab of a file at the end; files of the same name are told apart by their folder."""
        self.blockSignals(True)
        at = self.addTab("")
        self.setTabData(at, path)
        self.blockSignals(False)
        self._name_all()

    def close_tab(self, path: str) -> None:
        self._unsaved.discard(path)
        self.removeTab(self.place(path))
        self._name_all()

    def mark(self, path: str, unsaved: bool) -> None:
        (self._unsaved.add if unsaved else self._unsaved.discard)(path)
        self._name_all()
        self.update()

    def tabSizeHint(self, index: int) -> QSize:
        wide = (
            QFontMetrics(self._theme.font("body")).horizontalAdvance(self._text(index)) + 2 * PADDING + 24 + CROSS + 10
        )
        return QSize(min(wide, WIDEST), self._theme.scaled(HEIGHT))

    def minimumTabSizeHint(self, index: int) -> QSize:
        return QSize(90, self._theme.scaled(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at in range(self.count()):
            self._paint_tab(painter, at, theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.currentIndex() >= 0:
            self.tab_closed.emit(self.path(self.currentIndex()))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self.tabAt(event.position().toPoint())
        middle = event.button() == Qt.MouseButton.MiddleButton
        if at >= 0 and (middle or self._cross(at).contains(event.position())):
            self.tab_closed.emit(self.path(at))
        else:
            super().mousePressEvent(event)

    def _paint_tab(self, painter: QPainter, at: int, theme: Theme) -> None:
        place, on, path = QRectF(self.tabRect(at)), at == self.currentIndex(), self.path(at)
        painter.fillRect(place, theme.colour("surface" if on else "window"))
        if on:
            painter.fillRect(QRectF(place.left(), place.top(), place.width(), 2), theme.colour("accent"))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(place.topRight(), place.bottomRight())
        if not on:
            painter.drawLine(place.bottomLeft(), place.bottomRight())
        middle = place.center().y()
        icon = theme.pixmap(icon_of(path), "warning" if path in self._unsaved else "text_2", 16, 2.0)
        painter.drawPixmap(round(place.left()) + PADDING, round(middle - 8), icon)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text" if on else "text_2"))
        inner = place.adjusted(PADDING + 24, 0, -PADDING - CROSS - 6, 0)
        text = painter.fontMetrics().elidedText(self._text(at), Qt.TextElideMode.ElideMiddle, round(inner.width()) + 1)
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter), text)
        cross = self._cross(at)
        over = cross.contains(self.mapFromGlobal(self.cursor().pos()).toPointF())
        if path in self._unsaved and not over:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("warning"))
            painter.drawEllipse(cross.center(), 4, 4)
        else:
            role = "text" if over else "text_3"
            painter.drawPixmap(round(cross.left()), round(cross.top()), theme.pixmap("cross", role, CROSS, 2.0))
        if on and self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(3, 4, -3, -3), 4, 4)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.update()

    def _cross(self, at: int) -> QRectF:
        place = self.tabRect(at)
        return QRectF(place.right() - PADDING - CROSS + 2, place.center().y() - CROSS / 2, CROSS, CROSS)

    def _text(self, at: int) -> str:
        path = self.path(at)
        name = path.rpartition("/")[2]
        same = [other for other in range(self.count()) if self.path(other).rpartition("/")[2] == name]
        return "/".join(path.split("/")[-2:]) if len(same) > 1 else name

    def _name_all(self) -> None:
        """Names for those who hear the tabs; the painted words are the same."""
        for at in range(self.count()):
            unsaved = say("unsaved") if self.path(at) in self._unsaved else ""
            self.setTabToolTip(at, self.path(at))
            self.setTabText(at, ", ".join(part for part in (self._text(at), unsaved) if part))
        self.updateGeometry()
