"""The states every room has: empty teaches, loading counts, an error says what failed and what to do next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget

from app.client import EngineError
from ui.controls.buttons import button
from ui.controls.cards import box
from ui.controls.labels import label, prose
from ui.language import say
from ui.theme import Theme

QUIET, WORDY = 200, 2000


class Empty(QWidget):
    """An icon, one line of what comes here, one action, one example."""

    def __init__(
        self,
        theme: Theme,
        *,
        icon: str,
        text: str,
        action: str = "",
        run: Callable[[], object] | None = None,
        example: str = "",
    ) -> None:
        super().__init__()
        self._theme, self._name = theme, icon
        inner = box(margins=(32, 32, 32, 32), gap=10)
        inner.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inner.addWidget(self._icon)
        said = prose(text)
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        said.setMinimumWidth(280)
        inner.addWidget(said, 0, Qt.AlignmentFlag.AlignHCenter)
        if action and run is not None:
            inner.addWidget(button(theme, action, kind="primary", run=run), 0, Qt.AlignmentFlag.AlignHCenter)
        if example:
            shown = prose(example, "label", "text_3")
            shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
            shown.setMinimumWidth(280)
            inner.addWidget(shown, 0, Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(inner)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self._icon.setPixmap(self._theme.pixmap(self._name, "text_3", 20, self.devicePixelRatioF()))


class Failure(QWidget):
    """A danger line above what is left standing: what failed, what to do, and ways on."""

    def __init__(self, theme: Theme, *, again: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.setProperty("plane", "danger_soft")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._said, self._hint = prose("", "body", "danger"), prose("", "label", "text_2")
        words = box(gap=2)
        words.addWidget(self._said)
        words.addWidget(self._hint)
        row = box(across=True, margins=(16, 10, 16, 10), gap=8)
        row.addLayout(words, 1)
        if again is not None:
            row.addWidget(button(theme, say("Try again"), dense=True, run=again))
        row.addWidget(button(theme, say("Copy details"), kind="quiet", dense=True, run=self._copy))
        self.setLayout(row)
        self.hide()

    def show_error(self, error: EngineError | str) -> None:
        """Says what failed; an engine's error brings its own advice."""
        self._said.setText(str(error))
        hint = error.hint if isinstance(error, EngineError) else ""
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.show()

    def clear(self) -> None:
        self.hide()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(f"{self._said.text()}\n{self._hint.text()}".strip())


class Loading(QWidget):
    """Nothing for 200 ms, then skeleton rows, after two seconds words; `say_progress` counts."""

    def __init__(self, theme: Theme, *, rows: int = 4, row_height: int = 44) -> None:
        super().__init__()
        self._theme, self._rows, self._height = theme, rows, row_height
        self._text = say("Loading …")
        self._words = label("", "label", "text_3")
        outer = box(margins=(20, 12, 20, 12))
        outer.addWidget(self._words)
        outer.addStretch()
        self.setLayout(outer)
        self._shown = False
        self._soon = QTimer(self, singleShot=True, interval=QUIET)
        self._soon.timeout.connect(self._show_rows)
        self._later = QTimer(self, singleShot=True, interval=WORDY)
        self._later.timeout.connect(lambda: self._words.setText(self._text))
        self.hide()

    def begin(self, text: str = "") -> None:
        """Call when asking; `end` when the answer is there."""
        self._text, self._shown = text or say("Loading …"), False
        self._words.setText("")
        self.show()
        self._soon.start()
        self._later.start()

    def say_progress(self, text: str) -> None:
        self._text = text
        if not self._later.isActive():
            self._words.setText(text)

    def end(self) -> None:
        self._soon.stop()
        self._later.stop()
        self.hide()

    def paintEvent(self, event: object) -> None:
        if not self._shown:
            return
        from PySide6.QtCore import QRectF
        from PySide6.QtGui import QPainter

        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("hover"))
        for row in range(self._rows):
            top = 40 + row * self._height
            painter.drawRoundedRect(QRectF(20, top, self.width() * 0.35, 10), 5, 5)
            painter.drawRoundedRect(QRectF(20, top + 17, self.width() * 0.6, 8), 4, 4)

    def _show_rows(self) -> None:
        self._shown = True
        self.update()
