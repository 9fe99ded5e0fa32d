"""Finds two amounts around a sign of multiplication: 'kilos x price per kilo', 'multiply hours and rate'. Used by sums."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from engines.kernel.spec import Entity, FieldType
from engines.spec.arithmetic import Formula, result_type
from engines.spec.context import Context
from engines.spec.patterns import pattern
from engines.spec.rules.spoken import clause_words, spoken

_TIMES = pattern(r"\s*[×*]\s*|\s+x\s+|\s+times\s+|\s+multipl\w+ (?:by|with)\s+", re.IGNORECASE)
_BY = pattern(r"(?<!multiplied)(?<!multiply)(?<=\w) by (?!hand|itself|themselves|its|their)", re.IGNORECASE)
_MULTIPLY = pattern(r"\b(?:multiply|multiplying|product of)\b(?P<rest>.*)$", re.IGNORECASE)
_REACH = 6
NUMBERS = (FieldType.MONEY, FieldType.NUMBER, FieldType.INTEGER)


def amounts_of(entity: Entity, context: Context) -> Mapping[str, FieldType]:
    """The numbers of an entity with their types, computed ones too."""
    return context.of(entity, _amounts_of)


def _amounts_of(entity: Entity, context: Context) -> dict[str, FieldType]:
    found = {field.name: field.type for field in entity.fields} | {c.name: c.type for c in entity.computed}
    return {name: kind for name, kind in found.items() if kind in NUMBERS}


def multiplies(clause: str) -> bool:
    """Whether a clause has a sign of multiplication."""
    return bool(_TIMES.search(clause) or _MULTIPLY.search(clause))


def may_multiply(clause: str) -> bool:
    """Whether 'by' may be one: 'crates by price per crate'."""
    return bool(_BY.search(clause))


def product(child: Entity, parent: Entity, clause: str, context: Context) -> Formula | None:
    """Two amounts of a record, or of what it refers to, around a sign of multiplication."""
    for left, right, reach in _sides(clause):
        one = _operand(child, parent, left, context, reach, at_end=True)
        two = _operand(child, parent, right, context, reach)
        if one and two and one.expression != two.expression:
            expression = f"{one.expression} * {two.expression}"
            return Formula(
                expression=expression, type=result_type([one.type, two.type], [one.expression, "*", two.expression])
            )
    return None


@lru_cache(maxsize=256)
def _sides(clause: str) -> tuple[tuple[str, str, int], ...]:
    """What stands left and right of a sign, and how far the amounts may be from it."""
    return tuple(_signs(clause))


def _signs(clause: str) -> Iterator[tuple[str, str, int]]:
    for sign, reach in ((_TIMES, _REACH), (_BY, 1)):
        for match in sign.finditer(clause):
            yield clause[: match.start()], clause[match.end() :], reach
    if multiplied := _MULTIPLY.search(clause):
        rest = multiplied["rest"]
        left, _, right = rest.partition(" and " if " and " in rest else " with ")
        yield left, right, _REACH


def _operand(
    child: Entity, parent: Entity, text: str, context: Context, reach: int, *, at_end: bool = False
) -> Formula | None:
    """The amount nearest to the sign."""
    size = len(clause_words(text))
    found: list[tuple[int, int, int, Formula]] = []
    ways = [
        ("", child),
        *(
            (f"{r.name}.", e)
            for r in child.relations
            if not r.many and r.target != parent.name and (e := context.entity(r.target))
        ),
    ]
    for far, (path, entity) in enumerate(ways):
        kinds = amounts_of(entity, context)
        for said in spoken(entity, text, context):
            if said.name in kinds and not said.loose:
                away = size - said.end if at_end else said.start
                formula = Formula(expression=path + said.name, type=kinds[said.name])
                found.append((away, said.start - said.end, far > 0, formula))
    best = min(found, key=lambda row: row[:3], default=None)
    return best[3] if best and best[0] <= reach else None
