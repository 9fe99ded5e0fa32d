"""The side panel once a run has ended: what became of each sentence, the tests, and where to go next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from ui.controls import Badge, label, line, prose
from ui.controls.action import ActionButton
from ui.controls.cards import box, plane, scrolled
from ui.desk import Desk
from ui.engine.telling import counted_tests
from ui.language import figure, say, say_many
from ui.retelling import retell

SHOWN = 12


def requirement_words(status: str) -> str:
    """What people call what became of a sentence."""
    return {
        "built": say("built"),
        "partial": say("partial"),
        "not_built": say("not built"),
        "not_understood": say("not understood"),
        "out_of_scope": say("only context"),
    }.get(status, status)


TONES = {
    "built": ("success", "check-circle"),
    "partial": ("info", "partial"),
    "not_built": ("danger", "cross-circle"),
    "not_understood": ("danger", "cross-circle"),
    "out_of_scope": ("neutral", "minus"),
}


def counted(requirements: Sequence[Mapping[str, Any]]) -> list[tuple[str, int]]:
    """How many sentences came to what, in a fixed order; none of zero."""
    counts = Counter(str(row["status"]) for row in requirements)
    return [(status, counts[status]) for status in TONES if counts[status]]


class OutcomePanel(QWidget):
    """`result` is what the run returned, `why` with a hint why it is not done; `again` leads back to what was asked for,
    `plan` plans the same anew."""

    def __init__(
        self,
        desk: Desk,
        state: str,
        result: Mapping[str, Any],
        why: tuple[str, str],
        *,
        again: Callable[[], object],
        plan: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self._desk, self._result, self._plan = desk, result, plan
        rows = box(margins=(16, 16, 16, 16), gap=10)
        match state:
            case "done":
                self._show_done(rows)
            case "needs_answers":
                self._show_questions(rows, again)
            case _:
                self._show_end(rows, state, why, again)
        rows.addStretch(1)
        outer = box()
        outer.addWidget(scrolled(plane("surface", rows)))
        self.setLayout(outer)

    def open_preview(self) -> None:
        self._desk.go("preview")

    def _show_done(self, rows: Any) -> None:
        desk, result = self._desk, self._result
        rows.addWidget(self._headline("check-circle", "success", say("It is built and tested")))
        tests: Mapping[str, Any] = result.get("tests") or {}
        if tests:
            told = counted_tests(int(tests["passed"]), int(tests["failed"]))
            rows.addWidget(prose(say("{tests}, {n} % of lines covered", tests=told, n=figure(tests["coverage"]))))
        preview = result.get("preview")
        if preview:
            go = ActionButton(
                desk.theme,
                say("Open preview"),
                weight="primary",
                icon="window",
                keys="Ctrl+Return",
                run=self.open_preview,
            )
            _widen(go)
            rows.addWidget(go)
            rows.addWidget(label(str(preview["url"]), "code", "text_2"))
        elif result.get("run"):
            rows.addWidget(label(say("Run it"), "label"))
            command = label(str(result["run"]), "code")
            command.setWordWrap(True)
            command.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            rows.addWidget(command)
        code = ActionButton(desk.theme, say("Look at the code"), icon="code", run=lambda: desk.go("code"))
        _widen(code)
        rows.addWidget(code)
        self._show_requirements(rows)

    def _show_requirements(self, rows: Any) -> None:
        requirements: Sequence[Mapping[str, Any]] = self._result.get("requirements") or ()
        if not requirements:
            return
        rows.addWidget(line())
        rows.addWidget(label(say("What became of each sentence"), "heading"))
        for status, count in counted(requirements):
            tone, icon = TONES[status]
            row = box(across=True, gap=8)
            row.addWidget(Badge(self._desk.theme, requirement_words(status), tone=tone, icon=icon))
            row.addStretch(1)
            row.addWidget(label(say_many("{n} sentence", "{n} sentences", count), "label", "text_2"))
            rows.addLayout(row)
        open_ = [row for row in requirements if row["status"] in ("partial", "not_built", "not_understood")]
        for gap in open_[:SHOWN]:
            rows.addWidget(self._gap(gap))
        all_of_them = ActionButton(
            self._desk.theme, say("Show every sentence"), icon="quote", run=lambda: self._desk.go("spec")
        )
        _widen(all_of_them)
        rows.addWidget(all_of_them)

    def _gap(self, row: Mapping[str, Any]) -> QWidget:
        tone, icon = TONES[str(row["status"])]
        mark = QLabel()
        mark.setPixmap(self._desk.theme.pixmap(icon, tone, 16, self.devicePixelRatioF()))
        words = box(gap=2)
        words.addWidget(prose(str(row["text"]), "label", "text"))
        if row.get("why"):
            words.addWidget(prose(retell(str(row["why"])), "label"))
        across = box(across=True, gap=8)
        across.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(words, 1)
        return plane("none", across)

    def _show_questions(self, rows: Any, again: Callable[[], object]) -> None:
        rows.addWidget(self._headline("question", "warning", say("It needs answers first")))
        asked: Sequence[Mapping[str, Any]] = self._result.get("questions") or ()
        for question in asked:
            rows.addWidget(prose(retell(str(question["text"])), "body", "text"))
            if question.get("suggestion"):
                rows.addWidget(prose(say("Suggested: {answer}", answer=question["suggestion"]), "label"))
        if not asked:
            rows.addWidget(prose(say("The brief names nothing to build. Say which things are kept and who uses them.")))
        self._act(rows, say("Answer in Spec"), again)

    def _show_end(self, rows: Any, state: str, why: tuple[str, str], again: Callable[[], object]) -> None:
        said = {
            "failed": ("cross-circle", "danger", say("It failed")),
            "cancelled": ("stop", "neutral", say("It was stopped")),
            "refused": ("cross", "neutral", say("It was not built")),
        }.get(state, ("info", "neutral", state))
        rows.addWidget(self._headline(*said))
        for text, role in zip(why, ("text", "text_2"), strict=True):
            if text:
                rows.addWidget(_selectable(prose(text, "body", role)))
        tests: Mapping[str, Any] = self._result.get("tests") or {}
        if tests:
            rows.addWidget(prose(counted_tests(int(tests["passed"]), int(tests["failed"]))))
        if self._result.get("path") and state == "cancelled":
            kept = say("What it had written stays in {path}.", path=self._result["path"])
            rows.addWidget(prose(kept, "label"))
        elif self._result.get("path") and state != "refused":
            rows.addWidget(prose(say("Its files lie in {path}.", path=self._result["path"]), "label"))
        if self._plan is not None:
            self._act(rows, say("Plan it again"), self._plan)
            back = ActionButton(self._desk.theme, say("Back to the brief"), run=again)
            _widen(back)
            rows.addWidget(back)
        else:
            self._act(rows, say("Back to the brief"), again)
        self._show_requirements(rows)

    def _act(self, rows: Any, words: str, run: Callable[[], object]) -> None:
        act = ActionButton(self._desk.theme, words, weight="primary", run=run)
        _widen(act)
        rows.addWidget(act)

    def _headline(self, icon: str, tone: str, words: str) -> QWidget:
        mark = QLabel()
        role = "text_2" if tone == "neutral" else tone
        mark.setPixmap(self._desk.theme.pixmap(icon, role, 20, self.devicePixelRatioF()))
        row = box(across=True, gap=10)
        row.addWidget(mark)
        row.addWidget(label(words, "heading"), 1)
        return plane("none", row)


def _selectable(words: QLabel) -> QLabel:
    """An error's words can be copied."""
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return words


def _widen(action: ActionButton) -> None:
    policy = action.sizePolicy().Policy
    action.setSizePolicy(policy.Expanding, policy.Fixed)
