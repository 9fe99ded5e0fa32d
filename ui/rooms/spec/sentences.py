"""The brief, sentence by sentence: number, text, badges, and whether it was read. A list with painted rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.controls.badge import badge_width, paint_badge
from ui.language import say
from ui.rooms.spec.links import Line, status_look
from ui.theme import Theme

LEFT, RIGHT, TOP, GAP = 40, 44, 11, 6
_Index = QModelIndex | QPersistentModelIndex
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)


class SentenceRows(QAbstractListModel):
    """All sentences in their order; `lit` are those that belong to what was chosen elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self.lit: frozenset[int] = frozenset()

    def show_lines(self, lines: Sequence[Line]) -> None:
        if list(lines) == self.lines:
            return
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def light(self, numbers: frozenset[int]) -> None:
        if numbers != self.lit and self.lines:
            self.lit = numbers
            self.dataChanged.emit(self.index(0), self.index(len(self.lines) - 1))

    def row_of(self, number: int) -> int:
        return next((row for row, line in enumerate(self.lines) if line.number == number), -1)

    def rowCount(self, parent: _Index | None = None) -> int:
        return len(self.lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            words = status_look(line.status)[2]
            return say("Sentence {n}, {status}: {text}", n=line.number, status=words, text=line.text)
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.why or None
        return line if role == Qt.ItemDataRole.UserRole else None


class _Row(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme, self._view = theme, view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        line: Line = index.data(Qt.ItemDataRole.UserRole)
        width = self._view.viewport().width()
        high = self._text_height(line, width) + 2 * TOP
        return QSize(200, high + (GAP + self._badges(line, width)[1] if line.marks else 0))

    def marks_at(self, line: Line, width: int, place: QPoint, top: int) -> str:
        """The fact of the badge at a place of the row; '' beside them."""
        for mark, box in self._badges(line, width)[0]:
            if box.translated(0, top + TOP + self._text_height(line, width) + GAP).contains(place.toPointF()):
                return mark
        return ""

    def _text_height(self, line: Line, width: int) -> int:
        metrics = QFontMetrics(self._theme.font("body"))
        return metrics.boundingRect(0, 0, max(width - LEFT - RIGHT, 40), 10_000, _WRAP, line.text).height() + 2

    def _badges(self, line: Line, width: int) -> tuple[list[tuple[str, QRectF]], int]:
        """Each badge's fact and place below the text, and how high all of them are."""
        places: list[tuple[str, QRectF]] = []
        left, top, high = float(LEFT), 0.0, self._theme.scaled(20)
        for mark in line.marks:
            wide = badge_width(self._theme, mark.text)
            if left > LEFT and left + wide > width - RIGHT + 30:
                left, top = float(LEFT), top + high + 4
            places.append((mark.fact, QRectF(left, top, wide, high)))
            left += wide + 5
        return places, round(top + high)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line: Line = index.data(Qt.ItemDataRole.UserRole)
        theme, place = self._theme, QRectF(option.rect)
        rows = index.model()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        lit = isinstance(rows, SentenceRows) and line.number in rows.lit
        painter.save()
        icon, tone, _ = status_look(line.status)
        role = "text_3" if tone == "neutral" else tone
        if chosen or lit:
            painter.fillRect(place, theme.colour("selected"))
        if chosen or lit or tone != "neutral":
            edge = QRectF(place.left(), place.top(), 3, place.height() - 1)
            painter.fillRect(edge, theme.colour("accent_text" if chosen or lit else role))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("text_3"))
        painter.drawText(place.adjusted(16, TOP + 2, 0, 0), int(Qt.AlignmentFlag.AlignTop), str(line.number))
        width = self._view.viewport().width()
        high = self._text_height(line, width)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text" if line.status not in ("context", "out_of_scope") else "text_2"))
        painter.drawText(QRectF(LEFT, place.top() + TOP, max(width - LEFT - RIGHT, 40), high), _WRAP, line.text)
        painter.drawPixmap(round(width - 30), round(place.top() + TOP + 1), theme.pixmap(icon, role, 16, 2.0))
        below = place.top() + TOP + high + GAP
        for (_, box), mark in zip(self._badges(line, width)[0], line.marks, strict=True):
            paint_badge(painter, box.translated(0, below), theme, mark.text, mark.tone, on_selected=chosen or lit)
        painter.restore()


class SentenceList(QListView):
    """`sentence` carries the number of the chosen one, 0 for none; `fact` that of a badge that was clicked."""

    sentence = Signal(int)
    fact = Signal(str)

    def __init__(self, theme: Theme, rows: SentenceRows) -> None:
        super().__init__()
        self.rows = rows
        self.setModel(rows)
        self._row = _Row(theme, self)
        self.setItemDelegate(self._row)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAccessibleName(say("Brief, sentence by sentence"))
        self.selectionModel().currentChanged.connect(self._changed)
        theme.changed.connect(self.doItemsLayout)

    def choose(self, number: int) -> None:
        """Chooses a sentence without a signal; 0 chooses none."""
        self.blockSignals(True)
        row = self.rows.row_of(number)
        if row < 0:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        else:
            self.setCurrentIndex(self.rows.index(row))
        self.blockSignals(False)

    def reveal(self, numbers: frozenset[int]) -> None:
        """Brings the first of these into sight, unless one of them is."""
        rows = sorted(row for row in map(self.rows.row_of, numbers) if row >= 0)
        area = self.viewport().rect()
        if rows and not any(area.contains(self.visualRect(self.rows.index(row))) for row in rows):
            self.scrollTo(self.rows.index(rows[0]), QListView.ScrollHint.PositionAtCenter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.doItemsLayout()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            top = self.visualRect(index).top()
            found = self._row.marks_at(
                self.rows.lines[index.row()], self.viewport().width(), event.position().toPoint(), top
            )
            if found:
                self.fact.emit(found)

    def _changed(self, current: QModelIndex) -> None:
        self.sentence.emit(self.rows.lines[current.row()].number if current.isValid() else 0)
