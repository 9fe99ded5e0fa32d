"""Which line of a project carries out which sentence, also where people edited the files since. Called by sources and testing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Lock

from app.services.registry import SPEC, Registry
from app.services.renewing import RECORDED_LATER
from engines.kernel.diff import moved
from engines.kernel.errors import NotFound, UserError
from engines.kernel.projects import Row
from engines.kernel.repository import Repository
from engines.kernel.sources import TEXT_LIMIT, SourceFiles
from engines.kernel.spec import Spec, facts
from engines.kernel.tree import Anchor, SourceTree
from engines.qlayer import load_blueprint, render
from engines.qtest import TestReport, evidence, extension_anchors
from engines.spec import load_spec

_KEPT = 4


@dataclass(frozen=True, kw_only=True)
class TraceItem:
    """A line (from 1) that carries out a sentence, by which facts, the tests of those and what became of the sentence.

    `status` is empty until tests ran.
    """

    file: str
    line: int
    sentence: int
    text: str
    facts: Sequence[str]
    tests: Sequence[str]
    status: str


class Tracing:
    """The use case. Rendering is pure, so the trees of the last specifications are kept."""

    def __init__(self, *, registry: Registry, repository: Repository, files: SourceFiles) -> None:
        self._registry, self._repository, self._files = registry, repository, files
        self._trees: dict[tuple[str, str], tuple[Spec, SourceTree]] = {}
        self._lock = Lock()

    def generated(self, project: Path) -> frozenset[str]:
        """The files that come from the recorded specification; none where that can't be rendered by this release."""
        try:
            _, tree = self._rendered(project)
        except UserError:
            return frozenset()
        return frozenset(tree.files) | RECORDED_LATER

    def trace(self, project: Path, file: str = "") -> Sequence[TraceItem]:
        """Every line that carries out a sentence, of one file or of all, sorted by file and line."""
        spec, tree = self._rendered(project)
        added = [anchor for anchor in self._added(project, spec) if file in ("", anchor.path)]
        anchors = [anchor for anchor in tree.anchors if file in ("", anchor.path)]
        said = {fact: origin.sentences for fact, origin in facts(spec)}
        tests = _tests((*tree.anchors, *added))
        status = {row["number"]: str(row["status"]) for row in self._registry.papers(project).requirements}
        texts = {sentence.number: sentence.text for sentence in spec.sentences}
        return [
            TraceItem(
                file=path,
                line=line,
                sentence=number,
                text=texts.get(number, ""),
                facts=found,
                tests=_once(test for fact in found for test in tests.get(fact, ())),
                status=status.get(number, ""),
            )
            for (path, line, number), found in _places((*self._moved(project, tree, anchors), *added), said).items()
        ]

    def known(self, project: Path) -> Sequence[Row]:
        """What the last report of all tests proves of the sentences as the files stand now, also after an undo."""
        papers = self._registry.papers(project)
        return (
            papers.requirements
            if papers.report is None
            else self.requirements(project, TestReport.from_json(papers.report))
        )

    def requirements(self, project: Path, report: TestReport) -> Sequence[Row]:
        """What a report proves of each sentence, with the lines as they are now."""
        spec, tree = self._rendered(project)
        anchors = (*self._moved(project, tree, tree.anchors), *self._added(project, spec))
        return [found.to_json() for found in evidence(spec, anchors, report)]

    def _added(self, project: Path, spec: Spec) -> Sequence[Anchor]:
        """Where the code that no blueprint has stands."""
        return extension_anchors(spec, partial(self._content, project))

    def _content(self, project: Path, path: str) -> bytes | None:
        try:
            return self._files.read(project, path, limit=TEXT_LIMIT).content
        except NotFound:
            return None

    def _rendered(self, project: Path) -> tuple[Spec, SourceTree]:
        text, stack = self._recorded(project), self._registry.record(project).stack
        with self._lock:
            if (text, stack) not in self._trees:
                spec = load_spec(text)
                kept = list(self._trees.items())[1 - _KEPT :]
                self._trees = {**dict(kept), (text, stack): (spec, render(spec, load_blueprint(stack)))}
            return self._trees[text, stack]

    def _recorded(self, project: Path) -> str:
        """The specification that the files were rendered from: the recorded one, before any commit the one on disk."""
        try:
            return self._repository.read(project, "HEAD", SPEC).decode("utf-8", "replace")
        except NotFound:
            return (self._files.read(project, SPEC, limit=TEXT_LIMIT).content or b"").decode("utf-8", "replace")

    def _moved(self, project: Path, tree: SourceTree, anchors: Sequence[Anchor]) -> list[Anchor]:
        """The anchors where their lines stand now; those whose line was removed or rewritten are left out."""
        lines = {path: self._lines(project, path, tree.files[path]) for path in {anchor.path for anchor in anchors}}
        found = ((anchor, lines[anchor.path]) for anchor in anchors)
        return [
            anchor if now is None else replace(anchor, line=now[anchor.line])
            for anchor, now in found
            if now is None or anchor.line in now
        ]

    def _lines(self, project: Path, path: str, rendered: bytes) -> Mapping[int, int] | None:
        """Where the rendered lines stand now; None while the file is as it was rendered."""
        try:
            now = self._files.read(project, path, limit=TEXT_LIMIT).content
        except NotFound:
            return {}
        if now == rendered:
            return None
        return moved(rendered.decode("utf-8", "replace"), (now or b"").decode("utf-8", "replace"))


def _places(
    anchors: Iterable[Anchor], said: Mapping[str, Sequence[int]]
) -> dict[tuple[str, int, int], tuple[str, ...]]:
    """The facts by file, line and sentence, sorted."""
    found: dict[tuple[str, int, int], tuple[str, ...]] = {}
    for anchor in anchors:
        for number in said.get(anchor.fact, ()):
            place = (anchor.path, anchor.line, number)
            found[place] = _once((*found.get(place, ()), anchor.fact))
    return dict(sorted(found.items()))


def _tests(anchors: Iterable[Anchor]) -> Mapping[str, Sequence[str]]:
    """The tests of each fact."""
    found: dict[str, tuple[str, ...]] = {}
    for anchor in anchors:
        if anchor.test:
            found[anchor.fact] = _once((*found.get(anchor.fact, ()), anchor.test))
    return found


def _once(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
