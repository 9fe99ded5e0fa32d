"""The bar below everything: the engine's state, previews, what waits; each item is a button that opens its room."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.controls.cards import box
from ui.desk import Navigate
from ui.engine import EngineLink, EngineState
from ui.language import say, say_many
from ui.shell.engine_words import status_of
from ui.theme import Theme

HEIGHT, TURN = 28, 900


class StatusItem(QAbstractButton):
    """An icon or a dot, and a few words."""

    def __init__(self, theme: Theme, *, icon: str = "", run: Callable[[], object]) -> None:
        super().__init__()
        self._theme, self._icon, self._dot = theme, icon, ""
        self._turn = QTimer(self, interval=TURN // 18)
        self._turn.timeout.connect(self.update)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: run())
        theme.changed.connect(self.update)

    def show_text(self, text: str, *, dot: str = "", turning: bool = False) -> None:
        """`dot` is the role of the dot's colour, where there is one; it is a turning mark while something is awaited."""
        self._dot = dot
        self._turn.start() if turning and self._theme.motion else self._turn.stop()
        self.setText(text)
        self.setVisible(bool(text))
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(self._theme.font("label")).horizontalAdvance(self.text()) + 40, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus() or self.underMouse():
            painter.setPen(QPen(theme.colour("focus"), 2) if self.hasFocus() else QPen(Qt.PenStyle.NoPen))
            painter.setBrush(theme.colour("hover"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        if self._dot and self._turn.isActive():
            painter.setPen(QPen(theme.colour(self._dot), 1.75, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            turned = round(time.monotonic() * 1000) % TURN / TURN
            painter.drawArc(QRectF(9, 7.5, 9, 9), round(-turned * 360 * 16), 270 * 16)
        elif self._dot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(self._dot))
            painter.drawEllipse(QRectF(10, 8.5, 7, 7))
        elif self._icon:
            painter.drawPixmap(8, 5, theme.pixmap(self._icon, "text_2", 14, self.devicePixelRatioF()))
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour("text_2"))
        painter.drawText(QRectF(27, 0, self.width() - 30, 24), int(Qt.AlignmentFlag.AlignVCenter), self.text())


class StatusBar(QWidget):
    """What is true of the whole machine just now."""

    def __init__(self, theme: Theme, link: EngineLink, *, go: Navigate, start: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("plane", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self._link, self._go, self._start, self._models = link, go, start, 0
        self.engine = StatusItem(theme, run=self._pressed)
        self.model = StatusItem(theme, icon="offline", run=lambda: go("models"))
        self.tests = StatusItem(theme, icon="check", run=lambda: go("tests"))
        self.previews = StatusItem(theme, icon="window", run=lambda: go("preview"))
        self.waiting = StatusItem(theme, icon="bell", run=lambda: go("approvals"))
        row = box(across=True, margins=(6, 0, 8, 0), gap=4)
        for item in (self.engine, self.model, self.tests):
            row.addWidget(item)
        row.addStretch(1)
        for item in (self.previews, self.waiting):
            row.addWidget(item)
        self.setLayout(row)
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self.show_engine)
        link.changed.connect(self.show_engine)
        link.beat.connect(self._beat)
        self.retitle()

    def retitle(self) -> None:
        self._show_models()
        self.show_engine()

    def _beat(self, said: Mapping[str, Any]) -> None:
        self._models = int(said.get("models", 0))
        self._show_models()

    def _show_models(self) -> None:
        n = self._models
        self.model.show_text(
            say_many("{n} language model", "{n} language models", n) if n else say("Offline: no model needed")
        )

    def show_engine(self) -> None:
        """The state in words; while it is away the seconds count."""
        seconds = round(time.monotonic() - self._link.since)
        link = self._link
        shown = status_of(link.state, link.problem, link.address)
        text = " · ".join(filter(None, (shown.text, shown.action)))
        text = say("{text} ({n} s)", text=text, n=seconds) if shown.turning else text
        self.engine.show_text(text, dot=shown.dot, turning=shown.turning)
        self.engine.setToolTip(link.address or say("The engine of this machine"))
        if self._link.state is EngineState.RUNNING:
            self._clock.stop()
        elif not self._clock.isActive():
            self._clock.start()

    def _pressed(self) -> None:
        """Starts this machine's engine where it is stopped; else shows what can be done."""
        link = self._link
        if status_of(link.state, link.problem, link.address).action:
            self._start()
        else:
            self._go("settings", "engine")

    def show_counts(self, *, previews: int, waiting: int, questions: int, tests: str) -> None:
        """Running previews, what waits for a person, and the tests of the project in hand."""
        self.previews.show_text(say_many("{n} preview", "{n} previews", previews))
        told = [say_many("{n} approval", "{n} approvals", waiting)] if waiting else []
        told += [say_many("{n} question", "{n} questions", questions)] if questions else []
        self.waiting.show_text(", ".join(told) or say("Nothing waits"))
        self.tests.show_text(tests)
