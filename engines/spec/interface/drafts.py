"""Resources while they are put together, and what is known while an interface is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from engines.kernel.spec.service import Link, Resource, Scheme, Stored, ValueType, View
from engines.spec.english import English
from engines.spec.interface.model import Call, Interface, Schema, snake
from engines.spec.interface.places import Passed, Place, place_of
from engines.spec.interface.schemas import properties, types
from engines.spec.interface.words import Words

if TYPE_CHECKING:
    from engines.spec.interface.choices import Chosen
    from engines.spec.interface.parts import Part


@dataclass
class Draft:
    """A resource in the making. `collection`: the path of all of them; `parameter`: what addresses one, on the wire.

    `also`: further operations that make one. `told_gone`: what has expired is told to be gone, not hidden. `own`: each caller has one of it for what it hangs on. `named_by`: a field of a linked record by which addresses name this one, in place of an identity. `touched`: the moment of the last change, none before there was one. `referring`: members that name another record, with the link to it. `filed`: fields that an uploaded part tells, with its name and what of it. `given`: the members that requests bring, by their names in terms; `shapes`: how answers show it.
    """

    name: str
    plural: str
    collection: str = ""
    parameter: str = ""
    parent: Draft | None = None
    create: Call | None = None
    also: list[Call] = field(default_factory=list)
    identity: str = ""
    expires: str = ""
    told_gone: bool = False
    own: bool = False
    named_by: str = ""
    touched: str = ""
    fields: dict[str, Stored] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    once: list[tuple[str, ...]] = field(default_factory=list)
    referring: dict[str, str] = field(default_factory=dict)
    filed: dict[str, tuple[str, str]] = field(default_factory=dict)
    given: dict[str, Schema] = field(default_factory=dict)
    shapes: list[Schema] = field(default_factory=list)

    def made_by(self, call: Call) -> bool:
        """Whether an operation makes such a record."""
        return call is self.create or any(call is other for other in self.also)

    def store(self, stored: Stored) -> Stored:
        """Adds a field, unless it is there; returns the one that is there."""
        return self.fields.setdefault(stored.name, stored)

    def alter(self, name: str, **changes: object) -> None:
        """Says more of a field."""
        self.fields[name] = replace(self.fields[name], **changes)  # type: ignore[arg-type]  # the fields of Stored

    def filed_as(self, what: str) -> str:
        """The field that tells the name, size, sum or type of an uploaded file; empty where none does."""
        return next((field for field, (_, kind) in self.filed.items() if kind == what), "")

    def link(self, name: str, to: Draft, *, optional: bool = False) -> str:
        """Adds a link, unless it is there; its name."""
        self.links.setdefault(name, Link(name=name, to=to.name, optional=optional))
        return name

    def link_to(self, other: Draft | None) -> str:
        """The link to a resource; empty where there is none."""
        return next((link.name for link in self.links.values() if other and link.to == other.name), "")

    def chain(self) -> Iterator[Draft]:
        """The resource and those that it stands under, from the inside outwards."""
        at: Draft | None = self
        while at is not None:
            yield at
            at = at.parent

    def finished(self) -> Resource:
        """The resource as a fact."""
        return Resource(
            name=self.name,
            plural=self.plural,
            identity=self.identity,
            fields=tuple(self.fields.values()),
            links=tuple(self.links.values()),
            once=tuple(self.once),
            expires="" if self.told_gone else self.expires,
        )


@dataclass(frozen=True)
class Lines:
    """The lines of a resource. `member`: how bodies bring them; `named`: the member by which a line names its record, on the
    wire; `to` and `link`: that record's resource and the link to it; `quantity`: how much, on the wire, empty where nothing tells."""

    draft: Draft
    member: str
    named: str
    to: Draft
    link: str
    quantity: str = ""


@dataclass(frozen=True)
class Mark:
    """What a caller sets on a record and takes back, with nothing to say of it: follow, like, favourite. `draft`: the
    resource of such marks; `target` and `by`: its links to what is marked and to who marked it. `words`: every form of the
    word that may stand for it in members, parameters and paths."""

    word: str
    of: Draft
    draft: Draft
    target: str
    by: str
    words: frozenset[str]


@dataclass
class Study:
    """What is known of an interface while it is read. `prose`: what is said of an operation, by its key.

    `accounts`: the resource of those who sign in; `sessions`: of their sessions; `people`: collections that address accounts.
    `parts`: of resources whose requests bring some, by their names; `about`: the operation whose steps are put together.
    `lines`: of resources that hold some, by their names. `keys`: schemes of headers that the document calls none, by the header's name in terms. `left`: what was not understood.
    """

    interface: Interface
    english: English
    words: Words
    prose: Mapping[str, str]
    drafts: list[Draft] = field(default_factory=list)
    schemes: dict[str, Scheme] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    keys: dict[str, Scheme] = field(default_factory=dict)
    accounts: Draft | None = None
    sessions: Draft | None = None
    lines: dict[str, Lines] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    people: frozenset[str] = frozenset()
    choices: tuple[Chosen, ...] = ()
    parts: dict[str, list[Part]] = field(default_factory=dict)
    about: Call | None = None
    left: list[str] = field(default_factory=list)

    def places(self) -> Iterator[tuple[Call, Place]]:
        """Every operation with its place."""
        return ((call, place_of(call)) for call in self.interface.calls)

    def at(self, collection: str) -> Draft | None:
        """The resource of a collection's path; of `/todos` also where todos are made at `/lists/{id}/todos`."""
        if collection in self.people:
            return self.accounts
        known = next((draft for draft in self.drafts if collection and draft.collection == collection), None)
        if known or not collection:
            return known
        word = collection.rpartition("/")[2]
        alike = [draft for draft in self.drafts if draft.collection.rpartition("/")[2] == word]
        return alike[0] if len(alike) == 1 and "{" not in word else None

    def addressed(self, passed: Passed) -> tuple[Draft, str] | None:
        """The resource that a part of a path addresses, and the field by which; through its collection, or by a code of its own."""
        if (who := self.accounts) and passed.collection in self.people:
            word = snake(passed.parameter)
            field = word if word in who.given or word in who.fields else who.identity
            return (who, field) if field else None
        if draft := self.at(passed.collection):
            field = draft.named_by or draft.identity
            return (draft, field) if field else None
        word = snake(passed.parameter)
        for draft in self.drafts:
            shown = {snake(name) for shape in draft.shapes for name in properties(shape)}
            if word in shown and word not in draft.fields and self.words.is_a("identity", word.rpartition("_")[2]):
                draft.store(Stored(name=word, made="code", length=8, unique=True))
            if (
                word in draft.fields
                and word not in ("name", "title", "id")
                and self.words.is_a("identity", word.rpartition("_")[2])
            ):
                return draft, word
        return None

    def named(self, name: str) -> Draft | None:
        """The resource of a name."""
        return next((draft for draft in self.drafts if draft.name == name), None)

    def call(self, method: str, path: str) -> Call | None:
        """The operation of a method and path."""
        return next((c for c in self.interface.calls if c.method == method and c.path == path), None)

    def said(self, call: Call) -> str:
        """All prose about an operation, in lower case."""
        return f"{call.words} {self.prose.get(call.key, '')}".lower()


_TYPES: dict[str, ValueType] = {"integer": "integer", "number": "number", "boolean": "boolean", "string": "text"}


def value_type(schema: Schema) -> ValueType:
    """The type of the column that holds values of a schema; moments as such, everything nested as JSON."""
    found = types(schema) - {"null"}
    if found == {"string"} and schema.get("format") == "date-time":
        return "datetime"
    if found == {"integer", "number"}:
        return "number"
    return _TYPES[next(iter(found))] if len(found) == 1 and next(iter(found)) in _TYPES else "json"
