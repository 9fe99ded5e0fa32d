"""Commits beside the files on disk, and the switch to one, behind the kernel's Branches port. Wired by app.bootstrap.

The switch writes down first what it will do. Every later step may be done twice, so whoever finds the note goes on.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from engines.edges.git import AUTHOR, GitRepository, commit_of, entries_of, store_commit
from engines.edges.git_drafts import Drafts, discard
from engines.edges.git_folder import opened, past_stale_locks
from engines.edges.git_restore import due, remove_file, said
from engines.edges.worktree import blobs, identity, write_index, write_tree
from engines.kernel.errors import Conflict
from engines.kernel.repository import Commit

if TYPE_CHECKING:
    from dulwich.repo import Repo

NOTE = "quantumlayer-switch"
_NEVER_SEEN = os.stat_result((0o100644, *(0,) * 9))
"""What makes git look into a file again."""


class GitBranches:
    """The branches of projects as git keeps them."""

    def __init__(self, *, repository: GitRepository, author: str = AUTHOR) -> None:
        self._repository, self._author = repository, author

    def head(self, project: Path, branch: str) -> str:
        if not (project / ".git").is_dir():
            return ""
        with opened(project) as repo:
            found = repo.refs.read_ref(_ref(branch))  # type: ignore[arg-type]
            return found.decode() if found else ""

    def parents(self, project: Path, commit: str) -> Sequence[str]:
        with opened(project) as repo:
            return [parent.decode() for parent in commit_of(repo, commit).parents]

    def compose(
        self,
        project: Path,
        base: str,
        changes: Mapping[str, bytes | None],
        *,
        parents: Sequence[str],
        message: str,
        time: int,
    ) -> Commit:
        from dulwich.index import commit_tree
        from dulwich.objects import Blob, ObjectID

        with opened(project) as repo:
            entries = dict(entries_of(repo, commit_of(repo, base))) if base else {}
            for path, content in changes.items():
                mode = entries.pop(path, (0o100644, b""))[0]
                if content is not None:
                    blob = Blob.from_string(content)
                    repo.object_store.add_object(blob)
                    entries[path] = (mode, blob.id)
            tree = commit_tree(repo.object_store, [(os.fsencode(p), sha, mode) for p, (mode, sha) in entries.items()])
            made = [ObjectID(parent.encode()) for parent in parents]
            return store_commit(repo, tree, made, message=message, author=self._author, time=time)

    def snapshot(self, project: Path, *, message: str, time: int) -> str:
        with opened(project) as repo:
            head = commit_of(repo, "HEAD")
            entries = blobs(project, self._repository.files(project))
            for entry in entries:
                if entry.blob.id not in repo.object_store:
                    repo.object_store.add_object(entry.blob)
            tree = write_tree(repo.object_store, entries)
            if head.tree == tree:
                return head.id.decode()
            return store_commit(repo, tree, [head.id], message=message, author=self._author, time=time).id

    def export(self, project: Path, commit: str, folder: Path) -> None:
        with opened(project) as repo, Drafts(folder, repo) as drafts:
            for path, entry in entries_of(repo, commit_of(repo, commit)).items():
                drafts.put(path, entry)

    def switch(self, project: Path, *, old: str, new: str, generated: str) -> None:
        past_stale_locks(lambda: self._switch(project, old, new, generated))

    def _switch(self, project: Path, old: str, new: str, generated: str) -> None:
        with opened(project) as repo:
            _expect(repo, old, new)
            before, after = (entries_of(repo, commit_of(repo, name)) for name in (old, new))
            gone, missing = due(project, head=before, target=after)
            with Drafts(project, repo) as drafts:
                for path in missing:
                    drafts.write(path, after[path])
                _note(repo, old, new, generated)
                for path in gone:
                    remove_file(project, path)
                for path in missing:
                    drafts.place(path)
            _place(repo, project, new, generated)

    def settle(self, project: Path) -> bool:
        if not (project / ".git" / NOTE).is_file():
            discard(project)
            return False
        past_stale_locks(lambda: _settled(project))
        return True


def _expect(repo: Repo, old: str, new: str) -> None:
    """Conflict when somebody recorded something since the change was begun."""
    begun = commit_of(repo, old)
    known = {begun.id, *begun.parents, commit_of(repo, new).id}
    if (head := repo.head()) not in known:
        raise Conflict(
            f"the project went on to {head.decode()[:8]} while the change was made", hint="Ask for the change again."
        )


def _settled(project: Path) -> None:
    with opened(project) as repo:
        told = json.loads((project / ".git" / NOTE).read_text("utf-8"))
        before, after = (entries_of(repo, commit_of(repo, told[name])) for name in ("old", "new"))
        with Drafts(project, repo) as drafts:
            for path in sorted({*before, *after}):
                now = identity(project, path)
                if now != (said(before[path]) if path in before else None):  # it stands already, or people changed it
                    continue
                if path not in after:
                    remove_file(project, path)
                elif now != said(after[path]):
                    drafts.put(path, after[path])
        _place(repo, project, told["new"], told["generated"])


def _note(repo: Repo, old: str, new: str, generated: str) -> None:
    """From here on the switch will be done, whoever does it."""
    note = Path(repo.controldir()) / NOTE
    draft = note.with_suffix(".draft")
    with draft.open("w", encoding="utf-8") as file:
        json.dump({"old": old, "new": new, "generated": generated}, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(note)


def _place(repo: Repo, project: Path, new: str, generated: str) -> None:
    """The branches and the index, then the end of the note."""
    from dulwich.objects import ObjectID
    from dulwich.refs import HEADREF

    if generated:
        repo.refs[_ref("generated")] = ObjectID(generated.encode())  # type: ignore[index]
    repo.refs[HEADREF] = ObjectID(new.encode())
    entries = entries_of(repo, commit_of(repo, new))
    listed = []
    for path in sorted(entries):
        with suppress(FileNotFoundError, NotADirectoryError):  # people removed it since
            mode, content = entries[path]
            same = identity(project, path) == said(entries[path])
            status = (project / path).lstat() if same else _NEVER_SEEN
            listed.append((os.fsencode(path), status, content, mode))
    write_index(repo, listed)
    (Path(repo.controldir()) / NOTE).unlink(missing_ok=True)


def _ref(branch: str) -> bytes:
    return b"refs/heads/" + branch.encode()
