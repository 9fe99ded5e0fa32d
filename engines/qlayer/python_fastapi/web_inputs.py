"""The controls of a form: which macro draws each, how its text is read, who may see it. Called by web_pages."""

from __future__ import annotations

from collections.abc import Iterator

from engines.kernel.spec import FieldType
from engines.qlayer.python_fastapi.views import EntityShape, RelationView, Shapes
from engines.qlayer.python_fastapi.web_views import (
    ShownInput,
    choice_pairs,
    web_path,
)
from engines.qlayer.web import Input, PagesView

_ADMIN = 'viewer and viewer.role == "admin"'
_READERS = {
    FieldType.INTEGER: "whole",
    FieldType.NUMBER: "amount",
    FieldType.MONEY: "amount",
    FieldType.BOOLEAN: "truth",
    FieldType.TIME: "text",
}


def inputs(shapes: Shapes, shape: EntityShape, view: PagesView) -> Iterator[ShownInput]:
    """The controls of an entity's form, in the order of its brief."""
    relations = {r.relation.name: r for r in (*shape.relations, *shape.links)}
    fields = {f.field.name: f for f in shape.fields}
    if shape.account:
        call = '{{ choose("user_id", "Account", choices.user_id, "/users", optional=true) }}'
        yield ShownInput(name="user_id", call=call, macro="choose", reader="whole", optional=True, guard=_ADMIN)
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
    said += f', "{"/users" if relation.on_user else web_path(relation.target)}"'
    if not relation.required:
        said += ", optional=true"
    if not relation.on_user:
        allowed = f' if may("{relation.relation.target}", "create") else ""' if shapes.spec.accounts else ""
        said += f', add="{web_path(relation.target)}/new"{allowed}'
    return ShownInput(
        name=name,
        call=f"{{{{ choose({said}) }}}}",
        macro="choose",
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
        said.append(choice_pairs(control.choices))
    if control.optional and macro != "checkbox":
        said.append("optional=true")
    if control.help:
        said.append(f'help="{control.help}"')
    if macro in ("input", "money", "textarea", "upload"):
        said += [f'{key}="{value}"' for key, value in control.attributes]
    return "{{ " + f"{macro}({', '.join(said)})" + " }}"
