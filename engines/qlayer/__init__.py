"""Renders specifications into projects by blueprints."""

from engines.qlayer.blueprints import blueprint_for, blueprints, load_blueprint
from engines.qlayer.model import Blueprint
from engines.qlayer.renaming import words_of
from engines.qlayer.render import render
from engines.qlayer.revising import migrations, revise, undo
from engines.qlayer.samples.titles import collections

__all__ = [
    "Blueprint",
    "blueprint_for",
    "blueprints",
    "collections",
    "load_blueprint",
    "migrations",
    "render",
    "revise",
    "undo",
    "words_of",
]
