"""The verified functions that terms may call beside those of the language, as skills.yaml lists them. Called by context."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True, kw_only=True)
class Skill:
    """A function of a module in app/skills: how it is written, what it does, and the packages that it needs."""

    name: str
    module: str
    written: str
    does: str
    packages: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SkillModule:
    """A module of skills with its tests, which the generated application gets when a term calls one of them."""

    module: str
    source: str
    test: str


@lru_cache(maxsize=1)
def skills() -> Mapping[str, Skill]:
    """All skills by the name of their function."""
    place = files("resources").joinpath("blueprints", "python-service", "skills.yaml")
    said: dict[str, Any] = yaml.safe_load(place.read_text("utf-8"))
    return {
        function.partition("(")[0]: Skill(
            name=function.partition("(")[0],
            module=module,
            written=function,
            does=does,
            packages=tuple(entry.get("packages", ())),
        )
        for module, entry in said.items()
        for function, does in entry["functions"].items()
    }


def skill_module(module: str) -> SkillModule:
    """The sources of a module of skills."""
    home = files("resources").joinpath("blueprints", "python-service", "templates")
    return SkillModule(
        module=module,
        source=home.joinpath("app", "skills", f"{module}.py.jinja").read_text("utf-8"),
        test=home.joinpath("tests", "skills", f"test_{module}.py.jinja").read_text("utf-8"),
    )
