"""Renders what the database is asked: matches, conditions as terms, order, and the queries that terms call."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from engines.kernel.errors import UserError
from engines.kernel.spec.service import Match
from engines.kernel.spec.service_terms import QUERIES, SUFFIXES, parse_term
from engines.qlayer.python_service.kinds import PLAIN, Column, Kind, Record, Several
from engines.qlayer.python_service.library import certain
from engines.qlayer.python_service.names import attribute
from engines.qlayer.python_service.syntax import call, code, equal, method, name
from engines.qlayer.python_service.terms import Scope, Terms, Typed

_COMPARED: dict[str, type[ast.cmpop]] = {"!=": ast.NotEq, "<": ast.Lt, "<=": ast.LtE, ">": ast.Gt, ">=": ast.GtE}
_AGGREGATES = ("total", "average", "least", "greatest", "value")


def lowered(value: ast.expr) -> ast.expr:
    """A text in small letters, unless it is already."""
    match value:
        case ast.Call(func=ast.Attribute(attr="lower")):
            return value
    return method(certain(value), "lower")


class Conditions:
    """Conditions on the records of a resource, as expressions of SQLAlchemy."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.world = terms.world

    def alive(self, resource: str) -> list[ast.expr]:
        """The condition that leaves out what has expired."""
        return [call(f"{self.terms.needs.model(resource)}.alive")] if self.world.resource(resource).expires else []

    def match(self, resource: str, match: Match, scope: Scope) -> ast.expr:
        """One match; with several fields, any of them."""
        value, kind = self.terms.typed(match.value, scope)
        made = [self._one(resource, path.split("."), match.operator, value, kind) for path in match.field.split("|")]
        return made[0] if len(made) == 1 else call(self.terms.needs.use("sqlalchemy", "or_"), *made)

    def _one(self, resource: str, path: Sequence[str], operator: str, value: ast.expr, kind: Kind) -> ast.expr:
        model = self.terms.needs.model(resource)
        if len(path) > 1:
            link = self.world.link(resource, path[0])
            if link is None:
                raise UserError(f"'{resource}' has no link '{path[0]}'")
            return method(
                code(f"{model}.{attribute(path[0])}"), "has", self._one(link.to, path[1:], operator, value, kind)
            )
        column = code(f"{model}.{path[0] if path[0] == 'pk' else attribute(path[0])}")
        stored = self.world.field(resource, path[0])
        if stored is None and self.world.link(resource, path[0]) is None and path[0] != "pk":
            raise UserError(f"'{resource}' has no field or link '{path[0]}'")
        if stored is not None and stored.made == "secret" and operator == "=":
            return equal(column, call(self.terms.needs.use("app.security", "digest"), value))
        if stored is not None and stored.any_case and operator in ("=", "!="):
            column = call(f"{self.terms.needs.use('sqlalchemy', 'func')}.lower", column)
            value = lowered(value)
        return self._compared(column, operator, value)

    def _compared(self, column: ast.expr, operator: str, value: ast.expr) -> ast.expr:
        if operator in ("contains", "starts", "has"):
            return call(self.terms.needs.use("app.store", operator), column, value)
        if operator == "in":
            return method(column, "in_", value)
        if isinstance(value, ast.Constant) and (value.value is None or isinstance(value.value, bool)):
            return method(column, "is_" if operator == "=" else "is_not", value)
        if operator == "=":
            return equal(column, value)
        return ast.Compare(left=column, ops=[_COMPARED[operator]()], comparators=[value])

    def order(self, resource: str, names: Sequence[str]) -> list[ast.expr]:
        """Columns to order by; a leading - turns one around."""
        model = self.terms.needs.model(resource)
        return [self._ordered(resource, model, text.strip()) for text in names]

    def _ordered(self, resource: str, model: str, text: str) -> ast.expr:
        plain = text.removeprefix("-")
        if plain != "pk" and self.world.field(resource, plain) is None:
            raise UserError(f"'{resource}' has no field '{plain}' to order by")
        column = plain if plain == "pk" else attribute(plain)
        return method(code(f"{model}.{column}"), "desc" if text.startswith("-") else "asc")

    def query(self, called: str, node: ast.Call, scope: Scope) -> Typed:
        """count(comment, ticket=ticket) and the like."""
        if not (node.args and isinstance(node.args[0], ast.Name)):
            raise UserError(f"'{ast.unparse(node)}' does not begin with a resource", hint=QUERIES[called].written)
        resource = node.args[0].id
        model = self.terms.needs.model(resource)
        options = {k.arg: k.value for k in node.keywords if k.arg in ("order", "limit")}
        conditions = self._named(resource, node.keywords, scope)
        target: ast.expr = name(model)
        if called in _AGGREGATES:
            if len(node.args) < 2 or not isinstance(node.args[1], ast.Name):
                raise UserError(f"'{ast.unparse(node)}' does not name a field", hint=QUERIES[called].written)
            target = code(f"{model}.{attribute(node.args[1].id)}")
        made = call(f"{scope.store}.{called}", target, *self.alive(resource), *conditions)
        if "order" in options and isinstance(options["order"], ast.Constant):
            columns = self.order(resource, str(options["order"].value).split(","))
            made.keywords.append(ast.keyword(arg="order", value=ast.List(elts=columns, ctx=ast.Load())))
        if "limit" in options:
            made.keywords.append(ast.keyword(arg="limit", value=self.terms.of(options["limit"], scope)[0]))
        return made, self._gives(called, resource, node)

    def _gives(self, called: str, resource: str, node: ast.Call) -> Kind:
        match called:
            case "first":
                return Record(resource, optional=True)
            case "rows":
                return Several(Record(resource))
            case "least" | "greatest" | "value" if isinstance(node.args[1], ast.Name):
                return Column(resource, node.args[1].id)
        return PLAIN

    def _named(self, resource: str, keywords: Sequence[ast.keyword], scope: Scope) -> list[ast.expr]:
        found = []
        for keyword in keywords:
            if keyword.arg and keyword.arg not in ("order", "limit"):
                value, kind = self.terms.of(keyword.value, scope)
                found.append(self.named(resource, keyword.arg, value, kind))
        return found

    def named(self, resource: str, keyword: str, value: ast.expr, kind: Kind) -> ast.expr:
        """`field=value`, `link__field=value`, `field__gt=value`."""
        path = keyword.split("__")
        operator = SUFFIXES.get(path[-1], "=") if len(path) > 1 else "="
        return self._one(resource, path[:-1] if path[-1] in SUFFIXES and len(path) > 1 else path, operator, value, kind)

    def that(self, resource: str, term: str, scope: Scope) -> list[ast.expr]:
        """A condition as a term over the record, which stands under the name of its resource."""
        tree = parse_term(term)
        parts = tree.values if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And) else [tree]
        return [_Sql(self, resource, scope).condition(part) for part in parts]


class _Sql:
    """Renders a term over the records of a resource as an expression of SQLAlchemy."""

    def __init__(self, conditions: Conditions, resource: str, scope: Scope) -> None:
        self.conditions = conditions
        self.terms = conditions.terms
        self.world = conditions.world
        self.resource = resource
        self.scope = scope

    def condition(self, node: ast.expr) -> ast.expr:
        """A part that holds or does not."""
        if not self._mentions(node):
            return call(self.terms.needs.use("sqlalchemy", "literal"), self._truth(node))
        match node:
            case ast.BoolOp(op=operator, values=parts):
                together = "and_" if isinstance(operator, ast.And) else "or_"
                return call(self.terms.needs.use("sqlalchemy", together), *(self.condition(part) for part in parts))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return call(self.terms.needs.use("sqlalchemy", "not_"), self.condition(operand))
            case ast.Compare(left=left, ops=[operator], comparators=[right]):
                return self._comparison(left, operator, right)
            case ast.Call(func=ast.Name(id="exists")):
                return self._exists(node)
            case ast.Call(func=ast.Name(id="starts"), args=[field, value]):
                return method(self._value(field), "startswith", self._value(value))
        return self._value(node)

    def _truth(self, node: ast.expr) -> ast.expr:
        source = self.terms.of(node, self.scope)[0]
        certain = isinstance(node, ast.Compare) or (isinstance(node, ast.Constant) and isinstance(node.value, bool))
        return source if certain else call("bool", source)

    def _comparison(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> ast.expr:
        if isinstance(operator, ast.In | ast.NotIn):
            name_of = "in_" if isinstance(operator, ast.In) else "not_in"
            return method(self._value(left), name_of, self._value(right))
        one, other = self._value(left), self._value(right)
        if isinstance(other, ast.Constant) and (other.value is None or isinstance(other.value, bool)):
            positive = isinstance(operator, ast.Is | ast.Eq)
            return method(one, "is_" if positive else "is_not", other)
        return ast.Compare(left=one, ops=[operator], comparators=[other])

    def _value(self, node: ast.expr) -> ast.expr:
        if not self._mentions(node):
            return self.terms.of(node, self.scope)[0]
        match node:
            case ast.Name(id=text) if text == self.resource:
                return code(f"{self.terms.needs.model(self.resource)}.pk")
            case ast.Attribute(value=ast.Name(id=text), attr=attr) if text == self.resource:
                return self._column(self.resource, attr)
            case ast.Call(func=ast.Name(id="lower"), args=[part]):
                return call(f"{self.terms.needs.use('sqlalchemy', 'func')}.lower", self._value(part))
            case ast.Call(func=ast.Name(id="count")):
                return self._count(node)
            case ast.BinOp(left=left, op=operator, right=right):
                return ast.BinOp(left=self._value(left), op=operator, right=self._value(right))
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id=text), attr=link), attr=attr) if (
                text == self.resource
            ):
                return self._through(link, attr)
        raise UserError(f"'{ast.unparse(node)}' cannot be asked of the database")

    def _column(self, resource: str, attr: str) -> ast.expr:
        if attr != "pk" and not (self.world.field(resource, attr) or self.world.link(resource, attr)):
            raise UserError(f"'{resource}' has no field or link '{attr}'")
        return code(f"{self.terms.needs.model(resource)}.{attribute(attr)}")

    def _through(self, link: str, attr: str) -> ast.expr:
        """A field of a record that a link leads to, as a query of its own."""
        found = self.world.link(self.resource, link)
        if found is None:
            raise UserError(f"'{self.resource}' has no link '{link}'")
        inner = self._column(found.to, attr)
        other = self.world.link(found.to, attr)
        if other is not None:
            inner = code(f"{self.terms.needs.model(found.to)}.{attr}_pk")
        key = code(f"{self.terms.needs.model(self.resource)}.{link}_pk")
        chosen = call(self.terms.needs.use("sqlalchemy", "select"), inner)
        joined = method(chosen, "where", equal(code(f"{self.terms.needs.model(found.to)}.pk"), key))
        return method(joined, "scalar_subquery")

    def _exists(self, node: ast.Call) -> ast.expr:
        chosen = call(f"{self.terms.needs.use('sqlalchemy', 'exists')}")
        return method(chosen, "where", *self._inner(node))

    def _count(self, node: ast.Call) -> ast.expr:
        func = self.terms.needs.use("sqlalchemy", "func")
        chosen = call(self.terms.needs.use("sqlalchemy", "select"), call(f"{func}.count"))
        return method(method(chosen, "where", *self._inner(node)), "scalar_subquery")

    def _inner(self, node: ast.Call) -> list[ast.expr]:
        first = node.args[0] if node.args else None
        if not isinstance(first, ast.Name):
            raise UserError(f"'{ast.unparse(node)}' does not begin with a resource")
        found = self.conditions.alive(first.id)
        for keyword in node.keywords:
            if keyword.arg is None:
                continue
            if not self._mentions(keyword.value):
                value, kind = self.terms.of(keyword.value, self.scope)
                found.append(self.conditions.named(first.id, keyword.arg, value, kind))
            else:
                found.append(equal(self._key(first.id, keyword.arg), self._record_key(keyword.value)))
        return found

    def _key(self, resource: str, attr: str) -> ast.expr:
        if self.world.link(resource, attr):
            return code(f"{self.terms.needs.model(resource)}.{attr}_pk")
        return self._column(resource, attr)

    def _record_key(self, node: ast.expr) -> ast.expr:
        """The record itself, or one that it links to, as a key."""
        match node:
            case ast.Attribute(value=ast.Name(id=text), attr=attr) if text == self.resource and self.world.link(
                text, attr
            ):
                return code(f"{self.terms.needs.model(text)}.{attr}_pk")
        return self._value(node)

    def _mentions(self, node: ast.expr) -> bool:
        return any(isinstance(part, ast.Name) and part.id == self.resource for part in ast.walk(node))
