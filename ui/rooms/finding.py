"""What a reviewer found, as Run and Approvals show it at a checkpoint: how grave, what, where, and the advice."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.checkpoints import SEVERITIES, finding_words, goal_of, place_words, severity_words
from ui.controls import Badge, label, prose
from ui.controls.buttons import ElidedLink
from ui.controls.cards import box
from ui.controls.labels import ElidedLabel
from ui.desk import Desk
from ui.language import say


class FindingView(QWidget):
    """`project` is the folder that its place lies in; the place is a link once that project can be opened."""

    def __init__(self, desk: Desk, finding: Mapping[str, Any], project: str) -> None:
        super().__init__()
        self._desk, self._project = desk, project
        severity, place = str(finding.get("severity", "low")), str(finding.get("place", ""))
        title, advice = finding_words(finding)
        badge = Badge(desk.theme, severity_words(severity), tone=SEVERITIES.get(severity, "neutral"))
        words = box(gap=2)
        words.addWidget(prose(title, "body", "text"))
        if place and place not in title:
            words.addWidget(self._place(place))
        if advice:
            words.addWidget(prose(say("Advice: {advice}", advice=advice), "label"))
        row = box(across=True, gap=10)
        row.addWidget(badge, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.setLayout(row)

    def _place(self, place: str) -> QWidget:
        goal = goal_of(place) if self._desk.workspace.find(self._project) is not None else None
        if goal is not None:
            return ElidedLink(place_words(place), middle=True, run=partial(self._go, *goal))
        if place_words(place) != place:
            return label(place_words(place), "label", "text_2")
        return ElidedLabel(place, "code", "text_2", middle=True)

    def _go(self, room: str, place: str) -> None:
        self._desk.workspace.take(self._project)
        self._desk.go(room, place)
