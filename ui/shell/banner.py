"""The line over all rooms while the engine is away: what is shown is the last that was known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from ui.controls.buttons import button
from ui.controls.cards import box
from ui.controls.labels import label
from ui.engine import EngineLink, EngineState
from ui.language import say
from ui.theme import Theme


class Banner(QWidget):
    """Comes and goes with the engine; it never takes the focus."""

    def __init__(
        self, theme: Theme, link: EngineLink, *, start: Callable[[], object], log: Callable[[], object]
    ) -> None:
        super().__init__()
        self.setProperty("plane", "warning_soft")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme, self._link = theme, link
        self._last = datetime.now()
        self._icon = QLabel()
        self._said, self._hint = label("", "body"), label("", "label", "text_2")
        self._start = button(theme, say("Start the engine"), dense=True, run=start)
        self._log = button(theme, say("Open log"), kind="quiet", dense=True, run=log)
        row = box(across=True, margins=(16, 6, 16, 6), gap=10)
        row.addWidget(self._icon)
        row.addWidget(self._said)
        row.addWidget(self._hint, 1)
        row.addWidget(self._log)
        row.addWidget(self._start)
        self.setLayout(row)
        link.changed.connect(self._show)
        link.beat.connect(self._seen)
        theme.changed.connect(self._restyle)
        self._restyle()
        self._show()

    def retitle(self) -> None:
        self._start.setText(say("Start the engine"))
        self._log.setText(say("Open log"))
        self._show()

    def _seen(self) -> None:
        self._last = datetime.now()

    def _show(self) -> None:
        state = self._link.state
        away = state in (EngineState.RECONNECTING, EngineState.STOPPED)
        self.setVisible(away)
        self._start.setVisible(state is EngineState.STOPPED)
        if not away:
            return
        if state is EngineState.RECONNECTING:
            self._said.setText(say("The engine ended; it is being started again. Runs go on where they stopped."))
        else:
            self._said.setText(str(self._link.problem) if self._link.problem else say("The engine is stopped."))
        self._hint.setText(say("What you see is from {time}.", time=f"{self._last:%H:%M:%S}"))
        self.setAccessibleName(self._said.text())

    def _restyle(self) -> None:
        self._icon.setPixmap(self._theme.pixmap("alert", "warning", 16, self.devicePixelRatioF()))
