"""The chosen test: how it ended, the sentences it proves, how it ended before."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.controls import Badge
from ui.controls.buttons import button
from ui.controls.cards import box, line, plane, scrolled
from ui.controls.labels import ElidedLabel, label, prose
from ui.language import say
from ui.rooms.tests.plan import Case
from ui.rooms.tests.rows import outcome_words
from ui.theme import Theme

TONES = {"passed": "success", "failed": "danger", "running": "info"}
DOT, GAP = 9, 4


class Past(QWidget):
    """The last outcomes as dots, the newest at the right; a failed one is a ring, so that colour does not speak alone."""

    def __init__(self, theme: Theme, outcomes: Sequence[str]) -> None:
        super().__init__()
        self._theme, self._outcomes = theme, list(outcomes)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(", ".join(outcome_words(outcome) for outcome in outcomes))

    def sizeHint(self) -> QSize:
        return QSize(20 * (DOT + GAP), DOT + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, outcome in enumerate(self._outcomes):
            place = QRectF(at * (DOT + GAP) + 1, 2, DOT - 1, DOT - 1)
            colour = self._theme.colour(TONES.get(outcome, "text_3"))
            painter.setPen(colour)
            painter.setBrush(Qt.BrushStyle.NoBrush if outcome == "failed" else colour)
            painter.drawEllipse(place)


class Inspector(QWidget):
    """`sentence_asked`, `code_asked` and `run_asked` tell what a person pressed."""

    sentence_asked = Signal(int)
    code_asked = Signal()
    run_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows = box(margins=(16, 14, 16, 14), gap=8)
        outer = box()
        outer.addWidget(scrolled(plane("window", self._rows)))
        self.setLayout(outer)
        self.setAccessibleName(say("The chosen test"))
        self._shown: object = None
        self.show_case(None, (), ())

    def show_case(self, case: Case | None, sentences: Sequence[tuple[int, str]], past: Sequence[str]) -> None:
        """A test with the sentences it proves and how it ended before, the oldest first."""
        shown = (case, tuple(sentences), tuple(past))
        if shown == self._shown:
            return
        self._shown = shown
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if case is None:
            self._rows.addWidget(prose(say("Choose a test to see which sentence it proves."), "body", "text_3"))
        else:
            self._fill(case, sentences, past)
        self._rows.addStretch()

    def _fill(self, case: Case, sentences: Sequence[tuple[int, str]], past: Sequence[str]) -> None:
        add = self._rows.addWidget
        add(prose(case.title, "heading", "text"))
        add(ElidedLabel(case.file, "code", "text_3", middle=True))
        add(Badge(self._theme, outcome_words(case.outcome), tone=TONES.get(case.outcome, "neutral"), dot=True))
        if case.outcome in ("passed", "failed"):
            add(label(say("took {n} ms", n=round(case.seconds * 1000)), "label", "text_3"))
        again = button(self._theme, say("Run this test"), icon="refresh", keys="R", dense=True)
        again.clicked.connect(lambda: self.run_asked.emit())
        code = button(self._theme, say("Open the test"), icon="code", keys="Enter", dense=True)
        code.clicked.connect(lambda: self.code_asked.emit())
        add(again)
        add(code)
        add(line())
        add(label(say("It proves") if sentences else say("No sentence asks for it by itself"), "label", "text_3"))
        for number, text in sentences:
            add(prose(text, "body", "text"))
            link = button(self._theme, say("Sentence {n} of the brief", n=number), kind="link", icon="quote")
            link.clicked.connect(lambda _=False, n=number: self.sentence_asked.emit(n))
            add(link)
        if past:
            add(line())
            add(label(say("The last runs"), "label", "text_3"))
            add(Past(self._theme, past))
