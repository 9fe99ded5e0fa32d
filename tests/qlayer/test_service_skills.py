"""The skills of python-service: each stands as it is listed, is clean, and its tests pass in an application."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engines.qlayer import load_blueprint, render
from engines.qlayer.python_service.skills import skill_module, skills
from tests.qlayer.running import write_tree
from tests.qlayer.services import service

MODULES = sorted({skill.module for skill in skills().values()})


@pytest.mark.parametrize("name", sorted(skills()))
def test_a_skill_is_written_as_it_is_listed(name: str) -> None:
    skill = skills()[name]
    functions = [n for n in ast.parse(skill_module(skill.module).source).body if isinstance(n, ast.FunctionDef)]
    found = next(function for function in functions if function.name == name)
    listed = ast.parse(skill.written, mode="eval").body
    assert isinstance(listed, ast.Call)
    if found.args.vararg is None:
        names = [a.id for a in listed.args if isinstance(a, ast.Name)] + [k.arg for k in listed.keywords]
        assert names == [a.arg for a in found.args.args][: len(names)]
    assert skill.does


def test_what_a_skill_needs_is_pinned() -> None:
    needed = {package for skill in skills().values() for package in skill.packages}
    assert needed <= set(load_blueprint("python-service").requirements)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = write_tree(
        render(service("file_locker"), load_blueprint("python-service")), tmp_path_factory.mktemp("skills")
    )
    for module in MODULES:
        made = skill_module(module)
        home.joinpath("app", "skills", f"{module}.py").write_text(made.source, "utf-8")
        home.joinpath("tests", f"test_skill_{module}.py").write_text(made.test, "utf-8")
    return home


@pytest.mark.parametrize("command", [("ruff", "check", "--ignore", "I", "."), ("mypy",)], ids=["ruff", "mypy"])
def test_all_skills_are_clean(project: Path, command: tuple[str, ...]) -> None:
    done = _run(project, *command)
    assert done.returncode == 0, done.stdout


def test_all_skills_pass_their_tests(project: Path) -> None:
    files = [f"tests/test_skill_{module}.py" for module in MODULES]
    done = _run(project, "pytest", "-p", "no:asyncio", "-p", "no:pytest-qt", *files)
    assert done.returncode == 0, done.stdout


def _run(home: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=home,
        env={"PATH": os.environ["PATH"], "MYPY_CACHE_DIR": str(home.parent / "mypy")},
        capture_output=True,
        text=True,
        check=False,
    )
