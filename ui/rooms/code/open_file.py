"""A file that is open: its editor, what it was when it was read, its draft, and saving with the digest it was read with."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from app.client import EngineError
from ui.controls.cards import box
from ui.controls.times import moment
from ui.language import figure, say
from ui.rooms.code.drafts import Draft, Drafts
from ui.rooms.code.editor import Editor
from ui.rooms.code.endings import LOST, Form, form_of, formed
from ui.rooms.code.notice import Notice
from ui.rooms.code.plan import LARGE, FileRow, Mark, marks_of
from ui.rooms.code.reached import Reached, Told, reached
from ui.rooms.code.source import ChangedOnDisk, ProjectFiles, Text
from ui.rooms.room import Start
from ui.theme import Theme

DRAFT_PAUSE, MARK_PAUSE = 400, 250
PIECE = 60_000


class OpenFile(QWidget):
    """`unsaved_changed` when it begins or ceases to differ from what is on disk, `saved` after each save,
    `differs` when somebody else changed the file: with the text on disk. `reached_changed` when it is known anew which lines
    tests reached."""

    unsaved_changed = Signal(str)
    saved = Signal(str)
    differs = Signal(str, object)
    failed = Signal(object)
    reached_changed = Signal()

    def __init__(self, files: ProjectFiles, drafts: Drafts, row: FileRow, *, theme: Theme, start: Start) -> None:
        super().__init__()
        self.files, self._drafts, self.row, self._start = files, drafts, row, start
        self.path = row.file
        self.digest, self.form = "", Form()
        self.saving_since = 0.0
        self._base: str | None = None
        self.reached = Reached()
        self._told = Told()
        self._looked: Told | None = None
        self._texts: dict[str, str] = {}
        """Texts of this file that may have been tested, by their digest."""
        self._told_generated, self._loading = False, False
        self.notice = Notice(theme)
        self.editor = Editor(theme, name=row.file)
        rows = box()
        rows.addWidget(self.notice)
        rows.addWidget(self.editor, 1)
        self.setLayout(rows)
        self._keep_soon = QTimer(self, singleShot=True, interval=DRAFT_PAUSE)
        self._keep_soon.timeout.connect(lambda: start(self._keep()))
        self._mark_soon = QTimer(self, singleShot=True, interval=MARK_PAUSE)
        self._mark_soon.timeout.connect(lambda: start(self._mark()))
        self.editor.document().modificationChanged.connect(self._modified)
        self.editor.textChanged.connect(self._typed)

    @property
    def unsaved(self) -> bool:
        return self.editor.document().isModified()

    @property
    def text(self) -> str:
        return self.editor.text

    async def load(self) -> None:
        """Reads the file and offers what was typed and not saved. Errors are the engine's."""
        found = await self.files.read(self.path)
        await self._show(found)
        await self.editor.colouring.open(self.path)
        self._start(self.refresh_base())
        draft = await self._drafts.find(self.files.path, self.path)
        if draft is not None and draft.text != found.text:
            self._offer(draft)
        elif draft is not None:
            await self._drafts.drop(self.files.path, self.path)

    async def look_again(self) -> None:
        """After a run or a change elsewhere: an untouched file shows what is on disk now."""
        if not self.unsaved:
            found = await self.files.read(self.path)
            if found.digest != self.digest and not self.unsaved:
                self._hold(found)
                self.editor.take_text(found.text)
                self.editor.document().setModified(False)
        await self.refresh_base()

    async def refresh_base(self) -> None:
        """Reads the newest recorded text, which the marks in the gutter compare with."""
        try:
            found = await self.files.read(self.path, "HEAD")
        except EngineError:
            return
        self._base = None if found.binary else found.text
        self._texts[found.digest] = found.text
        await self._mark()

    async def save(self) -> bool:
        """Writes the text; a file that was changed meanwhile is left alone, and both versions are shown."""
        if self.editor.isReadOnly():
            return False
        text, revision = self.text, self.editor.document().revision()
        self.saving_since = time.monotonic()
        written = await asyncio.to_thread(formed, self.form, text)
        try:
            self.digest = await self.files.write(self.path, written, self.digest)
        except ChangedOnDisk:
            self.differs.emit(self.path, await self.files.read(self.path))
            return False
        except EngineError as error:
            self.failed.emit(error)
            return False
        self.form = await asyncio.to_thread(form_of, written)
        self._texts[self.digest] = text
        if self.editor.document().revision() == revision:
            self.editor.document().setModified(False)
            await self._drafts.drop(self.files.path, self.path)
        self.notice.hide()
        self.saved.emit(self.path)
        return True

    def take_disk(self, found: Text) -> None:
        """Takes what is on disk instead of what was typed; can be undone."""
        self._hold(found)
        self.editor.take_text(found.text)
        self.editor.document().setModified(False)
        self._start(self._drafts.drop(self.files.path, self.path))

    def keep_now(self) -> None:
        """Keeps unsaved text at once, before the window goes."""
        if self.unsaved:
            self._keep_soon.stop()
            self._drafts.keep_now(self._draft())

    async def _show(self, found: Text) -> None:
        """Puts the text in piece by piece, so that the window goes on meanwhile."""
        self._hold(found)
        self._loading = True
        document = self.editor.document()
        self.editor.ensurePolished()  # its font: a long text would be laid out twice
        document.setUndoRedoEnabled(False)
        end = QTextCursor(document)
        for piece in pieces_of(found.text):
            end.insertText(piece)
            await asyncio.sleep(0)
        document.setUndoRedoEnabled(True)
        document.setModified(False)
        self._loading = False
        large = found.size > LARGE
        strange = any(sign in found.text for sign in LOST)
        self.editor.setReadOnly(found.binary or large or strange)
        if found.binary:
            self.notice.say(say("This file holds no text ({size} bytes).", size=found.size))
        elif large:
            size = figure(found.size / 1024 / 1024)
            self.notice.say(say("This file is large ({size} MB): it can be read, not changed here.", size=size))
        elif strange:
            self.notice.say(say("This file holds signs that an editor would lose: it can be read, not changed here."))

    def _offer(self, draft: Draft) -> None:
        text = say("Text that was not saved was kept, {time}.", time=moment(draft.time))
        actions = [(say("Restore it"), lambda: self._restore(draft)), (say("Drop it"), self._forget)]
        self.notice.say(text, actions, tone="warning")

    def _restore(self, draft: Draft) -> None:
        """The digest stays that of the old text, so that a change made meanwhile is noticed when saving."""
        self.editor.take_text(draft.text)
        self.digest = draft.digest or self.digest
        self.editor.setFocus()

    def _forget(self) -> None:
        self._start(self._drafts.drop(self.files.path, self.path))

    def _typed(self) -> None:
        if self._loading:
            return
        if self.unsaved:
            self._keep_soon.start()
        self._mark_soon.start()

    def _modified(self, modified: bool) -> None:
        if self._loading:
            return
        self.unsaved_changed.emit(self.path)
        if not modified:
            self._keep_soon.stop()
        elif self.row.generated and not self._told_generated and self.notice.isHidden():
            self._told_generated = True
            self.notice.say(
                say("This file comes from a blueprint. What you change is kept as your change in the next run."),
                [(say("Understood"), self.notice.hide)],
            )

    async def _keep(self) -> None:
        if self.unsaved:
            await self._drafts.keep(self._draft())

    def _draft(self) -> Draft:
        return Draft(project=self.files.path, file=self.path, text=self.text, digest=self.digest)

    def show_told(self, told: Told) -> None:
        """What the last report tells of the lines of this file."""
        if told != self._told:
            self._told = told
            self._mark_soon.start()

    def _hold(self, found: Text) -> None:
        """What is on disk now."""
        self.digest, self.form = found.digest, found.form
        self._texts[found.digest] = found.text

    async def _mark(self) -> None:
        """What changed since the newest commit, as marks in the gutter, and what tests reached of what stands there still."""
        gutter, told = self.editor.gutter, self._told
        tested = await self._tested(told)
        text = self.text
        if self._base is not None:
            gutter.marks = await asyncio.to_thread(_marks, self._base, text)
        shown = await asyncio.to_thread(reached, told, tested, text)
        if told is not self._told:
            return  # it is marked anew in a moment
        gutter.show_reached(shown)
        if shown != self.reached:
            self.reached = shown
            self.reached_changed.emit()

    async def _tested(self, told: Told) -> str | None:
        """The text that was tested; None where it is neither on disk nor recorded."""
        if told.digest and told.commit and told.digest not in self._texts and told is not self._looked:
            self._looked = told
            try:
                found = await self.files.read(self.path, told.commit)
            except EngineError:
                return None
            self._texts[found.digest] = found.text
        if told.digest not in self._texts:
            self._texts = {digest: text for digest, text in self._texts.items() if digest == self.digest}
        return self._texts.get(told.digest) if told.digest else None


def pieces_of(text: str, *, size: int = PIECE) -> Iterator[str]:
    """The text in pieces of about so many letters that end with a line."""
    at = 0
    while at < len(text):
        end = text.find("\n", at + size) + 1 or len(text)
        yield text[at:end]
        at = end


def _marks(base: str, text: str) -> dict[int, Mark]:
    return marks_of(base.split("\n"), text.split("\n"))
