"""The history of a project as a list: subject, who, when. Enter shows what a commit changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.controls.times import moment
from ui.language import say
from ui.rooms.code.source import Commit
from ui.theme import Theme

ROW = 46
_Index = QModelIndex | QPersistentModelIndex


class Commits(QAbstractListModel):
    """The newest first."""

    def __init__(self) -> None:
        super().__init__()
        self.commits: list[Commit] = []

    def show_commits(self, commits: Sequence[Commit]) -> None:
        self.beginResetModel()
        self.commits = list(commits)
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return len(self.commits)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        commit = self.commits[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{commit.subject}, {commit.id[:7]}, {moment(commit.time)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return commit.message
        return commit if role == Qt.ItemDataRole.UserRole else None


class CommitRow(QStyledItemDelegate):
    """Subject above; id, author and time below."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(200, self._theme.scaled(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        commit: Commit = index.data(Qt.ItemDataRole.UserRole)
        theme, row = self._theme, QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(row, theme.colour("selected"))
        painter.drawPixmap(QPointF(row.left() + 20, row.center().y() - 8), theme.pixmap("commit", "text_3", 16, 2.0))
        inner, half = row.adjusted(48, 5, -20, -5), (row.height() - 10) / 2
        painter.setFont(theme.font("body", weight=500))
        painter.setPen(theme.colour("text"))
        subject = painter.fontMetrics().elidedText(commit.subject, Qt.TextElideMode.ElideRight, round(inner.width()))
        above = QRectF(inner.left(), inner.top(), inner.width(), half)
        painter.drawText(above, int(Qt.AlignmentFlag.AlignVCenter), subject)
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour("text_3"))
        author = commit.author.partition(" <")[0]
        below = QRectF(inner.left(), inner.top() + half, inner.width(), half)
        said = f"{commit.id[:7]} · {author} · {moment(commit.time)}"
        painter.drawText(below, int(Qt.AlignmentFlag.AlignVCenter), said)
        painter.fillRect(QRectF(row.left(), row.bottom(), row.width(), 1), theme.colour("line"))
        painter.restore()


class CommitList(QListView):
    """`asked` carries the place of a commit whose changes shall be seen, `back_asked` one whose files shall come back."""

    asked = Signal(int)
    back_asked = Signal(int)

    def __init__(self, theme: Theme, commits: Commits) -> None:
        super().__init__()
        self.setModel(commits)
        self.setItemDelegate(CommitRow(theme))
        self.setUniformItemSizes(True)
        self.setAccessibleName(say("History"))
        self.setProperty("ring", True)
        self.doubleClicked.connect(lambda index: self.asked.emit(index.row()))
        theme.changed.connect(self.doItemsLayout)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.asked.emit(self.currentIndex().row())
        elif event.key() == Qt.Key.Key_B and self.currentIndex().isValid() and not event.modifiers():
            self.back_asked.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)
