"""The table of projects: icon, name and what it is for, stack, tests, coverage, state, when it changed. Rows are painted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ui.controls.badge import badge_width, paint_badge
from ui.language import say, say_many
from ui.nouns import icon_of
from ui.rooms.home.plan import advice, ago, called, stand
from ui.shell.stacks import stack_title
from ui.theme import Theme
from ui.workspace import Project

ROW, HEAD, PAD = 46, 33, 12
NAME, STACK, TESTS, COVERAGE, STATE, CHANGED = range(6)
_WIDTHS = {STACK: 150, TESTS: 64, COVERAGE: 126, STATE: 136, CHANGED: 108}
_Index = QModelIndex | QPersistentModelIndex
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


class ProjectRows(QAbstractTableModel):
    """Projects that pass the filter, newest first."""

    def __init__(self) -> None:
        super().__init__()
        self.projects: list[Project] = []

    def show_projects(self, projects: Sequence[Project]) -> None:
        self.beginResetModel()
        self.projects = list(projects)
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.projects)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 6

    def headerData(self, section: int, side: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if side != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = section in (TESTS, CHANGED)
            return int(_RIGHT if right else _MIDDLE)
        if role == Qt.ItemDataRole.DisplayRole:
            return (say("Project"), say("Stack"), say("Tests"), say("Coverage"), say("State"), say("Changed"))[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        project = self.projects[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return project
        if role == Qt.ItemDataRole.ToolTipRole:
            said = {NAME: f"{project.summary}\n{project.path}".strip(), STATE: advice(project)}
            return said.get(index.column()) or None
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return advice(project) if index.column() == STATE else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _told(project, index.column())
        return None


def _told(project: Project, column: int) -> str:
    tests = project.row.get("tests") or {}
    match column:
        case 0:
            return called(project)
        case 1:
            return stack_title(project.stack)
        case 2:
            return str(tests["passed"] + tests["failed"]) if tests else "–"
        case 3:
            return f"{tests['coverage']:.0f} %" if tests else "–"
        case 4:
            return stand(project).text
    return ago(project.changed, datetime.now(UTC))


class _Cell(QStyledItemDelegate):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(60, self._theme.scaled(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, place = self._theme, QRectF(option.rect)
        project: Project = index.data(Qt.ItemDataRole.UserRole)
        view = option.widget
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen and view.hasFocus():
            painter.fillRect(place, theme.colour("selected"))
        elif isinstance(view, ProjectTable) and view.under == index.row():
            painter.fillRect(place, theme.colour("hover"))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(QPointF(place.left(), place.top() + 0.5), QPointF(place.right(), place.top() + 0.5))
        inner = place.adjusted(PAD, 0, -PAD, 0)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text_2"))
        match index.column():
            case 0:
                self._paint_name(painter, inner, project)
            case 3:
                self._paint_coverage(painter, inner, project)
            case 4:
                shown = stand(project)
                wide = badge_width(theme, shown.text, shown.icon or ("dot" if shown.dot else ""))
                high = theme.scaled(20)
                badge = QRectF(inner.left(), inner.center().y() - high / 2, wide, high)
                paint_badge(
                    painter, badge, theme, shown.text, shown.tone, shown.icon, shown.dot, 2.0, on_selected=chosen
                )
            case column:
                side = _RIGHT if column in (TESTS, CHANGED) else _MIDDLE
                text = painter.fontMetrics().elidedText(
                    _told(project, column), Qt.TextElideMode.ElideRight, round(inner.width())
                )
                painter.drawText(inner, side, text)
        painter.restore()

    def _paint_name(self, painter: QPainter, place: QRectF, project: Project) -> None:
        theme = self._theme
        icon, tone = icon_of(project.name)
        fill = theme.tone(tone)[1]
        square = QRectF(place.left(), place.center().y() - 11, 22, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(square, 5, 5)
        role = {"neutral": "text_2", "accent": "accent_text"}.get(tone, tone)
        painter.drawPixmap(round(square.left() + 4), round(square.top() + 4), theme.pixmap(icon, role, 14, 2.0))
        words = place.adjusted(34, 0, 0, 0)
        above = QRectF(words.left(), words.center().y() - 18, words.width(), 18)
        below = QRectF(words.left(), words.center().y() + 1, words.width(), 16)
        painter.setPen(theme.colour("text"))
        painter.setFont(theme.font("body", weight=600))
        cut = Qt.TextElideMode.ElideRight
        painter.drawText(above, _MIDDLE, painter.fontMetrics().elidedText(called(project), cut, round(words.width())))
        painter.setPen(theme.colour("text_2"))
        painter.setFont(theme.font("label", weight=400))
        said = project.summary or project.title or project.path
        painter.drawText(below, _MIDDLE, painter.fontMetrics().elidedText(said, cut, round(words.width())))

    def _paint_coverage(self, painter: QPainter, place: QRectF, project: Project) -> None:
        theme, tests = self._theme, project.row.get("tests") or {}
        bar = QRectF(place.left(), place.center().y() - 3, 54, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("line"))
        painter.drawRoundedRect(bar, 3, 3)
        if tests:
            share = min(max(float(tests["coverage"]) / 100, 0.0), 1.0)
            painter.setBrush(theme.colour("success" if not tests["failed"] else "danger"))
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * share, 6), 3, 3)
        painter.setPen(theme.colour("text_2"))
        painter.drawText(place.adjusted(62, 0, 0, 0), _MIDDLE, _told(project, COVERAGE))


class ProjectTable(QTableView):
    """`wanted` carries the folder of a project that is to be opened: Enter, or a click."""

    wanted = Signal(str)

    def __init__(self, theme: Theme, rows: ProjectRows) -> None:
        super().__init__()
        self._theme, self._rows, self.under = theme, rows, -1
        self.setModel(rows)
        self.setItemDelegate(_Cell(theme))
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setSectionsClickable(False)
        head.setHighlightSections(False)
        head.setMinimumSectionSize(48)
        for column in range(6):
            fixed = column != NAME
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed if fixed else QHeaderView.ResizeMode.Stretch)
        self.clicked.connect(lambda index: self.wanted.emit(self._rows.projects[index.row()].path))
        rows.modelReset.connect(self._fit)
        theme.changed.connect(self._fit)
        self._fit()

    def chosen(self) -> Project | None:
        """The project of the current row."""
        row = self.currentIndex().row()
        return self._rows.projects[row] if 0 <= row < len(self._rows.projects) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        project = self.chosen()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and project is not None:
            self.wanted.emit(project.path)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: object) -> None:
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self._rows.index(0, 0))
        self.viewport().update()

    def mouseMoveEvent(self, event: object) -> None:
        from PySide6.QtGui import QMouseEvent

        if isinstance(event, QMouseEvent):
            self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: object) -> None:
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self.under:
            self.under = row
            self.viewport().update()

    def _fit(self) -> None:
        """As high as its rows: the page scrolls, not the table."""
        high, head = self._theme.scaled(ROW), self._theme.scaled(HEAD)
        self.verticalHeader().setDefaultSectionSize(high)
        self.horizontalHeader().setFixedHeight(head)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, self._theme.scaled(width))
        self.setFixedHeight(head + high * len(self._rows.projects) + 2)
        self.setAccessibleName(say_many("Projects, {n}", "Projects, {n}", len(self._rows.projects)))
