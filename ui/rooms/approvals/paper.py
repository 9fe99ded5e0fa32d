"""What is decided on: the effect in one sentence first, then how to undo it, what was found, the facts, and the buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.checkpoints import effect_of, title_of, undo_of
from ui.controls import Badge, Card, button, label, prose
from ui.controls.cards import box, plane, scrolled
from ui.desk import Desk
from ui.language import say, say_many
from ui.rooms.approvals.rows import Row, decision_words, fact_name, risk_words

Decide = Callable[[str, str, str], object]
"""Takes decision, comment and a corrected specification ('' unless the decision is modify)."""


class Paper(QWidget):
    """The right side of the room; made anew for each row."""

    def __init__(self, desk: Desk, row: Row, decide: Decide) -> None:
        super().__init__()
        self._desk, self.row, self._decide = desk, row, decide
        self.comment = QPlainTextEdit()
        self.comment.setPlaceholderText(say("Why? A rejection needs a reason."))
        self.comment.setAccessibleName(say("Comment"))
        self.comment.setTabChangesFocus(True)
        self.comment.setFixedHeight(72)
        self.spec: QPlainTextEdit | None = None
        self.said = prose("", "label", "danger")
        body = box(margins=(24, 20, 24, 24), gap=16)
        body.addLayout(self._head())
        body.addWidget(self._effect())
        for part in (self._findings(), self._facts()):
            if part is not None:
                body.addWidget(part)
        body.addWidget(self._decided() if row["decided"] else self._buttons())
        body.addStretch()
        outer = box()
        outer.addWidget(scrolled(plane("none", body)))
        self.setLayout(outer)

    def approve(self) -> None:
        self._decide("approve", self.comment.toPlainText().strip(), "")

    def reject(self) -> None:
        """With a reason; without one the field asks for it."""
        reason = self.comment.toPlainText().strip()
        if reason:
            self._decide("reject", reason, "")
        else:
            self.said.setText(say("Say why you reject it; the reason is kept with the run."))
            self.comment.setFocus()

    def change(self) -> None:
        """Opens the specification; a second time it sends what was changed."""
        if self.spec is None:
            return
        if not self.spec.isVisible():
            self.spec.show()
            self.spec.setFocus()
            self._change.setText(say("Build the changed specification"))
        elif self.spec.toPlainText() == self.row["facts"]["spec"]:
            self.said.setText(say("Nothing is changed yet."))
        else:
            self._decide("modify", self.comment.toPlainText().strip(), self.spec.toPlainText())

    def _head(self) -> Any:
        row = self.row
        head = box(across=True, gap=12)
        head.addWidget(label(title_of(row), "title"))
        text, tone = risk_words(str(row.get("risk", "")))
        head.addWidget(Badge(self._desk.theme, text, tone=tone, icon="alert" if tone != "success" else "check"))
        head.addStretch()
        head.addWidget(label(str(row.get("project") or "").rpartition("/")[2], "label", "text_2"))
        return head

    def _effect(self) -> Card:
        card = Card(gap=10)
        card.body.addWidget(label(say("What will happen"), "label", "text_2"))
        card.body.addWidget(prose(effect_of(self.row), "heading", "text"))
        card.body.addWidget(label(say("How to undo it"), "label", "text_2"))
        card.body.addWidget(prose(undo_of(self.row), "body", "text"))
        return card

    def _findings(self) -> Card | None:
        found: list[Mapping[str, Any]] = list(self.row.get("findings") or [])
        card = Card(gap=10)
        counted = say_many("{n} finding", "{n} findings", len(found)) if found else say("No findings")
        card.body.addWidget(label(counted, "heading"))
        if not found:
            card.body.addWidget(prose(say("The reviewers have nothing to say against it.")))
        for finding in found[:20]:
            row = box(across=True, gap=10)
            grave = finding.get("severity") in ("critical", "high")
            tone = "danger" if grave else "warning" if finding.get("severity") == "medium" else "neutral"
            row.addWidget(Badge(self._desk.theme, str(finding.get("severity", "")), tone=tone))
            words = box(gap=2)
            words.addWidget(prose(str(finding.get("title", "")), "body", "text"))
            advice = f"{finding.get('place', '')}  {finding.get('advice', '')}".strip()
            if advice:
                words.addWidget(prose(advice, "label", "text_2"))
            row.addLayout(words, 1)
            card.body.addLayout(row)
        if len(found) > 20:
            card.body.addWidget(prose(say_many("{n} more", "{n} more", len(found) - 20), "label", "text_3"))
        return card

    def _facts(self) -> Card | None:
        facts: Mapping[str, Any] = self.row.get("facts") or {}
        shown = [
            (name, value) for name, value in facts.items() if isinstance(value, int | float | str) and name != "spec"
        ]
        if not shown and "spec" not in facts:
            return None
        card = Card(gap=6)
        for name, value in shown:
            line = box(across=True, gap=12)
            line.addWidget(label(fact_name(name), "body", "text_2"))
            line.addWidget(prose(str(value), "body", "text"), 1)
            card.body.addLayout(line)
        if facts.get("spec"):
            self.spec = QPlainTextEdit(str(facts["spec"]))
            self.spec.setProperty("face", "code")
            self.spec.setAccessibleName(say("Specification"))
            self.spec.setMinimumHeight(300)
            self.spec.setTabChangesFocus(True)
            self.spec.hide()
            card.body.addWidget(self.spec)
        return card

    def _buttons(self) -> Card:
        card, theme = Card(gap=10), self._desk.theme
        card.body.addWidget(label(say("Comment"), "label", "text_2"))
        card.body.addWidget(self.comment)
        card.body.addWidget(self.said)
        row = box(across=True, gap=8)
        row.addWidget(button(theme, say("Approve"), kind="primary", icon="check", keys="A", run=self.approve))
        if self.spec is not None:
            self._change = button(theme, say("Change …"), keys="E", run=self.change)
            row.addWidget(self._change)
        row.addWidget(button(theme, say("Reject …"), kind="danger", keys="X", run=self.reject))
        row.addStretch()
        card.body.addLayout(row)
        return card

    def _decided(self) -> Card:
        decided, card = self.row["decided"], Card(gap=8)
        text, tone = decision_words(str(decided["decision"]))
        head = box(across=True, gap=10)
        head.addWidget(Badge(self._desk.theme, text, tone=tone))
        head.addWidget(label(str(decided.get("time", ""))[:19].replace("T", " "), "label", "text_2"))
        head.addStretch()
        card.body.addLayout(head)
        if decided.get("comment"):
            card.body.addWidget(prose(str(decided["comment"]), "body", "text"))
        return card
