"""How records are shown, as functions. Called by context."""

from __future__ import annotations

from dataclasses import dataclass

from engines.kernel.spec.service import View
from engines.kernel.spec.service_terms import calls, parse_term
from engines.qlayer.python_service.kinds import Record
from engines.qlayer.python_service.models import imports
from engines.qlayer.python_service.names import label, variable
from engines.qlayer.python_service.operations import mentions
from engines.qlayer.python_service.syntax import name
from engines.qlayer.python_service.terms import Needs, Scope, Terms
from engines.qlayer.python_service.world import World


@dataclass(frozen=True, kw_only=True)
class ViewFunction:
    """The function that shows a record."""

    name: str
    parameters: str
    doc: str
    body: str


@dataclass(frozen=True, kw_only=True)
class ViewsView:
    """What views.py is made of."""

    imports: tuple[str, ...]
    all: tuple[ViewFunction, ...]


def views_view(world: World) -> ViewsView:
    """All views in their order."""
    needs = Needs()
    needs.use("typing", "Any")
    made = tuple(_view(world, view, needs) for view in world.service.views)
    needs.imports = {pair for pair in needs.imports if pair[0] != "app.views"}
    return ViewsView(imports=tuple(imports(needs)), all=made)


def _view(world: World, view: View, needs: Needs) -> ViewFunction:
    store, caller = world.view_needs[view.name]
    record = variable(view.of)
    parameters = [f"{record}: {needs.model(view.of)}"]
    scope = Scope(store="store", names={view.of: (name(record), Record(view.of))})
    if caller:
        callers = caller_resources(world)
        classes = [needs.model(resource) for resource in callers]
        anybody = _shown_to_anybody(world, view)
        parameters.append(f"caller: {' | '.join([*classes, 'None'] if anybody else classes)}")
        scope = scope.with_names(caller=(name("caller"), Record(callers[0], optional=anybody)))
    if store:
        needs.use("app.store", "Store")
        parameters.append("store: Store")
    return ViewFunction(
        name=view.name,
        parameters=", ".join(parameters),
        doc=f"{'An' if view.of[0] in 'aeio' else 'A'} {label(view.of)} as {'its caller sees it' if caller else 'it is shown'}.",
        body=Terms(world, needs).text(view.body, scope),
    )


def _shown_to_anybody(world: World, view: View) -> bool:
    """Whether an operation that needs no credentials shows it."""
    names = {view.name}
    for other in world.service.views:
        if names & set(calls(parse_term(other.body))):
            names.add(other.name)
    open_ones = [o for o in world.service.operations if o.optional or not o.schemes]
    return any(mentions(operation.steps, shown) for operation in open_ones for shown in names)


def caller_resources(world: World) -> list[str]:
    """The resources that a caller may be of."""
    return list(dict.fromkeys(world.holder(scheme) for scheme in world.service.schemes))
