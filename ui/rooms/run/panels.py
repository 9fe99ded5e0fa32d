"""The panel at the side of Run for what it is about: a plan, a checkpoint that waits, the outcome, the team at work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from ui.controls.cards import box, plane
from ui.desk import Desk
from ui.rooms.deciding import Decide
from ui.rooms.run.checkpoint import CheckpointPanel
from ui.rooms.run.outcome import OutcomePanel
from ui.rooms.run.planned import PlannedPanel
from ui.rooms.run.shown import ShownRun
from ui.rooms.run.team import TeamPanel


class Panels:
    """Makes them; `begin` starts what is planned, `again` plans anew what the shown run was asked for."""

    def __init__(
        self,
        desk: Desk,
        shown: ShownRun,
        *,
        begin: Callable[[], object],
        decide: Decide,
        again: Callable[[], object],
    ) -> None:
        self._desk, self._shown = desk, shown
        self._begin, self._decide, self._again = begin, decide, again

    def make(self, about: str, asked: Mapping[str, Any], plan: Mapping[str, Any]) -> QWidget:
        """`asked` is what waits, where `about` is gate; `plan` what is planned, where it is plan."""
        match about:
            case "plan":
                return PlannedPanel(self._desk, plan, renew=bool(self._desk.workspace.draft.project), start=self._begin)
            case "gate":
                return CheckpointPanel(
                    self._desk, {"project": self._wanted.get("out", ""), **asked}, decide=self._decide
                )
            case "over":
                return self._outcome()
            case "team":
                return TeamPanel(self._desk.theme)
        return plane("surface", box())

    @property
    def _wanted(self) -> Mapping[str, Any]:
        """What the shown run was asked for."""
        return self._shown.row.get("arguments") or {}

    def _outcome(self) -> QWidget:
        empty = self._desk.workspace.draft.empty
        back = (lambda: self._desk.go("home")) if empty else (lambda: self._desk.go("spec", "brief"))
        return OutcomePanel(
            self._desk,
            self._shown.state,
            {"path": self._place(), **self._shown.result},
            (self._shown.why, self._shown.story.hint),
            again=back,
            plan=self._again if self._wanted.get("brief") or self._wanted.get("spec") else None,
        )

    def _place(self) -> str:
        """The folder of the project that the run has begun; '' while it has none."""
        projects = self._desk.workspace.projects
        return next((project.path for project in projects if project.run == self._shown.run), "")
