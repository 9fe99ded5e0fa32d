"""The left of Spec: heading, how many sentences were read, the sentences, and the way back to the words themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QLabel, QWidget

from ui.controls import button, label, line
from ui.controls.cards import box, plane
from ui.controls.labels import ElidedLabel
from ui.language import say
from ui.rooms.spec.links import Line, counted, status_look
from ui.rooms.spec.sentences import SentenceList, SentenceRows
from ui.theme import Theme


class BriefList(QWidget):
    """`edit` leads back to the brief."""

    def __init__(self, theme: Theme, *, edit: Callable[[], object]) -> None:
        super().__init__()
        self._theme = theme
        self.rows = SentenceRows()
        self.list = SentenceList(theme, self.rows)
        self.edit = button(theme, say("Edit"), kind="quiet", icon="pencil", dense=True, run=edit)
        self._counts = box(across=True, gap=14)
        head = box(across=True, gap=8)
        head.addWidget(ElidedLabel(say("Brief, sentence by sentence"), "heading"), 1)
        head.addWidget(self.edit)
        above = box(margins=(16, 10, 12, 10), gap=6)
        above.addLayout(head)
        above.addLayout(self._counts)
        rows = box()
        rows.addLayout(above)
        rows.addWidget(line())
        rows.addWidget(self.list, 1)
        outer = box()
        outer.addWidget(plane("surface", rows))
        self.setLayout(outer)
        self.setMinimumWidth(260)

    def show_lines(self, lines: Sequence[Line]) -> None:
        self.rows.show_lines(lines)
        while (item := self._counts.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for status, count in counted(lines):
            icon, tone, words = status_look(status)
            mark = QLabel()
            mark.setPixmap(self._theme.pixmap(icon, tone, 14, self.devicePixelRatioF()))
            pair = box(across=True, gap=5)
            pair.addWidget(mark)
            pair.addWidget(label(say("{n} {status}", n=count, status=words), "label", "text_2"))
            self._counts.addWidget(plane("none", pair))
        self._counts.addStretch(1)
