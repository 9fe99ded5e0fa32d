"""The rows of the inbox: a Qt model over what the engine lists, and how a row is painted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.checkpoints import title_of
from ui.controls.badge import badge_width, paint_badge
from ui.controls.times import ago
from ui.language import say
from ui.theme import Theme

ROW = 62
Row = Mapping[str, Any]
_Index = QModelIndex | QPersistentModelIndex


def risk_words(risk: str) -> tuple[str, str]:
    """A risk in words, and its tone."""
    return {
        "low": (say("low risk"), "success"),
        "medium": (say("medium risk"), "warning"),
        "high": (say("high risk"), "danger"),
    }.get(risk, (risk, "neutral"))


def decision_words(decision: str) -> tuple[str, str]:
    """A decision in words, and its tone."""
    return {
        "approve": (say("approved"), "success"),
        "reject": (say("rejected"), "danger"),
        "modify": (say("changed"), "info"),
        "cancelled": (say("run ended"), "neutral"),
    }.get(decision, (decision, "neutral"))


def fact_name(name: str) -> str:
    """What people call a fact of a checkpoint."""
    return {
        "name": say("Name"),
        "stack": say("Stack"),
        "files": say("Files"),
        "tests": say("Tests"),
        "entities": say("Entities"),
        "fields": say("Fields"),
        "rules": say("Rules"),
        "roles": say("Roles"),
        "verdict": say("Verdict"),
        "reason": say("Reason"),
    }.get(name, name.replace("_", " ").capitalize())


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

    def rowCount(self, parent: _Index | None = None) -> int:
        return len(self.shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.shown[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{title_of(row)}, {row.get('project') or ''}, {risk_words(str(row.get('risk', '')))[0]}"
        return row if role == Qt.ItemDataRole.UserRole else None

    def _fill(self) -> None:
        self.beginResetModel()
        self.shown = [
            row
            for row in self.all
            if (row["decided"] is None) == (self._part == "waiting")
            and self._words in f"{title_of(row)} {row.get('project')} {row.get('effect')}".casefold()
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
        place = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(place, theme.colour("selected"))
            painter.fillRect(QRectF(place.left(), place.top(), 3, place.height()), theme.colour("focus"))
        icon = "shield" if row.get("kind") == "security" else "ruler"
        painter.drawPixmap(round(place.left() + 16), round(place.top() + 13), theme.pixmap(icon, "warning", 16, 2.0))
        text, tone = (
            decision_words(row["decided"]["decision"]) if row["decided"] else risk_words(str(row.get("risk", "")))
        )
        width = badge_width(theme, text)
        left, space = place.left() + 44, round(place.width() - 44 - 16)
        painter.setFont(theme.font("body", weight=600))
        painter.setPen(theme.colour("text"))
        upper = QRectF(left, place.top() + 10, space, 22)
        cut = painter.fontMetrics().elidedText(title_of(row), Qt.TextElideMode.ElideRight, space)
        painter.drawText(upper, int(Qt.AlignmentFlag.AlignVCenter), cut)
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour("text_2"))
        when = (row["decided"] or {}).get("time") or row.get("opened", "")
        under = f"{str(row.get('project') or '').rpartition('/')[2]} · {ago(str(when))}"
        lower = QRectF(left, place.top() + 32, space - width - 8, 20)
        cut = painter.fontMetrics().elidedText(under, Qt.TextElideMode.ElideRight, round(lower.width()))
        painter.drawText(lower, int(Qt.AlignmentFlag.AlignVCenter), cut)
        badge = QRectF(place.right() - 14 - width, place.top() + 32, width, 20)
        paint_badge(painter, badge, theme, text, tone, on_selected=chosen)
        painter.fillRect(QRectF(place.left(), place.bottom(), place.width(), 1), theme.colour("line"))
        painter.restore()
