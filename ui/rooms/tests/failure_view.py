"""Why a test failed: the reason, what was expected and found, and the places of its traceback, which open Code."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.controls.buttons import button
from ui.controls.cards import box, plane, scrolled
from ui.controls.labels import breakable, label, prose
from ui.engine.failing import Failure, failure_of
from ui.language import say
from ui.rooms.tests.plan import Case
from ui.theme import Theme


class Compared(QWidget):
    """Lines with their signs: '-' was expected, '+' was found."""

    def __init__(self, theme: Theme, lines: list[str]) -> None:
        super().__init__()
        self._theme, self._lines = theme, lines
        self.setFixedHeight(round(theme.line("code") * len(lines)) + 8)
        self.setAccessibleName("\n".join(lines))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, height = QPainter(self), self._theme, self._theme.line("code")
        painter.setFont(theme.font("code"))
        for at, text in enumerate(self._lines):
            place = self.rect().adjusted(0, round(4 + at * height), 0, 0)
            place.setHeight(round(height))
            if text[:1] in "+-":
                painter.fillRect(place, theme.colour("diff_add" if text[0] == "-" else "diff_del"))
            painter.setPen(theme.colour("text"))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width() - 16)
            painter.drawText(place.adjusted(8, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), shown)


class FailureView(QWidget):
    """`place_asked` carries a file and a line."""

    place_asked = Signal(str, int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows = box(margins=(20, 12, 20, 12), gap=8)
        outer = box()
        outer.addWidget(scrolled(plane("surface", self._rows)))
        self.setLayout(outer)
        self.setMinimumHeight(120)
        self.case: Case | None = None

    def show_case(self, case: Case | None) -> None:
        """Only a test that failed, or was skipped, has something to tell."""
        wanted = case if case is not None and case.message else None
        self.setVisible(wanted is not None)
        if wanted == self.case:
            return
        self.case = wanted
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if wanted is not None:
            self._fill(wanted, failure_of(wanted.message))

    def _fill(self, case: Case, failure: Failure) -> None:
        self._rows.addWidget(
            prose(breakable(failure.reason), "heading", "danger" if case.outcome == "failed" else "text_2")
        )
        if failure.lines:
            self._rows.addWidget(label(say("− expected, + found"), "label", "text_3"))
            self._rows.addWidget(Compared(self._theme, list(failure.lines)))
        for place in reversed(failure.places):
            text = f"{place.file}:{place.line}" + (f"  {place.what}" if place.what else "")
            link = button(self._theme, text, kind="link", icon="file-code")
            link.clicked.connect(lambda _=False, p=place: self.place_asked.emit(p.file, p.line))
            self._rows.addWidget(link)
        whole = QPlainTextEdit(case.message)
        whole.setReadOnly(True)
        whole.setProperty("face", "code")
        whole.setAccessibleName(say("Output of the test"))
        whole.setMinimumHeight(110)
        whole.setTabChangesFocus(True)
        self._rows.addWidget(whole, 1)
