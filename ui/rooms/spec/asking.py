"""Open questions, one at a time: what is asked, its sentence, the answers to choose from with the suggested one first."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QLabel, QLineEdit, QRadioButton, QWidget

from ui.controls import button, label, prose
from ui.controls.action import ActionButton
from ui.controls.cards import box, plane
from ui.controls.labels import ElidedLabel
from ui.desk import Desk
from ui.language import say, say_many
from ui.reading import Question
from ui.retelling import retell

Answered = Callable[[Question, str], object]


class QuestionPanel(QWidget):
    """`answered` takes the question and the answer; `all_of_them` takes every suggestion; `sentence` shows one."""

    def __init__(
        self,
        desk: Desk,
        question: Question,
        left: int,
        *,
        answered: Answered,
        all_of_them: Callable[[], object],
        sentence: Callable[[int], object],
    ) -> None:
        super().__init__()
        self._desk, self._question, self._answered = desk, question, answered
        theme = desk.theme
        self.setProperty("plane", "warning_soft")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        mark = self._mark = QLabel()
        head = box(across=True, gap=8)
        head.addWidget(mark)
        head.addWidget(ElidedLabel(say("One question"), "heading"), 1)
        if left > 1:
            head.addWidget(label(say_many("{n} more", "{n} more", left - 1), "label", "text_2"))
        rows = box(margins=(16, 14, 16, 14), gap=8)
        rows.addLayout(head)
        rows.addWidget(prose(retell(question.text), "body", "text"))
        places = box(across=True, gap=12)
        for number in question.sentences[:3]:
            places.addWidget(button(theme, say("sentence {n}", n=number), kind="link", run=partial(sentence, number)))
        places.addStretch(1)
        rows.addLayout(places)
        self._choices = QButtonGroup(self)
        self._answers: list[str] = []
        for answer in self._offered():
            rows.addWidget(self._choice(answer))
        self.words = QLineEdit()
        self.words.setPlaceholderText(say("Answer in words"))
        self.words.setAccessibleName(say("Answer in words"))
        self.words.returnPressed.connect(self.accept)
        rows.addWidget(self.words)
        self.take = ActionButton(theme, say("Accept"), weight="primary", keys="Ctrl+Shift+Return", run=self.accept)
        foot = box(across=True, gap=8)
        foot.addWidget(self.take)
        foot.addStretch(1)
        rows.addLayout(foot)
        if left > 1:
            rows.addWidget(button(theme, say("Accept all suggestions"), kind="link", run=all_of_them))
        self.setLayout(rows)
        if self._choices.buttons():
            self._choices.buttons()[0].setChecked(True)

        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        theme = self._desk.theme
        self._mark.setPixmap(theme.pixmap("question", "warning", 18, self.devicePixelRatioF()))

    def accept(self) -> None:
        """What was written, else what was chosen."""
        at = self._choices.checkedId()
        answer = self.words.text().strip() or (self._answers[at] if 0 <= at < len(self._answers) else "")
        if answer:
            self.take.setEnabled(False)
            self._answered(self._question, answer)

    def _offered(self) -> list[str]:
        question = self._question
        first = [question.suggestion] if question.suggestion else []
        return first + [choice for choice in question.choices if choice not in first]

    def _choice(self, answer: str) -> QWidget:
        """A radio button whose words may take several lines."""
        radio = QRadioButton()
        radio.setAccessibleName(answer)
        self._choices.addButton(radio, len(self._answers))
        self._answers.append(answer)
        words = prose(answer, "body", "text")
        words.mousePressEvent = lambda event: radio.setChecked(True)  # type: ignore[method-assign]
        row = box(across=True, gap=6)
        row.addWidget(radio, 0, Qt.AlignmentFlag.AlignTop)
        told = box(gap=0)
        told.addWidget(words)
        if answer == self._question.suggestion:
            told.addWidget(label(say("suggested"), "caption", "text_2"))
        row.addLayout(told, 1)
        return plane("none", row)
