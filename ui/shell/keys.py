"""All keys that act here: the window's commands and the room's own. Opened by '?'."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from ui.commands import Commands
from ui.controls.buttons import button
from ui.controls.cards import box, plane, scrolled
from ui.controls.labels import label
from ui.language import say
from ui.theme import Theme


class KeysDialog(QDialog):
    """A list to read; Esc closes it."""

    def __init__(self, theme: Theme, commands: Commands, room_keys: Sequence[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("Keys"))
        self.resize(520, 560)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        rows = [(keys, what) for keys, what in room_keys]
        rows += [(commands.shown_keys(c.id), c.title) for c in commands.all() if commands.keys(c.id)]
        for at, (keys, what) in enumerate(rows):
            grid.addWidget(label(keys, "code", "text_2"), at, 0)
            grid.addWidget(label(what), at, 1)
        grid.setColumnStretch(1, 1)
        inner = box(margins=(4, 4, 4, 4))
        inner.addLayout(grid)
        inner.addStretch()
        outer = box(margins=(24, 20, 24, 16), gap=12)
        outer.addWidget(label(say("Keys"), "title"))
        outer.addWidget(scrolled(plane("window", inner)), 1)
        foot = box(across=True)
        foot.addStretch()
        foot.addWidget(button(theme, say("Close"), run=self.accept))
        outer.addLayout(foot)
        self.setLayout(outer)
