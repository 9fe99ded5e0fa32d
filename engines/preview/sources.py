"""What the source files of a project look like now; the service compares it to see that a preview must start anew."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

Snapshot = Mapping[str, tuple[int, int]]

_SUFFIXES = (".py", ".html", ".css", ".js", ".json", ".toml", ".yaml", ".mako", ".ini")
_IGNORED = frozenset({".git", ".preview", ".venv", "venv", "tests", "__pycache__", "node_modules", ".pytest_cache"})


def snapshot(project: Path) -> Snapshot:
    """Time of change (in ns) and size of each source file."""
    return {entry.path: (found.st_mtime_ns, found.st_size) for entry, found in _sources(str(project))}


def _sources(folder: str) -> Iterator[tuple[os.DirEntry[str], os.stat_result]]:
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return
    for entry in entries:
        try:
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in _IGNORED:
                    yield from _sources(entry.path)
            elif entry.name.endswith(_SUFFIXES):
                yield entry, entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue
