"""Renders a project with its trace, off the event loop. Called by the application services."""

from __future__ import annotations

import asyncio

from engines.kernel.spec import Spec
from engines.kernel.tree import SourceTree
from engines.qlayer.blueprints import load_blueprint
from engines.qlayer.render import render
from engines.qlayer.trace import trace


class ProjectRenderer:
    """Turns a specification into the source tree of a project."""

    async def render(self, spec: Spec, blueprint: str) -> SourceTree:
        """The whole tree, with TRACE.md; NotFound when there is no such blueprint."""
        return await asyncio.to_thread(render_project, spec, blueprint)


def render_project(spec: Spec, blueprint: str) -> SourceTree:
    """The same, at once."""
    tree = render(spec, load_blueprint(blueprint))
    files = {**tree.files, "TRACE.md": trace(spec, tree.anchors).encode()}
    return SourceTree(files=dict(sorted(files.items())), anchors=tree.anchors)
