"""Ratings as stars: which numbers are shown and given as stars, and how many there are. Called by web_pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engines.kernel.spec import Entity, FieldType, Spec
from engines.qlayer.python_fastapi.web_views import ShownInput

_MOST = 10


def stars_of(spec: Spec, entity: Entity) -> Mapping[str, int]:
    """The fields and averages of an entity that are stars, each with its highest number."""
    parts = {part for f in spec.features if f.name == "ratings" and f.built for part in f.realised_by}
    given = {
        field.name: int(field.maximum)
        for field in entity.fields
        if f"field:{entity.name}.{field.name}" in parts and field.type is FieldType.INTEGER
        if field.maximum is not None and 2 <= field.maximum <= _MOST and (field.minimum or 0) in (0, 1)
    }
    means = {c.name: _most(spec, entity, c.expression) for c in entity.computed if c.expression.startswith("average(")}
    found = {name: most for name, most in means.items() if f"computed:{entity.name}.{name}" in parts and most}
    return {**given, **found}


def _most(spec: Spec, entity: Entity, expression: str) -> int:
    """The highest number of what is averaged; 0 when it is no number of stars."""
    field = expression.removeprefix("average(").rstrip(")").rpartition(",")[2].strip()
    children = [e for e in spec.entities if e is not entity and any(r.target == entity.name for r in e.relations)]
    return next((most for child in children if (most := stars_of(spec, child).get(field))), 0)


def with_stars(control: ShownInput, stars: Mapping[str, int]) -> ShownInput:
    """The control, or one of stars."""
    most = stars.get(control.name)
    if not most or control.macro != "input":
        return control
    call = control.call.replace("{{ input(", "{{ stars(").replace(', type="number"', f", most={most}")
    for name in ("help", "step", "min", "max"):
        call = _without(call, name)
    return replace(control, call=call, macro="stars")


def _without(call: str, name: str) -> str:
    before, found, behind = call.partition(f', {name}="')
    return before + behind.partition('"')[2] if found else call
