"""The form that leads to an engine elsewhere: its address and token, a trial, and the turn to it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from app.client import EngineError
from ui.controls import button, label, prose
from ui.controls.cards import box, show_property
from ui.controls.holding import FocusHold
from ui.controls.secret import SecretField
from ui.desk import Desk
from ui.engine.address import BadAddress
from ui.engine.choice import BadToken
from ui.engine.tokens import NoToken
from ui.language import say
from ui.rooms.room import Start


class Connecting(QWidget):
    """Folded away while this machine's engine is in use and nobody asked for another one."""

    def __init__(self, desk: Desk, start: Start) -> None:
        super().__init__()
        self._desk, self._start, theme = desk, start, desk.theme
        self._wanted = self._busy = False
        self._focus = FocusHold(self)
        self.address = QLineEdit(desk.engine.last)
        self.address.setAccessibleName(say("Address of the engine"))
        self.address.setPlaceholderText("https://engine.example.org")
        self.token = SecretField(say("Token of the engine"))
        self.token.setPlaceholderText(say("Empty for the one that is kept"))
        self.test = button(theme, say("Test connection"), run=lambda: self._do(self._test))
        self.connect_button = button(theme, say("Connect"), kind="primary", run=lambda: self._do(self._connect))
        self.forget = button(theme, say("Forget the token"), kind="quiet", run=lambda: self._do(self._forget))
        self.said, self.advice = prose("", "body", "text"), prose("", "label", "text_2")
        fields = QGridLayout()
        fields.setHorizontalSpacing(12)
        fields.setVerticalSpacing(8)
        fields.setColumnStretch(1, 1)
        for row, (text, field) in enumerate(((say("Address"), self.address), (say("Token"), self.token))):
            name = label(text)
            name.setBuddy(field)
            fields.addWidget(name, row, 0)
            fields.addWidget(field, row, 1)
            field.returnPressed.connect(lambda: self._do(self._connect))
            field.textEdited.connect(lambda _: self._tell(""))
        actions = box(across=True, gap=8)
        actions.addWidget(self.connect_button)
        actions.addWidget(self.test)
        actions.addWidget(self.forget)
        actions.addStretch()
        rows = box(gap=8)
        rows.addWidget(
            prose(
                say(
                    "An engine on another machine, as of a team: over https, or through an SSH tunnel to a port of this "
                    "machine. Its token stands in engine.json in its data folder and is another one after each start. It is "
                    "kept in the keyring of this machine."
                ),
                "label",
                "text_3",
            )
        )
        rows.addLayout(fields)
        rows.addLayout(actions)
        rows.addWidget(self.said)
        rows.addWidget(self.advice)
        self.setLayout(rows)
        self._tell("")
        self.show_link()

    def unfold(self) -> None:
        """Shows the form, or folds it away again."""
        self._wanted = not self._wanted
        self.show_link()
        if self._wanted:
            self.address.setFocus()

    def show_link(self) -> None:
        """The link may have turned to another engine."""
        self.setVisible(self._wanted or not self._desk.link.here)

    def _do(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        if not self._busy:
            self._hold(True)
            self._start(self._done(work))

    async def _done(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """One thing at a time; what goes wrong is said at the field that it is about."""
        try:
            await work()
        except EngineError as error:
            self._tell(str(error), error.hint, tone="danger")
            show_property(self.address, "invalid", "true" if isinstance(error, BadAddress) else "")
            self._hold(False)
            if isinstance(error, BadAddress | BadToken | NoToken):
                (self.address if isinstance(error, BadAddress) else self.token).setFocus()
        else:
            self._hold(False)

    async def _test(self) -> None:
        self._tell(say("The engine is being asked …"))
        found = await self._desk.engine.test(self.address.text(), self.token.text())
        self.address.setText(found.address)
        self._tell(
            say(
                "It works: QuantumLayer {version}, process {pid}, answered in {n} ms.",
                version=found.version,
                pid=found.pid,
                n=round(found.seconds * 1000),
            ),
            tone="success",
        )

    async def _connect(self) -> None:
        self._tell(say("The engine is being asked …"))
        fault = await self._desk.engine.attach(self.address.text(), self.token.text())
        self.token.clear()
        self._wanted = False
        self.address.setText(self._desk.link.address)
        if fault:
            said = say("Connected. The token is forgotten when this window closes.")
            self._tell(said, fault, tone="warning")
        else:
            self._tell(say("Connected."), tone="success")

    async def _forget(self) -> None:
        fault = await self._desk.engine.forget(self.address.text())
        if fault:
            self._tell(say("The token could not be removed."), fault, tone="danger")
        else:
            self._tell(say("The token is forgotten; a connection that uses it goes on until it ends."), tone="success")

    def _hold(self, busy: bool) -> None:
        self._busy = busy
        if busy:
            self._focus.take()
        for each in (self.address, self.token, self.test, self.connect_button, self.forget):
            each.setEnabled(not busy)
        if not busy:
            self._focus.give_back()

    def _tell(self, text: str, advice: str = "", *, tone: str = "text") -> None:
        show_property(self.said, "role", tone)
        show_property(self.address, "invalid", "")
        for shown, words in ((self.said, text), (self.advice, advice)):
            shown.setText(words)
            shown.setVisible(bool(words))
