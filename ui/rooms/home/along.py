"""Reads a brief while it is typed: a moment after the last key the engine is asked; an answer to an older text is dropped."""

from __future__ import annotations

import asyncio
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.client import EngineError
from ui.engine import EngineLink
from ui.engine.specs import facts_of, read_brief
from ui.reading import Facts, Reading

PAUSE = 350


class ReadingAlong(QObject):
    """`read` when an answer belongs to the text as it stands; `failed` with what went wrong."""

    read = Signal()
    failed = Signal(object)

    def __init__(self, link: EngineLink) -> None:
        super().__init__()
        self._link, self._text = link, ""
        self.reading: Reading | None = None
        self.facts = Facts()
        self._task: asyncio.Future[Any] | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._begin)

    def take(self, text: str) -> None:
        """The text changed."""
        if text.strip() == self._text.strip():
            return
        self._text, self.reading = text, None
        if text.strip():
            self._pause.start()
        else:
            self._pause.stop()
            self.facts = Facts()

    async def now(self) -> Reading:
        """The reading of the text as it stands, at once."""
        if self.reading is None:
            self._pause.stop()
            self.reading = await read_brief(self._link, self._text)
        return self.reading

    def _begin(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._task = self._link.start(self._read(self._text))

    async def _read(self, text: str) -> None:
        try:
            reading = await read_brief(self._link, text)
            facts = await facts_of(self._link, reading.spec) if not reading.refusal else Facts()
        except EngineError as error:
            self.failed.emit(error)
            return
        if text == self._text:
            self.reading, self.facts = reading, facts
            self.read.emit()
