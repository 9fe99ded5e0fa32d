"""The pages of one entity as the templates see them: columns, facts, references and children. Called by the web view."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from engines.kernel.spec import Entity, FieldType, RelatedState, RequiredWhen, Spec, StepNeeds
from engines.qlayer.python_fastapi.extras.markdown import markdown_view
from engines.qlayer.python_fastapi.features import feature_fact, searched, wanted
from engines.qlayer.python_fastapi.names import USER, attribute
from engines.qlayer.python_fastapi.views import ChildView, EntityShape, RelationView, Shapes
from engines.qlayer.python_fastapi.web_inputs import inputs
from engines.qlayer.python_fastapi.web_remarks import own_mark, remark_form, said_of
from engines.qlayer.python_fastapi.web_stars import stars_of, with_stars
from engines.qlayer.python_fastapi.web_titles import python_title, template_title, title_attributes
from engines.qlayer.python_fastapi.web_views import (
    Choice,
    Pages,
    ShownChildren,
    ShownColumn,
    ShownFact,
    ShownInput,
    ShownReference,
    web_path,
)
from engines.qlayer.web import Column, Fact, PagesView, entity_icon, is_person, label, pages_view

_MARKDOWN = "In Markdown: # heading, **bold**, *italic*, - list, [link](https://…)"
_CODES = frozenset({"number", "code", "reference", "registration", "plate"})


def pages_of(shapes: Shapes, entity: Entity) -> Pages:
    """The pages of an entity."""
    shape = shapes[entity.name]
    view = pages_view(shapes.spec, entity)
    var = shape.names.var
    return Pages(
        view=view,
        names=shape.names,
        path=web_path(shape.names),
        label=label(view.one),
        labels=label(view.many),
        board=_board(shapes.spec.entities, entity),
        title=template_title(shapes, entity.name, var),
        heading=_heading(view, template_title(shapes, entity.name, var)),
        python_title=python_title(shapes, entity.name, var),
        late=late(shape, view, var),
        due_attr=_attr(shape, view.due),
        purpose=f"Each {view.one} will stand here, ready to be searched, sorted and opened.",
        columns=tuple(_columns(shapes, shape, view, var)),
        inputs=_inputs(shapes, shape, view),
        facts=_shown(shape, view.facts, stars_of(shapes.spec, entity)),
        texts=_shown(shape, view.texts),
        money=tuple(sorted(_shown(shape, view.money), key=lambda fact: fact.sum)),
        references=tuple(_reference(shapes, relation, var) for relation in (*shape.relations, *shape.links)),
        children=tuple(_children(shapes, child) for child in shape.children if not child.relation.many),
        choices=tuple(_choices(shapes, shape)),
        export=wanted(shapes.spec, "csv_export", entity.name) is not None,
        csv_import=wanted(shapes.spec, "csv_import", entity.name) is not None,
        pdf=wanted(shapes.spec, "pdf", entity.name) is not None,
        stamps=shape.stamps,
        writable=(*(f.name for f in shape.fields), *(r.name for r in (*shape.relations, *shape.links))),
        free_step=_free_step(shapes.spec, entity),
        searched=bool(searched(shape, shapes.spec)),
    )


def _explained(view: PagesView, shapes: Shapes, entity: Entity) -> PagesView:
    """The view with a word below the inputs that take Markdown."""
    found = markdown_view(shapes)
    attrs = found.attrs(entity.name) if found else ()
    marked = {field.field.name for field in shapes[entity.name].fields if field.attr in attrs}
    said = tuple(replace(one, help=_MARKDOWN) if one.name in marked else one for one in view.inputs)
    return replace(view, inputs=said)


def _inputs(shapes: Shapes, shape: EntityShape, view: PagesView) -> tuple[ShownInput, ...]:
    stars = stars_of(shapes.spec, shape.entity)
    return tuple(with_stars(one, stars) for one in inputs(shapes, shape, _explained(view, shapes, shape.entity)))


def _heading(view: PagesView, title: str) -> str:
    return f'"{label(view.one)} " ~ {title}' if set(view.title) & _CODES else title


def late(shape: EntityShape, view: PagesView, read: str) -> str:
    """The condition under which a record is late; empty when it cannot be."""
    if view.late_flag:
        return f"{read}.{attribute(view.late_flag)}"
    return f'late("{view.name}", {read}.status, {read}.{_attr(shape, view.due)})' if view.due else ""


def _free_step(spec: Spec, entity: Entity) -> str:
    """A first step that no rule stands against, for the tests of the pages; empty when there may be none."""
    if entity.lifecycle is None:
        return ""
    rules = [rule for rule in spec.rules if rule.entity == entity.name]
    if any(isinstance(rule, RequiredWhen | RelatedState) for rule in rules):
        return ""
    guarded = {rule.to for rule in rules if isinstance(rule, StepNeeds)}
    steps = [step.target for step in entity.lifecycle.transitions if step.source == entity.lifecycle.initial]
    return next((step for step in steps if step not in guarded), "")


def _board(entities: tuple[Entity, ...], entity: Entity) -> str:
    alone = sum(1 for other in entities if other.lifecycle) == 1
    return "Board" if alone else f"{label(entity.name)} board"


def _columns(shapes: Shapes, shape: EntityShape, view: PagesView, var: str) -> Iterator[ShownColumn]:
    for column in view.columns:
        if column.kind == "reference":
            relation = shape.relation(column.name)
            if relation:
                yield reference_column(shapes, relation, column, var)
        elif column.kind in ("title", "status") or _attr(shape, column.name):
            yield _column(shapes, shape, column)


def reference_column(shapes: Shapes, relation: RelationView, column: Column, var: str) -> ShownColumn:
    """A column that shows the title of what a record refers to."""
    return ShownColumn(
        name=column.name,
        label=column.label,
        heading=column.label,
        kind="reference",
        attr=relation.link,
        target=column.target,
        person=column.person,
        required=relation.required,
        shown=template_title(shapes, column.target, f"{var}.{relation.link}"),
        icon="user" if column.target == "user" else entity_icon(column.target),
    )


def _column(shapes: Shapes, shape: EntityShape, column: Column) -> ShownColumn:
    heading = column.label
    if column.kind == "money":
        heading = f"{column.label}, {currency_sign(shapes.spec.currency)}"
    elif column.unit and not column.label.lower().startswith(column.unit[:3].lower()):
        heading = f"{column.label}, {column.unit}"
    field = shape.field(column.name)
    in_order = field is None or field.type is not FieldType.LONG_TEXT  # services sort by what is short
    stars = stars_of(shapes.spec, shape.entity).get(column.name)
    sortable = column.sortable and in_order and (column.kind != "title" or bool(title_attributes(shape)))
    return ShownColumn(
        name=column.name,
        label=column.label,
        heading=heading,
        kind="stars" if stars else column.kind,
        unit=str(stars) if stars else "",
        attr="status" if column.kind == "status" else _attr(shape, column.name) or "id",
        sortable=sortable,
    )


def currency_sign(code: str) -> str:
    """The sign that people write for a currency."""
    return {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹"}.get(code, code)


def _attr(shape: EntityShape, name: str) -> str:
    field = shape.field(name)
    if field:
        return field.attr
    return attribute(name) if shape.computed(name) else ""


def _shown(
    shape: EntityShape, facts: tuple[Fact, ...], stars: Mapping[str, int] = MappingProxyType({})
) -> tuple[ShownFact, ...]:
    return tuple(
        ShownFact(label=fact.label, kind="stars", attr=attr, unit=str(stars[fact.name]))
        if fact.name in stars
        else ShownFact(label=fact.label, kind=fact.kind, attr=attr, unit=fact.unit)
        for fact in facts
        if (attr := _attr(shape, fact.name))
    )


def _reference(shapes: Shapes, relation: RelationView, var: str) -> ShownReference:
    target = relation.relation.target
    read = f"{var}.{relation.link}"
    account = relation.on_user
    facts: tuple[ShownFact, ...] = ()
    if not account and not relation.many:
        other = shapes[target]
        plain = [f for f in pages_view(shapes.spec, other.entity).facts if f.kind not in ("file", "image", "url")]
        facts = _shown(other, tuple(plain), stars_of(shapes.spec, other.entity))[:4]
    return ShownReference(
        label=label(relation.relation.name),
        name=relation.name,
        attr=relation.link,
        var=relation.target.var,
        target=relation.target,
        path="" if account else web_path(relation.target),
        shown=template_title(shapes, target, read),
        chosen=template_title(shapes, target, f"chosen.{relation.link}"),
        item=template_title(shapes, target, relation.target.var),
        required=relation.required,
        many=relation.many,
        person=is_person(shapes.spec, target),
        facts=facts,
    )


def _children(shapes: Shapes, child: ChildView) -> ShownChildren:
    shape = shapes[child.child.name]
    view = pages_view(shapes.spec, shape.entity)
    var = shape.names.var
    columns = [c for c in _columns(shapes, shape, view, var) if c.attr != child.relation.link]
    title = template_title(shapes, shape.entity.name, var)
    twins = [r for r in shape.relations if r.relation.target == child.relation.relation.target]
    features = said_of(shapes.spec, shape.entity.name, child.relation.relation.name)
    return ShownChildren(
        form=_remark(shapes, shape, view, child) if {f.name for f in features} & {"comments", "ratings"} else (),
        mine=own_mark(shape, child) if any(f.name == "favourites" for f in features) else "",
        facts=tuple(feature_fact(feature) for feature in features),
        label=label(view.many) + (f" ({child.relation.label})" if len(twins) > 1 else ""),
        page=child.attr,
        var=var if var != child.attr else f"one_{var}",
        filter=child.relation.name,
        filter_attr=child.relation.attr,
        names=shape.names,
        entity=shape.entity.name,
        path=web_path(shape.names),
        view=view,
        columns=tuple(_fitting(columns)),
        title=title,
    )


def _remark(shapes: Shapes, shape: EntityShape, view: PagesView, child: ChildView) -> tuple[ShownInput, ...]:
    stars = stars_of(shapes.spec, shape.entity)
    return tuple(with_stars(control, stars) for control in remark_form(shapes, shape, view, child))


def _fitting(columns: list[ShownColumn], room: int = 5) -> list[ShownColumn]:
    ends = [c for c in columns[1:] if c.kind in ("status", "money")][-2:]
    middle = [c for c in columns[1:] if c not in ends and c.kind not in ("status", "money")]
    return [*columns[:1], *middle[: room - 1 - len(ends)], *ends]


def _choices(shapes: Shapes, shape: EntityShape) -> Iterator[Choice]:
    if shape.account:
        title = "user.name"
        yield Choice(name="user_id", target=USER, entity="user", title=title, accounts=True, many=False, searched=True)
    for relation in (*shape.relations, *shape.links):
        target = relation.relation.target
        yield Choice(
            name=relation.name,
            target=relation.target,
            entity=target,
            title=python_title(shapes, target, relation.target.var),
            accounts=relation.on_user,
            many=relation.many,
            searched=relation.on_user or bool(searched(shapes[target], shapes.spec)),
        )
