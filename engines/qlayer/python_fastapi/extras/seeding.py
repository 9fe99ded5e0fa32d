"""The rows that an application starts with: those that the brief gives, or samples of every entity. Called by the extras.

A feature with an entity gives rows: `fields` name the field that they are said by, options `row` what each says.
One without wishes for sample data; option `sample` says how many of each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from engines.kernel.spec import Entity, Feature, Field, FieldType, Spec
from engines.qlayer.python_fastapi.extras.model import Extra, Model, asked
from engines.qlayer.python_fastapi.extras.sample_words import worded
from engines.qlayer.python_fastapi.features import feature_fact
from engines.qlayer.python_fastapi.names import Names
from engines.qlayer.python_fastapi.schema import quoted
from engines.qlayer.python_fastapi.tables import plain_table
from engines.qlayer.python_fastapi.views import Shapes
from engines.qlayer.samples import plain_spec, samples
from engines.qlayer.samples.feasible import feasible
from engines.qlayer.samples.model import Account, Changes, Coded, Counted, Given, New, Samples, Text
from engines.qlayer.samples.titles import property_name, reference_name
from engines.qlayer.samples.values import DAY_ONE
from engines.qlayer.web import is_person

ROWS = 3
_TEXTS = (FieldType.TEXT, FieldType.LONG_TEXT, FieldType.EMAIL)


@dataclass(frozen=True, kw_only=True)
class SeedRow:
    """A record to make: the variable it is kept in (used by later ones) and its JSON properties as Python source."""

    var: str
    names: Names
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Sown:
    """What can be seen of an entity afterwards: `said` are the values of `property`, `number` at least so many records."""

    names: Names
    facts: tuple[str, ...]
    number: int
    property: str = ""
    said: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SeedView:
    """All rows, in an order in which each refers to earlier ones."""

    extra: Extra
    rows: tuple[SeedRow, ...]
    sown: tuple[Sown, ...]

    @property
    def used(self) -> frozenset[str]:
        """The variables that later rows refer to."""
        text = " ".join(source for row in self.rows for _, source in row.values)
        return frozenset(row.var for row in self.rows if f"{row.var}.id" in text)

    @property
    def entities(self) -> list[Names]:
        """The entities that rows are of."""
        return list({row.names.name: row.names for row in self.rows}.values())


class _Unsowable(Exception):
    """A record that needs what only people have: a file, a state that it must have reached."""


def seed_view(shapes: Shapes) -> SeedView | None:
    """The rows of a specification, if it asks for any that can be made."""
    features = asked(shapes.spec, "seed_data", "seed_marks")
    if not features:
        return None
    spec = plain_spec(feasible(shapes.spec))
    sower = _Sower(shapes=shapes, spec=spec, known=samples(spec))
    sown = [found for feature in features if feature.entity for found in sower.given(feature)]
    given = {one.names.name for one in sown}
    for feature in features:
        if not feature.entity:
            sown += sower.all(feature, given)
    if not sown:
        return None
    columns = {
        "id": ("sa.Integer()", False),
        "name": ("sa.String(40)", False),
        "at": ("sa.DateTime(timezone=True)", False),
    }
    extra = Extra(
        condition="seeds",
        facts=tuple(dict.fromkeys(fact for one in sown for fact in one.facts)),
        models=(Model(module="seed_mark", cls="SeedMark"),),
        tables=(plain_table("seed_marks", columns, unique=("name",)),),
    )
    return SeedView(extra=extra, rows=tuple(sower.rows), sown=tuple(sown))


@dataclass(kw_only=True)
class _Sower:
    """Collects rows; `made` are the variables of an entity's records, in their order."""

    shapes: Shapes
    spec: Spec
    known: Samples
    rows: list[SeedRow] = field(default_factory=list)
    made: dict[str, list[str]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def given(self, feature: Feature) -> Iterator[Sown]:
        """The rows that the brief gives."""
        said = tuple(value for name, value in feature.options if name == "row")
        entity = next((e for e in self.spec.entities if e.name == feature.entity), None)
        named = next((f for f in entity.fields if f.name in feature.fields), None) if entity else None
        if entity is None or named is None or not said or not self._made(entity, [((named.name, s),) for s in said]):
            return
        yield Sown(
            names=self.shapes[entity.name].names,
            facts=(feature_fact(feature),),
            number=len(said),
            property=property_name(named),
            said=said,
        )

    def all(self, feature: Feature, but: set[str]) -> list[Sown]:
        """Samples of every entity but some."""
        number = dict(feature.options).get("sample", "")
        rows = min(max(int(number), 1), 6) if number.isdecimal() else ROWS
        found = []
        for sample in self.known.all:
            entity = self.spec.entity(sample.entity)
            lacking = rows - len(self.made.get(entity.name, ()))
            if entity.name not in but and (lacking <= 0 or self._made(entity, [()] * lacking)):
                found.append(Sown(names=self.shapes[entity.name].names, facts=(feature_fact(feature),), number=rows))
        return found

    def _made(self, entity: Entity, changes: list[Changes]) -> bool:
        """Whether all of the rows could be made; none is, where one can't."""
        before = (list(self.rows), {name: list(made) for name, made in self.made.items()}, dict(self.counts))
        try:
            for change in changes:
                self._row(entity, change)
        except _Unsowable:
            self.rows, self.made, self.counts = before
            return False
        return True

    def _row(self, entity: Entity, changes: Changes) -> str:
        sample, names = self.known.of(entity.name), self.shapes[entity.name].names
        number = self.counts[entity.name] = self.counts.get(entity.name, 0) + 1
        plain = [(name, value) for name, value in sample.optional if isinstance(value, str | Text)]
        wanted = {**dict(plain), **dict(sample.values), **dict(changes)}
        fixed = {name for name, _ in changes}
        values = tuple(self._value(entity, name, value, number, name in fixed) for name, value in wanted.items())
        var = f"{names.name}_{number}"
        self.rows.append(SeedRow(var=var, names=names, values=values))
        self.made.setdefault(entity.name, []).append(var)
        return var

    def _value(self, entity: Entity, name: str, value: Given, number: int, fixed: bool) -> tuple[str, str]:
        if name == "status":
            raise _Unsowable
        if relation := next((one for one in entity.relations if one.name == name), None):
            return reference_name(self.spec, relation), self._reference(value, number)
        known = next(one for one in entity.fields if one.name == name)
        said = "" if fixed else self._worded(entity, known, value, number)
        return property_name(known), quoted(said) if said else _literal(value, number)

    def _worded(self, entity: Entity, known: Field, value: Given, number: int) -> str:
        if known.type not in _TEXTS or not isinstance(value, str | Text):
            return ""
        return worded(entity, known, number, person=is_person(self.spec, entity.name))

    def _reference(self, value: Given, number: int) -> str:
        match value:
            case New(entity=entity, changes=changes):
                made = self.made.get(entity, [])
                if changes or not made:
                    return f"{self._row(self.spec.entity(entity), changes)}.id"
                if len(made) < number:
                    return f"{self._row(self.spec.entity(entity), ())}.id"
                return f"{made[number - 1]}.id"
            case Account():
                return "viewer.id"
            case tuple():
                return f"[{', '.join(self._reference(one, number) for one in value)}]"
        raise _Unsowable


def _literal(value: Given, number: int) -> str:
    """A value as Python source; days that a sample sets far ahead stand ahead of the day of the first start."""
    match value:
        case Text(template=template):
            return quoted(template.format(n=number))
        case Coded():
            return quoted(value.text(number))
        case Counted():
            return _literal(value.value(number), number)
        case str():
            return quoted(value)
        case bool() | int() | None:
            return str(value)
        case Decimal():
            return f"{value:f}"
        case datetime() | date():
            return _ahead(value, number)
        case time():
            return quoted(value.isoformat())
    raise _Unsowable


def _ahead(value: date, number: int) -> str:
    day = value.date() if isinstance(value, datetime) else value
    if day < DAY_ONE:
        return quoted(value.isoformat())
    days = f"dt.timedelta(days={(day - DAY_ONE) // timedelta(days=1) + number})"
    if not isinstance(value, datetime):
        return f"today() + {days}"
    return f"dt.datetime.combine(today() + {days}, dt.time({value.hour}, {value.minute}), dt.UTC)"
