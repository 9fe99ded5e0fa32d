"""The parts of a specification. Every fact knows the sentences it came from and how certain it is.

Written by the spec room, rendered by qlayer, tested by qtest. Names are snake_case singular; people see `label`s made of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Source = Literal["reader", "person", "model", "convention"]


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a fact comes from: numbers of sentences (from 1; none for a convention) and a confidence of 0 to 1."""

    sentences: tuple[int, ...] = ()
    confidence: float = 1.0
    source: Source = "reader"


CONVENTION = Origin(source="convention")


class FieldType(StrEnum):
    """What a field holds."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    EMAIL = "email"
    URL = "url"
    PHONE = "phone"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"
    ENUM = "enum"
    FILE = "file"
    IMAGE = "image"


@dataclass(frozen=True, kw_only=True)
class Field:
    """A typed property. Lengths in characters, bounds inclusive; `choices` only for an enum (snake_case)."""

    name: str
    type: FieldType = FieldType.TEXT
    required: bool = True
    unique: bool = False
    default: str | int | float | bool | None = None
    minimum: float | None = None
    maximum: float | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str = ""
    choices: tuple[str, ...] = ()
    unit: str = ""
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Relation:
    """A reference `name` to one object of `target` (an entity, or `user` for an account); API property `<name>_id`.

    `owner`: the account it points to (directly or through that entity's account) owns the record. `many`: a
    many-to-many link without attributes (API property `<singular>_ids`). `children` is the name by which the target
    knows the objects that point at it, e.g. `line_items` of an invoice.
    """

    name: str
    target: str
    required: bool = True
    many: bool = False
    owner: bool = False
    on_delete: Literal["restrict", "cascade", "set_null"] = "restrict"
    children: str = ""
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Transition:
    """A step from one state to another; `roles` empty: whoever may update the object."""

    source: str
    target: str
    roles: tuple[str, ...] = ()
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Lifecycle:
    """The states of an entity, in order, its first state and the steps that are allowed; always the property `status`."""

    states: tuple[str, ...]
    initial: str
    transitions: tuple[Transition, ...] = ()
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Computed:
    """A read-only value derived by an expression (see kernel.spec.expression)."""

    name: str
    type: FieldType
    expression: str
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Entity:
    """A kind of thing that the application keeps.

    `account_role`: each object belongs to one account of that role (it gets an optional unique `user_id`).
    `label`: the field by which people know an object. `plural` is snake_case.
    """

    name: str
    plural: str
    fields: tuple[Field, ...] = ()
    relations: tuple[Relation, ...] = ()
    lifecycle: Lifecycle | None = None
    computed: tuple[Computed, ...] = ()
    account_role: str = ""
    label: str = ""
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Role:
    """A kind of account. `self_register`: people may sign up for it; the first such role is what registering gives."""

    name: str
    self_register: bool = False
    origin: Origin = CONVENTION


Action = Literal["create", "read", "update", "delete", "export", "import"]


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What a role may do with the objects of an entity. Role `visitor` needs no account; `own`: only records it owns."""

    role: str
    entity: str
    actions: tuple[Action, ...]
    own: bool = False
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Feature:
    """Something the application offers beside its objects, under its plain name, e.g. search, csv_export, pdf, dashboard.

    `fields` and `expression` as the feature needs them: the searched fields, what a report sums. `realised_by` names
    the facts that it is made of, e.g. an entity `comment` and its fields; it is built when all of them are.
    """

    name: str
    entity: str = ""
    fields: tuple[str, ...] = ()
    expression: str = ""
    options: tuple[tuple[str, str], ...] = ()
    built: bool = True
    realised_by: tuple[str, ...] = ()
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """A path and method that the brief names itself."""

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    path: str
    purpose: str = ""
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Extension:
    """Code that no blueprint has and that carries out a sentence, written by an agent or a person.

    `code` names functions and classes as `path::name`, other files by their path; `tests` are pytest's node ids.
    """

    name: str
    code: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    origin: Origin = CONVENTION


SentenceStatus = Literal["facts", "question", "context", "not_understood"]


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One sentence, bullet or table row of the brief, numbered from 1, and what became of it."""

    number: int
    text: str
    status: SentenceStatus = "not_understood"


@dataclass(frozen=True, kw_only=True)
class Question:
    """What the brief leaves open or contradicts, with the answer that is taken unless a person gives another.

    `says` is a sentence with `{answer}` by which the answer is read; empty when the answer chooses one of `sentences`.
    """

    text: str
    suggestion: str
    sentences: tuple[int, ...] = ()
    blocking: bool = False
    says: str = "{answer}"
