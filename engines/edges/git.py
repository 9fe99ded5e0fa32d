"""Git by dulwich, behind the kernel's Repository port; wired by app.bootstrap.

It writes objects itself instead of through dulwich's porcelain: nothing of the user's git configuration takes part,
so the same files, message and time give the same commit on every machine, and no hook of a project ever runs.
"""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from engines.edges.git_folder import DRAFT, make, opened, past_stale_locks
from engines.edges.git_restore import Entries, restore_files, said
from engines.edges.worktree import identity, ignores, known, snapshot, walk, write_index
from engines.kernel.diff import changes
from engines.kernel.errors import NotFound
from engines.kernel.repository import Commit

if TYPE_CHECKING:
    from dulwich.objects import Commit as GitCommit
    from dulwich.objects import ObjectID, Tree
    from dulwich.repo import Repo

AUTHOR = "QuantumLayer <quantumlayer@localhost>"


class GitRepository:
    """Projects as git repositories with one branch."""

    def __init__(self, *, author: str = AUTHOR) -> None:
        self._author = author

    def create(self, project: Path) -> None:
        make(project)

    def only_begun(self, project: Path) -> bool:
        held = {path.name for path in project.iterdir()}
        return bool(held) and held <= {".git", DRAFT} and not self.log(project, limit=1)

    def commit(self, project: Path, *, message: str, time: int) -> Commit:
        return past_stale_locks(lambda: self._recorded(project, message, time))

    def _recorded(self, project: Path, message: str, time: int) -> Commit:
        make(project)
        with opened(project) as repo:
            tree = snapshot(repo, project, self.files(project))
            head = _head(repo)
            if head is not None and head.tree == tree:
                return _value(head)
            return self._advanced(repo, tree, head, message, time)

    def log(self, project: Path, *, limit: int = 50) -> Sequence[Commit]:
        if not (project / ".git").is_dir():
            return []
        with opened(project) as repo:
            commits: list[Commit] = []
            commit = _head(repo)
            while commit is not None and len(commits) < limit:
                commits.append(_value(commit))
                ends = not commit.parents or commit.id in repo.get_shallow()
                commit = None if ends else commit_of(repo, commit.parents[0].decode())
            return commits

    def is_clean(self, project: Path) -> bool:
        with opened(project) as repo:
            return _head(repo) is not None and not self.changed(project)

    def changed(self, project: Path) -> Sequence[str]:
        with opened(project) as repo:
            recorded = _stated(entries_of(repo, _head(repo)))
        return list(changes(recorded, self.states(project)))

    def branch(self, project: Path) -> str:
        from dulwich.refs import HEADREF

        if not (project / ".git").is_dir():
            return ""
        with opened(project) as repo:
            names, _ = repo.refs.follow(HEADREF)
        return names[-1].decode("utf-8", "replace").removeprefix("refs/heads/") if len(names) > 1 else ""

    def states(self, project: Path, commit: str = "") -> Mapping[str, str]:
        if commit:
            with opened(project) as repo:
                return _stated(entries_of(repo, commit_of(repo, commit)))
        found = {path: identity(project, path) for path in self.files(project)}
        return {path: state for path, state in found.items() if state}

    def restore(self, project: Path, commit: str, *, message: str, time: int) -> Commit:
        return past_stale_locks(lambda: self._restored(project, commit, message, time))

    def _restored(self, project: Path, commit: str, message: str, time: int) -> Commit:
        with opened(project) as repo:
            wanted, head = commit_of(repo, commit), _head(repo)
            entries = entries_of(repo, wanted)
            restore_files(repo, project, head=entries_of(repo, head), target=entries)
            placed = [(os.fsencode(path), (project / path).lstat(), *entries[path]) for path in sorted(entries)]
            write_index(repo, [(path, status, content, mode) for path, status, mode, content in placed])
            if head is not None and head.tree == wanted.tree:
                return _value(head)
            return self._advanced(repo, wanted.tree, head, message, time)

    def _advanced(self, repo: Repo, tree: ObjectID, head: GitCommit | None, message: str, time: int) -> Commit:
        """A commit behind the newest one, which becomes the newest."""
        from dulwich.objects import ObjectID
        from dulwich.refs import HEADREF

        parents = [head.id] if head else []
        made = store_commit(repo, tree, parents, message=message, author=self._author, time=time)
        repo.refs[HEADREF] = ObjectID(made.id.encode())
        return made

    def diff(self, project: Path, old: str, new: str) -> str:
        from dulwich.patch import write_tree_diff

        with opened(project) as repo:
            text = io.BytesIO()
            before = commit_of(repo, old).tree if old else None
            write_tree_diff(text, repo.object_store, before, commit_of(repo, new).tree)
            return text.getvalue().decode("utf-8", "replace")

    def read(self, project: Path, commit: str, path: str) -> bytes:
        from dulwich.errors import NotTreeError
        from dulwich.objects import Blob, SubmoduleEncountered

        with opened(project) as repo:
            tree = _tree_of(repo, commit)
            try:
                mode, sha = tree.lookup_path(repo.object_store.__getitem__, os.fsencode(path))
            except (KeyError, NotTreeError, SubmoduleEncountered):
                mode, sha = 0, None
            file = sha if stat.S_ISREG(mode) or stat.S_ISLNK(mode) else None
            found = repo.object_store[file] if file else None
            if not isinstance(found, Blob):
                raise NotFound(f"{path} is not a file of commit {commit}", hint="List the files of that commit first.")
            return found.as_raw_string()

    def tracked(self, project: Path, commit: str = "HEAD") -> Sequence[str]:
        from dulwich.object_store import iter_tree_contents

        with opened(project) as repo:
            entries = iter_tree_contents(repo.object_store, _tree_of(repo, commit).id)
            return sorted(os.fsdecode(entry.path) for entry in entries if entry.path)

    def files(self, project: Path) -> Sequence[str]:
        return sorted(walk(project, ignores(project)) | known(project))


def _head(repo: Repo) -> GitCommit | None:
    try:
        return commit_of(repo, repo.head().decode())
    except KeyError:
        return None


def entries_of(repo: Repo, commit: GitCommit | None) -> Entries:
    """The files and links of a commit, each with mode and content; a submodule is somebody else's."""
    from dulwich.object_store import iter_tree_contents

    entries = iter_tree_contents(repo.object_store, commit.tree) if commit else ()
    return {
        os.fsdecode(entry.path): (0o100755 if entry.mode & stat.S_IXUSR else 0o100644, entry.sha)
        if stat.S_ISREG(entry.mode)
        else (entry.mode, entry.sha)
        for entry in entries
        if entry.path and entry.mode and entry.sha and (stat.S_ISREG(entry.mode) or stat.S_ISLNK(entry.mode))
    }


def _stated(entries: Entries) -> Mapping[str, str]:
    return {path: said(entry) for path, entry in entries.items()}


def commit_of(repo: Repo, name: str) -> GitCommit:
    """A commit by its full id or `HEAD`."""
    from dulwich.objects import Commit as GitCommit
    from dulwich.objects import ObjectID

    try:
        found = repo[repo.head() if name == "HEAD" else ObjectID(name.encode("ascii"))]
    except (KeyError, ValueError):
        found = None
    if not isinstance(found, GitCommit):
        raise NotFound(f"There is no commit {name} in {repo.path}", hint="Ask for the history to see the ids.")
    return found


def _tree_of(repo: Repo, commit: str) -> Tree:
    from dulwich.objects import Tree

    tree = repo[commit_of(repo, commit).tree]
    if not isinstance(tree, Tree):
        raise NotFound(
            f"Commit {commit} in {repo.path} has no files", hint="The repository is damaged: run git fsck there."
        )
    return tree


def store_commit(
    repo: Repo, tree: ObjectID, parents: Sequence[ObjectID], *, message: str, author: str, time: int
) -> Commit:
    """A commit that no branch holds yet."""
    from dulwich.objects import Commit as GitCommit

    commit = GitCommit()
    commit.tree = tree
    commit.parents = list(parents)
    commit.author = commit.committer = author.encode()
    commit.author_time = commit.commit_time = time
    commit.author_timezone = commit.commit_timezone = 0
    commit.encoding = b"UTF-8"
    commit.message = message.replace("\0", "").strip().encode("utf-8", "replace") + b"\n"
    repo.object_store.add_object(commit)
    return _value(commit)


def _value(commit: GitCommit) -> Commit:
    return Commit(
        id=commit.id.decode(),
        message=commit.message.decode("utf-8", "replace").rstrip("\n"),
        author=commit.author.decode("utf-8", "replace"),
        time=commit.commit_time,
    )
