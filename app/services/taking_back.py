"""Leaves a project as it was before a build wrote into it, when a person rejects the build. Used by building."""

from __future__ import annotations

import shutil
from pathlib import Path

from engines.kernel.repository import Repository
from engines.kernel.tree import SourceTree


def take_back(project: Path, tree: SourceTree, repository: Repository) -> None:
    """Brings back the newest commit's files; a project without one loses what was written, and its empty folders.

    Done twice, it changes nothing.
    """
    recorded = set(repository.tracked(project)) if repository.log(project, limit=1) else set()
    for path in tree.files:
        if path not in recorded:
            (project / path).unlink(missing_ok=True)
    for path in sorted(recorded):
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_bytes(repository.read(project, "HEAD", path))
    if not recorded:
        shutil.rmtree(project / ".git", ignore_errors=True)
    _drop_empty(project, {project / path for path in tree.files})


def _drop_empty(project: Path, files: set[Path]) -> None:
    folders = {folder for file in files for folder in file.parents if folder.is_relative_to(project)}
    for folder in sorted(folders, key=lambda each: len(each.parts), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
