"""The steps that add, drop and alter the columns of a table that stays. Called by difference; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engines.qlayer.python_fastapi.migration.model import Moves, Step
from engines.qlayer.python_fastapi.tables import Column, Table

_NEUTRAL = {"sa.Boolean()": "False", "sa.Integer()": "0", "sa.BigInteger()": "0"}
_WIDER = {("sa.Integer()", "sa.BigInteger()")}


def columns_of(old: Table, new: Table, moves: Moves) -> Iterator[Step]:
    """`old` still with its own names."""
    name = new.name
    was = {moves.columns.get((name, column.name), column.name): column for column in old.columns}
    now = {column.name: column for column in new.columns}
    for called, column in was.items():
        if called in now and column.name != called:
            yield _renamed(name, column.name, called)
    for called, column in now.items():
        if called not in was:
            yield _added(name, column, moves)
        else:
            yield from _altered(name, replace(was[called], name=called), column, moves)
    for called, column in was.items():
        if called not in now:
            step = _added(name, column, replace(moves, fills={}))
            yield Step(up=step.down, down=step.up)


def decided(now: Mapping[str, Table], moves: Moves) -> Iterator[Step]:
    """The values that are replaced since they are no choice any more."""
    for (table, column), values in moves.recoded.items():
        if table in now:
            place = f'"{moves.revision}", "{table}", "{column}"'
            yield Step(up=f"recode({place}, {dict(values)!r})", down=f"decode({place})")


def _renamed(table: str, old: str, new: str) -> Step:
    return Step(up=_rename(table, old, new), down=_rename(table, new, old))


def _rename(table: str, old: str, new: str) -> str:
    return f'with op.batch_alter_table("{table}") as batch:\n    batch.alter_column("{old}", new_column_name="{new}")'


def _added(table: str, column: Column, moves: Moves) -> Step:
    place = f'"{moves.revision}", "{table}"'
    fill = "" if column.nullable else f", {filled(table, column, moves)}"
    return Step(up=f"add_column({place}, {column}{fill})", down=f'drop_column({place}, "{column.name}")')


def _altered(table: str, old: Column, new: Column, moves: Moves) -> Iterator[Step]:
    if old.kind != new.kind:
        yield Step(up=_retype(table, new, moves, widens(old, new)), down=_retype(table, old, moves, widens(new, old)))
    elif old.nullable != new.nullable:
        up, down = _require(table, new, moves), _require(table, old, moves)
        yield Step(up=up, down=down)


def _require(table: str, column: Column, moves: Moves) -> str:
    if not column.nullable:
        return f'require("{table}", {column}, {filled(table, column, moves)})'
    return _batch(table, f'batch.alter_column("{column.name}", existing_type={column.kind}, nullable=True)')


def _retype(table: str, column: Column, moves: Moves, widened: bool) -> str:
    if widened:
        options = f"type_={column.kind}, nullable={column.nullable}"
        return _batch(table, f'batch.alter_column("{column.name}", {options})')
    fill = "" if column.nullable else f", {filled(table, column, moves)}"
    return f'retype_column("{moves.revision}", "{table}", {column}{fill})'


def _batch(table: str, line: str) -> str:
    return f'with op.batch_alter_table("{table}") as batch:\n    {line}'


def widens(old: Column, new: Column) -> bool:
    """Whether every value of the old type is one of the new, as it stands, and a missing one may stay so."""
    if new.nullable is False and old.nullable:
        return False
    texts = (_length(old.kind), _length(new.kind))
    longer = texts[0] is not None and texts[1] is not None and texts[0] <= texts[1]
    return longer or (old.kind, new.kind) in _WIDER


def _length(kind: str) -> float | None:
    """How many characters a text holds; None for what is none."""
    if kind == "sa.Text()":
        return float("inf")
    return float(kind[10:-1]) if kind.startswith("sa.String(") else None


def filled(table: str, column: Column, moves: Moves) -> str:
    """What rows get that have no value: what was decided, else a neutral value of the type."""
    given = moves.fills.get((table, column.name))
    return given if given is not None else neutral(column.kind)


def neutral(kind: str) -> str:
    """The Python literal that says least."""
    if kind.startswith("sa.Numeric"):
        return "0"
    if kind.startswith("sa.DateTime"):
        return "dt.datetime.now(dt.UTC)"
    if kind.startswith("sa.Date("):
        return "dt.date.today()"
    if kind.startswith("sa.Time"):
        return "dt.time()"
    return _NEUTRAL.get(kind, '""')
