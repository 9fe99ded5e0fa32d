"""Renders specifications into projects by blueprints."""

from engines.qlayer.blueprints import blueprints, load_blueprint
from engines.qlayer.model import Blueprint
from engines.qlayer.render import render

__all__ = ["Blueprint", "blueprints", "load_blueprint", "render"]
