"""A small project with history, and capsules of it signed by a key of this test."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from engines.capsule import CapsuleService, Evidence, Origin
from engines.capsule.dsse import TrustedKey, trusted_key
from engines.edges.git import GitRepository
from engines.edges.keys import KeyringStore
from engines.edges.vaults import MemoryVault

TIME = 1_700_000_000
ORIGIN = Origin(blueprint="python-fastapi", blueprint_version="1.0.0", brief="a" * 64)
EVIDENCE = Evidence(passed=("tests/test_books.py::test_lending",), coverage=93.5)
FILES = {
    "README.md": "# Library\n",
    "Dockerfile": "FROM scratch\n",
    "Makefile": "run:\n\tuvicorn app.main:app\n",
    "spec.yaml": "version: 1\nentities: [book]\n",
    "pyproject.toml": '[project]\nname = "Town Library"\nversion = "1.2.0"\ndependencies = ["fastapi>=0.100"]\n',
    "requirements.txt": "fastapi==0.115.0\nsqlalchemy==2.0.36\n",
    ".env.example": "SECRET_KEY=\n",
    ".gitignore": "*.log\n.env\n",
    "app/__init__.py": "",
    "app/main.py": "print('Bücher')\n",
    "tests/test_books.py": "def test_lending(): ...\n",
    "docs/guide.md": "# Guide\n",
}


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(text.encode())


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    for name, text in FILES.items():
        write(folder, name, text)
    GitRepository().commit(folder, message="A library", time=TIME)
    return folder


@pytest.fixture
def keys(tmp_path: Path) -> KeyringStore:
    return KeyringStore(home=tmp_path / "home", vault=MemoryVault())


@pytest.fixture
def service(keys: KeyringStore) -> CapsuleService:
    return CapsuleService(keys=keys, repository=GitRepository(), builder="urn:quantumlayer:engine:0.1.0")


@pytest.fixture
async def capsule(service: CapsuleService, project: Path) -> Path:
    return (await service.build(project, origin=ORIGIN, evidence=EVIDENCE)).path


@pytest.fixture
def trusted(keys: KeyringStore, capsule: Path) -> Sequence[TrustedKey]:
    return [trusted_key(name, pem) for name, pem in keys.trusted().items()]
