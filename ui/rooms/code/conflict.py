"""Two versions of a file: what is on disk and what was typed. A person compares them and chooses one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.controls.cards import box, line
from ui.language import say
from ui.rooms.code.changes_view import ChangesView
from ui.rooms.code.differing import compare
from ui.rooms.code.notice import Notice
from ui.rooms.code.source import Text
from ui.theme import Theme


class Conflict(QWidget):
    """`decided` carries the file and whether what was typed shall stay."""

    decided = Signal(str, bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.path = ""
        self.disk: Text | None = None
        self.notice = Notice(theme)
        self.view = ChangesView(theme, always_beside=True)
        rows = box()
        rows.addWidget(self.notice)
        rows.addWidget(line())
        rows.addWidget(self.view, 1)
        self.setLayout(rows)

    def show_versions(self, path: str, disk: Text, *, mine: str) -> None:
        """On the left what is on disk, on the right what was typed."""
        self.path, self.disk = path, disk
        self.view.show_comparison(compare(disk.text, mine))
        said = say("{file} was changed on disk since it was opened. Left: on disk. Right: yours.", file=path)
        actions = [
            (say("Keep mine"), lambda: self.decided.emit(path, True)),
            (say("Take the one on disk"), lambda: self.decided.emit(path, False)),
        ]
        self.notice.say(said, actions, tone="warning")
        buttons = self.notice.buttons()
        if buttons:
            buttons[0].setFocus()

    def clear(self) -> None:
        self.path, self.disk = "", None
