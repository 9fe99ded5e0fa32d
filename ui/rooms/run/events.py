"""The events of a run below its timeline: filter by kind and words, follow the newest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.client.model import Event
from ui.controls import SearchField, Segments, button, label
from ui.controls.cards import box
from ui.language import say
from ui.shell.activity import EventList, EventRows, kinds
from ui.theme import Theme


class RunEvents(QWidget):
    """`letter` is asked for letters that the list gets; it says whether it did something with one."""

    def __init__(self, theme: Theme, *, letter: Callable[[str], bool]) -> None:
        super().__init__()
        self.setProperty("plane", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._letter = letter
        self._began: datetime | None = None
        self.rows = EventRows(time=self._since)
        self.list = EventList(theme, self.rows, name=say("Events"), height=36)
        self.list.installEventFilter(self)
        self.kinds = Segments(theme, kinds(), name=say("Show"), height=28)
        self.kinds.chosen.connect(lambda kind: self.rows.choose(kind=kind))
        self.field = SearchField(theme, say("Filter events"))
        self.field.setFixedWidth(theme.scaled(180))
        self.field.sought.connect(lambda words: self.rows.choose(words=words))
        head = box(across=True, margins=(20, 8, 12, 8), gap=12)
        head.addWidget(label(say("Events"), "heading"))
        head.addWidget(self.kinds)
        head.addStretch()
        head.addWidget(self.field)
        head.addWidget(button(theme, say("Follow"), kind="quiet", icon="arrow-down", run=self.list.follow))
        rows = box()
        rows.addLayout(head)
        rows.addWidget(self.list, 1)
        self.setLayout(rows)
        self.setMinimumHeight(140)

    def append(self, events: Sequence[Event]) -> None:
        self.rows.append(events)

    def clear(self) -> None:
        self._began = None
        self.rows.clear()

    def _since(self, event: Event) -> str:
        """Minutes and seconds since the first event."""
        time = datetime.fromisoformat(event.time)
        if self._began is None:
            self._began = time
        seconds = max(0.0, (time - self._began).total_seconds())
        return f"{int(seconds // 60):02}:{seconds % 60:04.1f}"

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """J and K walk; other letters belong to the room."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or event.modifiers():
            return False
        step = {"j": 1, "k": -1}.get(event.text().lower(), 0)
        if step:
            row = min(max(self.list.currentIndex().row() + step, 0), self.rows.rowCount() - 1)
            self.list.setCurrentIndex(self.rows.index(row))
            return True
        return not event.isAutoRepeat() and self._letter(event.text().lower())
