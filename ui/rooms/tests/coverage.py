"""How much of each file tests reach, as bars; the least covered first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.language import say, say_many
from ui.rooms.tests.plan import Covered
from ui.theme import Theme

ROW, BAR = 36, 180
_Index = QModelIndex | QPersistentModelIndex


class Coverage(QAbstractListModel):
    """The files of the last report."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Covered] = []

    def show_rows(self, rows: Sequence[Covered]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if row.stale:
                return say("Coverage of {file}, changed since it was tested", file=row.file)
            if row.percent is None:
                return say("Coverage of {file}, {n} lines missed", file=row.file, n=len(row.missed))
            return say("Coverage of {file}, {n} percent", file=row.file, n=round(row.percent))
        return row if role == Qt.ItemDataRole.UserRole else None


class CoverageRow(QStyledItemDelegate):
    """Name, bar, percent, and how many lines are missed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(300, self._theme.scaled(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: Covered = index.data(Qt.ItemDataRole.UserRole)
        theme, place = self._theme, QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, theme.colour("selected"))
        middle, flags = place.center().y(), int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawPixmap(QPointF(place.left() + 20, middle - 8), theme.pixmap("file-code", "text_2", 16, 2.0))
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour("text_3"))
        missed = say_many("{n} line missed", "{n} lines missed", len(row.missed)) if row.missed else say("every line")
        if row.stale:
            painter.setPen(theme.colour("warning"))
            missed = say("changed since")
        painter.drawText(place.adjusted(0, 0, -20, 0), flags | int(Qt.AlignmentFlag.AlignRight), missed)
        right = place.right() - 130
        if row.percent is not None:
            tone = "success" if row.percent >= 90 else "warning" if row.percent >= 60 else "danger"
            tone = "line_strong" if row.stale else tone
            painter.setPen(theme.colour("text_3" if row.stale else "text"))
            figure = QRectF(right - 52, place.top(), 48, place.height())
            painter.drawText(figure, flags | int(Qt.AlignmentFlag.AlignRight), f"{row.percent:.0f} %")
            bar = QRectF(right - 62 - BAR, middle - 3, BAR, 6)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("line"))
            painter.drawRoundedRect(bar, 3, 3)
            painter.setBrush(theme.colour(tone))
            bar.setWidth(max(6.0, BAR * row.percent / 100))
            painter.drawRoundedRect(bar, 3, 3)
            right -= 72 + BAR
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text"))
        inner = QRectF(place.left() + 46, place.top(), right - place.left() - 46, place.height())
        name = painter.fontMetrics().elidedText(row.file, Qt.TextElideMode.ElideMiddle, round(inner.width()))
        painter.drawText(inner, flags, name)
        painter.fillRect(QRectF(place.left(), place.bottom(), place.width(), 1), theme.colour("line"))
        painter.restore()


class CoverageList(QListView):
    """`opened` carries the file that shall be seen with its missed lines."""

    opened = Signal(object)

    def __init__(self, theme: Theme, rows: Coverage) -> None:
        super().__init__()
        self._rows = rows
        self.setModel(rows)
        self.setItemDelegate(CoverageRow(theme))
        self.setUniformItemSizes(True)
        self.setProperty("ring", True)
        self.setAccessibleName(say("Coverage by file"))
        self.doubleClicked.connect(lambda index: self.opened.emit(rows.rows[index.row()]))
        theme.changed.connect(self.doItemsLayout)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self._rows.rows[self.currentIndex().row()])
        else:
            super().keyPressEvent(event)
