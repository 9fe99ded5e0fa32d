"""A small dialog that asks for one line: a file's name, a line number, the message of a commit. Enter takes it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from ui.controls.buttons import button
from ui.controls.cards import box
from ui.controls.labels import label
from ui.language import say
from ui.theme import Theme


class AskLine(QDialog):
    """Opens itself without stopping anything; `take` gets the line that was typed."""

    def __init__(
        self, theme: Theme, parent: QWidget, *, title: str, action: str, take: Callable[[str], object], text: str = ""
    ) -> None:
        super().__init__(parent)
        self._take = take
        self.setWindowTitle(title)
        self.setModal(True)
        self.field = QLineEdit(text)
        self.field.setAccessibleName(title)
        self.field.setMinimumWidth(380)
        self.field.returnPressed.connect(self.accept)
        self.go = button(theme, action, kind="primary", run=self.accept)
        foot = box(across=True, gap=8)
        foot.addStretch()
        foot.addWidget(button(theme, say("Cancel"), run=self.reject))
        foot.addWidget(self.go)
        rows = box(margins=(20, 18, 20, 16), gap=12)
        rows.addWidget(label(title, "heading"))
        rows.addWidget(self.field)
        rows.addLayout(foot)
        self.setLayout(rows)
        self.field.textChanged.connect(lambda words: self.go.setEnabled(bool(words.strip())))
        self.go.setEnabled(bool(text.strip()))
        self.open()

    def accept(self) -> None:
        if words := self.field.text().strip():
            super().accept()
            self._take(words)
            self.deleteLater()
