"""The operations of a service as functions, a module for each group of them. Called by context."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from engines.kernel.spec.service import (
    Answer,
    Change,
    Create,
    Find,
    ForEach,
    If,
    NotBuilt,
    Operation,
    Refuse,
    Remove,
    RemoveAll,
    Require,
    Select,
    ServiceStep,
    Set,
)
from engines.kernel.spec.service_terms import parse_term
from engines.qlayer.python_service.document import DocumentOperation
from engines.qlayer.python_service.faults import FaultForms
from engines.qlayer.python_service.finders import Finder, shared_finders, with_finders
from engines.qlayer.python_service.kinds import Record
from engines.qlayer.python_service.models import imports
from engines.qlayer.python_service.names import label, module_name, snake, variable
from engines.qlayer.python_service.steps import Steps
from engines.qlayer.python_service.syntax import name
from engines.qlayer.python_service.terms import Needs, Scope, Terms, Typed
from engines.qlayer.python_service.world import World, walked

_ASKED = re.compile(r"^ *(\w+) = (?:call\.)?store\.(?:count|rows|exists|total)\(")
_KEPT = re.compile(r"^( *)(\w+) = ((?:call\.)?store\.keep\()")


@dataclass(frozen=True, kw_only=True)
class HandlerView:
    """The function of an operation."""

    name: str
    fact: str
    decorator: str
    parameters: str
    doc: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class GroupView:
    """A module of operations."""

    module: str
    doc: str
    imports: tuple[str, ...]
    finders: tuple[Finder, ...]
    handlers: tuple[HandlerView, ...]


def groups(world: World, forms: FaultForms) -> tuple[GroupView, ...]:
    """The modules, in the order in which the document comes to them."""
    found: dict[str, list[Operation]] = {}
    for operation in world.service.operations:
        found.setdefault(_group(world.documented(operation)), []).append(operation)
    return tuple(_view(world, forms, group, operations) for group, operations in found.items())


def _group(said: DocumentOperation) -> str:
    """The tag, or the first segment of the path that is not of the kind api and v1."""
    segments = [s for s in said.path.split("/") if s and "{" not in s and snake(s) not in ("api", "rest")]
    telling = [s for s in segments if not (s[:1] == "v" and s[1:].isdigit())]
    group = snake(said.tag or (telling[0] if telling else "root"))
    return f"{group}_" if group in ("operation",) else group


def _view(world: World, forms: FaultForms, group: str, operations: list[Operation]) -> GroupView:
    needs = Needs()
    needs.use("app.registry", "operation")
    needs.use("app.call", "Call")
    needs.use("starlette.responses", "Response")
    handlers = tuple(_handler(world, forms, operation, needs) for operation in operations)
    known = {what for _, what in needs.imports}
    finders = shared_finders([(handler.parameters, handler.lines) for handler in handlers], known)
    handlers = tuple(
        replace(handler, lines=with_finders(handler.parameters, handler.lines, finders, known)) for handler in handlers
    )
    return GroupView(
        finders=tuple(finders.values()),
        module=module_name(group),
        doc=f"The operations on {label(group)}.",
        imports=tuple(imports(needs)),
        handlers=handlers,
    )


def _handler(world: World, forms: FaultForms, operation: Operation, needs: Needs) -> HandlerView:
    said = world.documented(operation)
    uses_session = mentions(operation.steps, "session")
    caller, resource, optional = known_caller(world, operation, session=uses_session)
    names: dict[str, Typed] = {}
    parameters: list[str] = ["call: Call"]
    lines: list[str] = []
    if caller:
        needs.use("app.callers", caller)
        cls = needs.model(resource) + (" | None" if optional else "")
        record = Record(resource, optional=optional)
        if uses_session:
            scheme = world.scheme(operation.schemes[0])
            parameters.append(f"session: {cls}")
            names["session"] = (name("session"), record)
            names["caller"] = (name("session"), record)
            if scheme.holder:
                names["caller"] = (name("caller"), Record(world.holder(scheme)))
                if calls_for_caller(world, operation):
                    lines.append(f"caller = session.{scheme.holder}")
        else:
            asked = calls_for_caller(world, operation)
            parameters.append(f"{'caller' if asked else '_caller'}: {cls}")
            names["caller"] = (name("caller"), record)
    scope = Scope(operation=said, names=names)
    steps = Steps(Terms(world, needs), scope, reads_only=operation.method.upper() in ("GET", "HEAD"))
    lines += steps.lines(operation.steps)
    if not steps.ends(operation.steps):
        lines.append(f"return call.answer({_usual_status(said)})")
    lines = without_unused(lines)
    return HandlerView(
        name=variable(operation.name),
        fact=f"operation:{operation.name}",
        decorator=_decorator(world, forms, operation, caller, needs),
        parameters=", ".join(parameters),
        doc=sentence(said.summary) or f"{label(operation.name).capitalize()}.",
        lines=tuple(lines),
    )


def without_unused(lines: list[str]) -> list[str]:
    """The lines of a function; a new record that nothing asks for later needs no name."""
    tree = ast.parse("\n".join(lines))
    read = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    lines = [line for line in lines if not ((found := _ASKED.match(line)) and found[1] not in read)]
    return [
        _KEPT.sub(r"\1\3", line) if (found := _KEPT.match(line)) and found[2] not in read else line for line in lines
    ]


def _usual_status(said: DocumentOperation) -> int:
    return next((int(s) for s in said.responses if s.startswith("2") and s.isdecimal()), 204)


def sentence(text: str) -> str:
    """The first sentence of a description, fit for a docstring."""
    first = " ".join(text.replace('"', "'").replace("\\", "/").split()).partition(". ")[0].strip()
    return first if not first or first.endswith((".", "!", "?")) else f"{first}."


def _decorator(world: World, forms: FaultForms, operation: Operation, caller: str, needs: Needs) -> str:
    parts = [f'"{operation.method.upper()}"', f'"{operation.path}"']
    if caller:
        parts.append(f"caller={caller}")
    reading = operation.method.upper() in ("GET", "HEAD")
    if writes(operation) and reading:
        parts.append("writes=True")
    elif not writes(operation) and not reading:
        parts.append("writes=False")
    if operation.largest:
        parts.append(f"largest={operation.largest}")
    if own := forms.own_classes(operation):
        pairs = [f"{needs.use('app.faults', usual)}: {needs.use('app.faults', cls)}" for usual, cls in own.items()]
        parts.append(f"faults={{{', '.join(pairs)}}}")
    return ", ".join(parts)


def writes(operation: Operation) -> bool:
    """Whether an operation changes what is stored."""
    return any(isinstance(step, Create | Change | Remove | RemoveAll) for step in walked(operation.steps))


def known_caller(world: World, operation: Operation, *, session: bool) -> tuple[str, str, bool]:
    """The function that finds the caller (or the session), the resource that it gives, and whether it may find none."""
    if not operation.schemes:
        return "", "", False
    schemes = [world.scheme(scheme) for scheme in operation.schemes]
    parts = "_or_".join(snake(scheme.name) for scheme in schemes)
    resource = schemes[0].resource if session else world.holder(schemes[0])
    prefix = "optional_" if operation.optional else ""
    suffix = f"_{snake(resource)}" if session and schemes[0].holder else ""
    return f"{prefix}{parts}{suffix}", resource, operation.optional


def calls_for_caller(world: World, operation: Operation) -> bool:
    """Whether the steps name the caller, or a view that does."""
    if mentions(operation.steps, "caller"):
        return True
    return any(needs[1] and mentions(operation.steps, view) for view, needs in world.view_needs.items())


def mentions(steps: tuple[ServiceStep, ...], text: str) -> bool:
    """Whether a name stands in a term of the steps, or is the record of one."""
    for step in walked(steps):
        if isinstance(step, Change | Remove) and step.record == text:
            return True
        for term in terms_of(step):
            if any(isinstance(node, ast.Name) and node.id == text for node in ast.walk(parse_term(term))):
                return True
    return False


def terms_of(step: ServiceStep) -> Iterable[str]:
    """The terms that a step itself holds."""
    match step:
        case Find(where=where, that=that) | RemoveAll(where=where, that=that):
            found = [*(m.value for m in where), that]
        case Select(where=where, that=that):
            found = [*(m.value for m in where), that, step.order_by, step.limit, step.offset]
        case Set(to=term) | If(that=term) | Require(that=term) | ForEach(of=term):
            found = [term]
        case Create(values=values) | Change(values=values):
            found = [term for _, term in values]
        case Answer():
            found = [step.body, *(term for _, term in (*step.headers, *step.cookies))]
        case Remove() | Refuse() | NotBuilt():
            found = []
    return [term for term in found if term]
