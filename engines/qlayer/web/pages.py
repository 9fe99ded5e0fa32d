"""Decides what stands on the pages of an entity: columns, filters, inputs, facts; pure. Called by web views."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast

from engines.kernel.spec import Computed, Entity, Field, FieldType, Relation, Spec
from engines.qlayer.web.look import entity_icon
from engines.qlayer.web.tones import StateView, main_line, state_views
from engines.qlayer.web.words import label

Kind = Literal[
    "text", "long_text", "email", "url", "phone", "number", "money", "boolean", "date", "datetime", "time", "enum",
    "file", "image", "reference", "references", "status", "title", "stars",
]  # fmt: skip
Widget = Literal[
    "text", "email", "url", "tel", "number", "money", "checkbox", "date", "datetime-local", "time", "radio", "select",
    "textarea", "file", "reference", "references",
]  # fmt: skip

_KINDS: dict[FieldType, Kind] = {FieldType.INTEGER: "number"}
_WIDGETS: dict[FieldType, Widget] = {
    FieldType.LONG_TEXT: "textarea",
    FieldType.PHONE: "tel",
    FieldType.INTEGER: "number",
    FieldType.BOOLEAN: "checkbox",
    FieldType.DATETIME: "datetime-local",
    FieldType.ENUM: "radio",
    FieldType.IMAGE: "file",
}
_TITLES = (
    "name",
    "title",
    "number",
    "subject",
    "code",
    "reference",
    "label",
    "summary",
    "registration",
    "plate",
    "model",
)
_DUE = ("due", "deadline", "promised", "expire", "expiry", "return_by", "best_before")
_MAKERS = ("brand", "make", "manufacturer")
_SERIALS = ("serial", "frame", "chassis", "vin", "imei")
_LATE = ("overdue", "is_overdue", "late", "is_late")
_RADIOS = 6
_COLUMNS = 7


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of the list. `target` is the entity that a reference points to."""

    name: str
    label: str
    kind: Kind
    sortable: bool = False
    target: str = ""
    person: bool = False
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A choice above the list."""

    name: str
    label: str
    kind: Literal["enum", "boolean", "reference"]
    choices: tuple[str, ...] = ()
    target: str = ""


@dataclass(frozen=True, kw_only=True)
class Input:
    """A control of the form; `help` stands below it, `attributes` go into its tag."""

    name: str
    label: str
    widget: Widget
    optional: bool
    help: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    choices: tuple[str, ...] = ()
    target: str = ""

    @property
    def wide(self) -> bool:
        """Whether it spans both columns."""
        return self.widget in ("textarea", "references", "file")


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A value shown on the detail page."""

    name: str
    label: str
    kind: Kind
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A relation from this entity (`child` False) or from another one to it (`child` True), by the name it is read by."""

    name: str
    label: str
    target: str
    relation: str
    many: bool = False
    child: bool = False
    person: bool = False


@dataclass(frozen=True, kw_only=True)
class PagesView:
    """Everything the pages of one entity show."""

    name: str
    one: str
    many: str
    icon: str
    title: tuple[str, ...]
    title_optional: bool
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]
    inputs: tuple[Input, ...]
    facts: tuple[Fact, ...]
    texts: tuple[Fact, ...]
    money: tuple[Fact, ...]
    references: tuple[Reference, ...]
    children: tuple[Reference, ...]
    states: tuple[StateView, ...]
    line: tuple[str, ...]
    due: str
    late_flag: str
    due_kind: Kind

    @property
    def closed(self) -> tuple[str, ...]:
        """The states in which nothing is left to do."""
        return tuple(state.name for state in self.states if state.final)

    @property
    def open(self) -> tuple[str, ...]:
        """The states that still need a step."""
        return tuple(state.name for state in self.states if not state.final)


def pages_view(spec: Spec, entity: Entity) -> PagesView:
    """What the pages of the entity show."""
    title = title_fields(entity)
    fields = {field.name: field for field in entity.fields}
    facts = tuple(_facts(entity, title))
    due = _due(entity)
    return PagesView(
        name=entity.name,
        one=entity.name.replace("_", " "),
        many=entity.plural.replace("_", " "),
        icon=entity_icon(entity.name),
        title=title,
        title_optional=bool(title) and not any(fields[name].required for name in title),
        columns=tuple(_columns(spec, entity, title)),
        filters=tuple(_filters(spec, entity))[:3],
        inputs=tuple(_inputs(entity)),
        facts=tuple(fact for fact in facts if fact.kind not in ("long_text", "money")),
        texts=tuple(fact for fact in facts if fact.kind == "long_text"),
        money=tuple(fact for fact in facts if fact.kind == "money"),
        references=tuple(_references(spec, entity)),
        children=tuple(_children(spec, entity)),
        states=state_views(entity.lifecycle) if entity.lifecycle else (),
        line=main_line(entity.lifecycle) if entity.lifecycle else (),
        due=due.name if due else "",
        late_flag=_flag(entity) if due else "",
        due_kind=_kind(due.type) if due else "date",
    )


def title_fields(entity: Entity) -> tuple[str, ...]:
    """The fields by which people know an object; none means its name and number, as in "Loan 12"."""
    names = {field.name: field for field in entity.fields}
    maker = next((name for name in _MAKERS if name in names), "")
    if maker and "model" in names and any(word in entity.label.split("_") for word in _SERIALS):
        return (maker, "model", entity.label)
    if entity.label in names:
        return (entity.label,)
    if {"first_name", "last_name"} <= set(names):
        return ("first_name", "last_name")
    known = next((name for name in _TITLES if name in names), "")
    if known:
        return (known,)
    text = next((f.name for f in entity.fields if f.type is FieldType.TEXT and f.required), "")
    return (text,) if text else ()


def is_person(spec: Spec, name: str) -> bool:
    """Whether objects of that kind are people, shown with their initials."""
    if name == "user":
        return True
    entity = spec.entity(name)
    if any("company" in field for field in title_fields(entity)):
        return False
    return bool(entity.account_role) or any(field.type is FieldType.EMAIL for field in entity.fields)


def _columns(spec: Spec, entity: Entity, title: tuple[str, ...]) -> list[Column]:
    heading = title[0] if len(title) == 1 else entity.name
    first = Column(name=title[0] if title else "id", label=label(heading), kind="title", sortable=True)
    relations = [_relation_column(spec, r) for r in entity.relations if not r.many][:3]
    plain = [f for f in entity.fields if f.name not in title and f.type not in _HIDDEN]
    said = [f for f in entity.fields if f.type is FieldType.LONG_TEXT and not title][:1]
    values = [_value_column(f) for f in (*said, *plain) if f.type is not FieldType.MONEY]
    told = _flag(entity) if _due(entity) else ""
    computed = [_value_column(c) for c in entity.computed if c.type not in _HIDDEN and c.name != told]
    state = [Column(name="status", label="Status", kind="status", sortable=True)] if entity.lifecycle else []
    sums = [_value_column(f) for f in plain if f.type is FieldType.MONEY]
    sums = [*sums, *(c for c in computed if c.kind == "money")][-2:]
    rest = [*values, *(c for c in computed if c.kind != "money")]
    room = max(_COLUMNS - 1 - len(relations) - len(state) - len(sums), 0)
    return [first, *relations, *_urgent(entity, rest, room), *state, *sums]


def _urgent(entity: Entity, columns: list[Column], room: int) -> list[Column]:
    """As many columns as there is room for; the day on which something is due is always among them."""
    due = _due(entity)
    left_out = [column for column in columns[room:] if due and column.name == due.name]
    return [*columns[: room - len(left_out)], *left_out] if room else left_out


_HIDDEN = (FieldType.LONG_TEXT, FieldType.URL, FieldType.FILE, FieldType.IMAGE)


def _relation_column(spec: Spec, relation: Relation) -> Column:
    person = is_person(spec, relation.target)
    return Column(
        name=relation.name, label=label(relation.name), kind="reference", target=relation.target, person=person
    )


def _value_column(field: Field | Computed) -> Column:
    return Column(
        name=field.name,
        label=label(field.name),
        kind=_kind(field.type, field.name),
        sortable=isinstance(field, Field),
        unit=field.unit if isinstance(field, Field) else "",
    )


def _filters(spec: Spec, entity: Entity) -> Iterator[Filter]:
    for relation in entity.relations:
        if not relation.many:
            yield Filter(
                name=f"{relation.name}_id", label=label(relation.name), kind="reference", target=relation.target
            )
    for relation in entity.relations:
        if relation.many and relation.target != "user" and relation.name == spec.entity(relation.target).plural:
            target = relation.target
            yield Filter(name=f"{target}_ids", label=label(target), kind="reference", target=target)
    for field in entity.fields:
        if field.type is FieldType.ENUM:
            yield Filter(name=field.name, label=label(field.name), kind="enum", choices=field.choices)
    for field in entity.fields:
        if field.type is FieldType.BOOLEAN:
            yield Filter(name=field.name, label=label(field.name), kind="boolean")


def _inputs(entity: Entity) -> Iterator[Input]:
    for relation in entity.relations:
        yield Input(
            name=relation.name,
            label=label(relation.name),
            widget="references" if relation.many else "reference",
            optional=relation.many or not relation.required,
            target=relation.target,
        )
    for field in entity.fields:
        yield _input(field)


def _input(field: Field) -> Input:
    widget = _WIDGETS.get(field.type) or cast(Widget, field.type.value)
    if field.type is FieldType.ENUM and len(field.choices) >= _RADIOS:
        widget = "select"
    return Input(
        name=field.name,
        label=label(field.name),
        widget=widget,
        optional=not field.required or (field.type is FieldType.BOOLEAN),
        help=_help(field),
        attributes=tuple(_attributes(field)),
        choices=field.choices,
    )


def _attributes(field: Field) -> Iterator[tuple[str, str]]:
    if field.type in (FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY):
        yield "step", {FieldType.INTEGER: "1", FieldType.MONEY: "0.01"}.get(field.type, "any")
        if field.minimum is not None:
            yield "min", f"{field.minimum:g}"
        if field.maximum is not None:
            yield "max", f"{field.maximum:g}"
    elif field.max_length:
        yield "maxlength", str(field.max_length)
    if field.type in (FieldType.EMAIL, FieldType.PHONE):
        yield "autocomplete", "off"
    if field.type is FieldType.IMAGE:
        yield "accept", "image/*"


def _help(field: Field) -> str:
    said: list[str] = []
    if field.minimum is not None and field.maximum is not None:
        said.append(f"{field.minimum:g} to {field.maximum:g}")
    elif field.minimum is not None and field.minimum != 0:
        said.append(f"{field.minimum:g} or more")
    elif field.maximum is not None:
        said.append(f"{field.maximum:g} at most")
    if field.unit:
        said.append(f"in {field.unit}")
    if field.type is FieldType.DATETIME:
        said.append("in UTC")
    if field.min_length and field.min_length > 1:
        said.append(f"at least {field.min_length} characters")
    if field.unique:
        said.append("no two alike")
    text = ", ".join(said)
    return text[:1].upper() + text[1:]


def _facts(entity: Entity, title: tuple[str, ...]) -> Iterator[Fact]:
    for field in entity.fields:
        if field.name not in title:
            yield Fact(name=field.name, label=label(field.name), kind=_kind(field.type, field.name), unit=field.unit)
    for computed in entity.computed:
        yield Fact(name=computed.name, label=label(computed.name), kind=_kind(computed.type))


def _references(spec: Spec, entity: Entity) -> Iterator[Reference]:
    for relation in entity.relations:
        yield Reference(
            name=relation.name,
            label=label(relation.name),
            target=relation.target,
            relation=relation.name,
            many=relation.many,
            person=is_person(spec, relation.target),
        )


def _children(spec: Spec, entity: Entity) -> Iterator[Reference]:
    for other in spec.entities:
        pointing = [r for r in other.relations if r.target == entity.name and not r.many]
        for relation in pointing:
            text = (
                label(other.plural)
                if len(pointing) == 1
                else f"{label(other.plural)} ({relation.name.replace('_', ' ')})"
            )
            yield Reference(
                name=relation.children or other.plural,
                label=text,
                target=other.name,
                relation=relation.name,
                child=True,
            )


def _due(entity: Entity) -> Field | None:
    if entity.lifecycle is None and not _flag(entity):
        return None
    dates = [field for field in entity.fields if field.type in (FieldType.DATE, FieldType.DATETIME)]
    return next((field for field in dates if any(word in field.name for word in _DUE)), None)


def _flag(entity: Entity) -> str:
    booleans = [computed.name for computed in entity.computed if computed.type is FieldType.BOOLEAN]
    return next((name for name in booleans if name in _LATE), "")


def _kind(field_type: FieldType, name: str = "") -> Kind:
    if field_type is FieldType.INTEGER and "year" in name:
        return "text"
    return _KINDS.get(field_type) or cast(Kind, field_type.value)
