"""Loads blueprints from `resources/blueprints`: manifest and compiled templates. Called by render and the services."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml
from jinja2 import Environment, FunctionLoader, StrictUndefined

from engines.kernel.errors import NotFound
from engines.kernel.spec import AppKind
from engines.qlayer.model import Blueprint, BlueprintFile
from engines.qlayer.wording import with_article


def blueprints() -> tuple[str, ...]:
    """The names of all blueprints."""
    return tuple(sorted(entry.name for entry in _home().iterdir() if entry.joinpath("manifest.yaml").is_file()))


def blueprint_for(kind: AppKind) -> Blueprint | None:
    """The first blueprint that makes applications of a kind; None when there is none."""
    return next((found for name in blueprints() if kind in (found := load_blueprint(name)).kinds), None)


@lru_cache(maxsize=16)
def load_blueprint(name: str) -> Blueprint:
    """The blueprint of that name; NotFound when there is none."""
    if name not in blueprints():
        raise NotFound(f"no blueprint '{name}'", hint=f"Known: {', '.join(blueprints())}")
    said: dict[str, Any] = yaml.safe_load(_home().joinpath(name, "manifest.yaml").read_text("utf-8"))
    return Blueprint(
        name=said["name"],
        version=said["version"],
        kinds=tuple(said["kinds"]),
        files=tuple(_file(entry) for entry in said["files"]),
        serve=tuple(said["serve"]),
        test=tuple(said["test"]),
        requirements=dict(said["requirements"]),
    )


@lru_cache(maxsize=16)
def templates(name: str) -> Environment:
    """The templates of a blueprint. Their delimiters are `[[ ]]`, `[% %]` and `[# #]`, so that `{{ }}` passes through."""
    home = _home().joinpath(name, "templates")
    environment = Environment(
        loader=FunctionLoader(lambda path: _source(home, path)),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - writes source code; the generated pages escape for themselves
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
    )
    environment.filters.update(literal=_literal, doc=_doc, with_article=with_article)
    return environment


def _literal(text: str) -> str:
    """A text in double quotes, as most languages write it."""
    return json.dumps(text, ensure_ascii=False)


def _doc(text: str) -> str:
    """A text that may stand in a docstring or a comment."""
    return " ".join(text.replace("\\", "/").replace('"', "'").split())


def _home() -> Traversable:
    return files("resources").joinpath("blueprints")


def _source(home: Traversable, path: str) -> str | None:
    """The text of a template; `/other/path` is a template of the blueprint `other`, for what several have in common."""
    if path.startswith("/"):
        blueprint, _, path = path[1:].partition("/")
        home = _home().joinpath(blueprint, "templates")
    place = home.joinpath(*path.split("/"))
    return place.read_text("utf-8") if place.is_file() else None


def _file(entry: dict[str, Any]) -> BlueprintFile:
    when = entry.get("when", ())
    return BlueprintFile(
        template=entry["template"],
        path=entry.get("path", entry["template"].removesuffix(".jinja")),
        each=entry.get("each", ""),
        when=(when,) if isinstance(when, str) else tuple(when),
    )
