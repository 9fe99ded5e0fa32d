"""The specification as text: coloured, with line numbers, and with the lines that can't be as they are marked."""

from __future__ import annotations

import re
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QToolTip, QWidget

from ui.controls.tabbing import Tabbing
from ui.language import say
from ui.theme import Theme

_PARTS = (
    ("comment", re.compile(r"(?:^|\s)#.*$")),
    ("string", re.compile(r"'[^']*'|\"[^\"]*\"")),
    ("number", re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])|\b(?:true|false|null)\b")),
    ("key", re.compile(r"[\w.-]+(?=:(?:\s|$))")),
)
_ROLES = {"comment": "text_3", "string": "success", "number": "warning", "key": "accent_text"}


class _Colours(QSyntaxHighlighter):
    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._theme = theme
        theme.changed.connect(self.rehighlight)

    def highlightBlock(self, text: str) -> None:
        taken: list[tuple[int, int]] = []
        for part, pattern in _PARTS:
            style = QTextCharFormat()
            style.setForeground(self._theme.colour(_ROLES[part]))
            for found in pattern.finditer(text):
                if not any(start <= found.start() < end for start, end in taken):
                    self.setFormat(found.start(), found.end() - found.start(), style)
                    taken.append(found.span())


class YamlEditor(QPlainTextEdit):
    """`mark` takes faults by line, from 1; hovering over a marked line tells what is wrong with it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.faults: Mapping[int, str] = {}
        self._chosen: tuple[int, int] = (0, 0)
        self.setProperty("face", "code")
        self.setProperty("kind", "bare")
        self.setAccessibleName(say("Specification as YAML"))
        self.tabbing = Tabbing(self)
        self.tabbing.changed.connect(self.setTabChangesFocus)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._colours = _Colours(self.document(), theme)
        self._gutter = _Gutter(self)
        self.blockCountChanged.connect(self._fit)
        self.updateRequest.connect(self._moved)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_text(self, text: str) -> None:
        """Another text, unless it is shown already; the place in it is kept."""
        if text == self.toPlainText():
            return
        scrolled = self.verticalScrollBar().value()
        self.setPlainText(text)
        self.verticalScrollBar().setValue(scrolled)

    def mark(self, faults: Mapping[int, str]) -> None:
        self.faults = dict(faults)
        self._select()
        self._gutter.update()
        told = "; ".join(say("Line {n}: {why}", n=line, why=why) for line, why in sorted(faults.items()))
        self.setAccessibleDescription(told)

    def light(self, first: int, last: int) -> None:
        """Lights lines, from 1, and brings the first into sight; (0, 0) lights none."""
        self._chosen = (first, last)
        self._select()
        if first:
            cursor = QTextCursor(self.document().findBlockByNumber(first - 1))
            self.setTextCursor(cursor)
            self.centerCursor()

    def gutter_width(self) -> int:
        digits = max(2, len(str(self.blockCount())))
        return self.fontMetrics().horizontalAdvance("9") * digits + 28

    def paint_gutter(self, painter: QPainter, area: QRect) -> None:
        theme = self._theme
        painter.fillRect(area, theme.colour("surface"))
        painter.setFont(theme.font("code"))
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        while block.isValid() and top <= area.bottom():
            line, high = block.blockNumber() + 1, self.blockBoundingRect(block).height()
            fault = line in self.faults
            painter.setPen(theme.colour("danger" if fault else "text_3"))
            place = QRectF(0, top, self._gutter.width() - 10, high)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), str(line))
            if fault:
                painter.drawPixmap(4, round(top + high / 2 - 6), theme.pixmap("cross-circle", "danger", 12, 2.0))
            top += high
            block = block.next()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self.viewport().mapFrom(self, event.pos())
            line = self.cursorForPosition(QPoint(at)).blockNumber() + 1
            QToolTip.showText(event.globalPos(), self.faults.get(line, ""), self)
            return True
        return super().event(event)

    def _select(self) -> None:
        rows = [(line, "danger_soft") for line in self.faults]
        first, last = self._chosen
        rows += [(line, "selected") for line in range(first, last + 1) if first and line not in self.faults]
        self.setExtraSelections([self._selection(line, role) for line, role in rows])

    def _selection(self, line: int, role: str) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        style = QTextCharFormat()
        style.setBackground(self._theme.colour(role))
        style.setProperty(QTextCharFormat.Property.FullWidthSelection.value, True)
        selection.cursor = QTextCursor(self.document().findBlockByNumber(line - 1))
        selection.format = style
        return selection

    def _fit(self) -> None:
        wide = self.gutter_width()
        self.setViewportMargins(wide, 0, 0, 0)
        inner = self.contentsRect()
        self._gutter.setGeometry(QRect(inner.left(), inner.top(), wide, inner.height()))

    def _moved(self, area: QRect, down: int) -> None:
        self._gutter.scroll(0, down) if down else self._gutter.update(0, area.y(), self._gutter.width(), area.height())

    def _restyle(self) -> None:
        self.setFont(self._theme.font("code"))
        self._fit()
        self._select()


class _Gutter(QWidget):
    def __init__(self, editor: YamlEditor) -> None:
        super().__init__(editor)
        self._editor = editor

    def sizeHint(self) -> QSize:
        return QSize(self._editor.gutter_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._editor.paint_gutter(QPainter(self), event.rect())
