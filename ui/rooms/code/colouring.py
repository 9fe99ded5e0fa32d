"""Colours the lines of a document as far as they are looked at: a few milliseconds at a time, so that long files stay smooth.

The editor tells which lines are seen; a change is coloured at once and then only as far as it changes what follows.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextDocument, QTextLayout

from ui.rooms.code.syntax import START, LineLexer, State, lexer_for
from ui.theme import Theme

SLICE, AHEAD = 0.003, 400


class Colouring(QObject):
    """One per document; `seen` answers with the first and the last line (from 0) that are on the screen."""

    def __init__(self, document: QTextDocument, theme: Theme, *, seen: Callable[[], tuple[int, int]]) -> None:
        super().__init__(document)
        self._document, self._theme, self._seen = document, theme, seen
        self._lexer: LineLexer | None = None
        self._states: list[State] = [START]
        self._numbers: dict[State, int] = {START: 0}
        self._formats: dict[str, QTextCharFormat] = {}
        self._known = 0
        """All lines before this one have their colours."""
        self._busy = False
        self._count = document.blockCount()
        self._guessed = (-1, -1)
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._go_on)
        document.contentsChange.connect(self._changed)
        theme.changed.connect(self.again)

    async def open(self, path: str) -> None:
        """Finds the language of a file and begins."""
        self._lexer = await asyncio.to_thread(lexer_for, path)
        self.again()

    def again(self) -> None:
        """Everything anew, as after a change of the theme."""
        self._formats.clear()
        self._known, self._guessed = 0, (-1, -1)
        if self._lexer is not None:
            self._timer.start()

    def look(self) -> None:
        """Call when other lines came into sight."""
        if self._lexer is None or self._busy:
            return
        first, last = self._seen()
        if self._known <= last:
            if self._known < first - AHEAD and (first, last) != self._guessed:
                self._guessed = (first, last)
                self._guess(first, last)
            self._timer.start()

    def _go_on(self) -> None:
        """Colours on from where it is known, for one slice of time, to a little below what is seen."""
        last = min(self._seen()[1] + AHEAD, self._document.blockCount() - 1)
        began, block = time.perf_counter(), self._document.findBlockByNumber(self._known)
        first = block
        while block.isValid() and self._known <= last and time.perf_counter() - began < SLICE:
            self._colour(block, self._before(block))
            self._known += 1
            block = block.next()
        self._flush(first, block)
        if self._known <= last:
            self._timer.start()

    def _guess(self, first: int, last: int) -> None:
        """Lines far below what is known get colours at once, as if they began a file; they are put right later."""
        block = self._document.findBlockByNumber(first)
        began, start, state = time.perf_counter(), block, START
        while block.isValid() and block.blockNumber() <= last and time.perf_counter() - began < SLICE:
            state = self._colour(block, state)
            block = block.next()
        self._flush(start, block)

    def _changed(self, position: int, removed: int, added: int) -> None:
        """Colours what changed and then as far as that changes what follows."""
        if self._busy:
            return
        count = self._document.blockCount()
        grown, self._count = count - self._count, count
        block, last = self._document.findBlock(position), self._document.findBlock(position + added).blockNumber()
        first, number = block, block.blockNumber()
        if self._lexer is None or number >= self._known:
            return
        settled, left = False, AHEAD if last - number < AHEAD else 0
        while block.isValid() and left and not settled:
            before, left = block.userState(), left - 1
            self._colour(block, self._before(block))
            settled = block.blockNumber() >= last and block.userState() == before
            block = block.next()
        self._flush(first, block)
        if settled or not block.isValid():
            self._known = min(self._known + grown, count) if settled else count
        else:
            self._known = block.blockNumber()
            self._timer.start()

    def _before(self, block: QTextBlock) -> State:
        number = block.previous().userState() if block.blockNumber() else 0
        return self._states[number] if 0 <= number < len(self._states) else START

    def _colour(self, block: QTextBlock, state: State) -> State:
        if self._lexer is None:
            return START
        spans, after = self._lexer.line(block.text(), state)
        ranges = []
        for at, length, role in spans:
            piece = QTextLayout.FormatRange()
            piece.start, piece.length, piece.format = at, length, self._format(role)
            ranges.append(piece)
        block.layout().setFormats(ranges)
        block.setUserState(self._number(after))
        return after

    def _number(self, state: State) -> int:
        if state not in self._numbers:
            self._numbers[state] = len(self._states)
            self._states.append(state)
        return self._numbers[state]

    def _format(self, role: str) -> QTextCharFormat:
        if role not in self._formats:
            made = QTextCharFormat()
            made.setForeground(self._theme.colour(role))
            self._formats[role] = made
        return self._formats[role]

    def _flush(self, first: QTextBlock, behind: QTextBlock) -> None:
        """Lets the screen show it; says nothing of it to whoever watches for changes of the text."""
        if not first.isValid():
            return
        end = behind.position() if behind.isValid() else self._document.characterCount() - 1
        self._busy = True
        self._document.markContentsDirty(first.position(), max(end - first.position(), 0))
        self._busy = False
