"""The entity whose rules are read: its terms, and its expressions as source. Handed to every family of rules."""

from __future__ import annotations

from dataclasses import dataclass

from engines.kernel.errors import UserError
from engines.kernel.spec import Expression, parse
from engines.qlayer.python_fastapi.expression import PythonSource, missing
from engines.qlayer.python_fastapi.names import Names
from engines.qlayer.python_fastapi.places import locate
from engines.qlayer.python_fastapi.reading import first_path, mentions
from engines.qlayer.python_fastapi.rules.model import Term
from engines.qlayer.python_fastapi.sql import SqlSource
from engines.qlayer.python_fastapi.views import EntityShape, RelationView, Shapes
from engines.qlayer.wording import words


@dataclass(frozen=True, kw_only=True)
class Counting:
    """Which objects count: in Python over the checked one, and over the others in SQL, else in Python."""

    counted: str = ""
    uncounted: str = ""
    where: str = ""
    other: str = ""


@dataclass(frozen=True)
class Subject:
    """An entity of all; `imports` collects what its checks use, `known` the names of its functions."""

    shapes: Shapes
    shape: EntityShape
    imports: set[str]
    known: set[str]

    @property
    def names(self) -> Names:
        """What the entity is called."""
        return self.shape.names

    def function(self, name: str) -> str:
        """The name of a check that no other has."""
        return unique(f"check_{name}", self.known)

    def source(self, subject: str = "") -> PythonSource:
        """Writes expressions over the checked object, or over another `subject` of the same kind."""
        return PythonSource(self.shapes, self.shape, subject or self.names.var, self.imports)

    def term(self, name: str) -> Term:
        """A field or reference that a rule names, also one of a related object: `room.capacity`."""
        path = tuple(name.split("."))
        place = locate(self.shapes, self.shape, path)
        relation, field = self.shape.relation(name), self.shape.field(name)
        return Term(
            name=relation.name if relation else field.name if field else name,
            attr=place.attr,
            label=words(name),
            value=".".join((self.names.var, *(link.link for link in place.links), place.attr)),
            nullable=bool(missing(self.shapes, place, path[-1])),
        )

    def named(self, expression: Expression) -> str:
        """The property that an expression speaks of first, '' when it is none of this entity."""
        name = first_path(expression)
        return self.term(name).name if name and (self.shape.field(name) or self.shape.relation(name)) else ""

    def link(self, path: list[str]) -> RelationView:
        """The reference at the end of a path of references."""
        here = self.shape
        relation: RelationView | None = None
        for part in path:
            relation = here.relation(part)
            if relation is None or relation.on_user:
                raise UserError(f"'{'.'.join(path)}' is no reference of {self.names.label}")
            here = self.shapes[relation.relation.target]
        if relation is None:
            raise UserError(f"an empty reference in a rule of {self.names.label}")
        return relation

    def counts(self, where: str) -> Counting:
        """Which objects a rule counts."""
        if not where:
            return Counting()
        condition = parse(where)
        sql = SqlSource(self.shapes, self.shape, self.imports).condition(condition) or ""
        source = self.source()
        return Counting(
            other="" if sql else self.source("other").condition(condition).text,
            counted=source.condition(condition).text,
            uncounted=source.denial(condition).text,
            where=sql,
        )


def unique(name: str, known: set[str]) -> str:
    """A name that is not known yet; from now on it is."""
    found, count = name, 2
    while found in known:
        found, count = f"{name}_{count}", count + 1
    known.add(found)
    return found


def about_status(text: str) -> bool:
    """Whether a condition must be looked at again when an object goes to another state."""
    return bool(text) and mentions(parse(text), "status")
