"""Renders specifications into projects by blueprints."""

from engines.qlayer.blueprints import blueprints, load_blueprint
from engines.qlayer.model import Blueprint
from engines.qlayer.render import render
from engines.qlayer.service import ProjectRenderer

__all__ = ["Blueprint", "ProjectRenderer", "blueprints", "load_blueprint", "render"]
