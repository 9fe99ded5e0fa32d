"""The tables' model, and how a cell of it is painted and edited."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.controls.badge import badge_width, paint_badge
from ui.language import say
from ui.rooms.spec.entity_item import types
from ui.rooms.spec.fact_rows import Cells
from ui.theme import Theme

ROW, PAD = 38, 14
_Index = QModelIndex | QPersistentModelIndex
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)


class CellRows(QAbstractTableModel):
    """Rows of any of the lists; `heads` are asked for anew, as they are translated."""

    def __init__(self, heads: Callable[[], Sequence[str]]) -> None:
        super().__init__()
        self._heads, self.rows = heads, list[Cells]()
        self.lit: frozenset[str] = frozenset()

    def show_rows(self, rows: Sequence[Cells]) -> None:
        if list(rows) != self.rows:
            self.beginResetModel()
            self.rows = list(rows)
            self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return len(self.rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        return len(self._heads())

    def headerData(self, section: int, side: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if side == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads()[section]
        return int(Qt.AlignmentFlag.AlignLeft) | _MIDDLE if role == Qt.ItemDataRole.TextAlignmentRole else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        row = self.rows[index.row()]
        own = row.fact.startswith("field:") and index.column() in (0, 1) and not (row.computed and index.column())
        named = row.heading and row.fact.startswith("entity:") and index.column() == 0
        return super().flags(index) | (Qt.ItemFlag.ItemIsEditable if own or named else Qt.ItemFlag.NoItemFlags)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return row.texts[index.column()]
        return row if role == Qt.ItemDataRole.UserRole else None


class FactCell(QStyledItemDelegate):
    """Paints a cell; names are edited in a field, types chosen from a list."""

    named = Signal(str, str)
    typed = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        row: Cells = index.data(Qt.ItemDataRole.UserRole)
        if index.column() == 0:
            field = QLineEdit(row.texts[0], parent)
            field.setAccessibleName(say("Name"))
            return field
        choice = QComboBox(parent)
        choice.setAccessibleName(say("Type"))
        for name, words in types().items():
            if name != "enum" or words == row.texts[1]:
                choice.addItem(words, name)
        choice.setCurrentText(row.texts[1])
        choice.activated.connect(lambda _: self._chosen(choice))
        QTimer.singleShot(0, choice, choice.showPopup)
        return choice

    def _chosen(self, choice: QComboBox) -> None:
        self.commitData.emit(choice)
        self.closeEditor.emit(choice)

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        if isinstance(editor, QLineEdit):
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        """What was entered goes to the room; the model follows once the engine has taken it."""
        row: Cells = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(editor, QLineEdit) and editor.text().strip() not in ("", row.texts[0]):
            self.named.emit(row.fact, editor.text().strip())
        elif isinstance(editor, QComboBox) and editor.currentText() != row.texts[1]:
            self.typed.emit(row.fact, str(editor.currentData()))

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        editor.setGeometry(option.rect.adjusted(4, 3, -2, -4))

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(60, self._theme.scaled(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: Cells = index.data(Qt.ItemDataRole.UserRole)
        theme, place = self._theme, QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        model = index.model()
        lit = isinstance(model, CellRows) and row.fact != "" and row.fact in model.lit
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or lit:
            painter.fillRect(place, theme.colour("selected"))
        elif row.heading:
            painter.fillRect(place, theme.colour("sunken"))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        text, inner = row.texts[index.column()], place.adjusted(PAD, 0, -PAD, 0)
        if row.tone and index.column() == 0:
            high = theme.scaled(20)
            badge = QRectF(inner.left(), inner.center().y() - high / 2, badge_width(theme, text), high)
            paint_badge(painter, badge, theme, text, row.tone, on_selected=chosen)
        else:
            first = index.column() == 0
            face = "code" if row.code and index.column() == 1 else "body"
            weight = 600 if row.heading else 500 if first and not row.prose else None
            painter.setFont(theme.font(face, weight=weight))  # type: ignore[arg-type]
            painter.setPen(theme.colour("text" if first or row.code else "text_2"))
            self._paint_text(painter, inner, text)
        painter.restore()

    def _paint_text(self, painter: QPainter, place: QRectF, text: str) -> None:
        """One line; small ones for what is too long."""
        if painter.fontMetrics().horizontalAdvance(text) > place.width() and " " in text:
            painter.setFont(self._theme.font("label", weight=400))
            wrapped = _MIDDLE | int(Qt.TextFlag.TextWordWrap)
            if painter.boundingRect(place, wrapped, text).height() <= place.height():
                painter.drawText(place, wrapped, text)
                return
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(place.width()))
        painter.drawText(place, _MIDDLE, shown)
