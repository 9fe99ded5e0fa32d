"""The specification in hand: its text, its facts, its sentences; edits go through the engine's check and can be undone."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.client import EngineError
from app.client.errors import Refused
from ui.desk import Desk
from ui.engine.specs import facts_of, read_brief
from ui.language import say
from ui.reading import Facts, Question, Reading, Sentence, sentences_of
from ui.rooms.code.endings import Form, form_of, formed, plain
from ui.rooms.spec.assumed import Assumed, assumed_in
from ui.rooms.spec.checking import Checked, checked
from ui.rooms.spec.editing import Edit
from ui.rooms.spec.history import Change, History
from ui.rooms.spec.links import Line, Links, lines, linked
from ui.rooms.spec.yaml_nodes import CannotEdit

FILE = "spec.yaml"


class SpecDocument(QObject):
    """`changed` when what is shown is another; `failed` with why an edit was not taken; `busy` while the engine is asked."""

    changed = Signal()
    failed = Signal(object)
    busy = Signal(bool)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.history = History(self)
        self.history.become.connect(self._become)
        self._disk = asyncio.Lock()
        self._clear()

    def _clear(self) -> None:
        self.project, self.text, self.stack_name = "", "", ""
        self.facts, self.links, self.lines = Facts(), Links(), list[Line]()
        self.checked = Checked()
        self.reading: Reading | None = None
        self._sentences: list[Sentence] = []
        self._requirements: list[Mapping[str, Any]] = []
        self._digest, self._form, self._turn = "", Form(), 0
        self._assumed: Assumed | None = None
        self.history.clear()

    @property
    def empty(self) -> bool:
        return not self.text

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is open; of a project, the suggestions that were taken and that nobody has looked at yet."""
        if self._assumed is not None:
            return self._assumed.questions
        return self.reading.questions if self.reading is not None else ()

    @property
    def blocked(self) -> bool:
        """Whether an answer is needed before anything can be built."""
        return any(question.blocking for question in self.questions)

    async def open_draft(self) -> None:
        """The brief that Home handed over, or a specification that was attached."""
        draft = self._desk.workspace.draft
        self._clear()
        self.stack_name = draft.stack
        self.reading = draft.reading
        self.text = draft.spec or (draft.reading.spec if draft.reading else "")
        await self._look()

    async def open_project(self, path: str) -> None:
        """The specification of a project as it stands on disk; what can be undone is kept while nobody else changed it."""
        if path != self.project:
            self._clear()
            self.project = path
        self.busy.emit(True)
        try:
            async with self._disk:
                detail = await self._desk.link.ask("GET", "/projects/detail", query={"path": path})
                held = await self._desk.link.ask("GET", "/projects/file", query={"path": path, "file": FILE})
        except EngineError as error:
            self.failed.emit(error)
            return
        finally:
            self.busy.emit(False)
        if path != self.project:
            return
        if held["digest"] != self._digest:
            self._clear()
            self.project, self.text, self._digest = path, plain(held["text"]), held["digest"]
            self._form = form_of(held["text"])
        self.stack_name = detail.get("stack") or ""
        self._sentences = sentences_of(detail["sentences"])
        self._requirements = list(detail.get("requirements") or ())
        if not detail["questions"]:
            self._assumed = None
        elif self._assumed is None and detail["brief"]:
            self._assumed = await assumed_in(self._desk.link, detail["brief"], self.text)
        await self._look()

    async def apply(self, edit: Edit, words: str) -> bool:
        """Takes an edit that leaves no more faults than there were; says why it does not."""
        try:
            after = edit(self.text)
        except CannotEdit as error:
            self.failed.emit(say("This can't be changed so: {why}.", why=error))
            return False
        return await self.replace(after, words, edit=edit)

    async def replace(self, text: str, words: str, *, edit: Edit | None = None) -> bool:
        """Takes another text as a whole, if it can be built as well as the one before."""
        if text == self.text:
            return True
        try:
            found = await checked(self._desk.link, text)
        except EngineError as error:
            self.failed.emit(error)
            return False
        if new := [why for why in found.faults.values() if why not in self.checked.faults.values()]:
            self.failed.emit(say("This can't be changed so: {why}", why=new[0]))
            return False
        self.history.push(Change(self.text, text, words, edit))
        return True

    def _become(self, text: str) -> None:
        self.text = text
        self._desk.link.start(self._keep(text))

    async def answer(self, question: Question, answer: str) -> None:
        """Reads the brief again with this answer; corrections are made again on what comes of it."""
        if self._assumed is not None:
            await self._assume({question.text: answer})
        else:
            await self._read_again({question.text: answer})

    async def accept_all(self) -> None:
        """Takes every suggestion."""
        suggested = {question.text: question.suggestion for question in self.questions}
        if self._assumed is not None:
            await self._assume(suggested)
        else:
            await self._read_again(suggested)

    async def _assume(self, answers: Mapping[str, str]) -> None:
        """A person answers what a project took suggestions for; the specification is corrected by it."""
        assumed = self._assumed
        if assumed is None:
            return
        self.busy.emit(True)
        try:
            text = await assumed.answered(self._desk.link, answers)
        except EngineError as error:
            self.failed.emit(error)
            return
        finally:
            self.busy.emit(False)
        if await self.replace(text, say("Answer to a question")):
            self._assumed = assumed.without(answers)
            await self._look()

    async def _read_again(self, answers: Mapping[str, str]) -> None:
        draft = self._desk.workspace.draft
        for question, answer in answers.items():
            draft.answer(question, answer)
        self.busy.emit(True)
        try:
            reading = await read_brief(self._desk.link, draft.brief, draft.answers)
        except EngineError as error:
            self.failed.emit(error)
            return
        finally:
            self.busy.emit(False)
        text, lost = self._again(reading.spec)
        self.reading = draft.reading = reading
        corrected = text != reading.spec
        self.history.clear()
        self.text = text
        draft.correct(text if corrected else "")
        if lost:
            self._desk.notify(
                say("Some corrections did not fit any more: {which}", which=", ".join(lost)), tone="warning"
            )
        await self._look()

    def _again(self, text: str) -> tuple[str, list[str]]:
        """The corrections of before on a new text, and the words of those that do not fit it."""
        lost = []
        for change in self.history.done:
            if change.edit is None:
                lost.append(change.words)
                continue
            try:
                text = change.edit(text)
            except CannotEdit:
                lost.append(change.words)
        return text, lost

    async def _keep(self, text: str) -> None:
        """Writes the text where it belongs and looks at it anew."""
        if not self.project:
            reading = self.reading.spec if self.reading else ""
            self._desk.workspace.draft.correct("" if text == reading else text)
        else:
            project = self.project
            async with self._disk:
                written = formed(self._form, text)
                body = {"path": project, "file": FILE, "text": written, "digest": self._digest}
                try:
                    self._digest = (await self._desk.link.ask("PUT", "/projects/file", body=body))["digest"]
                except EngineError as error:
                    self.failed.emit(error)
        await self._look()

    async def _look(self) -> None:
        """Facts, links and faults of the text; an answer about an older text is dropped."""
        self._turn += 1
        turn, text = self._turn, self.text
        if not text:
            self.changed.emit()
            return
        try:
            facts = await facts_of(self._desk.link, text)
            found = await checked(self._desk.link, text)
        except Refused as refusal:
            self.checked = await checked(self._desk.link, text)
            self.failed.emit(refusal)
            self.changed.emit()
            return
        except EngineError as error:
            self.failed.emit(error)
            return
        if turn == self._turn:
            self.facts, self.links, self.checked = facts, linked(facts), found
            sentences = self.reading.sentences if self.reading is not None else tuple(self._sentences)
            self.lines = lines(sentences, facts, self.questions, self._requirements)
            self.changed.emit()
