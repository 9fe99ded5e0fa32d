"""The tab Diagram: the canvas with its zoom bar, and what can be done with the chosen fact."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from ui.controls import icon_button, label, prose
from ui.controls.action import ActionButton
from ui.controls.cards import box
from ui.language import say
from ui.rooms.spec.diagram import Diagram
from ui.theme import Theme


class Canvas(QWidget):
    """The bar floats over the lower right corner."""

    def __init__(self, theme: Theme, *, add: Callable[[], object]) -> None:
        super().__init__()
        self._theme = theme
        self.diagram = Diagram(theme)
        rows = box()
        rows.addWidget(self.diagram)
        self.setLayout(rows)
        self._percent = label("100 %", "label", "text_2")
        self._bar = QFrame(self)
        self._bar.setProperty("kind", "floating")
        row = box(across=True, margins=(6, 6, 6, 6), gap=6)
        row.addWidget(icon_button(theme, "minus", say("Smaller"), framed=True, run=lambda: self.diagram.zoom(1 / 1.2)))
        row.addWidget(self._percent)
        row.addWidget(icon_button(theme, "plus", say("Larger"), framed=True, run=lambda: self.diagram.zoom(1.2)))
        row.addWidget(icon_button(theme, "fit", say("Fit"), keys="Ctrl+0", framed=True, run=self.diagram.whole))
        row.addWidget(icon_button(theme, "branch", say("Arrange anew"), framed=True, run=self.diagram.arrange))
        self.add = ActionButton(theme, say("Entity"), icon="plus", run=add)
        row.addWidget(self.add)
        self._bar.setLayout(row)
        self._nothing = prose(
            say("Nothing to draw yet: no sentence names a thing that is kept. Answer the question, or add an entity.")
        )
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setParent(self)
        self._nothing.hide()
        self.diagram.zoomed.connect(self._show_percent)
        theme.changed.connect(self._place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def show_nothing(self, nothing: bool) -> None:
        """Whether there is no thing to draw."""
        self._nothing.setVisible(nothing)
        self._place()

    def _place(self) -> None:
        wide = min(360, self.width() - 64)
        high = self._nothing.heightForWidth(wide)
        self._nothing.setGeometry((self.width() - wide) // 2, (self.height() - high) // 2, wide, high)
        self._bar.adjustSize()
        self._bar.move(self.width() - self._bar.width() - 16, self.height() - self._bar.height() - 16)
        self._bar.raise_()

    def _show_percent(self, percent: int) -> None:
        self._percent.setText(f"{percent} %")
        self._place()
