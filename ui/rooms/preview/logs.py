"""The log of a preview: newest lines last, followed until a person scrolls back. Requests are the same lines as a table."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.rooms.preview.plan import LogLine, fits
from ui.theme import Theme

ROWS, ROW = 5000, 23
TONES = {"debug": "text_3", "info": "info", "warning": "warning", "error": "danger"}
_Index = QModelIndex | QPersistentModelIndex


class LogRows(QAbstractListModel):
    """The newest lines that pass the filter; `requests` alone holds requests."""

    def __init__(self, *, requests: bool = False) -> None:
        super().__init__()
        self._all: deque[LogLine] = deque(maxlen=ROWS)
        self.shown: list[LogLine] = []
        self._requests, self._show, self._words = requests, "all", ""

    def append(self, lines: Iterable[LogLine]) -> None:
        new = [line for line in lines if line.is_request or not self._requests]
        self._all.extend(new)
        fitting = [line for line in new if fits(line, self._show, self._words)][-ROWS:]
        over = len(self.shown) + len(fitting) - ROWS
        if over > 0:
            self.beginRemoveRows(QModelIndex(), 0, over - 1)
            del self.shown[:over]
            self.endRemoveRows()
        if fitting:
            self.beginInsertRows(QModelIndex(), len(self.shown), len(self.shown) + len(fitting) - 1)
            self.shown += fitting
            self.endInsertRows()

    def clear(self) -> None:
        self.beginResetModel()
        self._all.clear()
        self.shown.clear()
        self.endResetModel()

    def choose(self, *, show: str | None = None, words: str | None = None) -> None:
        self._show = self._show if show is None else show
        self._words = self._words if words is None else words
        self.beginResetModel()
        self.shown = [line for line in self._all if fits(line, self._show, self._words)]
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return len(self.shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.shown[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return " ".join(str(part) for part in (line.time, line.level.upper(), line.text, line.status or "") if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.text if len(line.text) > 60 else ""
        return line if role == Qt.ItemDataRole.UserRole else None


class LogRow(QStyledItemDelegate):
    """Time, level, text; of a request status and time too."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(300, self._theme.scaled(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line: LogLine = index.data(Qt.ItemDataRole.UserRole)
        theme, row = self._theme, QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(row, theme.colour("selected"))
        painter.setFont(theme.font("code"))
        letter = painter.fontMetrics().horizontalAdvance("m")
        flags = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setPen(theme.colour("text_3"))
        painter.drawText(row.adjusted(14, 0, 0, 0), flags, line.time)
        left = 14 + 14 * letter
        painter.setPen(theme.colour(TONES[line.level]))
        painter.drawText(row.adjusted(left, 0, 0, 0), flags, {"warning": "WARN"}.get(line.level, line.level.upper()))
        left += 7 * letter
        painter.setPen(theme.colour("text"))
        inner = row.adjusted(left, 0, -14, 0)
        if line.is_request:
            figures = 16 * letter
            status = inner.adjusted(max(36 * letter, inner.width() * 0.55), 0, 0, 0)
            status.setWidth(figures)
            role = "danger" if line.status >= 500 else "warning" if line.status >= 400 else "text"
            painter.setPen(theme.colour(role))
            painter.drawText(status, flags, str(line.status))
            painter.setPen(theme.colour("text_2"))
            said = f"{line.ms:.0f} ms" if line.time else ""
            painter.drawText(status, flags | int(Qt.AlignmentFlag.AlignRight), said)
            inner.setRight(status.left() - letter)
        painter.setPen(theme.colour("text"))
        text = painter.fontMetrics().elidedText(line.text, Qt.TextElideMode.ElideRight, round(inner.width()))
        painter.drawText(inner, flags, text)
        painter.restore()


class LogList(QListView):
    """Follows the newest line until a person scrolls back; Ctrl+C copies what is chosen."""

    def __init__(self, theme: Theme, rows: LogRows, *, name: str) -> None:
        super().__init__()
        self.rows, self.following = rows, True
        self.setModel(rows)
        self.setItemDelegate(LogRow(theme))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.setProperty("plane", "none")
        rows.rowsInserted.connect(self._keep_up)
        rows.modelReset.connect(self._keep_up)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theme.changed.connect(self.doItemsLayout)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            from PySide6.QtGui import QGuiApplication

            QGuiApplication.clipboard().setText("\n".join(self.chosen()))
        else:
            super().keyPressEvent(event)

    def chosen(self) -> Sequence[str]:
        """The chosen lines as text, in their order."""
        places = sorted(index.row() for index in self.selectedIndexes())
        return [str(self.rows.data(self.rows.index(at))) for at in places]

    def _keep_up(self) -> None:
        if self.following:
            self.scrollToBottom()

    def _scrolled(self, value: int) -> None:
        self.following = value >= self.verticalScrollBar().maximum() - 2
