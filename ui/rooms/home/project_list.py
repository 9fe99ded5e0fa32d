"""The projects below the composer: heading, filter, open, the table and its states."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu, QWidget

from app.client import EngineError
from ui.controls import Card, Failure, SearchField, label
from ui.controls.action import ActionButton
from ui.controls.cards import box, reveal
from ui.desk import Desk
from ui.language import say
from ui.rooms.home.plan import fitting
from ui.rooms.home.projects import ProjectRows, ProjectTable
from ui.workspace import Project


class ProjectList(QWidget):
    """Hidden while there are no projects and nothing failed: an empty Home is composer and examples only."""

    def __init__(self, desk: Desk, *, open_folder: Callable[[], object]) -> None:
        super().__init__()
        self._desk = desk
        self.rows = ProjectRows()
        self.table = ProjectTable(desk.theme, self.rows)
        self.table.wanted.connect(self._take)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._menu)
        self.field = SearchField(desk.theme, say("Filter projects"))
        self.field.setFixedWidth(desk.theme.scaled(190))
        self.field.sought.connect(lambda words: self._show())
        self.field.returnPressed.connect(self.table.setFocus)
        self._count = label("", "body", "text_2")
        self._none = label("", "label", "text_3")
        self._failure = Failure(desk.theme, again=lambda: desk.link.start(desk.workspace.refresh()))
        head = box(across=True, gap=8)
        head.addWidget(label(say("Projects"), "heading"))
        head.addWidget(self._count)
        head.addStretch()
        head.addWidget(self.field)
        self.open = ActionButton(desk.theme, say("Open …"), icon="folder-open", run=open_folder)
        self.open.setEnabled(not desk.engine.folders_refusal)
        self.open.setToolTip(desk.engine.folders_refusal)
        head.addWidget(self.open)
        self._card = Card(padding=1)
        self._card.body.addWidget(self.table)
        rows = box(gap=10)
        rows.addLayout(head)
        rows.addWidget(self._failure)
        rows.addWidget(self._none)
        rows.addWidget(self._card)
        self.setLayout(rows)
        self._refused: EngineError | None = None
        """Why the folder that was chosen last is no project."""
        desk.workspace.projects_changed.connect(self._show)
        self._show()

    async def open_project(self, folder: str) -> None:
        """Adds the project of a folder and takes it in hand."""
        self._refused = None
        if refusal := self._desk.engine.folders_refusal:
            self._refused = EngineError(refusal)
            self._show()
            return
        try:
            row = await self._desk.link.ask("POST", "/projects/open", body={"path": folder})
        except EngineError as error:
            self._refused = error
            self._show()
            return
        await self._desk.workspace.refresh()
        self._take(str(row["path"]))

    def _show(self) -> None:
        workspace = self._desk.workspace
        shown = fitting(workspace.projects, self.field.text())
        if shown != self.rows.projects:
            self.rows.show_projects(shown)
        self._count.setText(str(len(workspace.projects)))
        self._card.setVisible(bool(shown))
        self._none.setVisible(bool(workspace.projects) and not shown)
        self._none.setText(say("No project fits “{words}”.", words=self.field.text()))
        failure = self._refused or workspace.failure
        if failure is not None:
            self._failure.show_error(failure)
        else:
            self._failure.clear()
        reveal(self, bool(workspace.projects) or failure is not None)

    def _take(self, path: str) -> None:
        project = self._desk.workspace.find(path)
        self._desk.workspace.take(path)
        if project is not None and self._is_about_its_run(project):
            self._desk.go("run", f"run:{project.run}")
        else:
            self._desk.go("spec")

    def _is_about_its_run(self, project: Project) -> bool:
        """Whether the run tells more than the specification: while it goes on, and when it was stopped."""
        known = project.run in self._desk.runs.runs
        return bool(project.run) and (
            project.state in ("building", "waiting") or (project.state == "cancelled" and known)
        )

    def _menu(self, at: QPoint) -> None:
        index = self.table.indexAt(at)
        if not index.isValid():
            return
        project = self.rows.projects[index.row()]
        menu = QMenu(self)
        menu.addAction(say("Open")).triggered.connect(lambda: self._take(project.path))
        folder = menu.addAction(say("Show the folder"))
        folder.setEnabled(not self._desk.engine.folders_refusal)
        folder.triggered.connect(lambda: _show_folder(project.path))
        menu.addSeparator()
        forget = menu.addAction(say("Remove from this list (files stay)"))
        forget.triggered.connect(lambda: self._desk.link.start(self._forget(project.path)))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.table.viewport().mapToGlobal(at))

    async def _forget(self, path: str) -> None:
        try:
            await self._desk.link.ask("POST", "/projects/forget", body={"path": path})
        except EngineError as error:
            self._failure.show_error(error)
            return
        if self._desk.workspace.project is not None and self._desk.workspace.project.path == path:
            self._desk.workspace.leave()
        await self._desk.workspace.refresh()
        self._desk.notify(
            say("Removed from the list. Its files stay."),
            action=say("Undo"),
            run=lambda: self._desk.link.start(self.open_project(path)),
        )


def _show_folder(path: str) -> None:
    from PySide6.QtCore import QUrl

    QDesktopServices.openUrl(QUrl.fromLocalFile(path))
