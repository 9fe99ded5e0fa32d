"""Who calls: a function for each scheme and each choice between schemes that an operation asks for. Called by context."""

from __future__ import annotations

from dataclasses import dataclass

from engines.kernel.spec.service import Operation, Scheme
from engines.qlayer.python_service.conditions import Conditions
from engines.qlayer.python_service.models import imports
from engines.qlayer.python_service.names import attribute, label, snake
from engines.qlayer.python_service.operations import known_caller, mentions
from engines.qlayer.python_service.syntax import written
from engines.qlayer.python_service.terms import Needs, Terms
from engines.qlayer.python_service.world import World

_GIVEN = {"bearer": "bearer_token(request)", "header": 'request.headers.get("{}")', "query": 'request.query_params.get("{}")',
          "cookie": 'request.cookies.get("{}")'}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class CallerPart:
    """A function that finds who calls, or None."""

    name: str
    gives: str
    doc: str
    lines: tuple[str, ...]
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CallersView:
    """What callers.py is made of."""

    imports: tuple[str, ...]
    parts: tuple[CallerPart, ...]


def callers_view(world: World) -> CallersView:
    """The functions for all schemes, then those that operations ask for."""
    needs = Needs()
    needs.use("starlette.requests", "Request")
    needs.use("app.store", "Store")
    parts = [_scheme(world, scheme, needs) for scheme in world.service.schemes]
    asked: dict[str, CallerPart] = {}
    for operation in world.service.operations:
        session = mentions(operation.steps, "session")
        function, resource, optional = known_caller(world, operation, session=session)
        if function and function not in asked:
            asked[function] = _asked(world, operation, function, resource, optional, session, needs)
    return CallersView(imports=tuple(imports(needs)), parts=(*parts, *asked.values()))


def _finder(scheme: Scheme) -> str:
    return f"found_by_{snake(scheme.name)}"


def _scheme(world: World, scheme: Scheme, needs: Needs) -> CallerPart:
    model = needs.model(scheme.resource)
    field = f"{model}.{attribute(scheme.field)}"
    alive = [written(condition) for condition in Conditions(Terms(world, needs)).alive(scheme.resource)]
    if scheme.place == "basic":
        lines = [
            f"name, password = {needs.use('app.credentials', 'basic')}(request)",
            f"record = store.first({', '.join([model, *alive, f'{model}.{attribute(scheme.login)} == name'])})",
            f"known = {needs.use('app.security', 'matches')}(password, record.{attribute(scheme.field)} if record else None)",
            "return record if known else None",
        ]
    else:
        given = _GIVEN[scheme.place].format(scheme.parameter)
        if scheme.place == "bearer":
            needs.use("app.credentials", "bearer_token")
        digest = needs.use("app.security", "digest")
        conditions = ", ".join([model, *alive, f"{field} == {digest}(secret)"])
        lines = [f"secret = {given}", f"return store.first({conditions}) if secret else None"]
    return CallerPart(
        name=_finder(scheme),
        gives=f"{model} | None",
        doc=f"The {label(scheme.resource)} that the credentials of `{scheme.name}` stand for.",
        lines=tuple(lines),
        facts=(f"scheme:{scheme.name}",),
    )


def _asked(
    world: World, operation: Operation, function: str, resource: str, optional: bool, session: bool, needs: Needs
) -> CallerPart:
    model = needs.model(resource)
    lines = []
    for scheme in (world.scheme(name) for name in operation.schemes):
        found = snake(scheme.resource) if snake(scheme.resource) not in ("request", "store") else "found"
        lines.append(f"{found} = {_finder(scheme)}(request, store)")
        given = found if session or not scheme.holder else f"{found}.{attribute(scheme.holder)}"
        lines += [f"if {found} is not None:", f"    return {given}"]
    if optional:
        lines.append("return None")
    else:
        lines.append(f"raise {needs.use('app.faults', 'Unauthenticated')}()")
    doc = f"The {label(resource)} who calls" if not session else f"The {label(resource)} of the caller"
    return CallerPart(
        name=function,
        gives=f"{model} | None" if optional else model,
        doc=f"{doc}{', if it is known' if optional else '; a fault when it is nobody'}.",
        lines=tuple(lines),
    )
