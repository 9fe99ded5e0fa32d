"""Takes one recorded change of a project back and keeps those that followed: as the specification of a further change.

Called by changing. What a later change made other is not guessed at: that change is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.services.naming import ALL, commit_id
from app.services.renewing import SPEC
from app.services.rerendering import Rerendering
from engines.change import agreed, difference, likely
from engines.change.reverting import part_at, reverted
from engines.kernel.branches import Branches
from engines.kernel.errors import Conflict, NotFound
from engines.kernel.repository import Commit, Repository
from engines.kernel.spec import Spec, facts
from engines.kernel.spec.renames import Renames, followed
from engines.kernel.spec.renaming import renamed
from engines.qlayer import migrations
from engines.spec import check_spec, load_spec

_SHORT = 8
_FEWEST_LETTERS = 4
_SET_ASIDE = re.compile(
    r'\b(?:add_column|drop_column|retype_column|create_table|drop_table)\(\s*"(\d{4})",\s*"(\w+)"(?:,\s*(?:sa\.Column\(\s*)?"(\w+)")?'
)


@dataclass(frozen=True, kw_only=True)
class Taken:
    """The specification without a change, the names that are the old ones again, and what the further change is called.

    `kept`: by table, or table and column, the revision under whose number its values are set aside.
    """

    spec: Spec
    renames: Renames
    says: str
    kept: Mapping[str, str]


class Reverting:
    """The use case; it blocks for a second."""

    def __init__(self, *, repository: Repository, branches: Branches, rerendering: Rerendering) -> None:
        self._repository, self._branches, self._rerendering = repository, branches, rerendering

    def take_back(self, project: Path, name: str) -> Taken:
        """Conflict where it is no change, or where a later one stands on it."""
        changed = self._named(project, name)
        parents = self._branches.parents(project, changed.id)
        if len(parents) < 2:
            raise Conflict(
                f"{changed.id[:_SHORT]} is no change of the specification",
                hint="Bring a whole state back: ql undo PROJECT COMMIT.",
            )
        now, since = self._rerendering.known(project)[0], self._renamed_since(project, changed)
        after = renamed(self._spec(project, parents[1]), since)
        before = renamed(self._spec(project, self._branches.parents(project, parents[1])[0]), since)
        found = likely(after, before)
        renames = agreed(found, [True] * len(found))
        for place in (*renames.entities, *renames.members):
            if place not in _names(now):
                raise self._refused(project, changed, lambda spec, place=place: place in _names(spec))  # type: ignore[misc]
        made = reverted(after=renamed(after, renames), now=renamed(now, renames), before=before)
        if made.stuck:
            raise self._refused(project, changed, lambda spec: part_at(renamed(spec, renames), made.stuck[0]))
        faults = [finding.place for finding in check_spec(made.spec) if finding.grave]
        if faults:
            raise self._refused(
                project, changed, lambda spec: any(fact.startswith(faults[0]) for fact, _ in facts(spec))
            )
        if not difference(now, made.spec, renames).facts:
            raise Conflict(f"nothing is left of '{_subject(changed)}'", hint="Later changes took it away already.")
        return Taken(
            spec=made.spec,
            renames=renames,
            says=f"Take back {changed.id[:_SHORT]}: {_subject(changed)}",
            kept=self._kept(project, changed.id, parents[0]),
        )

    def _spec(self, project: Path, commit: str) -> Spec:
        return load_spec(self._repository.read(project, commit, SPEC).decode("utf-8"))

    def _renamed_since(self, project: Path, changed: Commit) -> Renames:
        """What is called otherwise after the changes that followed."""
        found = Renames()
        for _, before, after in self._later(project, changed):
            pairs = likely(before, after)
            found = followed(found, agreed(pairs, [True] * len(pairs)))
        return found

    def _refused(self, project: Path, changed: Commit, look: Callable[[Spec], object]) -> Conflict:
        """Names the last change that made other of what `look` finds."""
        later = [each for each, before, after in self._later(project, changed) if look(before) != look(after)]
        what = f"'{_subject(changed)}' can't be taken back alone"
        if not later:
            return Conflict(
                what, hint="Its specification was edited since: bring a whole state back, ql undo PROJECT COMMIT."
            )
        return Conflict(
            f"{what}: '{_subject(later[-1])}' stands on it",
            hint=f"Take that back first: ql undo PROJECT --change {later[-1].id[:_SHORT]}",
        )

    def _later(self, project: Path, changed: Commit) -> Iterator[tuple[Commit, Spec, Spec]]:
        """The changes after one, the oldest first, each with the specifications before and after it."""
        commits = self._repository.log(project, limit=ALL)
        at = next(n for n, each in enumerate(commits) if each.id == changed.id)
        for each in reversed(commits[:at]):
            if len(parents := self._branches.parents(project, each.id)) > 1:
                earlier = self._branches.parents(project, parents[1])[0]
                yield each, self._spec(project, earlier), self._spec(project, parents[1])

    def _named(self, project: Path, name: str) -> Commit:
        """By the letters of its id; a short number counts changes, 1 for the newest."""
        commits = self._repository.log(project, limit=ALL)
        if name.isdigit() and len(name) < _FEWEST_LETTERS:
            changes = [each for each in commits if len(self._branches.parents(project, each.id)) > 1]
            if not 0 < int(name) <= len(changes):
                raise NotFound(f"there is no change {name}", hint=f"There are {len(changes)}; 1 is the newest.")
            return changes[int(name) - 1]
        wanted = commit_id(self._repository, project, name)
        found = next((each for each in commits if each.id == wanted), None)
        if found is None:
            raise NotFound(f"there is no commit '{name}' in the history", hint="ql history shows the ids.")
        return found

    def _kept(self, project: Path, commit: str, parent: str) -> Mapping[str, str]:
        """Where the values are set aside that the change dropped: its revision, by table, or table and column."""
        known = set(migrations(list(self._repository.tracked(project, parent))))
        made = [each for each in migrations(list(self._repository.tracked(project, commit))) if each not in known]
        found: dict[str, str] = {}
        for path in made:
            for match in _SET_ASIDE.finditer(self._repository.read(project, commit, path).decode("utf-8")):
                number, table, column = match.groups()
                found[f"{table}.{column}" if column else table] = number
        return found


def _names(spec: Spec) -> set[str]:
    """The things and members of a specification, as renames name them."""
    service, entities = spec.service, spec.entities
    parts: list[tuple[str, Sequence[Any]]] = [(each.name, (*each.fields, *each.relations)) for each in entities]
    parts += [(each.name, (*each.fields, *each.links)) for each in (service.resources if service else ())]
    return {name for name, _ in parts} | {f"{name}.{each.name}" for name, members in parts for each in members}


def _subject(commit: Commit) -> str:
    return next((line for line in commit.message.splitlines() if line.strip()), commit.id[:_SHORT])
