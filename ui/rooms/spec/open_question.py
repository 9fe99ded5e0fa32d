"""The question that is open: one at a time, a contradiction above the views, side by side; anything else at the side."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QBoxLayout

from ui.desk import Desk
from ui.reading import Question
from ui.rooms.room import Start
from ui.rooms.spec.asking import QuestionPanel
from ui.rooms.spec.contradiction import Contradiction
from ui.rooms.spec.document import SpecDocument
from ui.rooms.spec.inspector import Inspector


class OpenQuestion(QObject):
    """`asks` when another one stands at the side; `sentence` carries one that is to be lit."""

    asks = Signal()
    sentence = Signal(int)

    def __init__(
        self, desk: Desk, document: SpecDocument, *, above: QBoxLayout, side: Inspector, start: Start, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk, self._document, self._above, self._side, self._start = desk, document, above, side, start
        self._asked: Question | None = None
        self._shown: QuestionPanel | Contradiction | None = None

    @property
    def at_the_side(self) -> bool:
        return isinstance(self._shown, QuestionPanel)

    def show_first(self) -> None:
        """The first of those that are open now; what is typed into one that stays is kept."""
        asked = self._document.questions[0] if self._document.questions else None
        if asked == self._asked:
            return
        self._asked = asked
        if isinstance(self._shown, Contradiction):
            self._shown.hide()
            self._shown.deleteLater()
        self._side.show_question(None)
        self._shown = None if asked is None else self._panel(asked, len(self._document.questions))
        if isinstance(self._shown, Contradiction):
            self._above.insertWidget(0, self._shown)
        elif self._shown is not None:
            self._side.show_question(self._shown)
            self.asks.emit()

    def accept(self) -> None:
        """Takes the suggestion."""
        if self._shown is not None:
            self._shown.accept()

    def accept_all(self) -> None:
        if self._document.questions:
            self._start(self._document.accept_all())

    def show_busy(self, busy: bool) -> None:
        """While a brief is read again its question can't be answered twice."""
        if self._shown is not None:
            self._shown.take.setEnabled(not busy)

    def _panel(self, asked: Question, left: int) -> QuestionPanel | Contradiction:
        kind: Callable[..., QuestionPanel | Contradiction] = Contradiction if len(asked.choices) > 1 else QuestionPanel
        return kind(
            self._desk,
            asked,
            left,
            answered=self._answered,
            sentence=self.sentence.emit,
            all_of_them=self.accept_all,
        )

    def _answered(self, question: Question, answer: str) -> None:
        self._start(self._document.answer(question, answer))
