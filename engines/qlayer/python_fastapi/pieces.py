"""Pieces of Python source and how they are put together. Called by expression."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from engines.kernel.spec import Expression
from engines.kernel.spec.expression import Binary, In, IsNone, Not, Operator, Value
from engines.qlayer.python_fastapi.places import Kind
from engines.qlayer.python_fastapi.schema import quoted

RANK = {"or": 1, "and": 2, "<": 4, "<=": 4, ">": 4, ">=": 4, "==": 4, "!=": 4, "+": 5, "-": 5, "*": 6, "/": 6}
ATOM = 9


@dataclass(frozen=True)
class Piece:
    """Python source of a value: its kind, how tightly it binds, and what must not be missing for it."""

    text: str
    kind: Kind
    rank: int = ATOM
    needs: tuple[str, ...] = ()

    def within(self, rank: int) -> str:
        """The text, in parentheses where it binds less tightly."""
        return f"({self.text})" if self.rank < rank else self.text


_CONTRARY: dict[str, Operator] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


def contrary(expression: Expression) -> Expression:
    """What holds when a condition does not."""
    match expression:
        case Not(operand=operand):
            return operand
        case IsNone(operand=operand, negated=negated):
            return IsNone(operand, negated=not negated)
        case In(operand=operand, values=values, negated=negated):
            return In(operand, values, negated=not negated)
        case Binary(operator="and" | "or" as junction, left=left, right=right):
            return Binary("or" if junction == "and" else "and", contrary(left), contrary(right))
        case Binary(operator=operator, left=left, right=right) if operator in _CONTRARY:
            return Binary(_CONTRARY[operator], left, right)
    return Not(expression)


def proved(text: str) -> Iterator[str]:
    """What a chain of conditions says is there."""
    for part in text.split(" and "):
        if part.endswith(" is not None"):
            yield part.removesuffix(" is not None")


def constant(value: Value) -> Piece:
    """The source of a constant."""
    match value.value:
        case None:
            return Piece("None", "none")
        case bool() as truth:
            return Piece(str(truth), "boolean")
        case str() as text:
            return Piece(quoted(text), "text")
        case Decimal() as number if number == number.to_integral_value():
            return Piece(str(int(number)), "whole", ATOM if number >= 0 else 7)
        case Decimal() as number:
            return Piece(f'Decimal("{number}")', "decimal")


def aligned(left: Piece, right: Piece) -> tuple[Piece, Piece]:
    """Days are compared with days, and numbers of one kind with each other."""
    kinds = (left.kind, right.kind)
    if kinds == ("datetime", "date"):
        return _day(left), right
    if kinds == ("date", "datetime"):
        return left, _day(right)
    return left, right


def _day(piece: Piece) -> Piece:
    return Piece(f"{piece.within(ATOM)}.date()", "date", ATOM, piece.needs)


def whole(piece: Piece) -> str:
    """A number of days."""
    return piece.text if piece.kind == "whole" else f"int({piece.text})"


def common(pieces: list[Piece]) -> Kind:
    """The kind that several values have together."""
    kinds = {piece.kind for piece in pieces}
    return pieces[0].kind if len(kinds) == 1 else "decimal"
