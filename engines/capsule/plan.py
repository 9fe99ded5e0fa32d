"""Decides what of a project goes into a capsule, into which part, and what must never be in one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from engines.capsule.archive import by_path
from engines.capsule.model import PARTS, File, Part
from engines.kernel.errors import UserError

LEFT_OUT_FOLDERS = frozenset(
    {
        ".git",
        ".venv",
        ".preview",
        "__pycache__",
        "node_modules",
        ".pytest_cache",
        ".mypy_cache",
        ".ruff_cache",
        ".hypothesis",
    }
)
LEFT_OUT_FILES = (
    "*.db",
    "*.db-journal",
    "*.db-wal",
    "*.db-shm",
    "*.sqlite3",
    "*.pyc",
    "*.capsule",
    ".coverage",
    ".DS_Store",
)

_ENV_TEMPLATES = frozenset({".env.example", ".env.sample", ".env.template"})
_PRIVATE_KEY = re.compile(rb"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s+[A-Za-z0-9+/=:, \-\s]{40}")

_FOLDERS: Mapping[str, Part] = {
    "tests": "tests",
    "test": "tests",
    "docs": "docs",
    "environments": "environments",
    ".devcontainer": "environments",
    "deploy": "infrastructure",
    "infra": "infrastructure",
    "infrastructure": "infrastructure",
    "k8s": "infrastructure",
    "helm": "infrastructure",
    "terraform": "infrastructure",
    "ansible": "infrastructure",
    "monitoring": "infrastructure",
    ".github": "infrastructure",
}
_NAMES: Sequence[tuple[str, Part]] = (
    ("test_*.py", "tests"),
    ("*_test.py", "tests"),
    ("conftest.py", "tests"),
    ("*_test.go", "tests"),
    ("*.test.*", "tests"),
    ("Dockerfile*", "infrastructure"),
    (".dockerignore", "infrastructure"),
    ("compose*.y*ml", "infrastructure"),
    ("docker-compose*.y*ml", "infrastructure"),
    (".gitlab-ci.yml", "infrastructure"),
    ("*.tf", "infrastructure"),
    ("Caddyfile", "infrastructure"),
    ("README*", "docs"),
    ("CHANGELOG*", "docs"),
    ("LICENSE*", "docs"),
    ("*.md", "docs"),
    ("openapi.*", "docs"),
    (".env.*", "environments"),
    ("requirements*.txt", "environments"),
    ("*.lock", "environments"),
    ("package-lock.json", "environments"),
    ("go.sum", "environments"),
    (".python-version", "environments"),
    (".tool-versions", "environments"),
)


def kept(path: str) -> bool:
    """Whether a file belongs into a capsule at all; caches, databases and other capsules do not."""
    pure = PurePosixPath(path)
    inside = not LEFT_OUT_FOLDERS.intersection(pure.parts[:-1]) and pure.name not in LEFT_OUT_FOLDERS
    return inside and not any(fnmatchcase(pure.name, pattern) for pattern in LEFT_OUT_FILES)


def part_of(path: str) -> Part:
    """The first folder decides, then the name; everything else is source."""
    pure = PurePosixPath(path)
    if len(pure.parts) > 1 and pure.parts[0] in _FOLDERS:
        return _FOLDERS[pure.parts[0]]
    in_root = len(pure.parts) == 1
    for pattern, part in _NAMES:
        if (in_root or part == "tests") and fnmatchcase(pure.name, pattern):
            return part
    return "source"


def parts(files: Iterable[File]) -> Sequence[tuple[Part, Sequence[File]]]:
    """The parts that have files, in their fixed order, each sorted by path; refuses secrets."""
    grouped: dict[Part, list[File]] = {part: [] for part in PARTS}
    for file in sorted(files, key=by_path):
        refuse_secret(file)
        grouped[part_of(file.path)].append(file)
    return tuple((part, tuple(members)) for part, members in grouped.items() if members)


def refuse_secret(file: File) -> None:
    """Raises for a file that must not be handed on."""
    name = PurePosixPath(file.path).name
    if (name == ".env" or name.startswith(".env.")) and name not in _ENV_TEMPLATES:
        raise UserError(
            f"{file.path} holds secrets and may not go into a capsule",
            hint="Add it to .gitignore, and describe the variables in .env.example.",
        )
    if _PRIVATE_KEY.search(file.content):
        raise UserError(
            f"{file.path} holds a private key and may not go into a capsule",
            hint="Move the key out of the project and read it from the environment.",
        )


def identity(folder: str, pyproject: bytes | None) -> tuple[str, str]:
    """Name and version of a project: from its pyproject.toml, else the folder's name and 0.1.0."""
    declared = _declared(pyproject) if pyproject else {}
    return _slug(str(declared.get("name", "")) or folder) or "project", _slug(
        str(declared.get("version", ""))
    ) or "0.1.0"


def _declared(pyproject: bytes) -> Mapping[str, object]:
    try:
        project = tomllib.loads(pyproject.decode()).get("project", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"pyproject.toml cannot be read: {error}", hint="Correct it, then build again.") from error
    return project if isinstance(project, dict) else {}


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9.+]+", "-", text.lower()).strip("-.")[:64]
