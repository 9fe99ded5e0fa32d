"""One view per entity with all that its modules need, and one for accounts. Called by context; read by every template."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from engines.kernel.spec import Entity, FieldType, Spec
from engines.qlayer.python_fastapi.access import owner_property, ownership, visitor_actions
from engines.qlayer.python_fastapi.columns import column
from engines.qlayer.python_fastapi.computed import ComputedView, computed_views
from engines.qlayer.python_fastapi.features import feature_fact, label_attr, searched, wanted
from engines.qlayer.python_fastapi.lifecycle import LifecycleView, lifecycle_view
from engines.qlayer.python_fastapi.names import Names
from engines.qlayer.python_fastapi.rules import LockView, RuleView, lock_views, rule_views
from engines.qlayer.python_fastapi.trashing import trashed
from engines.qlayer.python_fastapi.views import ChildView, EntityShape, FieldView, RelationView, Shapes

_LISTING = frozenset({"q", "page", "size", "sort"})


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A filter of the list: property in the query string, attribute in the query, column; `ranged` has bounds too."""

    name: str
    attr: str
    column: str
    annotation: str
    ranged: bool
    bound: bool = True


@dataclass(frozen=True, kw_only=True)
class EntityView:
    """Everything that the modules of one entity are rendered from."""

    spec: Entity
    names: Names
    fact: str
    fields: tuple[FieldView, ...]
    relations: tuple[RelationView, ...]
    links: tuple[RelationView, ...]
    children: tuple[ChildView, ...]
    account: bool
    stamps: tuple[str, ...]
    trashed: bool
    lifecycle: LifecycleView | None
    computed: tuple[ComputedView, ...]
    rules: tuple[RuleView, ...]
    locks: tuple[LockView, ...]
    filters: tuple[Filter, ...]
    sorts: tuple[tuple[str, str], ...]
    searched: tuple[str, ...]
    label_attr: str
    owned: str
    owner: str
    visitor: frozenset[str]
    csv_export: bool
    csv_import: bool
    pdf: bool
    feature_facts: dict[str, tuple[str, ...]]
    model_uses: frozenset[str]
    service_uses: frozenset[str]

    @property
    def cls(self) -> str:
        """Its class."""
        return self.names.cls

    @property
    def var(self) -> str:
        """A variable for one object."""
        return self.names.var

    @property
    def vars(self) -> str:
        """A variable for several."""
        return self.names.vars

    @property
    def uniques(self) -> tuple[FieldView, ...]:
        """Fields whose value may occur once."""
        return tuple(field for field in self.fields if field.field.unique)

    @property
    def references(self) -> tuple[RelationView, ...]:
        """References to other objects, one or many."""
        return (*self.relations, *self.links)

    @property
    def files(self) -> tuple[FieldView, ...]:
        """Fields that refer to uploaded files."""
        return tuple(field for field in self.fields if field.is_file)

    @property
    def written(self) -> tuple[str, ...]:
        """The attributes that people write, its state among them."""
        status = ("status",) if self.lifecycle else ()
        profile = ("user_id",) if self.account else ()
        return (*(f.attr for f in self.fields), *status, *profile, *(r.attr for r in self.references))

    @property
    def shown_names(self) -> tuple[str, ...]:
        """The JSON properties that are stored."""
        status = ("status",) if self.lifecycle else ()
        return ("id", *(f.name for f in self.fields), *status, *(r.name for r in self.references))

    @property
    def inverse(self) -> tuple[ChildView, ...]:
        """Children through single references."""
        return tuple(child for child in self.children if not child.relation.many)


def entity_view(shapes: Shapes, shape: EntityShape) -> EntityView:
    """The view of one entity."""
    spec = shapes.spec
    models: set[str] = set()
    services: set[str] = set()
    computed = computed_views(shapes, shape, models, services)
    kept = shape.entity.name in trashed(spec)
    return EntityView(
        spec=shape.entity,
        names=shape.names,
        fact=f"entity:{shape.entity.name}",
        fields=tuple(map(_kept, shape.fields)) if kept else shape.fields,
        relations=shape.relations,
        links=shape.links,
        children=(*shape.children, *shape.people),
        account=shape.account,
        stamps=shape.stamps,
        trashed=kept,
        lifecycle=lifecycle_view(shape.entity),
        computed=computed,
        rules=tuple(rule_views(shapes, shape, services)),
        locks=tuple(lock_views(shapes, shape, services)),
        filters=_filters(shape, computed),
        sorts=_sorts(shape, computed),
        searched=searched(shape, spec),
        label_attr=label_attr(shape),
        owned=ownership(shapes, shape, services) if _owned(spec, shape.entity.name) else "",
        owner=owner_property(shapes, shape),
        visitor=visitor_actions(spec, shape.entity.name),
        csv_export=wanted(spec, "csv_export", shape.entity.name) is not None,
        csv_import=wanted(spec, "csv_import", shape.entity.name) is not None,
        pdf=wanted(spec, "pdf", shape.entity.name) is not None,
        feature_facts=_feature_facts(spec, shape.entity.name),
        model_uses=frozenset(models),
        service_uses=frozenset(services),
    )


def _kept(field: FieldView) -> FieldView:
    """A field of records that are kept: what is unique is so among those that are not deleted."""
    return dataclasses.replace(field, column=column(dataclasses.replace(field.field, unique=False)))


def _owned(spec: Spec, entity: str) -> bool:
    return any(grant.own and grant.entity == entity for grant in spec.grants)


def _feature_facts(spec: Spec, entity: str) -> dict[str, tuple[str, ...]]:
    names = (
        "search",
        "filter",
        "sort",
        "csv_export",
        "csv_import",
        "pdf",
        "own_records",
        "kanban",
        "drag_and_drop",
        "pagination",
        "print",
    )
    return {
        name: tuple(feature_fact(f) for f in spec.features if f.name == name and f.entity in ("", entity))
        for name in names
    }


def _filters(shape: EntityShape, computed: tuple[ComputedView, ...]) -> tuple[Filter, ...]:
    cls = shape.names.cls
    found = [
        Filter(name=f.name, attr=f.attr, column=f"{cls}.{f.attr}", annotation=f.query, ranged=f.ranged)
        for f in shape.fields
    ]
    if shape.account:
        found.append(Filter(name="user_id", attr="user_id", column=f"{cls}.user_id", annotation="Id", ranged=False))
    found += [
        Filter(name=r.name, attr=r.attr, column=f"{cls}.{r.attr}", annotation="Id", ranged=False)
        for r in shape.relations
    ]
    found += [
        Filter(name=r.name, attr=r.attr, column=f"{cls}.{r.link}", annotation="Id", ranged=False) for r in shape.links
    ]
    if shape.entity.lifecycle:
        states = ", ".join(f'"{state}"' for state in shape.entity.lifecycle.states)
        found.append(
            Filter(name="status", attr="status", column=f"{cls}.status", annotation=f"Literal[{states}]", ranged=False)
        )
    found += [
        Filter(name=c.name, attr=c.attr, column=c.sql, annotation="bool", ranged=False) for c in computed if c.query
    ]
    found += [
        Filter(name=stamp, attr=stamp, column=f"{cls}.{stamp}", annotation="Moment", ranged=True)
        for stamp in shape.stamps
    ]
    names = {f.name for f in found}
    return tuple(
        Filter(
            name=f.name,
            attr=f.attr,
            column=f.column,
            annotation=f.annotation,
            ranged=f.ranged and not {f"{f.name}_from", f"{f.name}_to"} & names,
        )
        for f in found
        if f.name not in _LISTING
    )


def _sorts(shape: EntityShape, computed: tuple[ComputedView, ...]) -> tuple[tuple[str, str], ...]:
    cls = shape.names.cls
    plain = [(f.name, f"{cls}.{f.attr}") for f in shape.fields if f.type is not FieldType.LONG_TEXT and not f.is_file]
    status = [("status", f"{cls}.status")] if shape.entity.lifecycle else []
    references = [(r.name, f"{cls}.{r.attr}") for r in shape.relations]
    derived = [(c.name, c.sql) for c in computed if c.sql]
    stamps = [(stamp, f"{cls}.{stamp}") for stamp in shape.stamps]
    return (("id", f"{cls}.id"), *plain, *status, *references, *stamps, *derived)
