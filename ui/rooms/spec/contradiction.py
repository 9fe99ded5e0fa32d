"""Two sentences that cannot both be true, side by side above the views; one of them is kept, or other words are given."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QLabel, QLineEdit, QSizePolicy, QWidget

from ui.controls import button, label
from ui.controls.action import ActionButton
from ui.controls.badge import badge_width, paint_badge
from ui.controls.cards import box
from ui.controls.labels import ElidedLabel
from ui.desk import Desk
from ui.language import say, say_many
from ui.reading import Question
from ui.rooms.spec.asking import Answered
from ui.theme import Theme

PAD, TOP = 14, 34
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)


class SentenceCard(QAbstractButton):
    """A sentence that can be chosen; as high as its words need."""

    def __init__(self, theme: Theme, number: int, text: str, *, suggested: bool) -> None:
        super().__init__()
        self._theme, self._number, self._suggested = theme, number, suggested
        self.setText(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(say("Sentence {n}: {text}", n=number, text=text))
        self.setAccessibleDescription(say("suggested") if suggested else "")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)

    def heightForWidth(self, width: int) -> int:
        words = QFontMetrics(self._theme.font("body")).boundingRect(
            0, 0, max(width - 2 * PAD, 60), 10_000, _WRAP, self.text()
        )
        return words.height() + self._theme.scaled(TOP) + PAD

    def sizeHint(self) -> QSize:
        return QSize(220, self.heightForWidth(220))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(max(self.width(), 120)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        wide = 2.0 if on or self.hasFocus() else 1.0
        painter.setPen(QPen(theme.colour("focus" if on or self.hasFocus() else "line_strong"), wide))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2), 8, 8)
        icon, role = ("check-circle", "accent_text") if on else ("circle", "text_3")
        high = theme.scaled(TOP)
        painter.drawPixmap(PAD, (high - 16) // 2 + 2, theme.pixmap(icon, role, 16, self.devicePixelRatioF()))
        painter.setFont(theme.font("label", weight=600))
        painter.setPen(theme.colour("text"))
        told = say("Sentence {n}", n=self._number)
        painter.drawText(QRectF(PAD + 24, 2, self.width() - PAD - 24, high), int(Qt.AlignmentFlag.AlignVCenter), told)
        if self._suggested:
            words, tall = say("suggested"), theme.scaled(20)
            place = QRectF(self.width() - PAD - badge_width(theme, words), (high - tall) / 2 + 2, 0, tall)
            place.setWidth(badge_width(theme, words))
            paint_badge(painter, place, theme, words, "neutral")
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text"))
        painter.drawText(QRectF(PAD, high, self.width() - 2 * PAD, self.height() - high), _WRAP, self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)


class Contradiction(QWidget):
    """`answered` takes the question and the sentence that holds; `sentence` lights one; `left` are still open with this."""

    def __init__(
        self,
        desk: Desk,
        question: Question,
        left: int,
        *,
        answered: Answered,
        sentence: Callable[[int], object],
        all_of_them: Callable[[], object],
    ) -> None:
        super().__init__()
        self._theme, self._question, self._answered = desk.theme, question, answered
        self.setProperty("plane", "warning_soft")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._mark = QLabel()
        head = box(across=True, gap=8)
        head.addWidget(self._mark)
        head.addWidget(ElidedLabel(say("These contradict each other: which one holds?"), "heading"), 1)
        if left > 1:
            head.addWidget(label(say_many("{n} more", "{n} more", left - 1), "label", "text_2"))
            head.addWidget(button(desk.theme, say("Accept all suggestions"), kind="link", run=all_of_them))
        beside = box(across=True, gap=12)
        self.cards = QButtonGroup(self)
        for number, text in zip(question.sentences, question.choices, strict=False):
            card = SentenceCard(desk.theme, number, text, suggested=text == question.suggestion)
            self.cards.addButton(card)
            card.clicked.connect(lambda _=False, number=number: sentence(number))
            beside.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)
        self.words = QLineEdit()
        self.words.setPlaceholderText(say("Or in other words"))
        self.words.setAccessibleName(say("Or in other words"))
        self.words.returnPressed.connect(self.accept)
        self.take = ActionButton(desk.theme, say("Keep this one"), weight="primary", keys="Ctrl+Shift+Return")
        self.take.clicked.connect(self.accept)
        self.words.textChanged.connect(self._worded)
        foot = box(across=True, gap=10)
        foot.addWidget(self.take)
        foot.addWidget(self.words, 1)
        rows = box(margins=(16, 12, 16, 14), gap=10)
        rows.addLayout(head)
        rows.addLayout(beside)
        rows.addLayout(foot)
        self.setLayout(rows)
        wanted = next((c for c in self.cards.buttons() if c.text() == question.suggestion), self.cards.buttons()[0])
        wanted.setChecked(True)
        desk.theme.changed.connect(self._restyle)
        self._restyle()

    def accept(self) -> None:
        """What was written, else the chosen sentence."""
        chosen = self.cards.checkedButton()
        answer = self.words.text().strip() or (chosen.text() if chosen is not None else "")
        if answer:
            self.take.setEnabled(False)
            self._answered(self._question, answer)

    def _worded(self, text: str) -> None:
        self.take.show_text(say("Take these words") if text.strip() else say("Keep this one"))

    def _restyle(self) -> None:
        ratio = self.devicePixelRatioF()
        self._mark.setPixmap(self._theme.pixmap("swap", "warning", 18, ratio))
