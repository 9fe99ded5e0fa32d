"""What is packaged for people without Python is what the project needs: `briefcase.toml` against the requirement files."""

from __future__ import annotations

import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
CONFIG = tomllib.loads((ROOT / "briefcase.toml").read_text("utf-8"))["tool"]["briefcase"]
APPLICATION = CONFIG["app"]["ui"]


def listed(name: str) -> set[str]:
    lines = (ROOT / "packaging" / "requirements" / name).read_text("utf-8").splitlines()
    return {str(Requirement(line.partition("#")[0])) for line in lines if line.partition("#")[0].strip()}


def test_it_needs_what_the_engine_and_the_window_need() -> None:
    assert {str(Requirement(each)) for each in APPLICATION["requires"]} == listed("engine.in") | listed("desktop.in")


def test_the_application_is_named_after_the_package_that_opens_the_window() -> None:
    assert (ROOT / "ui" / "__main__.py").is_file()
    assert "ui" in APPLICATION["sources"]
    assert not APPLICATION["console_app"]


def test_every_package_and_the_version_are_those_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packages = project["tool"]["setuptools"]["packages"]["find"]["include"]
    assert sorted(APPLICATION["sources"]) == sorted(name.removesuffix("*") for name in packages)
    assert CONFIG["version"] == project["project"]["version"]
