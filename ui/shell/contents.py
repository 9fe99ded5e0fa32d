"""What the project in hand, or the brief in hand, holds: entities, sentences and files to be found in the palette."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from app.client import EngineError
from ui.desk import Navigate
from ui.engine import EngineLink
from ui.engine.specs import facts_of
from ui.language import say
from ui.nouns import icon_of
from ui.reading import Facts, Sentence, sentences_of
from ui.shell.palette import Entry
from ui.workspace import Workspace


class Contents:
    """`look` asks anew and calls `shown` once the answer is there; until then what was known is found."""

    def __init__(self, link: EngineLink, workspace: Workspace, *, go: Navigate, shown: Callable[[], object]) -> None:
        self._link, self._workspace, self._go, self._shown = link, workspace, go, shown
        self._of = ""
        self.facts, self.sentences, self.files = Facts(), list[Sentence](), list[str]()

    def look(self) -> None:
        """The palette was opened."""
        if self._link.running:
            self._link.start(self._ask())

    def forget(self) -> None:
        """Nothing is known until it is asked again."""
        self._of = ""
        self._hold(Facts(), (), ())

    def found(self, words: str) -> Iterator[Entry]:
        """Entities behind '@', with their fields once words follow; sentences behind '#'; without a sign both, and files."""
        sign = words[:1]
        if not words or sign in (">", ":"):
            return
        if sign != "#":
            yield from self._entities(fields=sign == "@" and len(words) > 1)
        if sign != "@":
            yield from self._sentences()
        if sign not in ("@", "#"):
            yield from self._files()

    def _entities(self, *, fields: bool) -> Iterator[Entry]:
        for entity in self.facts.entities:
            yield Entry(
                title=entity.title,
                kind=say("Entity"),
                icon=icon_of(entity.name)[0],
                run=partial(self._go, "spec", f"entity:{entity.name}"),
            )
            for field in entity.fields if fields else ():
                yield Entry(
                    title=field.title,
                    kind=say("Field"),
                    icon="tag",
                    place=entity.title,
                    run=partial(self._go, "spec", f"field:{entity.name}.{field.name}"),
                )

    def _sentences(self) -> Iterator[Entry]:
        for sentence in self.sentences:
            yield Entry(
                title=sentence.text,
                kind=say("Sentence {n}", n=sentence.number),
                icon="quote",
                run=partial(self._go, "spec", f"sentence:{sentence.number}"),
            )

    def _files(self) -> Iterator[Entry]:
        for file in self.files:
            yield Entry(
                title=file.rpartition("/")[2],
                kind=say("File"),
                icon="file-code",
                place=file,
                run=partial(self._go, "code", f"file:{file}"),
            )

    async def _ask(self) -> None:
        project, draft = self._workspace.project, self._workspace.draft
        of = project.path if project is not None else "draft"
        if of != self._of:
            self._of = of
            self._hold(Facts(), (), ())
        if project is not None:
            facts = await self._part("/projects/facts", project.path)
            detail = await self._part("/projects/detail", project.path)
            listed = await self._part("/projects/files", project.path)
            held = (
                Facts.of(facts) if facts else self.facts,
                sentences_of(detail["sentences"]) if detail else self.sentences,
                [str(row["file"]) for row in listed["items"]] if listed else self.files,
            )
        else:
            text = draft.spec or (draft.reading.spec if draft.reading else "")
            try:
                drawn = await facts_of(self._link, text) if text else Facts()
            except EngineError:
                drawn = self.facts
            held = drawn, list(draft.reading.sentences) if draft.reading else [], []
        if of == self._of:
            self._hold(*held)
            self._shown()

    async def _part(self, route: str, path: str) -> Any:
        """An answer about a project; None when there is none: the room that needs it says why."""
        try:
            return await self._link.ask("GET", route, query={"path": path})
        except EngineError:
            return None

    def _hold(self, facts: Facts, sentences: Sequence[Sentence], files: Sequence[str]) -> None:
        self.facts, self.sentences, self.files = facts, list(sentences), list(files)
