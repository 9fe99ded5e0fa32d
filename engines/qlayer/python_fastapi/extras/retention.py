"""How long records are kept: after so many days without a change they are deleted or made anonymous. Called by the extras.

Options of the feature: `days`, `status` (states in which the days count) and `act` (`delete` or `anonymise`).
"""

from __future__ import annotations

from dataclasses import dataclass

from engines.kernel.spec import Feature, FieldType
from engines.qlayer.python_fastapi.extras.model import Extra, Job, asked
from engines.qlayer.python_fastapi.features import feature_fact
from engines.qlayer.python_fastapi.names import Names
from engines.qlayer.python_fastapi.views import EntityShape, FieldView, Shapes

_PERSONAL = (FieldType.TEXT, FieldType.LONG_TEXT, FieldType.EMAIL, FieldType.PHONE, FieldType.URL)


@dataclass(frozen=True, kw_only=True)
class Keeping:
    """How long the records of one entity are kept; `blanks`: attributes with what they become, when they stay without names."""

    facts: tuple[str, ...]
    entity: str
    names: Names
    days: int
    states: tuple[str, ...]
    since: str
    blanks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class RetentionView:
    """What is not kept for ever."""

    extra: Extra
    kept: tuple[Keeping, ...]


def retention_view(shapes: Shapes) -> RetentionView | None:
    """The retention of a specification, as far as it says which records and how long."""
    found: dict[str, Keeping] = {}
    for feature in asked(shapes.spec, "retention"):
        shape = shapes.entities.get(feature.entity)
        days = dict(feature.options).get("days", "")
        if shape and shape.stamps and days.isdigit() and not (shapes.spec.accounts and feature.entity == "user"):
            found.setdefault(feature.entity, _keeping(shape, feature, int(days)))
    if not found:
        return None
    return RetentionView(
        extra=Extra(
            condition="retention",
            facts=tuple(fact for keeping in found.values() for fact in keeping.facts),
            jobs=(Job(module="app.retention", function="apply_retention", seconds=24 * 3600),),
        ),
        kept=tuple(found.values()),
    )


def _keeping(shape: EntityShape, feature: Feature, days: int) -> Keeping:
    known = shape.lifecycle.states if shape.lifecycle else ()
    fields = [field for field in shape.fields if field.type in _PERSONAL]
    anonymous = dict(feature.options).get("act") == "anonymise"
    return Keeping(
        facts=(feature_fact(feature),),
        entity=shape.entity.name,
        names=shape.names,
        days=days,
        states=tuple(said for name, said in feature.options if name == "status" and said in known),
        since=shape.stamps[-1],
        blanks=tuple((field.attr, _blank(shape, field)) for field in fields) if anonymous else (),
    )


def _blank(shape: EntityShape, field: FieldView) -> str:
    if field.nullable:
        return "None"
    number = f"{{{shape.names.var}.id}}"
    match field.type:
        case FieldType.EMAIL:
            return f'f"removed-{number}@example.invalid"'
        case FieldType.URL:
            return '"https://example.invalid"'
    return f'f"removed {number}"' if field.field.unique else '"removed"'
