"""Renders terms as Python: walks their syntax tree and puts the generated application's own names in. Called by steps."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from engines.kernel.errors import UserError
from engines.kernel.spec.service_terms import MEMBERS, QUERIES, parse_term
from engines.qlayer.python_service import library
from engines.qlayer.python_service.document import FORMS, DocumentOperation
from engines.qlayer.python_service.kinds import PLAIN, Column, Kind, Pair, Record, Several, Upload, Wire
from engines.qlayer.python_service.names import attribute, class_name, module_name, variable
from engines.qlayer.python_service.syntax import call, code, constant, item, member, method, name, written
from engines.qlayer.python_service.world import World

Typed = tuple[ast.expr, Kind]


@dataclass
class Needs:
    """What rendered code asks for beside itself: names of modules."""

    imports: set[tuple[str, str]] = field(default_factory=set)

    def use(self, module: str, what: str) -> str:
        """Imports a name and gives it back."""
        self.imports.add((module, what))
        return what

    def model(self, resource: str) -> str:
        """Imports the class of a resource."""
        return self.use(f"app.models.{module_name(resource)}", class_name(resource))


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What terms may name at a place: `store` is how records are reached there, `secrets` the plain ones just made."""

    operation: DocumentOperation | None = None
    store: str = "call.store"
    names: dict[str, Typed] = field(default_factory=dict)
    secrets: dict[tuple[str, str], str] = field(default_factory=dict)
    shorter: dict[str, Typed] = field(default_factory=dict)

    def renamed(self, term: str, to: Typed) -> Scope:
        """The scope in which a term has a shorter name."""
        return replace(self, shorter={**self.shorter, term: to})

    def with_names(self, **more: Typed) -> Scope:
        """The scope with further names."""
        return replace(self, names={**self.names, **more})


class Terms:
    """Renders the terms of one module; remembers what it imports."""

    def __init__(self, world: World, needs: Needs) -> None:
        self.world = world
        self.needs = needs

    def text(self, term: str, scope: Scope) -> str:
        """A term as source."""
        return written(self.typed(term, scope)[0])

    def typed(self, term: str, scope: Scope) -> Typed:
        """A term as a syntax tree, and what it gives."""
        return self.of(parse_term(term), scope)

    def of(self, node: ast.expr, scope: Scope) -> Typed:
        """A part of a term."""
        match node:
            case ast.Name():
                return self._name(node, scope)
            case ast.Attribute():
                return self._attribute(node, scope)
            case ast.Call(func=ast.Name(id=called)):
                return self._call(called, node, scope)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                return self._comprehension(node, scope)
            case ast.Lambda(args=arguments, body=body):
                inner = scope.with_names(**{a.arg: (name(a.arg), PLAIN) for a in arguments.args})
                return ast.Lambda(args=arguments, body=self.of(body, inner)[0]), PLAIN
            case ast.IfExp(test=test, body=body, orelse=otherwise):
                then, kind = self.of(body, scope)
                other, other_kind = self.of(otherwise, scope)
                made = ast.IfExp(test=self.of(test, scope)[0], body=then, orelse=other)
                return made, self._either(kind, other_kind, otherwise)
            case ast.BoolOp(op=ast.Or(), values=[first, *_]):
                return self._mapped(node, scope), self.of(first, scope)[1]
            case ast.Subscript(value=value, slice=key):
                of, kind = self.of(value, scope)
                source = item(of, self.of(key, scope)[0])
                several = isinstance(kind, Several)
                return source, (
                    kind.of if several and isinstance(kind, Several) and not isinstance(key, ast.Slice) else PLAIN
                )
        return self._mapped(node, scope), PLAIN

    def _either(self, kind: Kind, other: Kind, otherwise: ast.expr) -> Kind:
        if isinstance(kind, Record) and isinstance(otherwise, ast.Constant) and otherwise.value is None:
            return Record(kind.resource, optional=True)
        return kind if kind == other or isinstance(otherwise, ast.Constant) else PLAIN

    def _mapped(self, node: ast.expr, scope: Scope) -> ast.expr:
        """The same node with its parts rendered."""
        values: dict[str, Any] = {}
        for key, value in ast.iter_fields(node):
            if isinstance(value, ast.expr):
                values[key] = self.of(value, scope)[0]
            elif isinstance(value, list):
                values[key] = [self.of(v, scope)[0] if isinstance(v, ast.expr) else v for v in value]
            else:
                values[key] = value
        made: ast.expr = type(node)(**values)
        return made

    def _name(self, node: ast.Name, scope: Scope) -> Typed:
        if node.id in scope.names:
            return scope.names[node.id]
        if scope.operation is not None:
            if node.id == "raw":
                return code("call.raw"), PLAIN
            if node.id in ("body", "form", "parts"):
                return code("call.body"), Wire(self._body_schema(scope.operation))
            if node.id in MEMBERS:
                return code(f"call.{node.id}"), PLAIN
        raise UserError(f"'{node.id}' is not known here", hint=f"Known: {', '.join(sorted(scope.names)) or 'nothing'}")

    def _body_schema(self, operation: DocumentOperation) -> dict[str, object]:
        forms = [schema for media, schema in operation.bodies.items() if media in FORMS]
        return dict(next(iter(operation.bodies.values()), {}) if not forms else forms[0])

    def _attribute(self, node: ast.Attribute, scope: Scope) -> Typed:
        if scope.shorter and (short := scope.shorter.get(ast.unparse(node))):
            return short
        at = node.value
        if isinstance(at, ast.Name) and at.id not in scope.names and at.id in MEMBERS[3:] and scope.operation:
            found = scope.operation.members[at.id].get(node.attr)
            if found is None:
                raise UserError(
                    f"{scope.operation.method} {scope.operation.path} has no parameter '{at.id}.{node.attr}'"
                )
            return self._reached(code(f"call.{at.id}"), found.wire, found.certain), Wire(found.schema)
        if isinstance(at, ast.Name) and (at.id, node.attr) in scope.secrets:
            return name(scope.secrets[at.id, node.attr]), PLAIN
        if isinstance(at, ast.Call) and isinstance(at.func, ast.Name) and at.func.id == "first" and node.attr != "pk":
            return self._field_of_first(at, node.attr, scope)
        of, kind = self.of(at, scope)
        match kind:
            case Record(resource=resource):
                return self._of_record(of, resource, node.attr)
            case Wire(schema=schema):
                return self._of_wire(of, at, schema, node.attr, scope)
            case Upload():
                return member(of, node.attr), PLAIN
        return item(of, node.attr), PLAIN

    def _field_of_first(self, query: ast.Call, attr: str, scope: Scope) -> Typed:
        """`first(share, note=note).permission` asks for the field alone; None where there is no such record."""
        resource = query.args[0]
        named = isinstance(resource, ast.Name) and self.world.field(resource.id, attr) is not None
        if not named or any(keyword.arg == "order" for keyword in query.keywords):
            source, kind = self.of(query, scope)
            return self._of_record(source, kind.resource, attr) if isinstance(kind, Record) else (source, PLAIN)
        asked = ast.Call(func=name("value"), args=[resource, name(attr)], keywords=query.keywords)
        return self.of(asked, scope)

    def _of_record(self, of: ast.expr, resource: str, attr: str) -> Typed:
        if attr == "pk":
            return member(of, "pk"), PLAIN
        if link := self.world.link(resource, attr):
            return member(of, attribute(attr)), Record(link.to, optional=link.optional)
        if self.world.field(resource, attr):
            return member(of, attribute(attr)), Column(resource, attr)
        raise UserError(f"'{resource}' has no field or link '{attr}'")

    def _of_wire(self, of: ast.expr, at: ast.expr, schema: object, attr: str, scope: Scope) -> Typed:
        complete = scope.operation is None or scope.operation.method != "PATCH"
        found = self.world.document.properties(schema if isinstance(schema, dict) else {}, defaults=complete).get(attr)
        if found is None:
            return method(of, "get", constant(attr)), PLAIN
        whole = isinstance(at, ast.Name) and at.id in MEMBERS
        certain = found.certain and (not whole or scope.operation is None or scope.operation.body_required)
        certain = certain or (complete and self.world.document.has_default(found.schema))
        kind: Kind = Upload() if self.world.document.is_file(found.schema) else Wire(found.schema)
        inner = self._sure(of, at, scope)
        return self._reached(inner, found.wire, certain), kind

    def _sure(self, of: ast.expr, at: ast.expr, scope: Scope) -> ast.expr:
        """An object that may be missing stands for an empty one when a member of it is read."""
        if isinstance(of, ast.Call) and isinstance(of.func, ast.Attribute) and of.func.attr == "get":
            return ast.BoolOp(op=ast.Or(), values=[of, ast.Dict(keys=[], values=[])])
        return of

    def _reached(self, of: ast.expr, wire: str, certain: bool) -> ast.expr:
        return item(of, wire) if certain else method(of, "get", constant(wire))

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, scope: Scope) -> Typed:
        inner, generators = scope, []
        for part in node.generators:
            over, kind = self.of(part.iter, inner)
            if isinstance(kind, Wire) and self.world.document.properties(kind.schema):
                over = call("list", over)
            inner = self._bound(part.target, self.each(kind), inner)
            conditions = [self.of(condition, inner)[0] for condition in part.ifs]
            target = self._target(part.target)
            generators.append(ast.comprehension(target=target, iter=over, ifs=conditions, is_async=0))
        if isinstance(node, ast.DictComp):
            key, value = self.of(node.key, inner)[0], self.of(node.value, inner)[0]
            return ast.DictComp(key=key, value=value, generators=generators), PLAIN
        element, kind = self.of(node.elt, inner)
        return type(node)(elt=element, generators=generators), Several(kind)

    def each(self, kind: Kind) -> Kind:
        """What one of several is."""
        match kind:
            case Several(of=of):
                return of
            case Wire(schema=schema):
                items = self.world.document.items(schema)
                return Upload() if self.world.document.is_file(items) else Wire(items)
        return PLAIN

    def _bound(self, target: ast.expr, kind: Kind, scope: Scope) -> Scope:
        match target:
            case ast.Name(id=text):
                return scope.with_names(**{text: (name(variable(text)), kind)})
            case ast.Tuple(elts=[ast.Name() as first, ast.Name() as second]) if isinstance(kind, Pair):
                return self._bound(second, kind.second, self._bound(first, kind.first, scope))
            case ast.Tuple(elts=parts):
                for part in parts:
                    scope = self._bound(part, PLAIN, scope)
                return scope
        raise UserError(f"'{ast.unparse(target)}' cannot be a name in a term")

    def _target(self, target: ast.expr) -> ast.expr:
        if isinstance(target, ast.Name):
            return ast.Name(id=variable(target.id), ctx=ast.Store())
        parts = target.elts if isinstance(target, ast.Tuple) else []
        return ast.Tuple(elts=[self._target(part) for part in parts], ctx=ast.Store())

    def _call(self, called: str, node: ast.Call, scope: Scope) -> Typed:
        if called in QUERIES:
            from engines.qlayer.python_service.conditions import Conditions

            return Conditions(self).query(called, node, scope)
        if view := self.world.view(called):
            return self._view(view.name, view.of, node, scope)
        if called == "given":
            return self._given(node.args[0], scope), PLAIN
        if called == "matches":
            return self._matches(node.args, scope), PLAIN
        if called == "address":
            return code("call.address"), PLAIN
        arguments = [self.of(argument, scope) for argument in node.args]
        named = {k.arg: self._option(k.value, arguments, scope) for k in node.keywords if k.arg}
        return self._function(called, arguments, named)

    def _option(self, value: ast.expr, arguments: Sequence[Typed], scope: Scope) -> ast.expr:
        """A named argument; in sorted(notes, key=lambda note: ...) the name stands for one of them."""
        if isinstance(value, ast.Lambda) and arguments:
            kind = self.each(arguments[0][1])
            inner = scope.with_names(**{a.arg: (name(a.arg), kind) for a in value.args.args})
            return ast.Lambda(args=value.args, body=self.of(value.body, inner)[0])
        return self.of(value, scope)[0]

    def _function(self, called: str, arguments: Sequence[Typed], named: dict[str, ast.expr]) -> Typed:
        sources = [source for source, _ in arguments]
        first = arguments[0][1] if arguments else PLAIN
        if called in library.METHODS:
            return library.as_method(called, sources), PLAIN
        if called == "sorted":
            return call("sorted", *sources, **named), Several(self.each(first))
        if called == "reversed":
            return library.reversed_list(sources), Several(self.each(first))
        if called in library.BUILTINS:
            return call(called, *sources, **named), self._builtin_kind(called, arguments)
        if called in library.FROM_APP:
            return call(self.needs.use(*library.FROM_APP[called]), *sources, **named), PLAIN
        if skill := self.world.skills.get(called):
            return call(self.needs.use(f"app.skills.{skill.module}", skill.name), *sources, **named), PLAIN
        raise UserError(f"'{called}' is not a known function")

    def _builtin_kind(self, called: str, arguments: Sequence[Typed]) -> Kind:
        kinds = [kind for _, kind in arguments]
        match called:
            case "list" | "set" if kinds:
                return Several(self.each(kinds[0]))
            case "enumerate" if kinds:
                return Several(Pair(PLAIN, self.each(kinds[0])))
            case "zip" if len(kinds) == 2:
                return Several(Pair(self.each(kinds[0]), self.each(kinds[1])))
            case "min" | "max" if len(kinds) == 1:
                return self.each(kinds[0])
        return PLAIN

    def _view(self, view: str, resource: str, node: ast.Call, scope: Scope) -> Typed:
        store, caller = self.world.view_needs[view]
        arguments = [self.of(argument, scope)[0] for argument in node.args]
        if caller:
            arguments.append(scope.names["caller"][0] if "caller" in scope.names else constant(None))
        if store:
            arguments.append(code(scope.store))
        if resource:
            self.needs.use("app.views", view)
        return call(view, *arguments), PLAIN

    def _given(self, node: ast.expr, scope: Scope) -> ast.expr:
        if not isinstance(node, ast.Attribute):
            raise UserError(f"'given({ast.unparse(node)})' does not name a member of the request")
        source = self.of(node, scope)[0]
        if isinstance(source, ast.Subscript):
            return ast.Compare(left=source.slice, ops=[ast.In()], comparators=[source.value])
        if isinstance(source, ast.Call) and isinstance(source.func, ast.Attribute) and source.args:
            return ast.Compare(left=source.args[0], ops=[ast.In()], comparators=[source.func.value])
        raise UserError(f"'given({ast.unparse(node)})' does not name a member of the request")

    def _matches(self, arguments: Sequence[ast.expr], scope: Scope) -> ast.expr:
        plain = self.of(arguments[0], scope)[0]
        stored, kind = self.of(arguments[1], scope)
        made = self.world.field(kind.resource, kind.field) if isinstance(kind, Column) else None
        if made is not None and made.made == "secret":
            digest = call(self.needs.use("app.security", "digest"), plain)
            return call(self.needs.use("app.security", "same"), digest, stored)
        return call(self.needs.use("app.security", "matches"), plain, stored)
