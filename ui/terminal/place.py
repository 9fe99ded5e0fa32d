"""Where a shell is shown, with its states: not opened, at work, ended. Used by Preview and by the panel under the editor."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.client import EngineError
from ui.controls import Failure
from ui.controls.buttons import button
from ui.controls.cards import box
from ui.controls.labels import label
from ui.desk import Desk
from ui.language import say
from ui.rooms.room import Start
from ui.terminal.session import Session
from ui.terminal.view import TerminalView


class ShellPlace(QWidget):
    """The shell of one preview at a time; it begins when it is first looked at."""

    def __init__(self, desk: Desk, *, start: Start) -> None:
        super().__init__()
        self._desk, self._start = desk, start
        self._preview = ""
        self.session: Session | None = None
        self.view = TerminalView(desk.theme)
        self.failure = Failure(desk.theme, again=self.again)
        self._foot = QWidget()
        foot = box(across=True, margins=(14, 6, 10, 6), gap=10)
        foot.addWidget(label(say("The shell has ended."), "label", "text_3"), 1)
        foot.addWidget(button(desk.theme, say("Open another one"), dense=True, run=self.again))
        self._foot.setLayout(foot)
        self._foot.hide()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        rows = box()
        rows.addWidget(self.failure)
        rows.addWidget(self._stack, 1)
        rows.addWidget(self._foot)
        self.setLayout(rows)
        self.setFocusProxy(self.view)

    def show_preview(self, preview: str) -> None:
        """Another preview's shell; the one before is closed. '' for none."""
        if preview != self._preview:
            self.leave()
            self._preview = preview

    def look(self) -> None:
        """Opens the shell if it is not open."""
        if self.session is None and self._preview:
            self.again()

    def again(self) -> None:
        self.leave()
        if not self._preview:
            return
        self.failure.clear()
        self._foot.hide()
        self.view.begin()
        session = self.session = Session(self._desk.link, self._preview, start=self._start)
        session.printed.connect(self.view.feed)
        session.failed.connect(self._failed)
        session.ended.connect(lambda: self._ended(session))
        self.view.typed.connect(session.type)
        self.view.resized.connect(session.resize)
        session.open(*self.view.size_in_letters())

    def leave(self) -> None:
        """Closes the shell."""
        session, self.session = self.session, None
        if session is not None:
            self.view.typed.disconnect(session.type)
            self.view.resized.disconnect(session.resize)
            session.close()

    def _failed(self, error: EngineError) -> None:
        self.failure.show_error(error)

    def _ended(self, session: Session) -> None:
        if session is self.session:
            self.view.ended = True
            self.view.viewport().update()
            self._foot.show()
