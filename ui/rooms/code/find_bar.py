"""Search and replace in the open file. Ctrl+F and Ctrl+H; Enter and Shift+Enter go on and back, Esc leaves."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from ui.controls.buttons import button, icon_button
from ui.controls.cards import box
from ui.controls.labels import label, repolish
from ui.language import say, say_many
from ui.rooms.code.editor import Editor, units_of
from ui.rooms.code.plan import pattern_of
from ui.theme import Theme

MOST = 5_000


class FindBar(QWidget):
    """Works on the editor it was opened for."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("plane", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._editor: Editor | None = None
        self.field, self.other = QLineEdit(), QLineEdit()
        self.field.setPlaceholderText(say("Find"))
        self.field.setAccessibleName(say("Find in this file"))
        self.other.setPlaceholderText(say("Replace with"))
        self.other.setAccessibleName(say("Replace with"))
        self.regex, self.case = QCheckBox(say("Pattern")), QCheckBox(say("Match case"))
        self.regex.setToolTip(say("Regular expression"))
        self.count = label("", "label", "text_3")
        self._replacing = QWidget()
        finding = box(across=True, gap=8)
        finding.addWidget(self.field, 1)
        finding.addWidget(self.regex)
        finding.addWidget(self.case)
        finding.addWidget(self.count)
        finding.addWidget(
            icon_button(theme, "chevron-up", say("Previous"), keys="Shift+Enter", run=lambda: self.step(-1))
        )
        finding.addWidget(icon_button(theme, "chevron-down", say("Next"), keys="Enter", run=lambda: self.step(1)))
        finding.addWidget(icon_button(theme, "cross", say("Close"), keys="Esc", run=self.leave))
        replacing = box(across=True, gap=8)
        replacing.addWidget(self.other, 1)
        replacing.addWidget(button(theme, say("Replace"), dense=True, run=self.replace))
        replacing.addWidget(button(theme, say("Replace all"), dense=True, run=self.replace_all))
        self._replacing.setLayout(replacing)
        rows = box(margins=(12, 6, 12, 6), gap=6)
        rows.addLayout(finding)
        rows.addWidget(self._replacing)
        self.setLayout(rows)
        self.field.textChanged.connect(self._seek)
        self.regex.toggled.connect(self._seek)
        self.case.toggled.connect(self._seek)
        self.hide()

    def open(self, editor: Editor, *, replace: bool) -> None:
        """Begins with the words that are chosen, if they stand on one line."""
        self._editor = editor
        chosen = editor.textCursor().selectedText()
        if chosen and "\u2029" not in chosen:
            self.field.setText(chosen)
        self._replacing.setVisible(replace and not editor.isReadOnly())
        self.show()
        self.field.selectAll()
        self.field.setFocus()
        self._seek()

    def leave(self) -> None:
        if self._editor is not None:
            self._editor.show_hits([])
            self._editor.setFocus()
        self.hide()

    def step(self, by: int) -> None:
        """The next place behind the caret, or the one before it, around the end."""
        if self._editor is None or not self._editor.hits:
            return
        cursor = self._editor.textCursor()
        starts = [position for position, _ in self._editor.hits]
        if by > 0:
            at = next((n for n, p in enumerate(starts) if p >= cursor.selectionEnd()), 0)
        else:
            at = next((n for n in reversed(range(len(starts))) if starts[n] < cursor.selectionStart()), len(starts) - 1)
        position, length = self._editor.hits[at]
        cursor.setPosition(position)
        cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
        self._editor.setTextCursor(cursor)
        self._editor.centerCursor()
        self.count.setText(say("{at} of {all}", at=at + 1, all=len(starts)))

    def replace(self) -> None:
        """Replaces the place that is chosen, and goes on to the next."""
        pattern = self._pattern()
        if self._editor is None or pattern is None:
            return
        cursor = self._editor.textCursor()
        found = pattern.fullmatch(cursor.selectedText())
        if found:
            cursor.insertText(self._instead(found))
            self._seek()
        self.step(1)

    def replace_all(self) -> None:
        """All places in one step that can be undone."""
        pattern = self._pattern()
        if self._editor is not None and pattern is not None:
            text, times = pattern.subn(self._instead, self._editor.text)
            self._editor.take_text(text)
            self._seek()
            self.count.setText(say_many("{n} place replaced", "{n} places replaced", times))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _instead(self, found: re.Match[str]) -> str:
        """What a place becomes; a pattern's groups may be named as \\1."""
        if not self.regex.isChecked():
            return self.other.text()
        try:
            return found.expand(self.other.text())
        except re.error:
            return self.other.text()

    def _pattern(self) -> re.Pattern[str] | None:
        if not self.field.text():
            return None
        try:
            return pattern_of(self.field.text(), regex=self.regex.isChecked(), case=self.case.isChecked())
        except re.error as error:
            self.count.setText(str(error))
            return None

    def _seek(self) -> None:
        if self._editor is None:
            return
        self.count.setText("")
        pattern, text = self._pattern(), self._editor.text
        wrong = bool(self.field.text()) and pattern is None
        self.field.setProperty("invalid", wrong)
        repolish(self.field)
        hits: list[tuple[int, int]] = []
        for found in pattern.finditer(text) if pattern else ():
            if found.end() > found.start():
                start = found.start() if text.isascii() else units_of(text, found.start())
                hits.append((start, len(found.group().encode("utf-16-le", "surrogatepass")) // 2))
            if len(hits) >= MOST:
                break
        self._editor.show_hits(hits)
        if not wrong:
            self.count.setText(say_many("{n} place", "{n} places", len(hits)) if self.field.text() else "")
