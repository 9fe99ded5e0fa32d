"""Ask whether a text would be refused; see what was refused; see what shuts generated code in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QPlainTextEdit

from app.client import EngineError
from ui.controls import Badge, Card, Failure, button, label, prose
from ui.controls.cards import box, plane, scrolled
from ui.controls.times import ago
from ui.desk import Desk
from ui.language import say
from ui.retelling import retell
from ui.rooms.room import Room

SHOWN = 10


class SafetyRoom(Room):
    name = "safety"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.failure = Failure(desk.theme, again=self._ask)
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(say("Text to check"))
        self.text.setPlaceholderText(say("A text that somebody wants built …"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(120)
        self.answer = Badge(desk.theme)
        self.answer.hide()
        self.why = prose("", "body", "text")
        columns = box(across=True, gap=16)
        left = box(gap=16)
        left.addWidget(self._check())
        left.addWidget(self._refused())
        left.addStretch()
        columns.addLayout(left, 3)
        right = box(gap=16)
        right.addWidget(self._walls())
        right.addStretch()
        columns.addLayout(right, 2)
        page = box(margins=(32, 24, 32, 32), gap=20)
        page.addWidget(label(say("Safety"), "title"))
        page.addLayout(columns)
        page.addStretch()
        outer = box()
        outer.addWidget(self.failure)
        outer.addWidget(scrolled(plane("none", page)), 1)
        self.setLayout(outer)
        desk.runs.runs_changed.connect(self._show_refused)

    def enter(self, place: str = "") -> None:
        self._show_refused()
        self.start(self._look())

    def primary(self) -> None:
        self._ask()

    def _check(self) -> Card:
        card = Card(padding=16, gap=10)
        card.body.addWidget(label(say("Check a text"), "heading"))
        here = say("Nothing is built and nothing is kept; the text is read on this machine.")
        elsewhere = say("Nothing is built and nothing is kept; the text is read on the engine's machine.")
        card.body.addWidget(prose(here if self.desk.link.here else elsewhere))
        card.body.addWidget(self.text)
        row = box(across=True, gap=12)
        row.addWidget(button(self.desk.theme, say("Check"), kind="primary", keys="Ctrl+Enter", run=self._ask))
        row.addWidget(self.answer)
        row.addStretch()
        card.body.addLayout(row)
        card.body.addWidget(self.why)
        return card

    def _refused(self) -> Card:
        card = Card(padding=16, gap=10)
        card.body.addWidget(label(say("Refused"), "heading"))
        self._list = box(gap=10)
        card.body.addLayout(self._list)
        return card

    def _walls(self) -> Card:
        card = Card(padding=16, gap=10)
        card.body.addWidget(label(say("What shuts generated code in"), "heading"))
        self._isolation = Badge(self.desk.theme)
        self._isolation.hide()
        self._isolation_words = prose("")
        card.body.addWidget(self._isolation)
        card.body.addWidget(self._isolation_words)
        for text in (
            say("Tests, previews and shells run in the sandbox, with limits on memory, processes and time."),
            say("Previews listen on this machine only; a share link carries a secret of its own."),
            say("Only this window and the command line hold the engine's token."),
        ):
            card.body.addWidget(prose(text))
        return card

    def _ask(self) -> None:
        text = self.text.toPlainText().strip()
        if not text:
            self.why.setText(say("Write a text first."))
            self.text.setFocus()
            return
        self.start(self._judge(text))

    async def _judge(self, text: str) -> None:
        try:
            said = await self.desk.link.ask("POST", "/specs/read", body={"brief": text})
        except EngineError as error:
            self.failure.show_error(error)
            return
        self.failure.clear()
        refusal = retell(str(said.get("refusal") or ""))
        tone, icon = ("danger", "cross-circle") if refusal else ("success", "check-circle")
        self.answer.show_text(say("Would be refused") if refusal else say("May pass"), tone=tone, icon=icon)
        self.answer.show()
        self.why.setText(refusal)

    async def _look(self) -> None:
        try:
            said: Mapping[str, Any] = await self.desk.link.ask("GET", "/machine", patient=False)
        except EngineError:
            return  # the banner says that the engine is away
        closed = said["isolation"] == "bubblewrap"
        tone, icon = ("success", "shield") if closed else ("warning", "alert")
        self._isolation.show_text(say("Shut in") if closed else say("Limits only"), tone=tone, icon=icon)
        self._isolation.show()
        self._isolation_words.setText(
            say("Generated code sees its own files only and has no network.")
            if closed
            else say(
                "bubblewrap is not usable here: generated code may use the network. `ql doctor` says how to change that."
            )
        )

    def _show_refused(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        found = [
            row
            for row in self.desk.runs.runs.values()
            if isinstance(row.get("result"), dict) and row["result"].get("status") == "refused"
        ]
        for row in found[:SHOWN]:
            words = f"{ago(str(row['created']))}: {retell(str(row['result'].get('why', '')))}"
            self._list.addWidget(prose(words, "body", "text"))
        if not found:
            self._list.addWidget(prose(say("Nothing was refused."), "body", "text_3"))
