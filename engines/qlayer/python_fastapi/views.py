"""What the templates see of a specification: entities with their columns, references and children, all names decided."""

from __future__ import annotations

from dataclasses import dataclass

from engines.kernel.spec import Computed, Entity, Field, FieldType, Lifecycle, Relation, Spec
from engines.qlayer.python_fastapi.names import Names


@dataclass(frozen=True, kw_only=True)
class FieldView:
    """A stored field: its JSON `name`, its `attr` in Python, the mapped column, and its annotations in schemas."""

    field: Field
    name: str
    attr: str
    label: str
    fact: str
    mapped: str
    column: str
    column_type: str
    create: str
    update: str
    read: str
    query: str
    ranged: bool
    required: bool

    @property
    def type(self) -> FieldType:
        """What the field holds."""
        return self.field.type

    @property
    def is_file(self) -> bool:
        """Whether it refers to an uploaded file."""
        return self.field.type in (FieldType.FILE, FieldType.IMAGE)

    @property
    def nullable(self) -> bool:
        """Whether it may be missing."""
        return not self.required


@dataclass(frozen=True, kw_only=True)
class RelationView:
    """A reference: JSON `name` (`book_id`), column `attr`, relationship `link` (`book`), inverse `children` of the target.

    `fills` says that the viewer's own profile (or account) is taken when none is given; `on_user` that it is an account.
    """

    relation: Relation
    name: str
    attr: str
    link: str
    label: str
    fact: str
    target: Names
    children: str
    required: bool
    many: bool = False
    table: str = ""
    fills: str = ""
    on_user: bool = False

    @property
    def nullable(self) -> bool:
        """Whether it may be missing."""
        return not self.required


@dataclass(frozen=True, kw_only=True)
class ChildView:
    """The objects of `child` that point at this entity through `relation`, known here as `attr`."""

    attr: str
    spec_name: str
    child: Names
    relation: RelationView

    @property
    def cascade(self) -> bool:
        """Whether they are deleted together with this one."""
        return self.relation.relation.on_delete == "cascade"


@dataclass(frozen=True, kw_only=True)
class EntityShape:
    """An entity's stored shape, before rules and computed values are read against it; `people` are accounts that point at it."""

    entity: Entity
    names: Names
    fields: tuple[FieldView, ...]
    relations: tuple[RelationView, ...]
    links: tuple[RelationView, ...]
    children: tuple[ChildView, ...]
    account: bool
    people: tuple[ChildView, ...] = ()
    stamps: tuple[str, ...] = ()

    @property
    def lifecycle(self) -> Lifecycle | None:
        """Its states, if it has any."""
        return self.entity.lifecycle

    def field(self, name: str) -> FieldView | None:
        """The stored field of that specification name."""
        return next((field for field in self.fields if field.field.name == name), None)

    def relation(self, name: str) -> RelationView | None:
        """The single reference of that specification name."""
        return next((relation for relation in self.relations if relation.relation.name == name), None)

    def computed(self, name: str) -> Computed | None:
        """The computed value of that name."""
        return next((computed for computed in self.entity.computed if computed.name == name), None)


@dataclass(frozen=True, kw_only=True)
class Shapes:
    """All entities of a specification by name; `user` is the account when there are accounts."""

    spec: Spec
    entities: dict[str, EntityShape]

    def __getitem__(self, name: str) -> EntityShape:
        return self.entities[name]
