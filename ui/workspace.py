"""The projects the engine knows and the one in hand. Asked again whenever a run begins or ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.client import EngineError
from ui.draft import Draft
from ui.engine import EngineLink, RunFollower
from ui.preferences import Preferences


@dataclass(frozen=True, kw_only=True)
class Project:
    """A project as the engine lists it; `row` holds everything it said."""

    path: str
    name: str
    title: str = ""
    summary: str = ""
    stack: str = ""
    state: str = "ready"
    changed: str = ""
    run: str = ""
    row: Mapping[str, Any] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """What it is called: its folder's name, which tells two of one name apart."""
        return self.path.rstrip("/").rpartition("/")[2] or self.name

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Project:
        """From a row of GET /projects."""
        known = ("path", "name", "title", "summary", "stack", "state", "changed", "run")
        return cls(**{key: str(row.get(key) or "") for key in known}, row=row)


class Workspace(QObject):
    """`projects_changed` after each look; `project_changed` when another one is taken in hand or its row changed.

    `draft` is the brief in hand that is no project yet.
    """

    projects_changed = Signal()
    project_changed = Signal()

    def __init__(self, link: EngineLink, runs: RunFollower, preferences: Preferences) -> None:
        super().__init__()
        self._link, self._preferences = link, preferences
        self.draft = Draft()
        self.typed = ""
        """What stands in Home's composer, for when that room is made anew."""
        self.projects: list[Project] = []
        self.project: Project | None = None
        self.failure: EngineError | None = None
        self.loaded = False
        runs.runs_changed.connect(lambda: self._link.start(self.refresh()))

    async def refresh(self) -> None:
        """Asks for the projects; what was known stays readable when the engine does not answer."""
        try:
            rows = (await self._link.ask("GET", "/projects"))["items"]
        except EngineError as error:
            self.failure = error
        else:
            self.failure, self.loaded = None, True
            self.projects = [Project.of(row) for row in rows]
            if self.project is not None:
                self._hold(self.find(self.project.path) or self.project)
        self.projects_changed.emit()

    def find(self, path: str) -> Project | None:
        return next((project for project in self.projects if project.path == path), None)

    def take(self, path: str) -> None:
        """Takes a project in hand; one that the list does not show yet is named after its folder."""
        if self._link.here:  # a folder of another machine is none to open at the next start
            self._preferences.remember("projects/recent", path)
        self._hold(self.find(path) or Project(path=path, name=path.rstrip("/").rpartition("/")[2]))

    def leave(self) -> None:
        """No project in hand."""
        self._hold(None)

    def reset(self) -> None:
        """Forgets the projects, as when the window turns to another engine; a brief that is no project yet stays."""
        self.projects, self.failure, self.loaded = [], None, False
        if self.draft.project:
            self.draft.clear()
        self.leave()
        self.projects_changed.emit()

    def _hold(self, project: Project | None) -> None:
        if project != self.project:
            self.project = project
            self.project_changed.emit()
