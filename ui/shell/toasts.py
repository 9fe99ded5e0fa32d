"""Toasts at the bottom right: six seconds, three at most, for what a person started and cannot see."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from ui.controls.buttons import button, icon_button
from ui.controls.cards import box
from ui.controls.labels import prose
from ui.language import say
from ui.theme import Theme

SECONDS, MOST, WIDTH = 6, 3, 360
_ICONS = {"success": "check-circle", "warning": "alert", "danger": "cross-circle", "neutral": "info", "info": "info"}


class Toast(QFrame):
    """One message; the pointer over it holds it."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        tone: str,
        action: str,
        run: Callable[[], object] | None,
        gone: Callable[[Toast], object],
    ) -> None:
        super().__init__()
        self._gone = gone
        self.setFixedWidth(WIDTH)
        self.setProperty("kind", "floating")
        mark = QLabel()
        mark.setPixmap(
            theme.pixmap(_ICONS[tone], "text_2" if tone == "neutral" else tone, 16, self.devicePixelRatioF())
        )
        row = box(across=True, margins=(12, 10, 8, 10), gap=10)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(prose(text, "body", "text"), 1)
        if action and run is not None:
            row.addWidget(button(theme, action, kind="link", run=lambda: (run(), gone(self))))
        row.addWidget(icon_button(theme, "cross", say("Close"), run=lambda: gone(self)), 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(row)
        self._life = QTimer(self, singleShot=True, interval=SECONDS * 1000)
        self._life.timeout.connect(lambda: gone(self))
        self._life.start()

    def enterEvent(self, event: object) -> None:
        self._life.stop()

    def leaveEvent(self, event: QEvent) -> None:
        self._life.start()


class Toasts(QObject):
    """Keeps them in place over the window."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme, self._window = theme, window
        self._shown: list[Toast] = []
        window.installEventFilter(self)

    def show(
        self, text: str, *, tone: str = "neutral", action: str = "", run: Callable[[], object] | None = None
    ) -> None:
        toast = Toast(self._theme, text, tone, action, run, self._remove)
        toast.setParent(self._window)
        self._shown.append(toast)
        for old in self._shown[:-MOST]:
            self._remove(old)
        toast.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._window, text))
        self._place()

    def texts(self) -> list[str]:
        """What is shown now, for tests and screen readers."""
        return [found.text() for toast in self._shown for found in toast.findChildren(QLabel) if found.text()]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _remove(self, toast: Toast) -> None:
        if toast in self._shown:
            self._shown.remove(toast)
            toast.hide()
            toast.deleteLater()
            self._place()

    def _place(self) -> None:
        bottom = self._window.height() - 44
        for toast in reversed(self._shown):
            toast.adjustSize()
            bottom -= toast.height()
            toast.move(self._window.width() - WIDTH - 20, bottom)
            toast.raise_()
            bottom -= 8
