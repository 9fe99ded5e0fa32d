"""The field a brief is written in: prose with open lines, as high as its text up to fourteen lines, with waves under what is open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QToolTip

from ui.language import say
from ui.rooms.home.plan import Wave
from ui.theme import Theme

LEAST, MOST, LINE = 4, 14, 135


class Composer(QTextEdit):
    """`edited` after each change by a person or by `compose`; plain text alone is taken in."""

    edited = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._waves: tuple[Wave, ...] = ()
        self.setProperty("kind", "bare")
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName(say("Brief"))
        self._example = say(
            "For example: A library lends books to members. A book has a title, an author and an ISBN. "
            "A member can't have more than five open loans."
        )
        self.setAccessibleDescription(self._example)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self.updateGeometry)
        self.textChanged.connect(self._changed)
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def text(self) -> str:
        return self.toPlainText()

    def compose(self, text: str, *, select: bool = False) -> None:
        """Puts a text in; it can be undone. `select` marks all of it, so that typing replaces it."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        cursor.endEditBlock()
        self._space()
        if select:
            cursor.select(QTextCursor.SelectionType.Document)
        self.setTextCursor(cursor)

    def mark(self, waves: Sequence[Wave]) -> None:
        """Underlines; hovering tells why."""
        self._waves = tuple(waves)
        self.setExtraSelections([self._selection(wave) for wave in waves])

    def why(self, position: int) -> str:
        """What is said about the sentence at a position of the text."""
        return next((wave.why for wave in self._waves if wave.start <= position <= wave.end), "")

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().lineSpacing() * LINE / 100
        high = min(max(self.document().size().height() + 4, LEAST * line), MOST * line)
        return QSize(480, round(high))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def insertFromMimeData(self, source: QMimeData) -> None:
        super().insertFromMimeData(source)
        self._space()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return not source.hasUrls() and super().canInsertFromMimeData(source)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            said = self.why(self.cursorForPosition(event.pos()).position())
            QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.document().isEmpty():
            painter = QPainter(self.viewport())
            painter.setPen(self._theme.colour("text_3"))
            painter.setFont(self.font())
            wrapped = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop)
            painter.drawText(QRectF(self.viewport().rect()).adjusted(1, 2, 0, 0), wrapped, self._example)

    def _changed(self) -> None:
        """What is being typed moves the waves with it; those of a sentence that changed go until it is read again."""
        self.updateGeometry()
        self.edited.emit()

    def _selection(self, wave: Wave) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        style = QTextCharFormat()
        style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        style.setUnderlineColor(self._theme.colour("warning" if wave.mark == "question" else "danger"))
        cursor = QTextCursor(self.document())
        last = max(0, self.document().characterCount() - 1)
        cursor.setPosition(min(wave.start, last))
        cursor.setPosition(min(wave.end, last), QTextCursor.MoveMode.KeepAnchor)
        selection.cursor, selection.format = cursor, style
        return selection

    def _space(self) -> None:
        """Open lines for all blocks."""
        form = QTextBlockFormat()
        form.setLineHeight(LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(form)

    def _restyle(self) -> None:
        font = self._theme.font("heading", weight=400)
        self.setFont(font)
        self.document().setDefaultFont(font)
        self._space()
        self.mark(self._waves)
        self.updateGeometry()
