"""What is decided on: the effect in one sentence first, then how to undo it, what changes, what was found, and the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.checkpoints import effect_of, facts_of, risk_words, title_of, undo_of
from ui.controls import Badge, Card, button, label, line, prose
from ui.controls.buttons import ElidedLink
from ui.controls.cards import box, plane, scrolled
from ui.controls.times import moment
from ui.desk import Desk
from ui.language import say, say_many
from ui.rooms.approvals.code_changes import CodeChanges
from ui.rooms.approvals.rows import Key, Row, decision_words, folder_of, key_of
from ui.rooms.approvals.spec_changes import SpecChanges
from ui.rooms.deciding import Decide, DecisionForm
from ui.rooms.finding import FindingView

MOST = 20
"""Findings that are shown; the rest is counted."""


class Paper(QWidget):
    """The right side of the room; made anew for each row. `elsewhere`: it was decided while the person looked at it."""

    def __init__(self, desk: Desk, row: Row, decide: Decide, *, elsewhere: bool = False) -> None:
        super().__init__()
        self._desk, self.row = desk, row
        self.form = None if row["decided"] else DecisionForm(desk, row, decide=decide)
        self.changes: SpecChanges | None = None
        body = box(margins=(24, 20, 24, 24), gap=16)
        body.addLayout(self._head())
        if elsewhere:
            body.addWidget(_note(say("Somebody decided this meanwhile.")))
        for part in (self._decided(), self._effect(), self._changes(), self._findings(), self._facts()):
            if part is not None:
                body.addWidget(part)
        body.addStretch()
        outer = box()
        outer.addWidget(scrolled(plane("none", body)), 1)
        if self.form is not None:
            foot = box(margins=(24, 12, 24, 16))
            foot.addWidget(self.form)
            outer.addWidget(line())
            outer.addWidget(plane("surface", foot))
        self.setLayout(outer)

    @property
    def key(self) -> Key:
        return key_of(self.row)

    def show_before(self, spec: str) -> None:
        """The specification that the project has now, to be compared with the one that waits."""
        if self.changes is not None:
            self.changes.show_before(spec)

    def _head(self) -> Any:
        row, run = self.row, str(self.row["run"])
        text, tone = risk_words(str(row.get("risk", "")))
        badge = Badge(self._desk.theme, text, tone=tone, icon="alert" if tone != "success" else "check")
        title = prose(title_of(row), "title", "text")
        above = box(across=True, gap=12)
        above.addWidget(title, 1)
        above.addWidget(badge, 0, Qt.AlignmentFlag.AlignTop)
        below = box(across=True, gap=16)
        below.addWidget(ElidedLink(folder_of(row), middle=True, run=lambda: self._desk.go("run", f"run:{run}")))
        opened = say("asked {when}", when=moment(str(row.get("opened", ""))))
        below.addWidget(label(opened, "label", "text_3"))
        below.addStretch()
        rows = box(gap=4)
        rows.addLayout(above)
        rows.addLayout(below)
        return rows

    def _effect(self) -> Card:
        decided, card = bool(self.row["decided"]), Card(gap=4)
        card.body.addWidget(label(say("What it was about") if decided else say("What will happen"), "label", "text_2"))
        card.body.addWidget(prose(effect_of(self.row), "heading", "text"))
        card.body.addSpacing(8)
        card.body.addWidget(label(say("How to undo it"), "label", "text_2"))
        card.body.addWidget(prose(undo_of(self.row), "body", "text"))
        return card

    def _changes(self) -> QWidget | None:
        """For a project that is built anew, what changes in its specification; a model's code; for reviewed code, the way to it."""
        if self.row["decided"]:
            return None
        if self.row.get("renew") and self.row["facts"].get("spec"):
            self.changes = SpecChanges(self._desk.theme, str(self.row["facts"]["spec"]))
            return self.changes
        if self.row.get("kind") == "implementation":
            return CodeChanges(self._desk.theme, self.row["facts"]["changes"])
        project = str(self.row.get("project") or "")
        if self.row.get("kind") == "security" and self._desk.workspace.find(project) is not None:
            read = box(across=True)
            read.addWidget(
                button(self._desk.theme, say("Read the code"), icon="code", run=partial(self._read, project))
            )
            read.addStretch()
            return plane("none", read)
        return None

    def _read(self, project: str) -> None:
        self._desk.workspace.take(project)
        self._desk.go("code")

    def _findings(self) -> Card:
        found: Sequence[Mapping[str, Any]] = self.row.get("findings") or ()
        card = Card(gap=12)
        counted = say_many("{n} finding", "{n} findings", len(found)) if found else say("No findings")
        card.body.addWidget(label(counted, "heading"))
        if not found:
            card.body.addWidget(prose(say("The reviewers have nothing to say against it.")))
        for finding in found[:MOST]:
            card.body.addWidget(FindingView(self._desk, finding, str(self.row.get("project") or "")))
        if len(found) > MOST:
            card.body.addWidget(prose(say_many("{n} more", "{n} more", len(found) - MOST), "label", "text_3"))
        return card

    def _facts(self) -> Card | None:
        facts = facts_of(self.row)
        if not facts:
            return None
        card, grid = Card(), QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for at, (name, value) in enumerate(facts):
            grid.addWidget(label(name, "body", "text_2"), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(prose(value, "body", "text"), at, 1)
        card.body.addLayout(grid)
        return card

    def _decided(self) -> Card | None:
        decided, card = self.row["decided"], Card(gap=8)
        if not decided:
            return None
        text, tone = decision_words(str(decided["decision"]))
        head = box(across=True, gap=10)
        head.addWidget(Badge(self._desk.theme, text, tone=tone))
        head.addWidget(label(moment(str(decided.get("time", ""))), "label", "text_2"))
        head.addStretch()
        card.body.addLayout(head)
        if decided.get("comment"):
            card.body.addWidget(prose(str(decided["comment"]), "body", "text"))
        return card


def _note(text: str) -> QWidget:
    inner = box(margins=(14, 10, 14, 10))
    inner.addWidget(prose(text, "body", "text"))
    return plane("warning_soft", inner)
