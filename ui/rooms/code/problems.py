"""What is wrong in the files that are open or were tested: lines without a test, tests that fail. A list under the editor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.engine.failing import places_of
from ui.language import say
from ui.rooms.code.plan import Hit, Problem, runs_of
from ui.rooms.code.reached import Reached
from ui.theme import Theme

ROW, BEFORE = 34, 12
_Index = QModelIndex | QPersistentModelIndex
Line = Problem | Hit


def problems_of(report: Mapping[str, Any], file: str, reached: Reached) -> list[Problem]:
    """What the last tests say of a file: tests of it that failed, and lines that none reached, where they stand now."""
    found: list[Problem] = []
    for case in report.get("cases") or ():
        if case["outcome"] != "failed":
            continue
        places = [place for place in places_of(str(case["message"])) if place.file == file]
        if places:
            title = str(case["id"]).rpartition("::")[2].removeprefix("test_").replace("_", " ")
            source = say("Test engineer")
            found.append(Problem(file=file, line=places[-1].line, text=title, tone="danger", source=source))
    for first, last in runs_of(sorted(reached.missed)):
        text = (
            say("Line {n}: no test reaches it", n=first)
            if first == last
            else say("Lines {first} to {last}: no test reaches them", first=first, last=last)
        )
        source = say("Test engineer, before the last change") if reached.old else say("Test engineer")
        found.append(Problem(file=file, line=first, text=text, source=source))
    return found


class Lines(QAbstractListModel):
    """Problems or hits of a search, each with a file and a line."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []

    def show_lines(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def add(self, lines: Sequence[Line]) -> None:
        if lines:
            self.beginInsertRows(QModelIndex(), len(self.lines), len(self.lines) + len(lines) - 1)
            self.lines += lines
            self.endInsertRows()

    def rowCount(self, parent: _Index | None = None) -> int:
        return len(self.lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{row.file}:{row.line}: {row.text.strip()}"
        return row if role == Qt.ItemDataRole.UserRole else None


class LineRow(QStyledItemDelegate):
    """Icon, text, place."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(200, self._theme.scaled(ROW if isinstance(index.data(Qt.ItemDataRole.UserRole), Problem) else 26))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        found: Line = index.data(Qt.ItemDataRole.UserRole)
        theme, row = self._theme, QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(row, theme.colour("selected"))
        middle, left = int(Qt.AlignmentFlag.AlignVCenter), 20.0
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour("text_3"))
        if isinstance(found, Problem):
            icon = "alert" if found.tone == "warning" else "cross-circle"
            painter.drawPixmap(QPointF(left, row.center().y() - 8), theme.pixmap(icon, found.tone, 16, 2.0))
            left += 26
            right = found.source
        else:
            right = f"{found.file}:{found.line}"
        taken = painter.fontMetrics().horizontalAdvance(right) + 36
        painter.drawText(row.adjusted(0, 0, -18, 0), middle | int(Qt.AlignmentFlag.AlignRight), right)
        inner = row.adjusted(left, 0, -taken, 0)
        if isinstance(found, Hit):
            self._paint_hit(painter, inner, found)
        else:
            painter.setFont(theme.font("body"))
            painter.setPen(theme.colour("text"))
            text = painter.fontMetrics().elidedText(found.text, Qt.TextElideMode.ElideRight, round(inner.width()))
            painter.drawText(inner, middle, text)
        painter.restore()

    def _paint_hit(self, painter: QPainter, place: QRectF, hit: Hit) -> None:
        """The line with what was found on a ground of its own."""
        theme = self._theme
        text = hit.text.lstrip()
        start = hit.column - 1 - (len(hit.text) - len(text))
        painter.setFont(theme.font("code"))
        letter = QFontMetricsF(painter.font()).horizontalAdvance("m")
        if (start + hit.length) * letter > place.width():  # so that what was found can be seen
            cut = max(0, start - BEFORE)
            text, start = "…" + text[cut:], start - cut + 1
        if start >= 0:
            mark = QRectF(place.left() + start * letter, place.top() + 4, hit.length * letter, place.height() - 8)
            painter.fillRect(mark.intersected(place), theme.colour("warning_soft"))
        painter.setPen(theme.colour("text"))
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(place.width()))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), text)


class LineList(QListView):
    """`asked` carries the line that shall be opened."""

    asked = Signal(object)

    def __init__(self, theme: Theme, lines: Lines, *, name: str) -> None:
        super().__init__()
        self.lines = lines
        self.setModel(lines)
        self.setItemDelegate(LineRow(theme))
        self.setAccessibleName(name)
        self.clicked.connect(lambda index: self.asked.emit(lines.lines[index.row()]))
        theme.changed.connect(self.doItemsLayout)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.asked.emit(self.lines.lines[self.currentIndex().row()])
        else:
            super().keyPressEvent(event)
