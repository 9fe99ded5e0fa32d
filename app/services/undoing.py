"""Brings an older state of a project back: its files, and the schema of every database that follows. Called by history.

The revisions since that state stay; one more takes them back, so that a database goes forward to the old schema.
"""

from __future__ import annotations

from pathlib import Path

from app.services.renewing import stack_of
from app.services.rerendering import GENERATED, Rerendering
from engines.kernel.branches import Branches
from engines.kernel.repository import Commit, Repository
from engines.qlayer import load_blueprint, migrations, undo


class Undoing:
    """The use case; it blocks for less than a second."""

    def __init__(self, *, repository: Repository, branches: Branches, rerendering: Rerendering) -> None:
        self._repository, self._branches, self._rerendering = repository, branches, rerendering

    def restore(self, project: Path, wanted: str, *, message: str, time: int) -> Commit:
        """The new commit; the newest one where nothing differs. Conflict when what nobody recorded would be lost."""
        self._branches.settle(project)
        if not self._branches.head(project, GENERATED):  # never changed, so every state has the same schema
            return self._repository.restore(project, wanted, message=message, time=time)
        newest = self._repository.log(project, limit=1)[0]
        files: dict[str, bytes | None] = {**self._revisions(project, newest.id, wanted, message)}
        if not files and self._repository.states(project, wanted) == self._repository.states(project, newest.id):
            return newest
        old = self._rerendering.rendering(project, wanted)
        last = self._branches.head(project, GENERATED)
        generated = self._branches.compose(project, old, files, parents=[last], message=message, time=time)
        made = self._branches.compose(
            project, wanted, files, parents=[newest.id, generated.id], message=message, time=time
        )
        self._branches.switch(project, old=newest.id, new=made.id, generated=generated.id)
        return made

    def _revisions(self, project: Path, newest: str, wanted: str, message: str) -> dict[str, bytes]:
        """The revisions that the wanted state has not, and the one that takes them back."""
        now, then = (migrations(list(self._repository.tracked(project, commit))) for commit in (newest, wanted))
        if now == then:
            return {}
        known = {path: self._repository.read(project, newest, path) for path in now}
        settings = self._repository.read(project, newest, "pyproject.toml")
        blueprint = load_blueprint(stack_of(project))
        made = undo(blueprint, says=message.splitlines()[0], known=known, keep=then, settings=settings)
        steps = self._steps(project, newest, wanted)
        return {**{path: known[path] for path in now if path not in then}, **steps, **made}

    def _steps(self, project: Path, newest: str, wanted: str) -> dict[str, bytes]:
        """What revisions are made of and an older state may not have yet."""
        paths = ("migrations/steps.py", "migrations/env.py", "alembic.ini", "app/database.py")
        had = set(self._repository.tracked(project, wanted))
        if "migrations/steps.py" in had:
            return {}
        return {path: self._repository.read(project, newest, path) for path in paths}
