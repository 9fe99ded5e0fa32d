"""The line over all rooms while the engine is away: what is shown is the last that was known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.controls.buttons import button
from ui.controls.cards import box
from ui.controls.labels import ElidedLabel
from ui.engine import EngineLink, EngineState
from ui.language import say
from ui.shell.engine_words import banner_of
from ui.theme import Theme


class Banner(QWidget):
    """Comes and goes with the engine; it never takes the focus."""

    def __init__(self, theme: Theme, link: EngineLink, *, run: Callable[[str], object]) -> None:
        """`run` runs a command."""
        super().__init__()
        self.setProperty("plane", "warning_soft")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme, self._link = theme, link
        self._last = datetime.now()
        self._icon = QLabel()
        self._said, self._hint = ElidedLabel("", "body"), ElidedLabel("", "label", "text_2")
        self._start = button(theme, "", dense=True, run=lambda: run("engine.start"))
        self._log = button(theme, "", kind="quiet", dense=True, run=lambda: run("engine.log"))
        self._settings = button(theme, "", kind="quiet", dense=True, run=lambda: run("settings.engine"))
        self._here = button(theme, "", dense=True, run=lambda: run("engine.here"))
        self._said.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # the first to give way
        row = box(across=True, margins=(16, 6, 16, 6), gap=10)
        row.addWidget(self._icon)
        row.addWidget(self._said)
        row.addWidget(self._hint, 1)
        for each in (self._log, self._settings, self._start, self._here):
            row.addWidget(each)
        self.setLayout(row)
        link.changed.connect(self._show)
        link.beat.connect(self._seen)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.retitle()

    def retitle(self) -> None:
        self._start.setText(say("Start the engine"))
        self._log.setText(say("Open log"))
        self._settings.setText(say("Settings"))
        self._here.setText(say("Use this machine's engine"))
        self._show()

    def _seen(self) -> None:
        self._last = datetime.now()

    def _show(self) -> None:
        link = self._link
        said = banner_of(link.state, link.problem, link.address)
        self.setVisible(bool(said))
        if not said:
            return
        self._start.setVisible(link.here and link.state is EngineState.STOPPED)
        self._log.setVisible(link.here)
        for each in (self._settings, self._here):
            each.setVisible(not link.here)
        self._said.setText(said)
        self._hint.setText(say("What you see is from {time}.", time=f"{self._last:%H:%M:%S}"))
        self.setAccessibleName(said)

    def _restyle(self) -> None:
        self._icon.setPixmap(self._theme.pixmap("alert", "warning", 16, self.devicePixelRatioF()))
