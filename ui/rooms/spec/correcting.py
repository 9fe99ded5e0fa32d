"""A dialog in which a person corrects the specification that waits at a checkpoint. Opened by Run and Approvals."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QDialog, QWidget

from app.client import EngineError
from ui.controls import Card, label, prose
from ui.controls.action import ActionButton
from ui.controls.cards import box
from ui.desk import Desk
from ui.language import say
from ui.rooms.spec.checking import checked
from ui.rooms.spec.yaml_editor import YamlEditor

PAUSE = 500


class CorrectSpec(QDialog):
    """`corrected` carries a text that the engine found no grave fault in."""

    corrected = Signal(str)

    def __init__(self, desk: Desk, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._before = desk, text
        self.setWindowTitle(say("Change the specification"))
        self.resize(760, 620)
        self.editor = YamlEditor(desk.theme)
        self.editor.show_text(text)
        self._said = prose("", "label", "danger")
        self.send = ActionButton(
            desk.theme, say("Go on with this"), weight="primary", keys="Ctrl+Return", run=self._send
        )
        self.send.setEnabled(False)
        card = Card(padding=1)
        card.body.addWidget(self.editor)
        foot = box(across=True, gap=8)
        foot.addWidget(self._said, 1)
        foot.addWidget(ActionButton(desk.theme, say("Cancel"), run=self.reject))
        foot.addWidget(self.send)
        rows = box(margins=(20, 16, 20, 16), gap=12)
        rows.addWidget(label(say("Change the specification"), "title"))
        rows.addWidget(prose(say("The run goes on with what you write here. It is checked while you type.")))
        rows.addWidget(card, 1)
        rows.addLayout(foot)
        self.setLayout(rows)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(lambda: desk.link.start(self._check(self.editor.toPlainText())))
        self.editor.textChanged.connect(self._changed)

    def _changed(self) -> None:
        self.send.setEnabled(False)
        self._pause.start()

    async def _check(self, text: str) -> None:
        try:
            found = await checked(self._desk.link, text)
        except EngineError as error:
            self._said.setText(str(error))
            return
        if text == self.editor.toPlainText():
            self.editor.mark(found.faults)
            self._said.setText(found.first)
            self.send.setEnabled(not found.faults and text != self._before)

    def _send(self) -> None:
        self.corrected.emit(self.editor.toPlainText())
        self.accept()
