"""The painted terminal: letters in a grid, a cursor, a selection, and the wheel through what scrolled away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFontMetricsF,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QMenu

from ui.controls.tabbing import Tabbing
from ui.language import say
from ui.terminal.keys import bytes_of, for_window, pasted
from ui.terminal.screen import Screen
from ui.theme import Theme

PADDING, SETTLE = 10, 120
Place = tuple[int, int]
_SHIFT_CONTROL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class TerminalView(QAbstractScrollArea):
    """`typed` carries bytes for the shell, `resized` columns and rows after the window settled."""

    typed = Signal(bytes)
    resized = Signal(int, int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.letters = Screen(80, 24)
        self.ended = False
        self._from: Place | None = None
        self._to: Place | None = None
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.tabbing = Tabbing(self)
        self.setAccessibleName(say("Shell"))
        self.setAccessibleDescription(say("F6 leaves the shell, Ctrl+Shift+C copies, Ctrl+Shift+V pastes."))
        self._settled = QTimer(self, singleShot=True, interval=SETTLE)
        self._settled.timeout.connect(self._take_size)
        self.verticalScrollBar().valueChanged.connect(lambda _: self.viewport().update())
        theme.changed.connect(self._settled.start)

    def feed(self, data: bytes) -> None:
        """What the shell printed; the view follows unless a person scrolled back."""
        bar = self.verticalScrollBar()
        following = bar.value() >= bar.maximum()
        self.letters.feed(data)
        bar.setRange(0, self.letters.above)
        bar.setPageStep(self.letters.rows)
        if following:
            bar.setValue(bar.maximum())
        self.viewport().update()

    def begin(self) -> None:
        """An empty screen of the size of the view, for another shell."""
        self.ended, self._from, self._to = False, None, None
        columns, rows = self.size_in_letters()
        self.letters = Screen(columns, rows)
        self.verticalScrollBar().setRange(0, 0)
        self.viewport().update()

    def size_in_letters(self) -> tuple[int, int]:
        letter, height = self._cell
        inner = self.viewport().rect()
        columns = max(20, int((inner.width() - 2 * PADDING) / letter))
        return columns, max(4, int((inner.height() - 2 * PADDING) / height))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if not for_window(Qt.Key(event.key()), event.modifiers()):
                event.accept()
                return True
        elif (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
            and not self.tabbing.leaves
        ):
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if modifiers == _SHIFT_CONTROL and key == Qt.Key.Key_C:
            self.copy()
        elif modifiers == _SHIFT_CONTROL and key == Qt.Key.Key_V:
            self.paste()
        elif modifiers == Qt.KeyboardModifier.ShiftModifier and key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            step = self.letters.rows - 1
            self.verticalScrollBar().setValue(
                self.verticalScrollBar().value() + (step if key == Qt.Key.Key_PageDown else -step)
            )
        elif for_window(key, modifiers):
            super().keyPressEvent(event)
        else:
            self._send(bytes_of(key, modifiers, event.text(), application=self.letters.application_cursor))

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._send(event.commitString().encode())

    def copy(self) -> None:
        """Puts the selection on the clipboard."""
        if self._from is not None and self._to is not None and self._from != self._to:
            QGuiApplication.clipboard().setText(self.letters.selected(self._from, self._to))

    def paste(self) -> None:
        text = QGuiApplication.clipboard().text()
        self._send(pasted(text, bracketed=self.letters.bracketed_paste))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = self._to = self._place(event.position())
            self.viewport().update()
        elif event.button() == Qt.MouseButton.MiddleButton:
            self.paste()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._to = self._place(event.position())
            self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.addAction(say("Copy")).triggered.connect(self.copy)
        menu.addAction(say("Paste")).triggered.connect(self.paste)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._settled.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self.viewport()), self._theme
        painter.fillRect(self.viewport().rect(), theme.colour("surface"))
        letter, height = self._cell
        top, first = float(PADDING), self.verticalScrollBar().value()
        for line in range(first, first + self.letters.rows):
            self._paint_selection(painter, line, top, letter, height)
            for column, text, ink, ground, bold in self.letters.runs(line):
                place = QRectF(PADDING + column * letter, top, len(text) * letter, height)
                if ground:
                    painter.fillRect(place, self._colour(ground))
                painter.setFont(theme.font("code", weight=600 if bold else None))
                painter.setPen(self._colour(ink))
                painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip), text)
            top += height
        self._paint_cursor(painter, first, letter, height)
        if self.hasFocus():
            painter.setPen(theme.colour("focus"))
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))

    @property
    def _cell(self) -> tuple[float, float]:
        metrics = QFontMetricsF(self._theme.font("code"))
        return metrics.horizontalAdvance("m"), max(metrics.height(), float(self._theme.scaled(18)))

    def _colour(self, name: str) -> QColor:
        return QColor(name) if name.startswith("#") else self._theme.colour(name)

    def _paint_selection(self, painter: QPainter, line: int, top: float, letter: float, height: float) -> None:
        if self._from is None or self._to is None or self._from == self._to:
            return
        (first, left), (last, right) = sorted((self._from, self._to))
        if first <= line <= last:
            start = left if line == first else 0
            end = right if line == last else self.letters.columns
            place = QRectF(PADDING + start * letter, top, (end - start) * letter, height)
            painter.fillRect(place, self._theme.colour("selection"))

    def _paint_cursor(self, painter: QPainter, first: int, letter: float, height: float) -> None:
        cursor = self.letters.cursor
        if cursor is None or self.ended:
            return
        place = QRectF(PADDING + cursor[1] * letter, PADDING + (cursor[0] - first) * height, letter, height)
        if self.hasFocus():
            ground = self._theme.colour("accent")
            ground.setAlpha(150)
            painter.fillRect(place, ground)
        else:
            painter.setPen(self._theme.colour("text_3"))
            painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))

    def _place(self, at: QPointF) -> Place:
        letter, height = self._cell
        line = self.verticalScrollBar().value() + int((at.y() - PADDING) / height)
        return max(0, line), max(0, min(self.letters.columns, round((at.x() - PADDING) / letter)))

    def _send(self, data: bytes) -> None:
        if data and not self.ended:
            self._from = self._to = None
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
            self.typed.emit(data)

    def _take_size(self) -> None:
        columns, rows = self.size_in_letters()
        if (columns, rows) != (self.letters.columns, self.letters.rows):
            self.letters.resize(columns, rows)
            self.verticalScrollBar().setRange(0, self.letters.above)
            self.verticalScrollBar().setValue(self.letters.above)
            self.resized.emit(columns, rows)
        self.viewport().update()
