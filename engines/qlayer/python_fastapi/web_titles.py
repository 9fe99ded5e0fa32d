"""How a record names itself on pages: an expression of the templates and one of Python. Called by the web views."""

from __future__ import annotations

from engines.qlayer.python_fastapi.views import EntityShape, Shapes
from engines.qlayer.web import label, title_fields


def template_title(shapes: Shapes, entity: str, read: str) -> str:
    """The expression that a template writes: `book.title`, or `"Loan " ~ loan.id` when no field names it."""
    parts, certain = _parts(shapes, entity)
    numbered = f'"{label(entity)} " ~ {read}.id'
    if not parts:
        return numbered
    said = ' ~ " " ~ '.join(f"{read}.{part}" for part in parts)
    return said if certain else f"({said} or {numbered})"


def python_title(shapes: Shapes, entity: str, read: str) -> str:
    """The same in Python."""
    parts, certain = _parts(shapes, entity)
    numbered = f'f"{label(entity)} {{{read}.id}}"'
    if not parts:
        return numbered
    if len(parts) == 1:
        return f"{read}.{parts[0]}" if certain else f"{read}.{parts[0]} or {numbered}"
    return 'f"' + " ".join(f"{{{read}.{part}}}" for part in parts) + '"'


def title_attributes(shape: EntityShape) -> tuple[str, ...]:
    """The attributes that make the title."""
    found = [shape.field(name) for name in title_fields(shape.entity)]
    return tuple(field.attr for field in found if field)


def _parts(shapes: Shapes, entity: str) -> tuple[tuple[str, ...], bool]:
    if entity == "user" and shapes.spec.accounts:
        return ("name",), True
    shape = shapes[entity]
    parts = title_attributes(shape)
    optional = [field for field in shape.fields if field.attr in parts and not field.required]
    return parts, not optional or len(parts) > 1
