"""The providers with the state of their key: a Qt model, and how a row is painted."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.controls.badge import badge_width, paint_badge
from ui.language import say
from ui.rooms.settings.key_plan import KeysTold, ProviderKey, state_words
from ui.theme import Theme

ROW, PAD, RING, NAME = 40, 12, 2, 0.3
"""Pixels; the last is the share of the width that a name has."""
_Index = QModelIndex | QPersistentModelIndex
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)


class KeyRows(QAbstractListModel):
    """Providers in the order of the engine."""

    def __init__(self) -> None:
        super().__init__()
        self.told = KeysTold(keyring="ready", fault="", rows=())

    def take(self, told: KeysTold) -> None:
        """Keeps what is chosen where the providers are the same ones."""
        if [row.provider for row in told.rows] != [row.provider for row in self.told.rows]:
            self.beginResetModel()
            self.told = told
            self.endResetModel()
        else:
            self.told = told
            self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.told.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        key = self.told.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{key.title}, {state_words(key, self.told)[0]}"
        return key if role == Qt.ItemDataRole.UserRole else None


class _KeyRow(QStyledItemDelegate):
    """Name, variable, and where the key is."""

    def __init__(self, theme: Theme, rows: KeyRows) -> None:
        super().__init__()
        self._theme, self._rows = theme, rows

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(240, self._theme.scaled(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, place = self._theme, QRectF(option.rect)
        key: ProviderKey = index.data(Qt.ItemDataRole.UserRole)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ratio = option.widget.devicePixelRatioF()
        words, tone = state_words(key, self._rows.told)
        dot = tone == "success"
        wide, high = badge_width(theme, words, "dot" if dot else ""), theme.scaled(20)
        painter.save()
        ground = place.adjusted(RING, 0 if index.row() else RING, -RING, 0)
        if chosen:
            painter.fillRect(ground, theme.colour("selected"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(ground, theme.colour("hover"))
        if index.row():
            painter.fillRect(QRectF(ground.left(), ground.top(), ground.width(), 1), theme.colour("line"))
        inner = place.adjusted(PAD, 0, -PAD - wide - PAD, 0)
        name = round(place.width() * NAME)
        painter.setFont(theme.font("body", weight=600))
        painter.setPen(theme.colour("text"))
        cut = Qt.TextElideMode.ElideRight
        painter.drawText(inner, _MIDDLE, painter.fontMetrics().elidedText(key.title, cut, name - PAD))
        painter.setFont(theme.font("code"))
        painter.setPen(theme.colour("text_2"))
        rest = inner.adjusted(name, 0, 0, 0)
        painter.drawText(rest, _MIDDLE, painter.fontMetrics().elidedText(key.variable, cut, round(rest.width())))
        badge = QRectF(place.right() - PAD - wide, place.center().y() - high / 2, wide, high)
        paint_badge(painter, badge, theme, words, tone, "", dot, ratio, on_selected=chosen)
        painter.restore()


class KeyList(QListView):
    """`wanted` when a key is to be entered for the chosen provider (Enter), `unwanted` when it is to go (Del)."""

    chosen = Signal()
    wanted = Signal()
    unwanted = Signal()

    def __init__(self, theme: Theme, rows: KeyRows) -> None:
        super().__init__()
        self._theme, self._rows = theme, rows
        self.setModel(rows)
        self.setItemDelegate(_KeyRow(theme, rows))
        self.setProperty("ring", True)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setAccessibleName(say("Keys of providers"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(lambda *_: self.chosen.emit())
        self.doubleClicked.connect(lambda _: self.wanted.emit())
        rows.modelReset.connect(self._fit)
        theme.changed.connect(self._fit)
        self._fit()

    def key(self) -> ProviderKey | None:
        """The chosen provider."""
        row = self.currentIndex().row()
        return self._rows.told.rows[row] if 0 <= row < len(self._rows.told.rows) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.wanted.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.unwanted.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(0))

    def _fit(self) -> None:
        """As high as its rows: the page scrolls, not the list."""
        self.setFixedHeight(self._theme.scaled(ROW) * self._rows.rowCount() + 4)
        self.doItemsLayout()
