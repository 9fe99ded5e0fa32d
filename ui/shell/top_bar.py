"""The bar above the room: the project in hand with a menu of the others, and the field that opens the palette."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from ui.controls.buttons import icon_button
from ui.controls.cards import box
from ui.language import say
from ui.shell.stacks import stack_title
from ui.theme import Theme
from ui.workspace import Workspace

HEIGHT = 48


class ProjectButton(QAbstractButton):
    """Name and stack of the project in hand; opens the menu of projects."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.title, self.stack = "", ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_project(self, title: str, stack: str) -> None:
        self.title, self.stack = title, stack
        self.setAccessibleName(say("Project {name}", name=title) if stack else title)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        bold = QFontMetrics(self._theme.font("heading"))
        small = QFontMetrics(self._theme.font("label"))
        width = 10 + bold.horizontalAdvance(self.title) + 42
        if self.stack:
            width += 26 + 10 + small.horizontalAdvance(self.stack)
        return QSize(min(width, 460), 34)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, ratio = QPainter(self), self._theme, self.devicePixelRatioF()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            pen = QPen(theme.colour("focus"), 2) if self.hasFocus() else QPen(Qt.PenStyle.NoPen)
            painter.setPen(pen)
            painter.setBrush(theme.colour("hover"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        left = 10
        if self.stack or not self.isEnabled():
            painter.drawPixmap(left, 9, theme.pixmap("folder", "text_2", 16, ratio))
            left += 26
        painter.setFont(theme.font("heading"))
        painter.setPen(theme.colour("text"))
        bold = QFontMetrics(painter.font())
        title = bold.elidedText(self.title, Qt.TextElideMode.ElideRight, self.width() - left - 40)
        painter.drawText(QRectF(left, 0, self.width(), 34), int(Qt.AlignmentFlag.AlignVCenter), title)
        left += bold.horizontalAdvance(title) + 10
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour("text_2"))
        painter.drawText(QRectF(left, 0, self.width() - left - 26, 34), int(Qt.AlignmentFlag.AlignVCenter), self.stack)
        painter.drawPixmap(self.width() - 24, 9, theme.pixmap("chevrons", "text_3", 16, ratio))


class CommandField(QAbstractButton):
    """Looks like a field, opens the palette."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(200)
        self.setMaximumWidth(300)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retitle()
        theme.changed.connect(self.update)

    def retitle(self) -> None:
        self.setAccessibleName(say("Search or run a command"))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, 30)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focus = self.hasFocus()
        painter.setPen(QPen(theme.colour("focus" if focus else "line_strong"), 2 if focus else 1))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.drawPixmap(10, 7, theme.pixmap("search", "text_3", 16, self.devicePixelRatioF()))
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text_3"))
        painter.drawText(
            QRectF(34, 0, self.width() - 92, self.height()),
            int(Qt.AlignmentFlag.AlignVCenter),
            say("Search or run a command"),
        )
        keys = QRectF(self.width() - 52, 6, 44, self.height() - 12)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.setBrush(theme.colour("sunken"))
        painter.drawRoundedRect(keys, 4, 4)
        painter.setPen(theme.colour("text_3"))
        painter.setFont(theme.font("caption"))
        painter.drawText(keys, int(Qt.AlignmentFlag.AlignCenter), "Ctrl K")


class TopBar(QWidget):
    """`palette_wanted` and `project_wanted` tell the window what was asked for."""

    palette_wanted = Signal()
    project_wanted = Signal(str)
    inspector_wanted = Signal()

    def __init__(self, theme: Theme, workspace: Workspace) -> None:
        super().__init__()
        self._theme, self._workspace = theme, workspace
        self.setFixedHeight(HEIGHT)
        self.project = ProjectButton(theme)
        self.project.clicked.connect(self.open_projects)
        self.field = CommandField(theme)
        self.field.clicked.connect(self.palette_wanted)
        row = box(across=True, margins=(14, 0, 16, 0), gap=16)
        row.addWidget(self.project)
        row.addStretch(1)
        row.addWidget(self.field, 2)
        self.inspector = icon_button(theme, "sidebar", "", run=self.inspector_wanted.emit)
        self.inspector.hide()
        row.addWidget(self.inspector)
        self.setLayout(row)
        self._name()
        self._room = ""
        workspace.project_changed.connect(self._show)

    def show_room(self, title: str) -> None:
        """The room's title stands here while no project is in hand."""
        self._room = title
        self._show()

    def retitle(self) -> None:
        self.field.retitle()
        self._name()
        self._show()

    def _name(self) -> None:
        name = say("Show or hide the inspector")
        self.inspector.setAccessibleName(name)
        self.inspector.setToolTip(f"{name}  Ctrl+Alt+I")

    def open_projects(self) -> None:
        """The menu of all projects, the one in hand checked."""
        menu = QMenu(self)
        for project in self._workspace.projects[:20]:
            chosen = menu.addAction(project.title or project.name)
            chosen.setCheckable(True)
            chosen.setChecked(self._workspace.project is not None and project.path == self._workspace.project.path)
            chosen.triggered.connect(lambda _=False, path=project.path: self.project_wanted.emit(path))
        if not self._workspace.projects:
            menu.addAction(say("No projects yet")).setEnabled(False)
        menu.addSeparator()
        menu.addAction(say("All projects")).triggered.connect(lambda: self.project_wanted.emit(""))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.project.mapToGlobal(self.project.rect().bottomLeft()))

    def _show(self) -> None:
        project = self._workspace.project
        if project is None:
            self.project.show_project(self._room, "")
        else:
            self.project.show_project(project.folder, stack_title(project.stack))
