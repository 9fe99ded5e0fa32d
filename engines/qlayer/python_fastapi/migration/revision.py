"""A revision as a file, from two specifications. Public through the room's `revise`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engines.kernel.spec import FieldType, Spec
from engines.kernel.spec.renames import Fills, Renames
from engines.qlayer.blueprints import templates
from engines.qlayer.model import Blueprint
from engines.qlayer.python_fastapi.context import AppView, app_view
from engines.qlayer.python_fastapi.entities import EntityView
from engines.qlayer.python_fastapi.migration.difference import difference
from engines.qlayer.python_fastapi.migration.model import Moves, Step
from engines.qlayer.python_fastapi.tables import Table, migration_tables
from engines.qlayer.samples.feasible import feasible

FOLDER = "migrations/versions"
_LONGEST = 40


@dataclass(frozen=True, kw_only=True)
class Revision:
    """The name of a revision, the one below it, and what it is for."""

    number: str
    below: str
    says: str

    @property
    def path(self) -> str:
        """Where its file lies."""
        words = re.sub(r"[^a-z0-9]+", "_", self.says.lower()).strip("_")[:_LONGEST].rstrip("_")
        return f"{FOLDER}/{self.number}_{words or 'change'}.py"


def revision_file(
    revision: Revision, blueprint: Blueprint, old: Spec, new: Spec, renames: Renames, fills: Fills
) -> dict[str, str]:
    """The file that leads from one specification's tables to the other's; none where they are alike."""
    was, now = (app_view(feasible(spec), blueprint) for spec in (old, new))
    moves = _moves(revision.number, was, now, renames, fills)
    steps = difference(_tables(was), _tables(now), moves)
    return _written(revision, blueprint, steps) if steps else {}


def undoing_file(revision: Revision, blueprint: Blueprint, undone: Sequence[str]) -> dict[str, str]:
    """The file that takes back revisions, given newest first."""
    newest = ", ".join(f'"{number}"' for number in undone)
    oldest = ", ".join(f'"{number}"' for number in reversed(undone))
    return _written(revision, blueprint, [Step(up=f"take_back({newest})", down=f"do_again({oldest})")])


def _written(revision: Revision, blueprint: Blueprint, steps: Sequence[Step]) -> dict[str, str]:
    template = templates(blueprint.name).get_template("migrations/change.py.jinja")
    forward = [step.up for step in steps if step.up]
    back = [step.down for step in reversed(steps) if step.down]
    said = "\n".join((*forward, *back))
    used = [name for name in _STEPS if re.search(rf"\b{name}\(", said)]
    return {revision.path: template.render(revision=revision, forward=forward, back=back, used=used)}


_STEPS = (
    "add_column", "create_table", "decode", "do_again", "drop_column", "drop_table", "guard", "recode", "require",
    "retype_column", "take_back", "unguard",
)  # fmt: skip


def _tables(app: AppView) -> Sequence[Table]:
    return migration_tables(app.entities, app.user, app.accounts, app.files, app.extras.tables)


def _views(app: AppView) -> Mapping[str, EntityView]:
    return {view.spec.name: view for view in (*app.entities, *((app.user,) if app.user else ()))}


def _moves(number: str, old: AppView, new: AppView, renames: Renames, fills: Fills) -> Moves:
    was, now = _views(old), _views(new)
    pairs = [(view, now[called]) for name, view in was.items() if (called := renames.entity(name)) in now]
    tables = {one.names.table: two.names.table for one, two in pairs}
    columns: dict[tuple[str, str], str] = {}
    for one, two in pairs:
        columns |= {(two.names.table, before): after for before, after in _columns(one, two, renames)}
        tables |= {
            link.table: same.table
            for link in one.links
            for same in two.links
            if same.relation.name == renames.member(one.spec.name, link.relation.name)
        }
    return Moves(
        revision=number,
        tables={before: after for before, after in tables.items() if before != after},
        columns={place: after for place, after in columns.items() if place[1] != after},
        fills={(now[e].names.table, c): said for e, c, said in _filled(now, fills)},
        recoded=dict(_recoded(now, fills)),
    )


def _columns(old: EntityView, new: EntityView, renames: Renames) -> Iterator[tuple[str, str]]:
    """The columns of what is still there, with their old and new names."""
    fields = {field.field.name: field.attr for field in new.fields}
    relations = {relation.relation.name: relation.attr for relation in new.relations}
    for field in old.fields:
        if called := fields.get(renames.member(old.spec.name, field.field.name)):
            yield field.attr, called
    for relation in old.relations:
        if called := relations.get(renames.member(old.spec.name, relation.relation.name)):
            yield relation.attr, called


def _filled(now: Mapping[str, EntityView], fills: Fills) -> Iterator[tuple[str, str, str]]:
    for place, value in fills.values.items():
        entity, _, name = place.partition(".")
        for field in now[entity].fields if entity in now else ():
            if field.field.name == name:
                yield entity, field.attr, _literal(field.type, value)


def _recoded(now: Mapping[str, EntityView], fills: Fills) -> Iterator[tuple[tuple[str, str], Mapping[str, str]]]:
    for place, values in fills.recoded.items():
        entity, _, name = place.partition(".")
        if place == "user.role":
            yield ("users", name), values
        elif entity in now:
            attr = next((field.attr for field in now[entity].fields if field.field.name == name), name)
            yield (now[entity].names.table, attr), values


def _literal(kind: FieldType, value: str | float | bool) -> str:
    """A value of a field as the migration writes it."""
    match kind:
        case FieldType.DATE:
            return f'dt.date.fromisoformat("{value}")'
        case FieldType.DATETIME:
            return f'dt.datetime.fromisoformat("{value}")'
        case FieldType.TIME:
            return f'dt.time.fromisoformat("{value}")'
        case FieldType.MONEY | FieldType.NUMBER:
            return f'Decimal("{value}")'
        case FieldType.INTEGER:
            return str(int(value))
        case FieldType.BOOLEAN:
            return str(bool(value))
    return repr(str(value))
