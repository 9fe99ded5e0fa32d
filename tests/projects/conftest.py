"""A real project, rendered from a brief and recorded in git, and the server that is asked about it."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from engines.edges.git import GitRepository
from engines.kernel.tree import SourceTree
from engines.qlayer import load_blueprint, render
from engines.spec import dump_spec, read_brief
from tests.server.conftest import browser, models, services

__all__ = ["browser", "models", "services"]

BRIEF = """A reading room lends board games to its guests. Every game has a title, a publisher and an article number (unique).
A lending records which guest took which game, when it was taken and when it is due. Guests have a name and an email.
A guest can't have more than two lendings."""
TIME = 1_700_000_000


@dataclass(frozen=True, kw_only=True)
class Made:
    """A rendered project as the road of `ql new` leaves it, without its tests run."""

    folder: Path
    tree: SourceTree


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("made") / "reading-room"
    spec = read_brief(BRIEF).spec
    tree = render(spec, load_blueprint("python-fastapi"))
    tree = replace(tree, files={**tree.files, "spec.yaml": dump_spec(spec).encode()})
    for path, content in tree.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    GitRepository().commit(folder, message=BRIEF, time=TIME)
    return Made(folder=folder, tree=tree)


@pytest.fixture
def project(made: Made, tmp_path: Path) -> Path:
    return shutil.copytree(made.folder, tmp_path / "projects" / "reading-room", symlinks=True)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Asks the server about one project."""

    browser: httpx.AsyncClient
    project: Path

    async def get(self, what: str, **query: Any) -> httpx.Response:
        return await self.browser.get(f"/projects/{what}", params={"path": str(self.project), **query})

    async def send(self, method: str, what: str, **body: Any) -> httpx.Response:
        return await self.browser.request(method, f"/projects/{what}", json={"path": str(self.project), **body})

    async def told(self, what: str, **query: Any) -> Any:
        """The answer to a question that must be answered."""
        answer = await self.get(what, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def write(self, file: str, text: str, digest: str = "") -> httpx.Response:
        return await self.send("PUT", "file", file=file, text=text, digest=digest)


@pytest.fixture
async def desk(browser: httpx.AsyncClient, project: Path) -> Desk:
    desk = Desk(browser=browser, project=project)
    assert (await desk.send("POST", "open")).status_code == 200
    return desk


def git(folder: Path, *arguments: str) -> str:
    """What git itself says, without the settings of whoever runs the tests."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@b", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
