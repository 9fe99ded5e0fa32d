"""Computed values as properties of models and columns of lists. Called by entities."""

from __future__ import annotations

from dataclasses import dataclass

from engines.kernel.spec import Computed, FieldType, parse
from engines.kernel.spec.expression import Expression
from engines.qlayer.python_fastapi import schema
from engines.qlayer.python_fastapi.columns import python_type
from engines.qlayer.python_fastapi.expression import PythonSource
from engines.qlayer.python_fastapi.names import attribute
from engines.qlayer.python_fastapi.reading import said
from engines.qlayer.python_fastapi.sql import computed_sql
from engines.qlayer.python_fastapi.views import EntityShape, Shapes
from engines.qlayer.wording import words

_WRAPPED = {FieldType.MONEY: "money", FieldType.NUMBER: "number"}


@dataclass(frozen=True, kw_only=True)
class ComputedView:
    """A property of the model: Python type, what must be there (`guards`), source; `sql` where a list can sort by it."""

    computed: Computed
    name: str
    attr: str
    label: str
    fact: str
    annotation: str
    guards: tuple[str, ...]
    source: str
    wrapped: str
    sentence: str
    read: str
    sql: str
    query: str

    @property
    def type(self) -> FieldType:
        """What it holds."""
        return self.computed.type


def computed_views(shapes: Shapes, shape: EntityShape, uses: set[str], lists: set[str]) -> tuple[ComputedView, ...]:
    """All of an entity; `uses` collects what models need, `lists` what services need."""
    return tuple(_view(shapes, shape, computed, uses, lists) for computed in shape.entity.computed)


def _view(shapes: Shapes, shape: EntityShape, computed: Computed, uses: set[str], lists: set[str]) -> ComputedView:
    expression = parse(computed.expression)
    writer = PythonSource(shapes, shape, "self", uses)
    boolean = computed.type is FieldType.BOOLEAN
    piece = writer.condition(expression) if boolean else writer.result(expression)
    source = piece.text
    optional = bool(piece.needs and not boolean) or (
        source.startswith(("average(", "min(", "max(")) and _aggregated(expression)
    )
    wrapped = ""
    if computed.type in _WRAPPED and optional and not piece.needs:
        wrapped = _WRAPPED[computed.type]
        uses.add(wrapped)
    elif computed.type in _WRAPPED:
        uses.add(_WRAPPED[computed.type])
        source = f"{_WRAPPED[computed.type]}({source})"
    elif computed.type is FieldType.INTEGER and piece.kind == "decimal":
        source = f"int({source})"
    attr = attribute(computed.name)
    sql = computed_sql(shapes, shape, computed.name, lists) or ""
    return ComputedView(
        computed=computed,
        name=computed.name,
        attr=attr,
        label=words(computed.name),
        fact=f"computed:{shape.entity.name}.{computed.name}",
        annotation=f"{python_type(computed.type)}{' | None' if optional else ''}",
        guards=() if boolean else piece.needs,
        source=source,
        wrapped=wrapped,
        sentence=f"{said(expression)[:90].capitalize()}.",
        read=schema.read_property(
            schema.computed_type(computed.type), computed.name, attr, not optional, '"readOnly": True'
        ),
        sql=sql,
        query="bool" if boolean and sql else "",
    )


def _aggregated(expression: Expression) -> bool:
    return type(expression).__name__ == "Aggregate"
