"""The steps from some tables to others, in an order in which each finds what it needs. Pure; called by revision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from engines.qlayer.migration.alter import columns_of, decided, kept_as_it_is
from engines.qlayer.migration.model import Moves, Step
from engines.qlayer.migration.tables import ForeignKey, Index, Key, Table, Unique


def difference(old: Sequence[Table], new: Sequence[Table], moves: Moves) -> list[Step]:
    """Nothing where the tables are alike."""
    now = {table.name: table for table in new}
    was = {moves.tables.get(table.name, table.name): table for table in old}
    kept = [name for name in was if name in now]
    moved = {name: _moved(was[name], moves) for name in kept}
    placed = {name: _moved(was[name], replace(moves, columns={})) for name in kept}
    columns = {name: list(columns_of(was[name], now[name], moves)) for name in kept}
    loose = {name: _loose(moved[name], now[name], bool(columns[name])) for name in kept}
    fresh = [table for table in new if table.name not in was]
    gone = [table for name, table in was.items() if name not in now]
    return [
        *(_renamed(was[name].name, name) for name in kept if was[name].name != name),
        *(step for name in kept for step in _unbound(placed[name], moved[name], now[name], loose[name])),
        *(step for table in fresh for step in _made(table, moves.aside(table.name))),
        *(step for name in kept for step in _open(columns[name], now[name])),
        *(step for name in kept for step in _bound(moved[name], now[name], loose[name])),
        *(_reversed(step) for table in reversed(gone) for step in reversed(_made(table, moves.aside(table.name)))),
        *decided(now, moves),
    ]


def _renamed(old: str, new: str) -> Step:
    return Step(up=f'op.rename_table("{old}", "{new}")', down=f'op.rename_table("{new}", "{old}")')


def _made(table: Table, revision: str) -> list[Step]:
    parts = "".join(f"    {part},\n" for part in table.parts)
    made = f'create_table("{revision}", "{table.name}",\n{parts})'
    steps = [Step(up=made, down=f'drop_table("{revision}", "{table.name}")')]
    steps += [Step(up=str(index), down="") for index in table.indexes]
    return [*steps, *([_guarded(table.name)] if table.append_only else [])]


def _open(steps: Iterable[Step], table: Table) -> list[Step]:
    """The steps on a table; one whose rows nobody may change is opened for them."""
    found = list(steps)
    guard = _guarded(table.name)
    return [_reversed(guard), *found, guard] if found and table.append_only else found


def _guarded(table: str) -> Step:
    return Step(up=f'guard("{table}")', down=f'unguard("{table}")')


def _reversed(step: Step) -> Step:
    return Step(up=step.down, down=step.up)


def _moved(table: Table, moves: Moves) -> Table:
    """A table with the new names in what its keys and indexes say; their own names are still the old ones."""
    name = moves.tables.get(table.name, table.name)

    def called(columns: Iterable[str]) -> tuple[str, ...]:
        return tuple(moves.columns.get((name, column), column) for column in columns)

    def key_of(key: Key) -> Key:
        if isinstance(key, Unique):
            return replace(key, columns=called(key.columns))
        (column,) = called([key.column])
        return replace(key, column=column, target=moves.tables.get(key.target, key.target))

    indexes = (
        replace(each, table=name, columns=called(each.columns), any_case="".join(called([each.any_case])))
        for each in table.indexes
    )
    return replace(table, name=name, keys=tuple(map(key_of, table.keys)), indexes=tuple(indexes))


def _loose(old: Table, new: Table, altered: bool) -> frozenset[Key | Index]:
    """The keys and indexes that stay but go while their table is altered: those on a column that is made anew, and
    those of no column alone, which are not copied with a table."""
    now = {column.name: column for column in new.columns}
    anew = {each.name for each in old.columns if each.name in now and not kept_as_it_is(each, now[each.name])}
    altered = altered or set(old.keys) != set(new.keys)
    keys = [key for key in old.keys if anew & set(_columns(key))]
    indexes = [each for each in old.indexes if (each.any_case and altered) or anew & {*each.columns, each.any_case}]
    return frozenset((*keys, *indexes))


def _columns(key: Key) -> tuple[str, ...]:
    return key.columns if isinstance(key, Unique) else (key.column,)


def _unbound(old: Table, moved: Table, new: Table, loose: frozenset[Key | Index]) -> Iterator[Step]:
    """Drops the keys and indexes that go, before the columns they stand on do; `old` has the old names of columns."""
    for index, same in zip(old.indexes, moved.indexes, strict=True):
        if same not in new.indexes or same in loose:
            yield Step(up=_drop_index(index), down=str(index))
    pairs = zip(old.keys, moved.keys, strict=True)
    if going := [key for key, same in pairs if same not in new.keys or same in loose]:
        yield Step(up=_batch(old.name, map(_drop_key, going)), down=_batch(old.name, map(_make_key, going)))


def _bound(old: Table, new: Table, loose: frozenset[Key | Index]) -> Iterator[Step]:
    if coming := [key for key in new.keys if key not in old.keys or key in loose]:
        yield Step(up=_batch(new.name, map(_make_key, coming)), down=_batch(new.name, map(_drop_key, coming)))
    for index in new.indexes:
        if index not in old.indexes or index in loose:
            yield Step(up=str(index), down=_drop_index(index))


def _batch(table: str, lines: Iterable[str]) -> str:
    return f'with altered("{table}") as batch:\n' + "\n".join(f"    {line}" for line in lines)


def _drop_index(index: Index) -> str:
    return f'op.drop_index("{index.name}", "{index.table}")'


def _drop_key(key: Key) -> str:
    kind = "unique" if isinstance(key, Unique) else "foreignkey"
    return f'batch.drop_constraint("{key.name}", type_="{kind}")'


def _make_key(key: Key) -> str:
    if isinstance(key, ForeignKey):
        return (
            f'batch.create_foreign_key("{key.name}", "{key.target}", ["{key.column}"], ["{key.key}"], '
            f'ondelete="{key.on_delete}")'
        )
    return f'batch.create_unique_constraint("{key.name}", {list(key.columns)!r})'
