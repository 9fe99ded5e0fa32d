"""A line above the editor that says one thing and offers ways on: kept text, a conflict, a file that is made by a blueprint."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from ui.controls.buttons import button
from ui.controls.cards import box, show_property
from ui.controls.labels import prose
from ui.theme import Theme

Action = tuple[str, Callable[[], object]]
_ICONS = {"warning": "alert", "info": "info", "danger": "cross-circle"}


class Notice(QWidget):
    """Hidden until something is to be said; one action hides it again."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme, self._tone = theme, "info"
        self._icon, self._said = QLabel(), prose("", "label", "text")
        self._buttons = box(across=True, gap=8)
        row = box(across=True, margins=(16, 6, 12, 6), gap=10)
        row.addWidget(self._icon)
        row.addWidget(self._said, 1)
        row.addLayout(self._buttons)
        self.setLayout(row)
        theme.changed.connect(self._restyle)
        self.hide()

    @property
    def text(self) -> str:
        return "" if self.isHidden() else self._said.text()

    def say(self, text: str, actions: Sequence[Action] = (), *, tone: str = "info") -> None:
        """Shows the text with its actions, in their order."""
        self._tone = tone
        self._said.setText(text)
        while (item := self._buttons.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for title, run in actions:
            self._buttons.addWidget(button(self._theme, title, dense=True, run=lambda run=run: self._take(run)))  # type: ignore[misc]
        self._restyle()
        self.setAccessibleName(text)
        self.show()

    def buttons(self) -> list[QWidget]:
        """Those in front, in order."""
        items = [self._buttons.itemAt(at) for at in range(self._buttons.count())]
        return [widget for item in items if item is not None and (widget := item.widget()) is not None]

    def _take(self, run: Callable[[], object]) -> None:
        self.hide()
        run()

    def _restyle(self) -> None:
        self._icon.setPixmap(self._theme.pixmap(_ICONS[self._tone], self._tone, 16, self.devicePixelRatioF()))
        show_property(self, "plane", f"{self._tone}_soft")
