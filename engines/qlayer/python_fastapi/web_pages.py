"""The pages of one entity as the templates see them: columns, inputs and facts with the names of generated code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engines.kernel.spec import Entity, FieldType, RelatedState, RequiredWhen, Spec, StepNeeds
from engines.qlayer.python_fastapi.features import searched
from engines.qlayer.python_fastapi.names import USER, Names, attribute
from engines.qlayer.python_fastapi.views import ChildView, EntityShape, RelationView, Shapes
from engines.qlayer.python_fastapi.web_titles import python_title, template_title, title_attributes
from engines.qlayer.web import Column, Fact, Input, Kind, PagesView, entity_icon, is_person, label, pages_view

_NUMBERS = ("money", "number")
_RESERVED = frozenset({"api", "docs", "files", "healthz", "login", "logout", "metrics", "more", "redoc", "register", "static", "theme", "users"})  # fmt: skip
_MODULES = frozenset({"dashboard", "errors", "format", "forms", "pages", "people", "session", "sign_in", "states", "theme", "uploads"})  # fmt: skip
_CODES = frozenset({"number", "code", "reference", "registration", "plate"})
_ADMIN = 'viewer and viewer.role == "admin"'
_READERS = {
    FieldType.INTEGER: "whole",
    FieldType.NUMBER: "amount",
    FieldType.MONEY: "amount",
    FieldType.BOOLEAN: "truth",
    FieldType.TIME: "text",
}


@dataclass(frozen=True, kw_only=True)
class ShownColumn:
    """A column with the attribute it reads; `shown` is the expression for the title of what it refers to."""

    name: str
    label: str
    heading: str
    kind: Kind
    attr: str
    sortable: bool = False
    target: str = ""
    person: bool = False
    unit: str = ""
    required: bool = True
    shown: str = ""
    icon: str = ""

    @property
    def number(self) -> bool:
        """Whether it stands at the right."""
        return self.kind in _NUMBERS


@dataclass(frozen=True, kw_only=True)
class ShownFact:
    """A fact with the attribute it reads."""

    label: str
    kind: Kind
    attr: str
    unit: str = ""

    @property
    def sum(self) -> bool:
        """Whether it is what the other amounts add up to."""
        return self.kind == "money" and any(word in self.attr for word in ("total", "balance", "gross", "outstanding"))


@dataclass(frozen=True, kw_only=True)
class ShownInput:
    """A control of the form: the macro call that draws it, and how its text is read."""

    name: str
    call: str
    macro: str
    reader: str
    optional: bool
    guard: str = ""


@dataclass(frozen=True, kw_only=True)
class ShownReference:
    """What the record refers to: its title, where it is shown and a few facts of it."""

    label: str
    attr: str
    var: str
    path: str
    shown: str
    item: str
    required: bool
    many: bool
    person: bool
    facts: tuple[ShownFact, ...]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The records that a form or a filter lets people choose from: `choices.<name>`."""

    name: str
    target: Names
    entity: str
    title: str
    accounts: bool


@dataclass(frozen=True, kw_only=True)
class ShownChildren:
    """Records of another entity that point at this one, listed on its detail page."""

    label: str
    page: str
    var: str
    filter: str
    filter_attr: str
    names: Names
    entity: str
    path: str
    view: PagesView
    columns: tuple[ShownColumn, ...]
    title: str

    @property
    def pages(self) -> ShownChildren:
        """Reads like the pages of the other entity."""
        return self


@dataclass(frozen=True, kw_only=True)
class Pages:
    """Everything the templates of one entity's pages need."""

    view: PagesView
    names: Names
    path: str
    label: str
    labels: str
    board: str
    title: str
    heading: str
    python_title: str
    late: str
    due_attr: str
    purpose: str
    columns: tuple[ShownColumn, ...]
    inputs: tuple[ShownInput, ...]
    facts: tuple[ShownFact, ...]
    texts: tuple[ShownFact, ...]
    money: tuple[ShownFact, ...]
    references: tuple[ShownReference, ...]
    children: tuple[ShownChildren, ...]
    choices: tuple[Choice, ...]
    export: bool
    free_step: str
    searched: bool

    @property
    def module(self) -> str:
        """The module of its pages."""
        return f"{self.names.api_module}_" if self.names.api_module in _MODULES else self.names.api_module

    @property
    def controls(self) -> list[str]:
        """The macros that its form needs."""
        return sorted({control.macro for control in self.inputs})

    @property
    def uploads(self) -> bool:
        """Whether its form sends files."""
        return any(control.macro == "upload" for control in self.inputs)

    @property
    def upload_names(self) -> tuple[str, ...]:
        """The inputs that take files, as a tuple is written."""
        return tuple(control.name for control in self.inputs if control.macro == "upload")

    @property
    def optional(self) -> tuple[str, ...]:
        """The inputs that may be left empty."""
        return tuple(control.name for control in self.inputs if control.optional)

    @property
    def readers(self) -> list[str]:
        """The functions that read its form."""
        return sorted({control.reader for control in self.inputs})

    @property
    def order(self) -> str:
        """How its list is sorted at first: what moves by age, anything else by its title."""
        title = next((c.name for c in self.columns if c.kind == "title" and c.sortable), "")
        return title if title and not self.view.states else "-id"

    @property
    def has_choices(self) -> bool:
        """Whether its form refers to other records."""
        return bool(self.choices)

    @property
    def lists_accounts(self) -> bool:
        """Whether its form lets people choose an account."""
        return any(choice.accounts for choice in self.choices)

    @property
    def imports(self) -> list[Names]:
        """The other entities whose lists its pages read."""
        used = [choice.target for choice in self.choices if not choice.accounts]
        used += [child.names for child in self.children]
        return [names for cls, names in sorted({n.cls: n for n in used}.items()) if cls != self.names.cls]

    @property
    def has_people(self) -> bool:
        """Whether its list shows people."""
        return any(column.person for column in self.columns)

    @property
    def faces(self) -> bool:
        """Whether its detail page shows people."""
        return any(reference.person and not reference.many for reference in self.references)

    @property
    def line(self) -> str:
        """The states of the progress bar as a template writes them."""
        return "[" + ", ".join(f'"{state}"' for state in self.view.line) + "]"

    @property
    def facts_heading(self) -> str:
        """What stands above the facts."""
        return f"About this {self.view.one}"

    @property
    def money_heading(self) -> str:
        """What stands above the sums."""
        return self.money[0].label if len(self.money) == 1 else "Amounts"

    @property
    def tile_text(self) -> tuple[ShownFact, ...]:
        """The text on a tile of the board."""
        return self.texts[:1]

    @property
    def tile_references(self) -> list[ShownColumn]:
        """What a tile refers to."""
        person = self.tile_person
        return [c for c in self.columns if c.kind == "reference" and c is not person][:2]

    @property
    def tile_person(self) -> ShownColumn | None:
        """Whose initials stand on a tile: the last of the people."""
        people = [c for c in self.columns if c.person]
        return people[-1] if people else None

    @property
    def tile_date(self) -> ShownColumn | None:
        """The date on a tile: when it is due, else its first."""
        dates = [c for c in self.columns if c.kind in ("date", "datetime")]
        return next((c for c in dates if c.name == self.view.due), dates[0] if dates else None)

    def options(self, choices: tuple[str, ...]) -> str:
        """Choices as pairs, as a template writes them."""
        return _options(choices)


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
        inputs=tuple(_inputs(shapes, shape, view)),
        facts=_shown(shape, view.facts),
        texts=_shown(shape, view.texts),
        money=tuple(sorted(_shown(shape, view.money), key=lambda fact: fact.sum)),
        references=tuple(_reference(shapes, relation, var) for relation in (*shape.relations, *shape.links)),
        children=tuple(_children(shapes, child) for child in shape.children if not child.relation.many),
        choices=tuple(_choices(shapes, shape)),
        export=any(
            feature.name == "csv_export" and feature.entity in ("", entity.name) for feature in shapes.spec.features
        ),
        free_step=_free_step(shapes.spec, entity),
        searched=bool(searched(shape, shapes.spec)),
    )


def _heading(view: PagesView, title: str) -> str:
    return f'"{label(view.one)} " ~ {title}' if set(view.title) & _CODES else title


def web_path(names: Names) -> str:
    """Where the pages of a collection live."""
    return f"/all-{names.kebab}" if names.kebab in _RESERVED else f"/{names.kebab}"


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
    sortable = column.sortable and (column.kind != "title" or bool(title_attributes(shape)))
    return ShownColumn(
        name=column.name,
        label=column.label,
        heading=heading,
        kind=column.kind,
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


def _shown(shape: EntityShape, facts: tuple[Fact, ...]) -> tuple[ShownFact, ...]:
    return tuple(
        ShownFact(label=fact.label, kind=fact.kind, attr=attr, unit=fact.unit)
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
        facts = _shown(other, tuple(plain))[:4]
    return ShownReference(
        label=label(relation.relation.name),
        attr=relation.link,
        var=relation.target.var,
        path="" if account else web_path(relation.target),
        shown=template_title(shapes, target, read),
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
    return ShownChildren(
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


def _fitting(columns: list[ShownColumn], room: int = 5) -> list[ShownColumn]:
    ends = [c for c in columns[1:] if c.kind in ("status", "money")][-2:]
    middle = [c for c in columns[1:] if c not in ends and c.kind not in ("status", "money")]
    return [*columns[:1], *middle[: room - 1 - len(ends)], *ends]


def _choices(shapes: Shapes, shape: EntityShape) -> Iterator[Choice]:
    if shape.account:
        yield Choice(name="user_id", target=USER, entity="user", title="user.name", accounts=True)
    for relation in (*shape.relations, *shape.links):
        target = relation.relation.target
        yield Choice(
            name=relation.name,
            target=relation.target,
            entity=target,
            title=python_title(shapes, target, relation.target.var),
            accounts=relation.on_user,
        )


def _inputs(shapes: Shapes, shape: EntityShape, view: PagesView) -> Iterator[ShownInput]:
    relations = {r.relation.name: r for r in (*shape.relations, *shape.links)}
    fields = {f.field.name: f for f in shape.fields}
    if shape.account:
        call = '{{ select("user_id", "Account", choices.user_id, optional=true) }}'
        yield ShownInput(name="user_id", call=call, macro="select", reader="whole", optional=True, guard=_ADMIN)
    for control in view.inputs:
        if relation := relations.get(control.name):
            yield _relation_input(shapes, shape, control, relation)
        elif field := fields.get(control.name):
            yield ShownInput(
                name=field.name,
                call=_call(control, field.name),
                macro=_macro(control),
                reader="whole" if field.is_file else _READERS.get(field.type, "text"),
                optional=control.optional,
            )


def _relation_input(shapes: Shapes, shape: EntityShape, control: Input, relation: RelationView) -> ShownInput:
    name = relation.name
    said = f'"{name}", "{control.label}", choices.{name}'
    guard = _guard(shapes, shape, relation)
    if relation.many:
        return ShownInput(
            name=name, call=f"{{{{ several({said}) }}}}", macro="several", reader="several", optional=True
        )
    if not relation.required:
        said += ", optional=true"
    if not relation.on_user:
        allowed = f' if may("{relation.relation.target}", "create") else ""' if shapes.spec.accounts else ""
        said += f', add="{web_path(relation.target)}/new"{allowed}'
    return ShownInput(
        name=name,
        call=f"{{{{ select({said}) }}}}",
        macro="select",
        reader="whole",
        optional=not relation.required,
        guard=guard,
    )


def _guard(shapes: Shapes, shape: EntityShape, relation: RelationView) -> str:
    """Who may choose: of accounts the administrator alone; nobody for whom their own is taken."""
    if relation.on_user:
        return _ADMIN
    return f"not viewer or viewer.role not in {_owners(shapes, shape)}" if relation.fills else ""


def _owners(shapes: Shapes, shape: EntityShape) -> str:
    grants = [g for g in shapes.spec.grants if g.own and g.entity == shape.entity.name and "create" in g.actions]
    return "(" + "".join(f'"{grant.role}", ' for grant in grants) + ")"


def _macro(control: Input) -> str:
    return {
        "money": "money",
        "textarea": "textarea",
        "checkbox": "checkbox",
        "radio": "radios",
        "select": "select",
        "file": "upload",
    }.get(control.widget, "input")


def _call(control: Input, name: str) -> str:
    macro = _macro(control)
    said = [f'"{name}"', f'"{control.label}"']
    if macro == "input":
        said += [f'type="{control.widget}"'] if control.widget != "text" else []
    if macro in ("radios", "select"):
        said.append(_options(control.choices))
    if control.optional and macro != "checkbox":
        said.append("optional=true")
    if control.help:
        said.append(f'help="{control.help}"')
    if macro in ("input", "money", "textarea", "upload"):
        said += [f'{key}="{value}"' for key, value in control.attributes]
    return "{{ " + f"{macro}({', '.join(said)})" + " }}"


def _options(choices: tuple[str, ...]) -> str:
    return "[" + ", ".join(f'("{choice}", "{label(choice)}")' for choice in choices) + "]"
