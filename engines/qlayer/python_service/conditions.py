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
from engines.qlayer.python_service.sql import Sql, ordered
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
        if "(" in match.field:
            asked = Sql(self, resource, scope).value(parse_term(match.field))
            return self._compared(asked, match.operator, value)
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
            columns = ordered(self, resource, str(options["order"].value).split(","), scope)
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
        return [Sql(self, resource, scope).condition(part) for part in parts]
