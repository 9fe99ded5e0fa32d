"""Features beside the objects: search, exports, documents, reports, reminders, figures of the dashboard. Called by context."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engines.kernel.spec import Feature, FieldType, Spec, feature_id, parse
from engines.kernel.spec.expression import Aggregate, Expression
from engines.qlayer.python_fastapi.expression import PythonSource
from engines.qlayer.python_fastapi.names import Names, attribute
from engines.qlayer.python_fastapi.places import kind_of
from engines.qlayer.python_fastapi.reading import said
from engines.qlayer.python_fastapi.sql import SqlSource
from engines.qlayer.python_fastapi.views import EntityShape, Shapes
from engines.qlayer.wording import words

_TEXTS = (FieldType.TEXT, FieldType.LONG_TEXT, FieldType.EMAIL, FieldType.URL, FieldType.PHONE)


_STEPS = {
    "year": "{0}.year",
    "month": 'f"{{{0}:%Y-%m}}"',
    "week": 'f"{{{0}:%G-W%V}}"',
    "day": 'f"{{{0}:%Y-%m-%d}}"',
}


@dataclass(frozen=True, kw_only=True)
class Group:
    """A column that a report groups by: key in JSON, and the source of its value for `each`."""

    key: str
    source: str


@dataclass(frozen=True, kw_only=True)
class ReportView:
    """A report: sums `value` of the objects of an entity per group."""

    fact: str
    name: str
    kebab: str
    title: str
    entity: Names
    groups: tuple[Group, ...]
    value: str
    kind: str
    chart: str = ""
    period: str = ""


@dataclass(frozen=True, kw_only=True)
class ReminderView:
    """Objects of an entity that need attention; `condition` in Python over `each`, `where` in SQL when it can be said."""

    fact: str
    function: str
    entity: Names
    message: str
    condition: str
    where: str


@dataclass(frozen=True, kw_only=True)
class FigureView:
    """A number on the dashboard: `value` in Python over `each`, `where` limits the objects."""

    fact: str
    name: str
    label: str
    entity: Names
    value: str
    condition: str
    money: bool


@dataclass
class FeatureUses:
    """What the modules of the features import, beside their models."""

    reports: set[str]
    reminders: set[str]
    dashboard: set[str]


def feature_fact(feature: Feature) -> str:
    """The id of a feature's fact."""
    return feature_id(feature)


def wanted(spec: Spec, name: str, entity: str) -> Feature | None:
    """The feature of that name for an entity: its own, or one that is for all."""
    return next((f for f in spec.features if f.name == name and f.built and f.entity in ("", entity)), None)


def searched(shape: EntityShape, spec: Spec) -> tuple[str, ...]:
    """Attributes that the full-text query looks into."""
    feature = wanted(spec, "search", shape.entity.name)
    texts = {f.field.name: f.attr for f in shape.fields if f.type in _TEXTS}
    named = tuple(texts[name] for name in (feature.fields if feature else ()) if name in texts)
    return named or tuple(texts.values())


def report_views(shapes: Shapes, uses: set[str]) -> tuple[ReportView, ...]:
    """All reports of the specification."""
    found: dict[str, ReportView] = {}
    for feature in shapes.spec.features:
        if feature.name == "report" and feature.built and feature.entity in shapes.entities:
            view = _report(shapes, feature, uses)
            found.setdefault(view.kebab, view)
    for feature in shapes.spec.features:
        if (
            feature.name == "charts"
            and feature.built
            and feature.entity in shapes.entities
            and shapes.spec.kind == "web"
        ):
            for view in _charts(shapes, feature, uses):
                found.setdefault(view.kebab, view)
    return tuple(found.values())


def _charts(shapes: Shapes, feature: Feature, uses: set[str]) -> Iterator[ReportView]:
    """A chart draws a report; each of its fields groups one."""
    shape, options = shapes[feature.entity], dict(feature.options)
    for field in feature.fields:
        known = shape.field(field)
        dated = field in shape.stamps or (known is not None and known.type in (FieldType.DATE, FieldType.DATETIME))
        period = options.get("period", "month") if dated else ""
        name = f"{feature.expression or shape.names.plural}_per_{period or field}"
        one = replace(feature, fields=(field,), options=(("name", name), ("period", period)))
        yield replace(_report(shapes, one, uses), chart=options.get("shape", "bar"), period=period)


def _report(shapes: Shapes, feature: Feature, uses: set[str]) -> ReportView:
    shape = shapes[feature.entity]
    options = dict(feature.options)
    name = options.get("name") or f"{shape.names.plural}_by_{'_and_'.join(feature.fields)}".removesuffix("_by_")
    name = "_".join(part for part in "".join(c if c.isalnum() else "_" for c in name.lower()).split("_") if part)
    writer = PythonSource(shapes, shape, "each", uses)
    value, kind = "1", "whole"
    if feature.expression:
        expression = parse(feature.expression)
        if isinstance(expression, Aggregate) and expression.children in (shape.entity.plural, shape.entity.name):
            expression = expression.item if expression.item is not None else parse("1")
        piece = writer.value(expression)
        value, kind = piece.text, piece.kind
        if piece.needs:
            value = f"{piece.text} if {' and '.join(f'{need} is not None' for need in piece.needs)} else 0"
    return ReportView(
        fact=feature_fact(feature),
        name=name,
        kebab=name.replace("_", "-"),
        title=words(name),
        entity=shape.names,
        groups=tuple(_group(shapes, shape, field, options.get("period", "")) for field in feature.fields),
        value=value,
        kind=kind,
    )


def _group(shapes: Shapes, shape: EntityShape, field: str, period: str) -> Group:
    name, _, part = field.partition(".")
    if relation := shape.relation(name):
        label = (
            f"each.{relation.link}.name"
            if relation.on_user
            else label_source(shapes, shapes[relation.relation.target], f"each.{relation.link}")
        )
        text = f"{label} if each.{relation.link} is not None else None" if relation.nullable else label
        return Group(key=attribute(name), source=text)
    known = shape.field(name)
    attr = known.attr if known else attribute(name)
    source = f"each.{attr}"
    kind = kind_of(known.type) if known else "datetime" if field in shape.stamps else "text"
    step = part or period
    if kind in ("date", "datetime") and step in _STEPS:
        shown = _STEPS[step].format(source)
        shown = f"{shown} if {source} is not None else None" if known and known.nullable else shown
        return Group(key=step if part or period else attr, source=shown)
    return Group(key=attr, source=source)


def label_source(shapes: Shapes, shape: EntityShape, subject: str) -> str:
    """Python source of what people know an object by."""
    return f"{subject}.{label_attr(shape) or 'id'}"


def label_attr(shape: EntityShape) -> str:
    """The attribute that names an object; '' when only its id does."""
    said_label = shape.field(shape.entity.label) if shape.entity.label else None
    usual = [shape.field(name) for name in ("name", "title", "full_name", "number", "code")]
    texts = [f for f in shape.fields if f.type in _TEXTS and f.required]
    found = next((f for f in (said_label, *usual, *texts) if f is not None), None)
    return found.attr if found else ""


def reminder_views(shapes: Shapes, uses: set[str]) -> tuple[ReminderView, ...]:
    """All reminders of the specification."""
    features = [f for f in shapes.spec.features if f.name == "reminders" and f.built and f.expression]
    return tuple(
        _reminder(shapes, feature, number, uses)
        for number, feature in enumerate(features, 1)
        if feature.entity in shapes.entities
    )


def _reminder(shapes: Shapes, feature: Feature, number: int, uses: set[str]) -> ReminderView:
    shape = shapes[feature.entity]
    expression = parse(feature.expression)
    where = SqlSource(shapes, shape, uses).condition(expression) or ""
    piece = PythonSource(shapes, shape, "each", set() if where else uses).condition(expression)
    suffix = f"_{number}" if number > 1 else ""
    return ReminderView(
        fact=feature_fact(feature),
        function=f"{shape.names.plural}_due{suffix}",
        entity=shape.names,
        message=dict(feature.options).get("message", said(expression)),
        condition="" if where else piece.text,
        where=where,
    )


def figure_views(shapes: Shapes, uses: set[str]) -> tuple[FigureView, ...]:
    """The figures that the brief asks the dashboard for."""
    found: dict[str, FigureView] = {}
    for feature in shapes.spec.features:
        if feature.name == "dashboard" and feature.built and feature.entity in shapes.entities:
            for view in _figures(shapes, feature, uses):
                found.setdefault(view.name, view)
    return tuple(found.values())


def _figures(shapes: Shapes, feature: Feature, uses: set[str]) -> list[FigureView]:
    shape = shapes[feature.entity]
    expression = parse(feature.expression) if feature.expression else None
    items: list[tuple[str, Expression | None]] = [(name, parse(name)) for name in feature.fields]
    where = expression
    if isinstance(expression, Aggregate) and expression.children in (
        shape.entity.plural,
        shape.entity.name,
        shape.names.plural,
    ):
        where = expression.where
        items = [(dict(feature.options).get("name", ""), expression.item)]
    elif expression is not None and PythonSource(shapes, shape, "each").value(expression).kind != "boolean":
        where, items = None, [(dict(feature.options).get("name", ""), expression)]
    if not items and where is not None:
        items = [("", None)]
    return [_figure(shapes, shape, feature, name, item, where, uses) for name, item in items]


def _figure(
    shapes: Shapes,
    shape: EntityShape,
    feature: Feature,
    name: str,
    item: Expression | None,
    where: Expression | None,
    uses: set[str],
) -> FigureView:
    writer = PythonSource(shapes, shape, "each", uses)
    piece = writer.value(item) if item is not None else None
    tests = [writer.condition(where).within(2)] if where is not None else []
    tests += [f"{need} is not None" for need in (piece.needs if piece else ())]
    options = dict(feature.options)
    key = options.get("name") or "_".join(
        part for part in (shape.names.plural, name if item is not None else "matching") if part
    )
    return FigureView(
        fact=feature_fact(feature),
        name="".join(c if c.isalnum() else "_" for c in key.lower()),
        label=options.get("label") or words(key),
        entity=shape.names,
        value=piece.within(1) if piece else "1",
        condition=" and ".join(tests),
        money=bool(piece and piece.kind == "decimal"),
    )
