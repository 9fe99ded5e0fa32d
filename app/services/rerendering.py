"""A project's next rendering: its commit on the generator's branch, its migration, and the merge with what people wrote.

Called by changing. Everything is written beside the project's files: its branches and its folder stay as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from app.services.renewing import RECORDED_LATER, SPEC, stack_of
from engines.change import ChangeService, Difference, Merge, Sides, difference
from engines.kernel.branches import Branches
from engines.kernel.errors import Conflict
from engines.kernel.repository import Repository
from engines.kernel.spec import Spec
from engines.kernel.spec.renames import Fills, Renames
from engines.kernel.tree import SourceTree
from engines.qlayer import load_blueprint, migrations, render, revise, words_of
from engines.spec import dump_spec, load_spec

GENERATED = "generated"
MANIFEST = "quantumlayer.json"
BY_HAND = "Changes by hand"
_IMPORTED = re.compile(r"^from (app\.[\w.]+) import ", re.M)


@dataclass(frozen=True, kw_only=True)
class Change:
    """What shall become of a project: its new specification, and what the tables alone can't tell."""

    project: Path
    spec: Spec
    says: str
    time: int
    renames: Renames
    fills: Fills
    kept: Mapping[str, str] = field(default_factory=dict)
    sides: Sides = field(default_factory=Sides)


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """A change put together. `old` is the project as it stands, `new` its merge; `migration` the path of the revision."""

    old: str
    new: str
    generated: str
    facts: Sequence[Mapping[str, Any]]
    risk: str
    files: Sequence[str]
    migration: str
    conflicts: Sequence[Mapping[str, Any]]
    kept: Sequence[Mapping[str, Any]]
    renamed: Sequence[str]

    def to_json(self) -> dict[str, Any]:
        return {
            **asdict(self),
            **{name: list(getattr(self, name)) for name in ("facts", "files", "conflicts", "kept", "renamed")},
        }


class Rerendering:
    """The use case; it blocks for a second or two."""

    def __init__(self, *, repository: Repository, branches: Branches, merging: ChangeService) -> None:
        self._repository, self._branches, self._merging = repository, branches, merging

    def known(self, project: Path) -> tuple[Spec, str]:
        """The specification of the newest rendering, and the commit that holds it."""
        base = self.rendering(project)
        return load_spec(self._repository.read(project, base, SPEC).decode("utf-8")), base

    def rendering(self, project: Path, commit: str = "") -> str:
        """The rendering that a commit of the project holds; of none, the newest commit of the generator's branch.

        Before the first change it is the commit that brought the specification.
        """
        found = "" if commit else self._branches.head(project, GENERATED)
        return found or self._merged(project, commit)

    def _merged(self, project: Path, commit: str) -> str:
        commits = [each.id for each in self._repository.log(project, limit=1_000_000)]
        line = commits[commits.index(commit) :] if commit in commits else commits
        if not line:
            raise Conflict(f"'{project}' has no history", hint="Record its files first: git commit")
        spec = self._repository.states(project, line[0]).get(SPEC)
        for each, below in zip(line, (*line[1:], ""), strict=True):
            if len(parents := self._branches.parents(project, each)) > 1:
                return parents[1]
            if not below or self._repository.states(project, below).get(SPEC) != spec:
                return each
        return line[-1]

    def put_together(self, change: Change) -> Rendered:
        """The rendering as a commit, and its merge as another; Conflict when the new specification changes nothing."""
        return _Putting(change, self, self._repository, self._branches, self._merging).done()


@dataclass(frozen=True)
class _Putting:
    """One change while it is put together."""

    change: Change
    room: Rerendering
    repository: Repository
    branches: Branches
    merging: ChangeService

    def done(self) -> Rendered:
        project, old, base = self.change.project, self.was[0], self.was[1]
        facts = difference(old, self.change.spec, self.change.renames)
        ours = self.branches.snapshot(project, message=BY_HAND, time=self.change.time)
        files = self._files(ours)
        generated = self._compose("", files, [base], f"Render: {self.change.says}")
        merge = self._merge(base, ours, generated)
        if not merge.changes and not merge.conflicts:
            raise Conflict("this changes nothing in the project", hint="Say what shall be different.")
        new = self._compose(ours, merge.changes, [ours, generated], self.change.says)
        return self._rendered(ours, new, generated, facts, merge, files)

    @cached_property
    def was(self) -> tuple[Spec, str]:
        return self.room.known(self.change.project)

    @cached_property
    def tree(self) -> SourceTree:
        return render(self.change.spec, load_blueprint(stack_of(self.change.project)))

    def _files(self, ours: str) -> dict[str, bytes]:
        """What the generator makes of the project now: revisions that exist stay as they are."""
        project, base = self.change.project, self.was[1]
        known = self._held(ours)
        made = revise(
            self.was[0],
            self.change.spec,
            load_blueprint(stack_of(project)),
            says=self.change.says.strip().splitlines()[0],
            known=known,
            fresh=self.tree.files,
            renames=self.change.renames,
            fills=self.change.fills,
            kept=self.change.kept,
        )
        text = dump_spec(self.change.spec).encode()
        held = self._held(base)
        return {**self._needed(base, held), **self.tree.files, **held, **made, SPEC: text}

    def _needed(self, commit: str, revisions: Mapping[str, bytes]) -> dict[str, bytes]:
        """The modules that revisions import and that are generated no more: those must run for ever."""
        said = "\n".join(content.decode("utf-8", "replace") for content in revisions.values())
        paths = {name.replace(".", "/") + ".py" for name in _IMPORTED.findall(said)}
        known = paths & set(self.repository.tracked(self.change.project, commit))
        return {path: self.repository.read(self.change.project, commit, path) for path in known}

    def _held(self, commit: str) -> dict[str, bytes]:
        """The revisions in a commit."""
        project = self.change.project
        found = migrations(list(self.repository.tracked(project, commit)))
        return {path: self.repository.read(project, commit, path) for path in found}

    def _merge(self, base: str, ours: str, generated: str) -> Merge:
        project = self.change.project
        tracked = self.repository.tracked(project, ours)
        bases: dict[str, bytes] = {}
        if SPEC in tracked:  # what people wrote there is part of the new specification already
            text = self.repository.read(project, ours, SPEC).decode("utf-8", "replace")
            bases[SPEC] = dump_spec(load_spec(text)).encode()
        merge = self.merging.merge(
            project,
            base=base,
            ours=ours,
            theirs=generated,
            locked=[*locked_in(self._content(ours, MANIFEST)), *sorted(RECORDED_LATER - {SPEC})],
            bases=bases,
            words=words_of(self.was[0], self.change.spec, self.change.renames),
            sides=self.change.sides,
        )
        kept = [each for each in merge.kept if each.path not in RECORDED_LATER]
        return replace(merge, kept=kept)

    def _content(self, commit: str, path: str) -> bytes:
        project = self.change.project
        return self.repository.read(project, commit, path) if path in self.repository.tracked(project, commit) else b""

    def _compose(self, base: str, files: Mapping[str, bytes | None], parents: Sequence[str], message: str) -> str:
        change = self.change
        made = self.branches.compose(change.project, base, files, parents=parents, message=message, time=change.time)
        return made.id

    def _rendered(
        self, ours: str, new: str, generated: str, facts: Difference, merge: Merge, files: Mapping[str, bytes]
    ) -> Rendered:
        fresh = [path for path in migrations(list(files)) if path in merge.changes]
        return Rendered(
            old=ours,
            new=new,
            generated=generated,
            facts=[asdict(fact) for fact in facts.facts],
            risk=facts.risk,
            files=sorted(merge.changes),
            migration=fresh[-1] if fresh else "",
            conflicts=[asdict(conflict) for conflict in merge.conflicts],
            kept=[asdict(each) for each in merge.kept],
            renamed=list(merge.renamed),
        )


def locked_in(manifest: bytes) -> Sequence[str]:
    """The patterns of files that people keep for themselves: `"locked": ["app/services/order.py"]`."""
    try:
        said = json.loads(manifest or b"{}").get("locked", [])
    except (ValueError, AttributeError):
        return []
    return [str(pattern) for pattern in said] if isinstance(said, list) else []
