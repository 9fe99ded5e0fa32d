"""Renders a specification with a blueprint into a source tree; deterministic. Called by the service and by tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engines.kernel.errors import UserError
from engines.kernel.spec import Spec
from engines.kernel.tree import Anchor, SourceTree
from engines.qlayer.anchors import anchored
from engines.qlayer.blueprints import templates
from engines.qlayer.formatting import format_python
from engines.qlayer.model import Blueprint, Context
from engines.qlayer.plan import renderings
from engines.qlayer.python_cli import context as python_cli
from engines.qlayer.python_fastapi import context as python_fastapi
from engines.qlayer.python_ml import context as python_ml
from engines.qlayer.python_service import context as python_service

CONTEXTS: Mapping[str, Callable[[Spec, Blueprint], Context]] = {
    "python-cli": python_cli.build_context,
    "python-fastapi": python_fastapi.build_context,
    "python-ml": python_ml.build_context,
    "python-service": python_service.build_context,
}


def render(spec: Spec, blueprint: Blueprint) -> SourceTree:
    """All files of the project, byte-identical for the same input, and the anchors of its facts."""
    if spec.kind not in blueprint.kinds:
        raise UserError(
            f"blueprint '{blueprint.name}' makes no application of kind '{spec.kind}'",
            hint=f"It makes: {', '.join(blueprint.kinds)}",
        )
    texts = _formatted(_texts(blueprint, CONTEXTS[blueprint.name](spec, blueprint)))
    files: dict[str, bytes] = {}
    anchors: list[Anchor] = []
    for path in sorted(texts):
        text, found = anchored(path, texts[path])
        files[path] = text.encode()
        anchors.extend(found)
    return SourceTree(files=files, anchors=tuple(sorted(anchors, key=lambda a: (a.path, a.line, a.fact))))


def _texts(blueprint: Blueprint, context: Context) -> dict[str, str]:
    environment = templates(blueprint.name)
    texts: dict[str, str] = {}
    for rendering in renderings(blueprint, context):
        values = {**context.values, **rendering.item}
        path = environment.from_string(rendering.path).render(values) if "[[" in rendering.path else rendering.path
        if path in texts:
            raise UserError(f"two parts of the specification would both be written to {path}")
        texts[path] = environment.get_template(rendering.template).render(values)
    return texts


def _formatted(texts: Mapping[str, str]) -> dict[str, str]:
    python = {path: text for path, text in texts.items() if path.endswith(".py")}
    return {**texts, **format_python(python, texts["pyproject.toml"])}
