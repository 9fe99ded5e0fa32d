"""The comparison of two texts, painted: side by side or one under the other, with ways to accept or put back each change.

A accepts, X puts back, J and K move between changes, while the view has the focus.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip

from ui.language import say, say_many
from ui.rooms.code.differing import Comparison, Row
from ui.rooms.code.plan import Trace
from ui.rooms.code.syntax import Span
from ui.theme import Theme

LINE, BUTTON, GAP = 20, 22, 4
BESIDE = 900
"""From this width on (a window of about 1400 with its inspector folded) both texts stand side by side."""


class ChangesView(QAbstractScrollArea):
    """`accepted` and `refused` carry the number of a change, `trace_asked` a line of the new text."""

    accepted = Signal(int)
    refused = Signal(int)
    trace_asked = Signal(int)

    def __init__(self, theme: Theme, *, always_beside: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._comparison: Comparison | None = None
        self._old_spans: Sequence[Sequence[Span]] = ()
        self._new_spans: Sequence[Sequence[Span]] = ()
        self._traces: dict[int, list[Trace]] = {}
        self.always_beside = self.beside = always_beside
        self.deciding, self.current = False, -1
        self.seen: frozenset[int] = frozenset()
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(say("Changes"))
        theme.changed.connect(self._measure)

    def show_comparison(
        self,
        comparison: Comparison | None,
        old_spans: Sequence[Sequence[Span]] = (),
        new_spans: Sequence[Sequence[Span]] = (),
        *,
        traces: dict[int, list[Trace]] | None = None,
        deciding: bool = False,
        seen: frozenset[int] = frozenset(),
    ) -> None:
        """`deciding` offers the ways to accept and put back; `seen` are the changes that were accepted."""
        self._comparison, self._old_spans, self._new_spans = comparison, old_spans, new_spans
        self._traces, self.deciding, self.seen = traces or {}, deciding, seen
        count = len(comparison.changes) if comparison else 0
        self.current = min(self.current, count - 1)
        self.setAccessibleDescription(say_many("{n} change", "{n} changes", count))
        self._measure()

    def step(self, by: int) -> None:
        """To the next or the previous change, around the end."""
        count = len(self._comparison.changes) if self._comparison else 0
        if count:
            start = -1 if by > 0 else count
            self.current = ((self.current if self.current >= 0 else start) + by) % count
            self._reveal()

    @property
    def rows(self) -> Sequence[Row]:
        if self._comparison is None:
            return ()
        return self._comparison.beside if self.beside else self._comparison.under

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar, page = self.verticalScrollBar(), self.viewport().height() - self._line
        moves = {
            Qt.Key.Key_Down: self._line,
            Qt.Key.Key_Up: -self._line,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_Home: -bar.maximum(),
            Qt.Key.Key_End: bar.maximum(),
        }
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in moves:
            bar.setValue(bar.value() + moves[key])
        elif key in (Qt.Key.Key_J, Qt.Key.Key_K):
            self.step(1 if key == Qt.Key.Key_J else -1)
        elif key == Qt.Key.Key_A and self.deciding and self.current >= 0:
            self.accepted.emit(self.current)
        elif key == Qt.Key.Key_X and self.deciding and self.current >= 0:
            self.refused.emit(self.current)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for place, what, number in self._targets():
            if place.contains(event.position()):
                {"accept": self.accepted, "refuse": self.refused, "trace": self.trace_asked}[what].emit(number)
                return
        at = int((event.position().y() + self.verticalScrollBar().value()) // self._line)
        if 0 <= at < len(self.rows) and self.rows[at].change >= 0:
            self.current = self.rows[at].change
            self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            said = {"accept": say("Accept this change  A"), "refuse": say("Put the old lines back  X")}
            for place, what, number in self._targets():
                if place.contains(QPointF(event.pos())):
                    text = said.get(what) or "\n".join(t.text for t in self._traces.get(number, ()))
                    QToolTip.showText(event.globalPos(), text, self.viewport())
                    return True
            QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.beside = self.always_beside or self.width() >= BESIDE
        self._measure()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self.viewport()), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.viewport().rect(), theme.colour("surface"))
        painter.setFont(theme.font("code"))
        first = self.verticalScrollBar().value() // self._line
        last = min(len(self.rows), first + self.viewport().height() // self._line + 2)
        for at in range(first, last):
            self._paint_row(painter, self.rows[at], self._top(at))
        if self.beside:
            painter.fillRect(QRectF(self.viewport().width() / 2, 0, 1, self.viewport().height()), theme.colour("line"))
        self._paint_targets(painter)

    @property
    def _line(self) -> int:
        return self._theme.scaled(LINE)

    @property
    def _figure(self) -> float:
        """The width of a column of line numbers."""
        count = max(len(self._comparison.old), len(self._comparison.new)) if self._comparison else 0
        return QFontMetricsF(self._theme.font("code")).horizontalAdvance("9") * max(3, len(str(count))) + 14

    def _top(self, at: int) -> float:
        return at * self._line - self.verticalScrollBar().value()

    def _paint_row(self, painter: QPainter, row: Row, top: float) -> None:
        width = self.viewport().width()
        if self.beside:
            half = width / 2
            self._paint_side(painter, QRectF(0, top, half, self._line), row, old=True, numbers=(row.old,))
            self._paint_side(painter, QRectF(half, top, half, self._line), row, old=False, numbers=(row.new,))
        else:
            old = row.kind == "remove"
            self._paint_side(painter, QRectF(0, top, width, self._line), row, old=old, numbers=(row.old, row.new))
        if row.change == self.current and row.change >= 0:
            painter.fillRect(QRectF(0, top, 3, self._line), self._theme.colour("focus"))

    def _paint_side(
        self, painter: QPainter, place: QRectF, row: Row, *, old: bool, numbers: tuple[int | None, ...]
    ) -> None:
        theme, number = self._theme, row.old if old else row.new
        ground = self._ground(row, old, number)
        if ground is not None:
            painter.fillRect(place, ground)
        left = place.left() + 4
        painter.setPen(theme.colour("text_3"))
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        for figure in numbers:
            if figure is not None:
                cell = QRectF(left, place.top(), self._figure - 6, place.height())
                painter.drawText(cell, middle | int(Qt.AlignmentFlag.AlignRight), str(figure))
            left += self._figure
        if number is None or self._comparison is None:
            return
        sign = "" if row.kind == "same" else "−" if old else "+"
        painter.setPen(theme.colour("danger" if old else "success"))
        painter.drawText(
            QRectF(left, place.top(), 16, place.height()), middle | int(Qt.AlignmentFlag.AlignHCenter), sign
        )
        lines, spans = (self._comparison.old, self._old_spans) if old else (self._comparison.new, self._new_spans)
        text = lines[number - 1].expandtabs(4)
        painter.save()
        painter.setClipRect(QRectF(left + 18, place.top(), place.right() - left - 18, place.height()))
        at = left + 20 - self.horizontalScrollBar().value()
        coloured = spans[number - 1] if number - 1 < len(spans) and "\t" not in lines[number - 1] else ()
        self._paint_text(painter, QPointF(at, place.top()), text, coloured)
        painter.restore()

    def _ground(self, row: Row, old: bool, number: int | None) -> QColor | None:
        if row.kind == "same":
            return None
        if number is None:
            return self._theme.colour("window")
        if row.change in self.seen:
            return self._theme.colour("sunken")
        return self._theme.colour("diff_del" if old else "diff_add")

    def _paint_text(self, painter: QPainter, at: QPointF, text: str, spans: Sequence[Span]) -> None:
        """Words in their colours; the face has one width, so that places are counted in letters."""
        letter = QFontMetricsF(painter.font()).horizontalAdvance("m")
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip)

        def draw(start: int, end: int, role: str) -> None:
            painter.setPen(self._theme.colour(role or "text"))
            painter.drawText(QRectF(at.x() + start * letter, at.y(), 10, self._line), flags, text[start:end])

        done = 0
        for start, length, role in spans:
            if start > done:
                draw(done, start, "")
            draw(start, start + length, role)
            done = start + length
        if done < len(text):
            draw(done, len(text), "")

    def _targets(self) -> list[tuple[QRectF, str, int]]:
        """What can be pressed: the ways of each change on the screen, and the marks of sentences."""
        found: list[tuple[QRectF, str, int]] = []
        first = self.verticalScrollBar().value() // self._line
        last = min(len(self.rows), first + self.viewport().height() // self._line + 2)
        metrics = QFontMetricsF(self._theme.font("caption", weight=600))
        for at in range(first, last):
            row, right = self.rows[at], self.viewport().width() - 10.0
            begins = row.change >= 0 and (at == 0 or self.rows[at - 1].change != row.change)
            top = self._top(at) + (self._line - BUTTON) / 2
            if self.deciding and begins:
                for what in ("refuse", "accept"):
                    right -= BUTTON
                    found.append((QRectF(right, top, BUTTON, BUTTON), what, row.change))
                    right -= GAP
            if row.new is not None and row.new in self._traces:
                width = metrics.horizontalAdvance(_numbers(self._traces[row.new])) + 27
                found.append((QRectF(right - width, top + 2, width, 18), "trace", row.new))
        return found

    def _paint_targets(self, painter: QPainter) -> None:
        theme, ratio = self._theme, self.devicePixelRatioF()
        for place, what, number in self._targets():
            painter.setPen(Qt.PenStyle.NoPen)
            if what == "trace":
                painter.setBrush(theme.colour("accent_soft"))
                painter.drawRoundedRect(place, 5, 5)
                quote = theme.pixmap("quote", "accent_text", 12, ratio)
                painter.drawPixmap(QPointF(place.left() + 5, place.center().y() - 6), quote)
                painter.setFont(theme.font("caption", weight=600))
                painter.setPen(theme.colour("accent_text"))
                flags = int(Qt.AlignmentFlag.AlignVCenter)
                painter.drawText(place.adjusted(21, 0, 0, 0), flags, _numbers(self._traces[number]))
                continue
            painter.setBrush(theme.colour("raised"))
            painter.setPen(theme.colour("line_strong"))
            painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
            done = what == "accept" and number in self.seen
            role = "success" if done else "text_2"
            icon = theme.pixmap("check" if what == "accept" else "undo", role, 14, ratio)
            painter.drawPixmap(QPointF(place.left() + 4, place.top() + 4), icon)

    def _reveal(self) -> None:
        at = next((n for n, row in enumerate(self.rows) if row.change == self.current), 0)
        self.verticalScrollBar().setValue(round(at * self._line - self.viewport().height() / 3))
        self.viewport().update()

    def _measure(self) -> None:
        letter = QFontMetricsF(self._theme.font("code")).horizontalAdvance("m")
        lines = [*self._comparison.old, *self._comparison.new] if self._comparison else []
        longest = max((len(text) for text in lines), default=0)
        room = (self.viewport().width() / 2 if self.beside else self.viewport().width()) - 3 * self._figure - 40
        self.verticalScrollBar().setRange(0, max(0, len(self.rows) * self._line - self.viewport().height() + 8))
        self.verticalScrollBar().setPageStep(self.viewport().height())
        self.verticalScrollBar().setSingleStep(self._line)
        self.horizontalScrollBar().setRange(0, max(0, round(longest * letter - room)))
        self.horizontalScrollBar().setPageStep(round(max(room, 10)))
        self.viewport().update()

    def place_of(self, what: str, number: int) -> QPoint:
        """Where a way of a change stands in the view, if it is on the screen."""
        found = [place for place, each, n in self._targets() if (each, n) == (what, number)]
        return found[0].center().toPoint() if found else QPoint(-1, -1)


def _numbers(traces: Sequence[Trace]) -> str:
    return ", ".join(dict.fromkeys(str(trace.sentence) for trace in traces))
