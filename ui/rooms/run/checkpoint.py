"""The side panel while a checkpoint waits: what will happen, what was found, how to undo it, and the decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui.checkpoints import effect_of, facts_of, risk_words, undo_of
from ui.controls import Badge, button, label, line, prose
from ui.controls.cards import box, plane, scrolled
from ui.desk import Desk
from ui.language import say
from ui.rooms.deciding import Decide, DecisionForm
from ui.rooms.finding import FindingView


class CheckpointPanel(QWidget):
    """A, E, X and C decide while it has the focus."""

    def __init__(self, desk: Desk, asked: Mapping[str, Any], *, decide: Decide) -> None:
        super().__init__()
        self._desk, self._asked = desk, asked
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.form = DecisionForm(desk, asked, decide=decide)
        rows = box()
        rows.addWidget(self._head())
        rows.addWidget(self._body())
        rows.addStretch(1)
        rows.addWidget(line())
        rows.addWidget(self._foot())
        outer = box()
        outer.addWidget(scrolled(plane("surface", rows)))
        self.setLayout(outer)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() or event.isAutoRepeat() or not self.form.letter(event.text().lower()):
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
        text, tone = risk_words(str(self._asked["risk"]))
        row.addWidget(Badge(theme, text, tone=tone))
        rows = box(margins=(16, 14, 16, 14), gap=6)
        rows.addLayout(row)
        rows.addWidget(prose(effect_of(self._asked), "body", "text"))
        return plane("warning_soft", rows)

    def _body(self) -> QWidget:
        rows = box(margins=(16, 14, 16, 14), gap=10)
        findings: Sequence[Mapping[str, Any]] = self._asked.get("findings") or ()
        for finding in findings:
            rows.addWidget(FindingView(self._desk, finding, str(self._asked.get("project") or "")))
        if not findings:
            rows.addWidget(prose(say("Nobody found anything against it.")))
        for name, value in facts_of(self._asked):
            row = box(across=True, gap=8)
            row.addWidget(label(name, "label", "text_2"), 0, Qt.AlignmentFlag.AlignTop)
            said = prose(value, "label", "text")
            said.setAlignment(Qt.AlignmentFlag.AlignRight)
            row.addWidget(said, 1)
            rows.addLayout(row)
        rows.addWidget(line())
        rows.addWidget(label(say("How to undo it"), "label"))
        rows.addWidget(prose(undo_of(self._asked), "label"))
        return plane("none", rows)

    def _foot(self) -> QWidget:
        rows = box(margins=(16, 12, 16, 16), gap=8)
        rows.addWidget(self.form)
        rows.addWidget(
            button(
                self._desk.theme,
                say("All approvals"),
                kind="link",
                run=lambda: self._desk.go("approvals"),
            )
        )
        return plane("none", rows)


def _gate(kind: str) -> str:
    return {"architecture": say("Architecture checkpoint"), "security": say("Security checkpoint")}.get(
        kind, say("Checkpoint")
    )
