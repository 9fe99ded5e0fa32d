"""The list of tests: a row for each file with its counts, below it a row for each test."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.language import figure, say, say_many
from ui.rooms.tests.plan import SLOW, Case, Group, Row
from ui.theme import Theme

GROUP, CASE = 40, 30
ICONS = {
    "passed": ("check", "success"),
    "failed": ("cross-circle", "danger"),
    "skipped": ("minus", "text_3"),
    "running": ("refresh", "info"),
}
_Index = QModelIndex | QPersistentModelIndex


def outcome_words(outcome: str) -> str:
    """What an outcome is called."""
    return {
        "passed": say("passed"),
        "failed": say("failed"),
        "skipped": say("skipped"),
        "running": say("running"),
    }.get(outcome, say("not run"))


class TestRows(QAbstractListModel):
    """Rows as the plan ordered them."""

    __test__ = False

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Rows of the same tests are changed in place, so that the list stands still while results arrive."""
        if [_name(row) for row in rows] == [_name(row) for row in self.rows]:
            self.rows = list(rows)
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def place(self, test: str) -> int:
        return next((at for at, row in enumerate(self.rows) if isinstance(row, Case) and row.id == test), -1)

    def rowCount(self, parent: _Index | None = None) -> int:
        return len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if isinstance(row, Group):
                return f"{row.file}, {say_many('{n} test', '{n} tests', row.count)}"
            return f"{row.title}, {outcome_words(row.outcome)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.file if isinstance(row, Group) else row.id
        return row if role == Qt.ItemDataRole.UserRole else None


def _name(row: Row) -> str:
    return f"{row.file}:{row.folded}" if isinstance(row, Group) else row.id


class TestRow(QStyledItemDelegate):
    """Outcome, title and time; of a file its counts."""

    __test__ = False

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        group = isinstance(index.data(Qt.ItemDataRole.UserRole), Group)
        return QSize(300, self._theme.scaled(GROUP if group else CASE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        place = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, self._theme.colour("selected"))
        if isinstance(row, Group):
            self._paint_group(painter, place, row)
        else:
            self._paint_case(painter, place, row)
        painter.restore()

    def _paint_group(self, painter: QPainter, place: QRectF, row: Group) -> None:
        theme, middle = self._theme, place.center().y()
        arrow = theme.pixmap("chevron-right" if row.folded else "chevron-down", "text_3", 14, 2.0)
        painter.drawPixmap(QPointF(place.left() + 16, middle - 7), arrow)
        role = "danger" if row.failed else "success" if row.passed == row.count else "text_2"
        painter.drawPixmap(QPointF(place.left() + 38, middle - 8), theme.pixmap("flask", role, 16, 2.0))
        flags = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour("text_3"))
        said = f"{row.passed} / {row.count} · {figure(row.seconds)} s"
        painter.drawText(place.adjusted(0, 0, -20, 0), flags | int(Qt.AlignmentFlag.AlignRight), said)
        taken = painter.fontMetrics().horizontalAdvance(said) + 40
        painter.setFont(theme.font("heading"))
        painter.setPen(theme.colour("text"))
        inner = place.adjusted(64, 0, -taken, 0)
        name = painter.fontMetrics().elidedText(row.file, Qt.TextElideMode.ElideMiddle, round(inner.width()))
        painter.drawText(inner, flags, name)
        painter.fillRect(QRectF(place.left(), place.top(), place.width(), 1), theme.colour("line"))

    def _paint_case(self, painter: QPainter, place: QRectF, row: Case) -> None:
        theme, middle = self._theme, place.center().y()
        icon, role = ICONS.get(row.outcome, ("circle", "text_3"))
        painter.drawPixmap(QPointF(place.left() + 64, middle - 7), theme.pixmap(icon, role, 14, 2.0))
        flags = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour("warning" if row.seconds > SLOW else "text_3"))
        said = "" if row.outcome in ("running", "") else f"{row.seconds * 1000:.0f} ms"
        painter.drawText(place.adjusted(0, 0, -20, 0), flags | int(Qt.AlignmentFlag.AlignRight), said)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("danger" if row.outcome == "failed" else "text"))
        inner = place.adjusted(88, 0, -100, 0)
        title = painter.fontMetrics().elidedText(row.title, Qt.TextElideMode.ElideRight, round(inner.width()))
        painter.drawText(inner, flags, title)


class TestList(QListView):
    """`opened` carries the row that was entered; R and F are told by their own signals."""

    __test__ = False
    opened = Signal(object)
    run_asked = Signal()
    failed_asked = Signal()

    def __init__(self, theme: Theme, rows: TestRows) -> None:
        super().__init__()
        self._rows = rows
        self.setModel(rows)
        self.setItemDelegate(TestRow(theme))
        self.setAccessibleName(say("Tests"))
        self.setProperty("ring", True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(self._clicked)
        self.doubleClicked.connect(lambda index: self.opened.emit(rows.rows[index.row()]))
        theme.changed.connect(self.doItemsLayout)

    @property
    def chosen(self) -> Row | None:
        at = self.currentIndex().row()
        return self._rows.rows[at] if 0 <= at < len(self._rows.rows) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.chosen is not None:
            self.opened.emit(self.chosen)
        elif event.key() == Qt.Key.Key_R:
            self.run_asked.emit()
        elif event.key() == Qt.Key.Key_F:
            self.failed_asked.emit()
        else:
            super().keyPressEvent(event)

    def _clicked(self, index: QModelIndex) -> None:
        row = self._rows.rows[index.row()]
        if isinstance(row, Group):
            self.opened.emit(row)
