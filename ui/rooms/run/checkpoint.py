"""The side panel while a checkpoint waits: what will happen, what was found, how to undo it, and the decision."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from ui.checkpoints import effect_of, undo_of
from ui.controls import Badge, button, label, line, prose
from ui.controls.action import ActionButton
from ui.controls.buttons import ElidedLink
from ui.controls.cards import box, plane, scrolled
from ui.desk import Desk
from ui.language import say

Decide = Callable[[str, str], object]
_RISKS = {"low": "success", "medium": "warning", "high": "danger"}
_SEVERITIES = {"low": "neutral", "medium": "warning", "high": "danger", "critical": "danger"}


def risk_words(risk: str) -> str:
    return {"low": say("low risk"), "medium": say("medium risk"), "high": say("high risk")}.get(risk, risk)


def severity_words(severity: str) -> str:
    return {
        "low": say("low"),
        "medium": say("medium"),
        "high": say("high"),
        "critical": say("critical"),
    }.get(severity, severity)


class CheckpointPanel(QWidget):
    """`decide` is called with approve or reject and the comment; `change` opens the specification to correct it."""

    def __init__(self, desk: Desk, asked: Mapping[str, Any], *, decide: Decide, change: Callable[[], object]) -> None:
        super().__init__()
        self._desk, self._asked, self._decide = desk, asked, decide
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.comment = QPlainTextEdit()
        self.comment.setAccessibleName(say("Comment"))
        self.comment.setPlaceholderText(say("Why; a rejection needs a reason."))
        self.comment.setFixedHeight(desk.theme.scaled(56))
        self.comment.setTabChangesFocus(True)
        self._wrong = prose("", "label", "danger")
        self._wrong.hide()
        high = asked.get("risk") == "high"
        keys = "Ctrl+Return" if high else "A"
        self.approve = ActionButton(
            desk.theme, say("Approve and go on"), weight="primary", icon="check", keys=keys, run=self.agree
        )
        self.reject = ActionButton(desk.theme, say("Reject …"), weight="danger", keys="X", run=self.refuse)
        self.change = ActionButton(desk.theme, say("Change it …"), keys="E", run=change)
        self.change.setVisible("modify" in asked.get("choices", ()))
        rows = box()
        rows.addWidget(self._head())
        rows.addWidget(self._body())
        rows.addStretch(1)
        rows.addWidget(line())
        rows.addWidget(self._foot())
        outer = box()
        outer.addWidget(scrolled(plane("surface", rows)))
        self.setLayout(outer)
        self._change = change

    def agree(self) -> None:
        self._decide("approve", self.comment.toPlainText().strip())

    def refuse(self) -> None:
        """A rejection needs its reason."""
        reason = self.comment.toPlainText().strip()
        if reason:
            self._decide("reject", reason)
        else:
            self._wrong.setText(say("Say why: the reason is kept with the decision."))
            self._wrong.show()
            self.comment.setFocus()

    def show_problem(self, said: str) -> None:
        self._wrong.setText(said)
        self._wrong.show()
        for action in (self.approve, self.reject, self.change):
            action.setEnabled(True)

    def busy(self) -> None:
        """The answer is on its way."""
        self._wrong.hide()
        for action in (self.approve, self.reject, self.change):
            action.setEnabled(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_A if self._asked.get("risk") != "high":
                self.agree()
            case Qt.Key.Key_X:
                self.refuse()
            case Qt.Key.Key_C:
                self.comment.setFocus()
            case Qt.Key.Key_E if self.change.isVisible():
                self._change()
            case _:
                super().keyPressEvent(event)

    def _head(self) -> QWidget:
        theme = self._desk.theme
        mark = QLabel()
        mark.setPixmap(theme.pixmap("shield", "warning", 20, self.devicePixelRatioF()))
        row = box(across=True, gap=10)
        row.addWidget(mark)
        title = label(_gate(str(self._asked.get("kind", ""))), "heading")
        title.setWordWrap(True)
        row.addWidget(title, 1)
        row.addWidget(
            Badge(theme, risk_words(str(self._asked["risk"])), tone=_RISKS.get(str(self._asked["risk"]), "neutral"))
        )
        rows = box(margins=(16, 14, 16, 14), gap=6)
        rows.addLayout(row)
        rows.addWidget(prose(effect_of(self._asked), "body", "text"))
        return plane("warning_soft", rows)

    def _body(self) -> QWidget:
        rows = box(margins=(16, 14, 16, 14), gap=10)
        findings: Sequence[Mapping[str, Any]] = self._asked.get("findings") or ()
        for finding in findings:
            rows.addWidget(self._finding(finding))
        if not findings:
            rows.addWidget(prose(say("Nobody found anything against it.")))
        for name, value in _facts(self._asked.get("facts") or {}):
            row = box(across=True, gap=8)
            row.addWidget(label(name, "label", "text_2"))
            row.addStretch(1)
            row.addWidget(label(value, "label"))
            rows.addLayout(row)
        rows.addWidget(line())
        rows.addWidget(label(say("How to undo it"), "label"))
        rows.addWidget(prose(undo_of(self._asked), "label"))
        return plane("none", rows)

    def _finding(self, finding: Mapping[str, Any]) -> QWidget:
        theme, severity = self._desk.theme, str(finding.get("severity", "low"))
        head = box(across=True, gap=8)
        head.addWidget(
            Badge(theme, severity_words(severity), tone=_SEVERITIES.get(severity, "neutral")),
            0,
            Qt.AlignmentFlag.AlignTop,
        )
        head.addWidget(prose(str(finding.get("title", "")), "body", "text"), 1)
        rows = box(gap=4)
        rows.addLayout(head)
        place = str(finding.get("place", ""))
        if place:
            goal = _goal(place)
            if goal is None:
                rows.addWidget(label(place, "code", "text_2"))
            else:
                rows.addWidget(ElidedLink(place, middle=True, run=partial(self._go, *goal)))
        if finding.get("advice"):
            rows.addWidget(prose(say("Advice: {advice}", advice=finding["advice"]), "label"))
        return plane("none", rows)

    def _go(self, room: str, place: str) -> None:
        """Where a finding is; a file is one of the project that is being built."""
        project = str(self._asked.get("project") or "")
        if room == "code" and project:
            self._desk.workspace.take(project)
        self._desk.go(room, place)

    def _foot(self) -> QWidget:
        rows = box(margins=(16, 12, 16, 16), gap=8)
        rows.addWidget(label(say("Comment"), "label"))
        rows.addWidget(self.comment)
        rows.addWidget(self._wrong)
        for action in (self.approve, self.change, self.reject):
            action.setSizePolicy(action.sizePolicy().Policy.Expanding, action.sizePolicy().Policy.Fixed)
        rows.addWidget(self.approve)
        row = box(across=True, gap=8)
        row.addWidget(self.change)
        row.addWidget(self.reject)
        rows.addLayout(row)
        rows.addWidget(
            button(
                self._desk.theme,
                say("All approvals"),
                kind="link",
                run=lambda: self._desk.go("approvals"),
            )
        )
        return plane("none", rows)


def _goal(place: str) -> tuple[str, str] | None:
    """The room and the place in it for the place of a finding; None where it can't be gone to."""
    if found := re.fullmatch(r"sentence (\d+)", place):
        return "spec", f"sentence:{found[1]}"
    if re.fullmatch(r"[\w./-]+\.\w+(:\d+)?", place):
        return "code", f"file:{place}"
    return None


def _gate(kind: str) -> str:
    return {"architecture": say("Architecture checkpoint"), "security": say("Security checkpoint")}.get(
        kind, say("Checkpoint")
    )


def _facts(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the checkpoint tells in figures."""
    named = {
        "entities": say("Entities"),
        "fields": say("Fields"),
        "rules": say("Rules"),
        "roles": say("Roles"),
        "files": say("Files"),
        "tests": say("Tests"),
        "verdict": say("Reviewers"),
    }
    return [(title, str(facts[name])) for name, title in named.items() if name in facts]
