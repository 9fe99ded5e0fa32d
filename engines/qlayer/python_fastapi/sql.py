"""Expressions of a specification as SQLAlchemy source, where a database can say them. Called by rules and features."""

from __future__ import annotations

from dataclasses import dataclass, field

from engines.kernel.spec import Expression, FieldType, parse
from engines.kernel.spec.expression import Aggregate, Binary, Call, In, IsNone, Not, Path, Value, When
from engines.qlayer.python_fastapi.expression import computed_nullable
from engines.qlayer.python_fastapi.places import Place, children_of, kind_of, locate
from engines.qlayer.python_fastapi.schema import quoted
from engines.qlayer.python_fastapi.views import EntityShape, Shapes

_FUNCTIONS = {"sum": "sum", "average": "avg", "minimum": "min", "maximum": "max"}


class Unsayable(Exception):
    """The expression needs Python, e.g. to count the days between two dates."""


@dataclass(frozen=True)
class Clause:
    """SQLAlchemy source; `loose` text needs parentheses inside an operator."""

    text: str
    kind: str
    loose: bool = False

    def tight(self) -> str:
        """The text as an operand."""
        return f"({self.text})" if self.loose else self.text


@dataclass
class SqlSource:
    """Writes expressions over the table of an entity; `imports` collects what it uses.

    A `lasting` source is made once and read often, so it asks for the time whenever it is executed.
    """

    shapes: Shapes
    shape: EntityShape
    imports: set[str] = field(default_factory=set)
    depth: int = 0
    lasting: bool = False

    def condition(self, expression: Expression) -> str | None:
        """The source of a WHERE clause; None when only Python can say it."""
        try:
            return self._clause(expression, condition=True).text
        except Unsayable:
            return None

    def value(self, expression: Expression) -> str | None:
        """The source of a column expression; None when only Python can say it."""
        try:
            return self._clause(expression).text
        except Unsayable:
            return None

    def _clause(self, expression: Expression, condition: bool = False) -> Clause:
        match expression:
            case Value():
                return self._constant(expression, condition)
            case Path():
                clause = self._path(expression)
                return Clause(f"{clause.tight()}.is_(True)", "boolean") if condition else clause
            case Binary():
                return self._binary(expression)
            case Not(operand=operand):
                return Clause(f"{self._use('not_')}({self._clause(operand, condition=True).text})", "boolean")
            case IsNone(operand=operand, negated=negated):
                method = "is_not" if negated else "is_"
                return Clause(f"{self._clause(operand).tight()}.{method}(None)", "boolean")
            case In(operand=operand, values=values, negated=negated):
                listed = ", ".join(self._constant(value, False).text for value in values)
                method = "not_in" if negated else "in_"
                return Clause(f"{self._clause(operand).tight()}.{method}([{listed}])", "boolean")
            case When():
                return self._choice(expression)
            case Call():
                return self._call(expression)
            case Aggregate():
                return self._aggregate(expression)

    def _use(self, name: str) -> str:
        self.imports.add(name)
        return name

    def _constant(self, value: Value, condition: bool) -> Clause:
        match value.value:
            case None:
                return Clause(f"{self._use('null')}()", "none")
            case True | False as truth:
                word = "true" if truth else "false"
                return Clause(f"{self._use(word)}()" if condition else str(truth), "boolean")
            case str() as text:
                return Clause(quoted(text), "text")
            case number:
                whole = number == number.to_integral_value()
                return Clause(str(int(number)) if whole else f'{self._use("Decimal")}("{number}")', "whole")

    def _path(self, path: Path) -> Clause:
        place = locate(self.shapes, self.shape, path.parts)
        owner = place.shape.names if place.shape else None
        column = f"{owner.cls if owner else 'User'}.{place.attr}"
        if place.computed:
            column = self._computed(place)
        if not place.links:
            return Clause(column, place.kind, bool(place.computed))
        if len(place.links) > 1 or place.links[0].target.cls == self.shape.names.cls:
            raise Unsayable
        link = place.links[0]
        model = self._use(link.target.cls)
        own = f"{self.shape.names.cls}.{link.attr}"
        where = f"{model}.id == {own}"
        return Clause(f"{self._use('select')}({column}).where({where}).scalar_subquery()", place.kind)

    def _computed(self, place: Place) -> str:
        if self.depth > 4 or place.shape is None:
            raise Unsayable
        inner = SqlSource(self.shapes, place.shape, self.imports, self.depth + 1, self.lasting)
        return inner._clause(parse(place.computed)).text

    def _binary(self, expression: Binary) -> Clause:
        operator = expression.operator
        if operator in ("and", "or"):
            parts = [self._clause(side, condition=True).text for side in (expression.left, expression.right)]
            return Clause(f"{self._use(f'{operator}_')}({', '.join(parts)})", "boolean")
        left, right = self._clause(expression.left), self._clause(expression.right)
        if {left.kind, right.kind} & {"date", "datetime"} and left.kind != right.kind:
            raise Unsayable
        if operator in ("+", "-", "*", "/") and left.kind not in ("whole", "decimal"):
            raise Unsayable
        if (
            isinstance(expression.right, Value)
            and isinstance(expression.right.value, bool)
            and operator in ("==", "!=")
        ):
            method = "is_" if operator == "==" else "is_not"
            return Clause(f"{left.tight()}.{method}({right.text})", "boolean")
        if isinstance(expression.left, Value) and isinstance(expression.right, Value):
            raise Unsayable
        if operator == "/":
            return Clause(f"{left.tight()} / {self._use('func')}.nullif({right.text}, 0)", "decimal", True)
        kind = "decimal" if operator in ("+", "-", "*") else "boolean"
        return Clause(f"{left.tight()} {operator} {right.tight()}", kind, True)

    def _choice(self, expression: When) -> Clause:
        test = self._clause(expression.condition, condition=True).text
        then, otherwise = self._clause(expression.then), self._clause(expression.otherwise)
        return Clause(f"{self._use('case')}(({test}, {then.text}), else_={otherwise.text})", then.kind)

    def _call(self, call: Call) -> Clause:
        match call.name:
            case "today" | "now":
                text = self._use(call.name.upper()) if self.lasting else f"{self._use(call.name)}()"
                return Clause(text, "date" if call.name == "today" else "datetime")
            case "absolute":
                inner = self._clause(call.arguments[0])
                return Clause(f"{self._use('func')}.abs({inner.text})", inner.kind)
        raise Unsayable

    def _aggregate(self, aggregate: Aggregate) -> Clause:
        child = children_of(self.shape, aggregate.children)
        if child.child.cls == self.shape.names.cls:
            raise Unsayable
        inside = SqlSource(self.shapes, self.shapes[child.child.name], self.imports, self.depth, self.lasting)
        model, func = self._use(child.child.cls), self._use("func")
        where = [f"{model}.{child.relation.attr} == {self.shape.names.cls}.id"]
        if aggregate.where is not None:
            where.append(inside._clause(aggregate.where, condition=True).text)
        if aggregate.kind == "count":
            if aggregate.item is not None:
                where.append(f"{inside._clause(aggregate.item).tight()}.is_not(None)")
            inner, kind = f"{func}.count({model}.id)", "whole"
        else:
            if aggregate.item is None:
                raise Unsayable
            item = inside._clause(aggregate.item)
            inner, kind = f"{func}.{_FUNCTIONS[aggregate.kind]}({item.text})", item.kind
            if aggregate.kind == "sum":
                inner = f"{func}.coalesce({inner}, 0)"
        joined = ", ".join(where)
        return Clause(f"{self._use('select')}({inner}).where({joined}).scalar_subquery()", kind)


def computed_sql(shapes: Shapes, shape: EntityShape, name: str, imports: set[str]) -> str | None:
    """The SQLAlchemy source of a computed value; None when only Python can say it."""
    computed = shape.computed(name)
    if computed is None or (computed.type is FieldType.BOOLEAN and computed_nullable(shapes, shape, name)):
        return None
    source = SqlSource(shapes, shape, imports, lasting=True)
    expression = parse(computed.expression)
    return source.condition(expression) if kind_of(computed.type) == "boolean" else source.value(expression)
