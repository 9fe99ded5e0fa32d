"""Bringing back an older state never loses what nobody recorded, whatever stands on disk."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from engines.edges.git import GitRepository
from engines.kernel.errors import Conflict

NAMES = st.sampled_from(["a", "b", "c/a", "c/b", "c/d/a", "b/x", "a/y/z"])
CONTENTS = st.sampled_from(["1", "2", "->a", "->/etc", "+x"])
STATES = st.dictionaries(NAMES, CONTENTS, max_size=5)


def _possible(files: Mapping[str, str]) -> dict[str, str]:
    """Without those files that lie below another one."""
    return {name: text for name, text in files.items() if not any(name.startswith(f"{other}/") for other in files)}


def _lay(project: Path, files: Mapping[str, str]) -> None:
    """Makes the folder hold these files alone: plain ones, executable ones (+x) and links (->)."""
    for entry in project.iterdir():
        if entry.name != ".git":
            shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
    for name, text in _possible(files).items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        if text.startswith("->"):
            (project / name).symlink_to(text[2:])
        else:
            (project / name).write_text(text)
            (project / name).chmod(0o755 if text == "+x" else 0o644)


def _held(project: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for folder, folders, names in os.walk(project):
        folders[:] = [name for name in folders if name != ".git"]
        for path in (Path(folder, name) for name in [*names, *(n for n in folders if Path(folder, n).is_symlink())]):
            text = f"->{path.readlink()}" if path.is_symlink() else path.read_text()
            found[path.relative_to(project).as_posix()] = text
    return found


@settings(max_examples=200, deadline=None)
@given(old=STATES, newest=STATES, disk=STATES)
def test_nothing_unrecorded_is_ever_lost(old: dict[str, str], newest: dict[str, str], disk: dict[str, str]) -> None:
    repository = GitRepository()
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        _lay(project, old)
        wanted = repository.commit(project, message="old", time=1)
        _lay(project, newest)
        repository.commit(project, message="newest", time=2)
        _lay(project, disk)
        old, newest, before = _possible(old), _possible(newest), _held(project)
        own = {name: text for name, text in before.items() if text not in (old.get(name), newest.get(name))}
        try:
            repository.restore(project, wanted.id, message="back", time=3)
        except Conflict:
            assert _held(project) == before
            assert repository.log(project)[0].message == "newest" or old == newest
            assert own
        else:
            assert _held(project) == {**own, **old}
            assert repository.changed(project) == sorted(own)
            assert repository.states(project, "HEAD") == repository.states(project, wanted.id)
