"""What people say of a record on its own page: comments and ratings with a form there, favourites as a button. Called by web_pages."""

from __future__ import annotations

from engines.kernel.spec import Feature, Spec
from engines.qlayer.python_fastapi.views import ChildView, EntityShape, Shapes
from engines.qlayer.python_fastapi.web_inputs import inputs
from engines.qlayer.python_fastapi.web_views import ShownInput
from engines.qlayer.web import PagesView

_SAID = ("comments", "ratings", "favourites")
_SIMPLE = ("input", "textarea", "radios", "select", "checkbox")


def said_of(spec: Spec, entity: str, relation: str) -> list[Feature]:
    """The features that are made of an entity by that relation."""
    fact = f"relation:{entity}.{relation}"
    return [f for f in spec.features if f.name in _SAID and f.built and fact in f.realised_by]


def remark_form(shapes: Shapes, shape: EntityShape, view: PagesView, child: ChildView) -> tuple[ShownInput, ...]:
    """The controls of a form that needs no more than the record it stands on; none where it would need more."""
    others = [r for r in shape.relations if r.name != child.relation.name]
    if any(relation.required and not relation.fills for relation in others) or shape.account:
        return ()
    own = {relation.name for relation in (*shape.relations, *shape.links)}
    controls = tuple(control for control in inputs(shapes, shape, view) if control.name not in own)
    return controls if all(control.macro in _SIMPLE for control in controls) else ()


def own_mark(shape: EntityShape, child: ChildView) -> str:
    """The template's expression for the viewer's own mark among those of a record; '' without an owner."""
    owner = next((relation for relation in shape.relations if relation.relation.owner), None)
    if owner is None or not owner.fills:
        return ""
    found = f"{child.attr}.items"
    return f'({found}|selectattr("{owner.attr}", "equalto", viewer.id)|list)' if owner.on_user else found
