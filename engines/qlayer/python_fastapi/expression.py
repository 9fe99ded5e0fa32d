"""Expressions of a specification as Python source; SQL is in sql.py. Called by rules, computed values and features."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import assert_never

from engines.kernel.spec import Expression, FieldType, parse
from engines.kernel.spec.expression import Aggregate, Binary, Call, In, IsNone, Not, Path, Value, When
from engines.qlayer.python_fastapi.pieces import ATOM, RANK, Piece, aligned, common, constant, contrary, proved, whole
from engines.qlayer.python_fastapi.places import Kind, Place, children_of, locate
from engines.qlayer.python_fastapi.views import EntityShape, Shapes


@dataclass
class PythonSource:
    """Writes expressions over an object called `subject`; `imports` collects the functions of `app.arithmetic` it uses."""

    shapes: Shapes
    shape: EntityShape
    subject: str = "self"
    imports: set[str] = field(default_factory=set)

    def value(self, expression: Expression) -> Piece:
        """The source of a value."""
        match expression:
            case Value():
                return constant(expression)
            case Path():
                return self._path(expression)
            case Binary():
                return self._binary(expression)
            case Not(operand=operand):
                return Piece(f"not {self.condition(operand).within(4)}", "boolean", 3)
            case IsNone(operand=operand, negated=negated):
                return Piece(f"{self._missing(operand)} is {'not ' if negated else ''}None", "boolean", 4)
            case In():
                return self._membership(expression)
            case When():
                return self._choice(expression)
            case Call():
                return self._call(expression)
            case Aggregate():
                return self._aggregate(expression)
        assert_never(expression)

    def result(self, expression: Expression) -> Piece:
        """The source of a whole computed value; an average of nothing is nothing."""
        piece = self.value(expression)
        if isinstance(expression, Aggregate) and piece.text.endswith(" or 0)"):
            return Piece(piece.text[1:].removesuffix(" or 0)"), piece.kind)
        return Piece(piece.text, piece.kind, piece.rank, () if piece.needs == (piece.text,) else piece.needs)

    def condition(self, expression: Expression) -> Piece:
        """The same as something true or false: what is missing makes it false."""
        piece = self.value(expression)
        if not piece.needs:
            return piece
        there = " and ".join(f"{name} is not None" for name in piece.needs)
        return Piece(f"{there} and {piece.within(3)}", "boolean", 2)

    def denial(self, expression: Expression) -> Piece:
        """The contrary of a condition, said directly where it can be."""
        piece = self.value(expression)
        if piece.needs:
            return Piece(f"not ({self.condition(expression).text})", "boolean", 3)
        return self.value(contrary(expression))

    def _path(self, path: Path) -> Piece:
        place = locate(self.shapes, self.shape, path.parts)
        text = ".".join((self.subject, *(link.link for link in place.links), place.attr))
        needs = tuple(".".join((self.subject, *way)) for way in missing(self.shapes, place, path.parts[-1]))
        return Piece(text, place.kind, ATOM, needs)

    def _missing(self, operand: Expression) -> str:
        return self.value(operand).text

    def _binary(self, expression: Binary) -> Piece:
        operator = expression.operator
        rank = RANK[operator]
        if operator in ("and", "or"):
            return self._junction(expression, rank)
        left, right = aligned(self.value(expression.left), self.value(expression.right))
        needs = tuple(dict.fromkeys((*left.needs, *right.needs)))
        match operator:
            case "==" | "!=" | "<" | "<=" | ">" | ">=":
                return self._comparison(operator, left, right, needs)
            case "/":
                self.imports.add("ratio")
                return Piece(f"ratio({left.text}, {right.text})", "decimal", ATOM, needs)
            case "+" | "-" if left.kind in ("date", "datetime") and right.kind in ("whole", "decimal"):
                return Piece(f"{left.text} {operator} dt.timedelta(days={whole(right)})", left.kind, 5, needs)
            case "-" if left.kind in ("date", "datetime") and right.kind == left.kind:
                self.imports.add("days_between")
                return Piece(f"days_between({right.text}, {left.text})", "whole", ATOM, needs)
            case _:
                kind: Kind = "whole" if left.kind == right.kind == "whole" else "decimal"
                return Piece(f"{left.within(rank)} {operator} {right.within(rank + 1)}", kind, rank, needs)

    def _comparison(self, operator: str, left: Piece, right: Piece, needs: tuple[str, ...]) -> Piece:
        if right.text in ("True", "False") and operator in ("==", "!="):
            truth = (right.text == "True") == (operator == "==")
            return Piece(left.text if truth else f"not {left.within(4)}", "boolean", left.rank if truth else 3)
        loose = operator in ("==", "!=")
        return Piece(f"{left.within(5)} {operator} {right.within(5)}", "boolean", 4, () if loose else needs)

    def _junction(self, expression: Binary, rank: int) -> Piece:
        left, right = self.value(expression.left), self.value(expression.right)
        if expression.operator == "and":
            known = set(proved(left.text))
            texts = [*(f"{need} is not None" for need in left.needs), left.within(rank)]
            known.update(left.needs)
            texts += [f"{need} is not None" for need in right.needs if need not in known]
            return Piece(" and ".join([*texts, right.within(rank + (1 if right.rank == 1 else 0))]), "boolean", rank)
        parts = [self.condition(side).within(rank) for side in (expression.left, expression.right)]
        return Piece(" or ".join(parts), "boolean", rank)

    def _membership(self, expression: In) -> Piece:
        operand = self.value(expression.operand)
        values = ", ".join(constant(value).text for value in expression.values)
        comma = "," if len(expression.values) == 1 else ""
        word = "not in" if expression.negated else "in"
        return Piece(f"{operand.within(5)} {word} ({values}{comma})", "boolean", 4)

    def _choice(self, expression: When) -> Piece:
        then, otherwise = aligned(self.value(expression.then), self.value(expression.otherwise))
        kind: Kind = then.kind if then.kind == otherwise.kind else "decimal"
        condition = self.condition(expression.condition).text
        needs = [need for need in then.needs if need not in proved(condition)]
        needs += [need for need in otherwise.needs if f"{need} is None" not in condition.split(" or ")]
        text = f"{then.within(1)} if {condition} else {otherwise.within(1)}"
        return Piece(text, kind, 0, tuple(dict.fromkeys(needs)))

    def _call(self, call: Call) -> Piece:
        pieces = [self.value(argument) for argument in call.arguments]
        needs = tuple(dict.fromkeys(need for piece in pieces for need in piece.needs))
        texts = [piece.text for piece in pieces]
        match call.name:
            case "today" | "now":
                self.imports.add(call.name)
                return Piece(f"{call.name}()", "date" if call.name == "today" else "datetime")
            case "days" | "hours" | "minutes" | "years":
                name = f"{call.name}_between"
                kind: Kind = "whole" if call.name in ("days", "years") else "decimal"
            case "round":
                name, kind = "rounded", "decimal"
            case "least" | "greatest":
                name, kind = ("min" if call.name == "least" else "max"), common(pieces)
                texts = [f"Decimal({p.text})" if kind == "decimal" and p.kind == "whole" else p.text for p in pieces]
            case "absolute":
                name, kind = "abs", pieces[0].kind
        if name not in ("min", "max", "abs"):
            self.imports.add(name)
        return Piece(f"{name}({', '.join(texts)})", kind, ATOM, needs)

    def _aggregate(self, aggregate: Aggregate) -> Piece:
        child = children_of(self.shape, aggregate.children)
        variable = "each" if self.subject != "each" else "inner"
        inside = PythonSource(self.shapes, self.shapes[child.child.name], variable, self.imports)
        source = f"{self.subject}.{child.attr}"
        tests = [inside.condition(aggregate.where).within(2)] if aggregate.where is not None else []
        if aggregate.kind == "count" and aggregate.item is None:
            if not tests:
                return Piece(f"len({source})", "whole")
            return Piece(f"sum(1 for {variable} in {source} if {tests[0]})", "whole")
        item = inside.value(aggregate.item) if aggregate.item is not None else Piece("1", "whole")
        tests += [f"{need} is not None" for need in item.needs]
        chosen = f" if {' and '.join(tests)}" if tests else ""
        loop = f"for {variable} in {source}{chosen}"
        match aggregate.kind:
            case "sum" if item.kind == "whole":
                return Piece(f"sum({item.within(1)} {loop})", "whole")
            case "sum":
                self.imports.add("Decimal")
                return Piece(f"sum(({item.within(1)} {loop}), start=Decimal(0))", "decimal")
            case "count":
                return Piece(f"sum(1 {loop})", "whole")
            case "average":
                self.imports.add("average")
                return Piece(f"(average({item.within(1)} {loop}) or 0)", "decimal")
            case "minimum" | "maximum":
                name = "min" if aggregate.kind == "minimum" else "max"
                text = f"{name}(({item.within(1)} {loop}), default=None)"
                if item.kind in ("whole", "decimal"):
                    return Piece(f"({text} or 0)", item.kind)
                return Piece(text, item.kind, ATOM, (text,))


def missing(shapes: Shapes, place: Place, name: str) -> tuple[tuple[str, ...], ...]:
    """What may be missing on the way to a place and there: `name` ends its path."""
    if place.computed and place.shape and computed_nullable(shapes, place.shape, name):
        return (*place.missing, (*(link.link for link in place.links), place.attr))
    return place.missing


def computed_nullable(shapes: Shapes, shape: EntityShape, name: str) -> bool:
    """Whether a computed value may be missing, because something that it is computed from may be."""
    computed = shape.computed(name)
    if computed is None or computed.type is FieldType.BOOLEAN:
        return False
    expression = parse(computed.expression)
    if isinstance(expression, Aggregate) and expression.kind not in ("sum", "count"):
        return True
    return bool(PythonSource(shapes, shape).value(expression).needs)
