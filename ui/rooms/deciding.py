"""A person's answer to a checkpoint: comment, approve, change, reject. Used by Run and Approvals.

A rejection needs a reason. Once it was asked for, Ctrl+Enter sends the rejection, and no longer the approval.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from ui.checkpoints import Row
from ui.controls import label, prose
from ui.controls.action import ActionButton
from ui.controls.cards import box
from ui.desk import Desk
from ui.language import say

Decide = Callable[[str, str, str], object]
"""Takes decision, comment and a corrected specification ('' unless the decision is modify)."""

GAP = 8


class DecisionForm(QWidget):
    """The buttons stand in a row where there is room for that, else approving stands above the others."""

    def __init__(self, desk: Desk, asked: Row, *, decide: Decide) -> None:
        super().__init__()
        self._desk, self._asked, self._decide = desk, asked, decide
        self.rejecting = self._under_way = False
        self.comment = QPlainTextEdit()
        self.comment.setAccessibleName(say("Comment"))
        self.comment.setPlaceholderText(say("Why? A rejection needs a reason."))
        self.comment.setTabChangesFocus(True)
        self.said = prose("", "label", "danger")
        self.said.hide()
        theme, high = desk.theme, asked.get("risk") == "high"
        asks = asked.get("kind") == "clarification"
        if asks:
            self.comment.setPlaceholderText(say("Your answer"))
        self.approve = ActionButton(
            theme,
            say("Answer") if asks else say("Approve and go on"),
            weight="primary",
            icon="check",
            keys="Ctrl+Return" if high else "A",
            run=self.agree,
        )
        self.change = ActionButton(theme, say("Change it …"), keys="E", run=self.correct)
        if not self._correctable:
            self.change.hide()
        words = say("Let it decide …") if asks else say("Reject …")
        self.reject = ActionButton(theme, words, weight="danger", keys="X", run=self.refuse)
        self._lay_out()
        theme.changed.connect(self._fit)
        self._fit()

    def agree(self) -> None:
        self._answer("approve", self.comment.toPlainText().strip(), "")

    def refuse(self) -> None:
        """With a reason; without one the field asks for it."""
        reason = self.comment.toPlainText().strip()
        if reason:
            self._answer("reject", reason, "")
            return
        self.rejecting = True
        self.show_problem(say("Say why: the reason is kept with the decision. Ctrl+Enter then rejects, Esc goes back."))
        self.comment.setFocus()

    def primary(self) -> None:
        """Ctrl+Enter: the rejection whose reason was asked for, else the approval, also where the risk is high."""
        if self.rejecting:
            self.refuse()
        else:
            self.agree()

    def back(self) -> bool:
        """Esc: no rejection after all; false when none was begun."""
        was, self.rejecting = self.rejecting, False
        if was:
            self.said.hide()
        return was

    def correct(self) -> None:
        """Opens the specification that waits, to be corrected."""
        from ui.rooms.spec.correcting import CorrectSpec

        if self._correctable:
            dialog = CorrectSpec(self._desk, str(self._asked["facts"]["spec"]), self)
            dialog.corrected.connect(self._corrected)
            dialog.open()

    def letter(self, letter: str) -> bool:
        """A letter that decides; says whether it is one. What is of high risk is not approved by a slip of the finger."""
        if not self._desk.preferences.flag("keys/letters", True):
            return False
        match letter:
            case "a" if self._asked.get("risk") != "high":
                self.agree()
            case "x":
                self.refuse()
            case "c":
                self.comment.setFocus()
            case "e" if self._correctable:
                self.correct()
            case _:
                return False
        return True

    def show_problem(self, said: str) -> None:
        """What is wrong with the answer; it can be given anew."""
        self.said.setText(said)
        self.said.show()
        self._rest(False)

    @property
    def _correctable(self) -> bool:
        facts: Mapping[str, Any] = self._asked.get("facts") or {}
        return "modify" in self._asked.get("choices", ()) and bool(facts.get("spec"))

    def _corrected(self, spec: str) -> None:
        self._answer("modify", self.comment.toPlainText().strip(), spec)

    def _answer(self, decision: str, comment: str, spec: str) -> None:
        """Once; the buttons rest until it is known what came of it."""
        if not self._under_way:
            self.said.hide()
            self._rest(True)
            self._decide(decision, comment, spec)

    def _rest(self, under_way: bool) -> None:
        self._under_way = under_way
        for action in (self.approve, self.reject, self.change):
            action.setDisabled(under_way)

    def minimumSizeHint(self) -> QSize:
        return QSize(max(self.approve.sizeHint().width(), self._others()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _lay_out(self) -> None:
        self._upper, self._lower = box(across=True, gap=GAP), box(across=True, gap=GAP)
        self._upper.addWidget(self.approve)
        rows = box(gap=GAP)
        rows.addWidget(label(say("Comment"), "label"))
        rows.addWidget(self.comment)
        rows.addWidget(self.said)
        rows.addLayout(self._upper)
        rows.addLayout(self._lower)
        self.setLayout(rows)
        self._arrange()

    def _others(self) -> int:
        """How much room the buttons beside approving need."""
        shown = [action for action in (self.change, self.reject) if not action.isHidden()]
        return sum(action.sizeHint().width() + GAP for action in shown) - GAP

    def _arrange(self) -> None:
        wide = self.width() >= self.approve.sizeHint().width() + GAP + self._others()
        across = QSizePolicy.Policy.Fixed if wide else QSizePolicy.Policy.Expanding
        for action in (self.approve, self.change, self.reject):
            action.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        for action in (self.change, self.reject):
            (self._upper if wide else self._lower).addWidget(action)
        self._upper.setAlignment(Qt.AlignmentFlag.AlignLeft if wide else Qt.AlignmentFlag(0))

    def _fit(self) -> None:
        self.comment.setFixedHeight(self._desk.theme.scaled(56))
        self._arrange()
