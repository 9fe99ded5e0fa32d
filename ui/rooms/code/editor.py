"""The editor of one file: a plain text edit with a gutter, colours, marks of the brief's sentences, and keys as one expects."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from ui.controls.tabbing import Tabbing
from ui.language import say
from ui.rooms.code.colouring import Colouring
from ui.rooms.code.gutter import Gutter
from ui.rooms.code.lines import Lines
from ui.rooms.code.plan import Trace
from ui.theme import Theme

INDENT = 4
BADGE_HEIGHT = 18
_COMMENTS = {
    "py": "#",
    "yaml": "#",
    "yml": "#",
    "toml": "#",
    "sh": "#",
    "ini": "#",
    "js": "//",
    "ts": "//",
    "sql": "--",
}


class Editor(QPlainTextEdit):
    """`line_changed` carries the caret's line (from 1), `trace_asked` a line whose mark was clicked."""

    line_changed = Signal(int)
    trace_asked = Signal(int)

    def __init__(self, theme: Theme, *, name: str) -> None:
        super().__init__()
        self._theme, self._name = theme, name
        self.traces: dict[int, list[Trace]] = {}
        self.hits: list[tuple[int, int]] = []
        self.setProperty("kind", "bare")
        self.setProperty("face", "code")
        self.setAccessibleName(say("Text of {file}", file=name))
        self.setAccessibleDescription(say("Tab indents; Esc and then Tab leaves the text, F6 leads to the next part."))
        self.tabbing = Tabbing(self)
        self.tabbing.changed.connect(self.setTabChangesFocus)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setCursorWidth(2)
        self.gutter = Gutter(self, theme, lines=self.visible_lines)
        self.colouring = Colouring(self.document(), theme, seen=self.seen)
        self.blockCountChanged.connect(self._fit_gutter)
        self.updateRequest.connect(self._scrolled)
        self.cursorPositionChanged.connect(self._moved)
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def line(self) -> int:
        """The caret's line, from 1."""
        return self.textCursor().blockNumber() + 1

    @property
    def lines(self) -> Lines:
        """The lines of the text, each read when it is asked for."""
        return Lines(self.document())

    @property
    def text(self) -> str:
        """The whole text, letter by letter: `toPlainText` would make plain spaces of those that do not break."""
        return self.document().toRawText().replace("\u2029", "\n")

    def go_to(self, line: int, column: int = 1, length: int = 0) -> None:
        """Puts the caret there, in the middle of the view, with so many letters chosen."""
        block = self.document().findBlockByNumber(max(0, min(line, self.blockCount()) - 1))
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + min(max(column - 1, 0), max(block.length() - 1, 0)))
        cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor, length)
        self.setTextCursor(cursor)
        self.centerCursor()

    def show_traces(self, traces: Iterable[Trace]) -> None:
        self.traces = {}
        for trace in traces:
            self.traces.setdefault(trace.line, []).append(trace)
        self.viewport().update()

    def show_hits(self, hits: Sequence[tuple[int, int]]) -> None:
        """Marks what a search found: (position, length)."""
        self.hits = list(hits)
        self._select()

    def take_text(self, text: str) -> None:
        """Other text as one step that can be undone; the caret stays where it can, and what did not change stays."""
        old = self.text
        head, tail = kept_ends(old, text)
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.setPosition(units_of(old, head))
        cursor.setPosition(units_of(old, len(old) - tail), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text[head : len(text) - tail])
        cursor.endEditBlock()

    def seen(self) -> tuple[int, int]:
        """The first and the last line on the screen, from 0."""
        first = self.firstVisibleBlock().blockNumber()
        height = max(QFontMetricsF(self.font()).height(), 1)
        return first, first + round(self.viewport().height() / height) + 1

    def visible_lines(self) -> list[tuple[int, float, float]]:
        """Number (from 1), top and height of each line on the screen."""
        found: list[tuple[int, float, float]] = []
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        bottom = self.viewport().height()
        while block.isValid() and top <= bottom:
            height = self.blockBoundingRect(block).height()
            if block.isVisible():
                found.append((block.blockNumber() + 1, top, height))
            top += height
            block = block.next()
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.traces:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for line, place in self._badges():
            numbers = _numbers(self.traces[line])
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("accent_soft"))
            painter.drawRoundedRect(place, 5, 5)
            ratio = self.devicePixelRatioF()
            painter.drawPixmap(
                QPointF(place.left() + 5, place.center().y() - 6), self._theme.pixmap("quote", "accent_text", 12, ratio)
            )
            painter.setFont(self._theme.font("caption", weight=600))
            painter.setPen(self._theme.colour("accent_text"))
            painter.drawText(place.adjusted(21, 0, -5, 0), int(Qt.AlignmentFlag.AlignVCenter), numbers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if self.isReadOnly():
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self._new_line()
        elif event.key() == Qt.Key.Key_Tab and plain:
            self._indent()
        elif event.key() == Qt.Key.Key_Backtab:
            self._outdent()
        elif event.key() == Qt.Key.Key_Slash and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._comment()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for line, place in self._badges():
            if place.contains(event.position()):
                self.go_to(line)
                self.trace_asked.emit(line)
                return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = next((line for line, place in self._badges() if place.contains(event.position())), 0)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor)
        said = "\n".join(f"{trace.sentence}: {trace.text}" for trace in self.traces.get(over, ()))
        self.viewport().setToolTip(said)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_gutter()
        self.colouring.look()

    def _badges(self) -> list[tuple[int, QRectF]]:
        """Where the marks of sentences stand at the right edge."""
        metrics = QFontMetricsF(self._theme.font("caption", weight=600))
        right = self.viewport().width() - 12
        found = []
        for line, top, height in self.visible_lines() if self.traces else ():
            if line in self.traces:
                width = metrics.horizontalAdvance(_numbers(self.traces[line])) + 27
                found.append((line, QRectF(right - width, top + (height - BADGE_HEIGHT) / 2, width, BADGE_HEIGHT)))
        return found

    def _new_line(self) -> None:
        """Begins as deep as the line before it, one step deeper behind a colon or an opening bracket."""
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        depth = re.match(r"[ \t]*", before)
        deeper = " " * INDENT if before.rstrip().endswith((":", "{", "[", "(")) else ""
        cursor.insertText("\n" + (depth.group() if depth else "") + deeper)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _indent(self) -> None:
        cursor = self.textCursor()
        if not cursor.hasSelection():
            cursor.insertText(" " * (INDENT - cursor.positionInBlock() % INDENT))
            return
        self._each_line(lambda text: " " * INDENT + text if text else text)

    def _outdent(self) -> None:
        self._each_line(lambda text: re.sub(rf"^ {{1,{INDENT}}}", "", text))

    def _comment(self) -> None:
        """Takes the chosen lines out of the code, or back in."""
        sign = _COMMENTS.get(self._name.rpartition(".")[2].lower())
        if sign is None:
            return
        lines = [block for block in self._chosen() if block.strip()]
        out = all(line.lstrip().startswith(sign) for line in lines)
        pattern = re.compile(rf"^(\s*){re.escape(sign)} ?")
        self._each_line(lambda text: pattern.sub(r"\1", text) if out else re.sub(r"^(\s*)(?=\S)", rf"\1{sign} ", text))

    def _chosen(self) -> list[str]:
        cursor = self.textCursor()
        first = self.document().findBlock(cursor.selectionStart()).blockNumber()
        last = self.document().findBlock(max(cursor.selectionEnd() - cursor.hasSelection(), 0)).blockNumber()
        return [self.document().findBlockByNumber(at).text() for at in range(first, last + 1)]

    def _each_line(self, change: Callable[[str], str]) -> None:
        cursor = self.textCursor()
        first = self.document().findBlock(cursor.selectionStart())
        texts = self._chosen()
        edit = QTextCursor(first)
        edit.beginEditBlock()
        edit.movePosition(QTextCursor.MoveOperation.NextBlock, QTextCursor.MoveMode.KeepAnchor, len(texts) - 1)
        edit.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        edit.insertText("\n".join(change(text) for text in texts))
        edit.endEditBlock()
        if len(texts) > 1:
            edit.setPosition(first.position(), QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(edit)

    def _fit_gutter(self) -> None:
        width = self.gutter.wanted_width()
        self.setViewportMargins(width, 0, 0, 0)
        inner = self.contentsRect()
        self.gutter.setGeometry(QRect(inner.left(), inner.top(), width, inner.height()))

    def _scrolled(self, place: QRect, by: int) -> None:
        if by:
            self.gutter.scroll(0, by)
            self.viewport().update()
        else:
            self.gutter.update(0, place.y(), self.gutter.width(), place.height())
        self.colouring.look()

    def _moved(self) -> None:
        if self.gutter.current != self.line:
            self.gutter.current = self.line
            self.gutter.update()
            self.line_changed.emit(self.line)
        self._select()

    def _select(self) -> None:
        here = QTextEdit.ExtraSelection()
        here.format.setBackground(self._theme.colour("hover"))
        here.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
        here.cursor = self.textCursor()
        here.cursor.clearSelection()
        found = [here]
        for position, length in self.hits[:2000]:
            hit = QTextEdit.ExtraSelection()
            hit.format.setBackground(self._theme.colour("warning_soft"))
            hit.cursor = QTextCursor(self.document())
            hit.cursor.setPosition(position)
            hit.cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
            found.append(hit)
        self.setExtraSelections(found)

    def _restyle(self) -> None:
        font = self._theme.font("code")
        self.document().setDefaultFont(font)
        self.setFont(font)
        self.setTabStopDistance(QFontMetricsF(font).horizontalAdvance(" ") * INDENT)
        self._fit_gutter()
        self._select()


def _numbers(traces: Iterable[Trace]) -> str:
    numbers = list(dict.fromkeys(str(trace.sentence) for trace in traces))
    return ", ".join(numbers[:3]) + ("…" if len(numbers) > 3 else "")


def kept_ends(old: str, new: str) -> tuple[int, int]:
    """How many letters both begin with, and how many both end with behind those."""
    head = _last(lambda n: old[:n] == new[:n], min(len(old), len(new)))
    tail = _last(lambda n: old[len(old) - n :] == new[len(new) - n :], min(len(old), len(new)) - head)
    return head, tail


def _last(true: Callable[[int], bool], most: int) -> int:
    """The largest number up to `most` of which something is true that is true of all smaller ones."""
    low = 0
    while low < most:
        middle = (low + most + 1) // 2
        low, most = (middle, most) if true(middle) else (low, middle - 1)
    return low


def units_of(text: str, at: int) -> int:
    """A place in a text as Qt counts it, in UTF-16."""
    return len(text[:at].encode("utf-16-le", "surrogatepass")) // 2
