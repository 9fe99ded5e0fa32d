"""The steps that add, drop and alter the columns of a table that stays. Called by difference; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engines.qlayer.migration.model import Moves, Step
from engines.qlayer.migration.tables import Column, Table

_NEUTRAL = {
    "sa.Boolean()": "False",
    "sa.Integer()": "0",
    "sa.BigInteger()": "0",
    "sa.Double()": "0.0",
    "sa.JSON()": "{}",
    "sa.LargeBinary()": 'b""',
}
_OWN = {"sa.Integer()": "own_number", "sa.BigInteger()": "own_number", "sa.Text()": "own_text"}
"""What gives each row a value of its own, where no two may share one."""
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
            yield _added(new, column, moves)
        else:
            yield from _altered(new, replace(was[called], name=called), column, moves)
    for called, column in was.items():
        if called not in now:
            step = _added(replace(old, name=name), column, replace(moves, fills={}))
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
    return f'with altered("{table}") as batch:\n    batch.alter_column("{old}", new_column_name="{new}")'


def _added(table: Table, column: Column, moves: Moves) -> Step:
    place = f'"{moves.aside(table.name, column.name)}", "{table.name}"'
    fill = "" if column.nullable else f", {filled(table, column, moves)}"
    return Step(up=f"add_column({place}, {column}{fill})", down=f'drop_column({place}, "{column.name}")')


def _altered(table: Table, old: Column, new: Column, moves: Moves) -> Iterator[Step]:
    if old.kind != new.kind:
        yield Step(up=_retype(table, new, moves, widens(old, new)), down=_retype(table, old, moves, widens(new, old)))
    elif old.nullable != new.nullable:
        up, down = _require(table, new, moves), _require(table, old, moves)
        yield Step(up=up, down=down)


def _require(table: Table, column: Column, moves: Moves) -> str:
    if not column.nullable:
        return f'require("{table.name}", {column}, {filled(table, column, moves)})'
    return _batch(table.name, f'batch.alter_column("{column.name}", existing_type={column.kind}, nullable=True)')


def _retype(table: Table, column: Column, moves: Moves, widened: bool) -> str:
    if widened:
        options = f"type_={column.kind}, nullable={column.nullable}"
        return _batch(table.name, f'batch.alter_column("{column.name}", {options})')
    fill = "" if column.nullable else f", {filled(table, column, moves)}"
    return f'retype_column("{moves.aside(table.name, column.name)}", "{table.name}", {column}{fill})'


def _batch(table: str, line: str) -> str:
    return f'with altered("{table}") as batch:\n    {line}'


def widens(old: Column, new: Column) -> bool:
    """Whether every value of the old type is one of the new, as it stands, and a missing one may stay so."""
    if new.nullable is False and old.nullable:
        return False
    texts = (_length(old.kind), _length(new.kind))
    longer = texts[0] is not None and texts[1] is not None and texts[0] <= texts[1]
    return longer or (old.kind, new.kind) in _WIDER


def kept_as_it_is(old: Column, new: Column) -> bool:
    """Whether a column stays the same one, on the way forward and on the way back."""
    return old.kind == new.kind or (widens(old, new) and widens(new, old))


def _length(kind: str) -> float | None:
    """How many characters a text holds; None for what is none."""
    if kind in ("sa.Text()", "sa.String()"):
        return float("inf")
    return float(kind[10:-1]) if kind.startswith("sa.String(") else None


def filled(table: Table, column: Column, moves: Moves) -> str:
    """What rows get that have no value: what was decided, else one of its own or a neutral one of the type."""
    given = moves.fills.get((table.name, column.name))
    if given is not None:
        return given
    if table.once(column.name) and (own := _OWN.get(column.kind, "own_text" if _length(column.kind) else "")):
        return own
    return neutral(column.kind)


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
