"""The rows of the inbox: a Qt model over what the engine lists, and how a row is painted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.checkpoints import effect_of, risk_words, title_of
from ui.controls.badge import badge_width, paint_badge
from ui.controls.times import ago
from ui.language import say
from ui.theme import Theme

ROW, ABOVE, LINE = 60, 10, 20
LEFT, RIGHT = 44, 14
Row = Mapping[str, Any]
Key = tuple[str, str]
_Index = QModelIndex | QPersistentModelIndex


def key_of(row: Row) -> Key:
    """What tells a checkpoint from all others: its run and its name there."""
    return str(row["run"]), str(row["checkpoint"])


def folder_of(row: Row) -> str:
    """The name of the project's folder."""
    return str(row.get("project") or "").rstrip("/").rpartition("/")[2]


def decision_words(decision: str) -> tuple[str, str]:
    """A decision in words, and its tone."""
    return {
        "approve": (say("approved"), "success"),
        "reject": (say("rejected"), "danger"),
        "modify": (say("changed"), "info"),
        "cancelled": (say("run ended"), "neutral"),
    }.get(decision, (decision, "neutral"))


def badge_of(row: Row) -> tuple[str, str]:
    """The decision, else the risk, in words with its tone."""
    return decision_words(str(row["decided"]["decision"])) if row["decided"] else risk_words(str(row.get("risk", "")))


def since_of(row: Row) -> str:
    """How long ago it was decided, else opened."""
    return ago(str((row["decided"] or {}).get("time") or row.get("opened", "")))


class Inbox(QAbstractListModel):
    """Rows of GET /approvals that belong to one part: waiting or decided."""

    def __init__(self) -> None:
        super().__init__()
        self.all: list[Row] = []
        self.shown: list[Row] = []
        self._part, self._words = "waiting", ""

    def take(self, rows: Sequence[Row]) -> bool:
        """The rows of the engine; false when nothing changed."""
        if list(rows) == self.all:
            return False
        self.all = list(rows)
        self._fill()
        return True

    def choose(self, *, part: str | None = None, words: str | None = None) -> None:
        self._part = self._part if part is None else part
        self._words = self._words if words is None else words.casefold()
        self._fill()

    def counts(self) -> tuple[int, int]:
        """How many wait, and how many were decided."""
        waiting = sum(row["decided"] is None for row in self.all)
        return waiting, len(self.all) - waiting

    def find(self, key: Key) -> Row | None:
        """A checkpoint as it stands now, in whichever part."""
        return next((row for row in self.all if key_of(row) == key), None)

    def place(self, key: Key) -> int:
        """Where a checkpoint stands among those that are shown; -1 where it does not."""
        return next((at for at, row in enumerate(self.shown) if key_of(row) == key), -1)

    def rowCount(self, parent: _Index | None = None) -> int:
        return len(self.shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.shown[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{title_of(row)}, {folder_of(row)}, {badge_of(row)[0]}, {since_of(row)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{title_of(row)}\n{row.get('project') or ''}"
        return row if role == Qt.ItemDataRole.UserRole else None

    def _fill(self) -> None:
        self.beginResetModel()
        self.shown = [
            row
            for row in self.all
            if (row["decided"] is None) == (self._part == "waiting")
            and self._words in f"{title_of(row)} {row.get('project')} {effect_of(row)}".casefold()
        ]
        self.endResetModel()


class InboxRow(QStyledItemDelegate):
    """Icon, title and project in two lines, risk or decision as a badge, how long ago."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(260, self._theme.scaled(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row, theme = index.data(Qt.ItemDataRole.UserRole), self._theme
        place, high = QRectF(option.rect), theme.scaled(LINE)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(place, theme.colour("selected"))
            painter.fillRect(QRectF(place.left(), place.top(), 3, place.height()), theme.colour("focus"))
        upper = QRectF(place.left() + LEFT, place.top() + theme.scaled(ABOVE), place.width() - LEFT - RIGHT, high)
        icon, tone = ("shield" if row.get("kind") == "security" else "ruler"), "text_3" if row["decided"] else "warning"
        pixmap = theme.pixmap(icon, tone, 16, painter.device().devicePixelRatioF())
        painter.drawPixmap(round(place.left() + 16), round(upper.center().y() - 8), pixmap)
        text, tone = badge_of(row)
        width = badge_width(theme, text)
        painter.setFont(theme.font("body", weight=600))
        painter.setPen(theme.colour("text"))
        _draw(painter, upper, title_of(row))
        lower = upper.translated(0, high)
        badge = QRectF(lower.right() - width, lower.top(), width, high)
        paint_badge(painter, badge, theme, text, tone, on_selected=chosen)
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour("text_2"))
        space = lower.width() - width - 8
        said = f"{folder_of(row)} · {since_of(row)}"
        fits = painter.fontMetrics().horizontalAdvance(said) <= space
        _draw(painter, QRectF(lower.left(), lower.top(), space, high), said if fits else folder_of(row), middle=True)
        painter.fillRect(QRectF(place.left(), place.bottom(), place.width(), 1), theme.colour("line"))
        painter.restore()


def _draw(painter: QPainter, place: QRectF, text: str, *, middle: bool = False) -> None:
    """One line, cut at its end or in its middle."""
    mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
    cut = painter.fontMetrics().elidedText(text, mode, round(place.width()))
    painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), cut)
