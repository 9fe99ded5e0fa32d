"""Terms over the records of a resource as expressions of SQLAlchemy: conditions, and what records are ordered by."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from engines.kernel.errors import UserError
from engines.kernel.spec.service_terms import parse_term
from engines.qlayer.python_service.names import attribute
from engines.qlayer.python_service.syntax import call, code, constant, equal, method
from engines.qlayer.python_service.terms import Scope

if TYPE_CHECKING:
    from engines.qlayer.python_service.conditions import Conditions

_SUMS = {"total": "sum", "average": "avg", "least": "min", "greatest": "max"}


class Sql:
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
                return method(self.value(field), "startswith", self.value(value))
        return self.value(node)

    def _truth(self, node: ast.expr) -> ast.expr:
        source = self.terms.of(node, self.scope)[0]
        certain = isinstance(node, ast.Compare) or (isinstance(node, ast.Constant) and isinstance(node.value, bool))
        return source if certain else call("bool", source)

    def _comparison(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> ast.expr:
        if isinstance(operator, ast.In | ast.NotIn):
            name_of = "in_" if isinstance(operator, ast.In) else "not_in"
            return method(self.value(left), name_of, self.value(right))
        one, other = self.value(left), self.value(right)
        if isinstance(other, ast.Constant) and (other.value is None or isinstance(other.value, bool)):
            positive = isinstance(operator, ast.Is | ast.Eq)
            return method(one, "is_" if positive else "is_not", other)
        return ast.Compare(left=one, ops=[operator], comparators=[other])

    def value(self, node: ast.expr) -> ast.expr:
        """A part that has a value."""
        if not self._mentions(node):
            return self.terms.of(node, self.scope)[0]
        match node:
            case ast.Name(id=text) if text == self.resource:
                return code(f"{self.terms.needs.model(self.resource)}.pk")
            case ast.Attribute(value=ast.Name(id=text), attr=attr) if text == self.resource:
                return self._column(self.resource, attr)
            case ast.Call(func=ast.Name(id="lower"), args=[part]):
                return call(f"{self.terms.needs.use('sqlalchemy', 'func')}.lower", self.value(part))
            case ast.Call(func=ast.Name(id="count")):
                return self._count(node)
            case ast.Call(func=ast.Name(id=called), args=[ast.Name(id=other), ast.Name(id=field)]) if called in _SUMS:
                return self._summed(called, node, self._column(other, field))
            case ast.BinOp(left=left, op=operator, right=right):
                return ast.BinOp(left=self.value(left), op=operator, right=self.value(right))
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

    def _summed(self, called: str, node: ast.Call, column: ast.expr) -> ast.expr:
        """A sum, 0 of nothing, or a mean, the least, the greatest."""
        func = self.terms.needs.use("sqlalchemy", "func")
        made = call(f"{func}.{_SUMS[called]}", column)
        made = call(f"{func}.coalesce", made, constant(0)) if called in ("total", "average") else made
        chosen = call(self.terms.needs.use("sqlalchemy", "select"), made)
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
        return self.value(node)

    def _mentions(self, node: ast.expr) -> bool:
        return any(isinstance(part, ast.Name) and part.id == self.resource for part in ast.walk(node))


def ordered(conditions: Conditions, resource: str, names: Sequence[str], scope: Scope) -> list[ast.expr]:
    """What to order by: fields, or queries about the record such as count(answer, question=question); a leading - turns around."""
    return [_ordered(conditions, resource, text.strip(), scope) for text in names]


def _ordered(conditions: Conditions, resource: str, text: str, scope: Scope) -> ast.expr:
    plain = text.removeprefix("-")
    model = conditions.terms.needs.model(resource)
    if plain == "pk":
        column: ast.expr = code(f"{model}.pk")
    elif "(" in plain:
        column = Sql(conditions, resource, scope).value(parse_term(plain))
    elif conditions.world.field(resource, plain) is None:
        raise UserError(f"'{resource}' has no field '{plain}' to order by")
    else:
        column = code(f"{model}.{attribute(plain)}")
    return method(column, "desc" if text.startswith("-") else "asc")


def chosen_order(conditions: Conditions, resource: str, term: str, scope: Scope) -> ast.expr | None:
    """The order that a term chooses among several, some of them queries; None where each is a field."""
    tree = parse_term(term)
    match tree:
        case ast.Subscript(value=ast.Dict() as choices, slice=chosen):
            otherwise = None
        case ast.Call(
            func=ast.Name(id="get"), args=[ast.Dict() as choices, chosen, ast.Constant(value=str(otherwise))]
        ):
            pass
        case _:
            return None
    texts = [value.value for value in choices.values if isinstance(value, ast.Constant)]
    if not any(isinstance(text, str) and "(" in text for text in texts):
        return None
    values = [_ordered(conditions, resource, str(text), scope) for text in texts]
    made = ast.Dict(keys=list(choices.keys), values=values)
    key = conditions.terms.of(chosen, scope)[0]
    if otherwise is None:
        return ast.Subscript(value=made, slice=key, ctx=ast.Load())
    return method(made, "get", key, _ordered(conditions, resource, otherwise, scope))
