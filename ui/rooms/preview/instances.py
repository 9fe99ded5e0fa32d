"""The list of instances: state, name, when it was made, how long it lives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.language import say
from ui.rooms.preview.plan import Instance, left_words
from ui.theme import Theme

ROW = 56
TONES = {"running": "success", "starting": "info", "failed": "danger", "asleep": "info"}
_Index = QModelIndex | QPersistentModelIndex


def state_words(state: str) -> str:
    """What a state is called."""
    return {
        "running": say("Running"),
        "asleep": say("Asleep"),
        "stopped": say("Stopped"),
        "failed": say("Failed"),
        "starting": say("Starting"),
        "expired": say("Expired"),
    }.get(state, state)


class Instances(QAbstractListModel):
    """Those of the project in hand, newest first."""

    def __init__(self) -> None:
        super().__init__()
        self.items: list[Instance] = []

    def show_items(self, items: Sequence[Instance]) -> None:
        """The same number of rows is changed in place, so that what is chosen stays chosen."""
        if len(items) == len(self.items):
            self.items = list(items)
            if items:
                self.dataChanged.emit(self.index(0), self.index(len(items) - 1))
            return
        self.beginResetModel()
        self.items = list(items)
        self.endResetModel()

    def place(self, preview: str) -> int:
        return next((at for at, item in enumerate(self.items) if item.id == preview), -1)

    def rowCount(self, parent: _Index | None = None) -> int:
        return len(self.items)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        item = self.items[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{item.name}, {state_words(item.state)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return item.url
        return item if role == Qt.ItemDataRole.UserRole else None


class InstanceRow(QStyledItemDelegate):
    """A dot in the tone of the state, the name, and at the right how long it lives or what it is."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(160, self._theme.scaled(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        item: Instance = index.data(Qt.ItemDataRole.UserRole)
        theme, row = self._theme, QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(row, theme.colour("selected"))
            painter.fillRect(QRectF(row.left(), row.top(), 3, row.height()), theme.colour("accent"))
        inner = row.adjusted(14, 8, -14, -8)
        half = inner.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(TONES.get(item.state, "text_3")))
        painter.drawEllipse(QRectF(inner.left(), inner.top() + half / 2 - 4, 8, 8))
        lives = item.state in ("running", "asleep")
        right = left_words(item.left(datetime.now(UTC))) if lives else state_words(item.state)
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour("text_2"))
        flags = int(Qt.AlignmentFlag.AlignVCenter)
        above = QRectF(inner.left(), inner.top(), inner.width(), half)
        painter.drawText(above, flags | int(Qt.AlignmentFlag.AlignRight), right)
        taken = painter.fontMetrics().horizontalAdvance(right) + 26
        below = QRectF(inner.left() + 17, inner.top() + half, inner.width() - 17, half)
        made = f"{item.created.astimezone():%Y-%m-%d %H:%M} · {item.id}"
        made = painter.fontMetrics().elidedText(made, Qt.TextElideMode.ElideRight, round(below.width()))
        painter.drawText(below, flags, made)
        painter.setFont(theme.font("heading"))
        painter.setPen(theme.colour("text"))
        name = painter.fontMetrics().elidedText(item.name, Qt.TextElideMode.ElideRight, round(inner.width()) - taken)
        painter.drawText(above.adjusted(17, 0, 0, 0), flags, name)
        painter.fillRect(QRectF(row.left(), row.bottom(), row.width(), 1), theme.colour("line"))
        painter.restore()


class InstanceList(QListView):
    def __init__(self, theme: Theme, items: Instances) -> None:
        super().__init__()
        self.setModel(items)
        self.setItemDelegate(InstanceRow(theme))
        self.setUniformItemSizes(True)
        self.setProperty("ring", True)
        self.setAccessibleName(say("Instances"))
        self.setProperty("plane", "none")
        theme.changed.connect(self.doItemsLayout)
