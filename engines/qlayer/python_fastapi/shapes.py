"""Reads a specification's entities into shapes: names allotted, references paired with their inverse. Called by context."""

from __future__ import annotations

from dataclasses import replace

from engines.kernel.errors import UserError
from engines.kernel.spec import Entity, Field, Grant, Relation, Spec
from engines.qlayer.ownership import PROFILE, own_ways
from engines.qlayer.python_fastapi import columns, schema
from engines.qlayer.python_fastapi.names import USER, Names, attribute, entity_names, property_name, reference_name
from engines.qlayer.python_fastapi.views import ChildView, EntityShape, FieldView, RelationView, Shapes
from engines.qlayer.wording import words

ACCOUNT_FIELDS = frozenset({"id", "email", "name", "password", "password_hash", "role", "created_at"})
STAMPS = ("created_at", "updated_at")


def shapes(spec: Spec) -> Shapes:
    """All entities, with the children that other entities give them."""
    names = entity_names(spec)
    alone = {entity.name: _shape(spec, entity, names) for entity in spec.entities}
    taken = {name: _attributes(shape) for name, shape in alone.items()}
    children: dict[str, list[ChildView]] = {name: [] for name in alone}
    whole = {name: _paired(shape, alone, taken, children) for name, shape in alone.items()}
    return Shapes(
        spec=spec,
        entities={name: _with_children(shape, children[name], spec.accounts) for name, shape in whole.items()},
    )


def _with_children(shape: EntityShape, children: list[ChildView], accounts: bool) -> EntityShape:
    """Accounts are no records among others: they have no pages and no service of their own."""
    people = tuple(child for child in children if accounts and child.child == USER)
    return replace(shape, children=tuple(child for child in children if child not in people), people=people)


def _shape(spec: Spec, entity: Entity, names: dict[str, Names]) -> EntityShape:
    account = spec.accounts and entity.name == "user"
    skipped = set(ACCOUNT_FIELDS) if account else {"id"}
    if entity.lifecycle:
        skipped.add("status")
    relations = [r for r in _distinct(entity.relations) if _known(spec, r, names)]
    skipped.update(reference_name(r, _target(r, names)) for r in relations)
    profile = bool(spec.accounts and entity.account_role and not account)
    if profile:
        skipped.add("user_id")
        relations = [r for r in relations if r.name != "user"]
    fields = tuple(
        _field(entity, f, account) for f in _distinct_fields(entity.fields) if property_name(f) not in skipped
    )
    taken = {f.attr for f in fields}
    views = [_relation(spec, entity, r, names, taken, account) for r in relations]
    return EntityShape(
        entity=entity,
        names=names[entity.name],
        fields=fields,
        relations=tuple(v for v in views if not v.many),
        links=tuple(v for v in views if v.many),
        children=(),
        account=profile,
        stamps=() if account else _stamps(entity, taken, views),
    )


def _stamps(entity: Entity, fields: set[str], relations: list[RelationView]) -> tuple[str, ...]:
    """The moments that the application writes down by itself, but for those that the brief has another use for."""
    taken = fields | {name for r in relations for name in (r.attr, r.link)} | {c.name for c in entity.computed}
    return tuple(name for name in STAMPS if name not in taken)


def _known(spec: Spec, relation: Relation, names: dict[str, Names]) -> bool:
    if relation.target in names or (relation.target == "user" and spec.accounts):
        return True
    raise UserError(
        f"relation '{relation.name}' points to '{relation.target}', which is no entity",
        hint="Name an entity of the specification, or `user` where people sign in.",
    )


def _target(relation: Relation, names: dict[str, Names]) -> Names:
    return names.get(relation.target, USER)


def _distinct(relations: tuple[Relation, ...]) -> list[Relation]:
    return list({relation.name: relation for relation in relations}.values())


def _distinct_fields(fields: tuple[Field, ...]) -> list[Field]:
    return list({property_name(field): field for field in fields}.values())


def _field(entity: Entity, field: Field, account: bool) -> FieldView:
    name = property_name(field)
    attr = attribute(name)
    required = field.required and not account
    return FieldView(
        field=field,
        name=name,
        attr=attr,
        label=words(field.name),
        fact=f"field:{entity.name}.{field.name}",
        mapped=columns.mapped(field, required),
        column=columns.column(field),
        column_type=columns.column_type(field),
        create=schema.create(field, name, attr, required),
        update=schema.update(field, name, attr, required),
        read=schema.read(field, name, attr, required),
        query=schema.query(field),
        ranged=schema.ranged(field.type),
        required=required,
    )


def _relation(
    spec: Spec, entity: Entity, relation: Relation, names: dict[str, Names], taken: set[str], account: bool
) -> RelationView:
    target = _target(relation, names)
    name = reference_name(relation, target)
    link = attribute(relation.name)
    if link in taken:
        link = f"{link}_record"
    return RelationView(
        relation=relation,
        name=name,
        attr=attribute(name),
        link=link,
        label=words(relation.name),
        fact=f"relation:{entity.name}.{relation.name}",
        target=target,
        children="",
        required=relation.required and not account and relation.on_delete != "set_null" and not relation.many,
        many=relation.many,
        table=f"{names[entity.name].table}_{relation.name}" if relation.many else "",
        fills="" if relation.many else _fills(spec, entity, relation),
        on_user=spec.accounts and relation.target == "user",
    )


def _fills(spec: Spec, entity: Entity, relation: Relation) -> str:
    """The role whose own profile is taken when the reference is not given; `*` for any account."""
    if not (spec.accounts and _creates_own(spec.grants, entity.name)):
        return ""
    own = own_ways(spec, entity)
    if (relation.name,) in own:
        return "*"
    return spec.entity(relation.target).account_role if (relation.name, PROFILE) in own else ""


def _creates_own(grants: tuple[Grant, ...], entity: str) -> bool:
    return any(grant.own and grant.entity == entity and "create" in grant.actions for grant in grants)


def _attributes(shape: EntityShape) -> set[str]:
    taken = {"id", "status", "user", "user_id", *shape.stamps} | {f.attr for f in shape.fields}
    for relation in (*shape.relations, *shape.links):
        taken |= {relation.attr, relation.link}
    return taken | {attribute(computed.name) for computed in shape.entity.computed}


def _paired(
    shape: EntityShape,
    alone: dict[str, EntityShape],
    taken: dict[str, set[str]],
    children: dict[str, list[ChildView]],
) -> EntityShape:
    def pair(view: RelationView) -> RelationView:
        target = view.relation.target
        if target not in alone or view.on_user:
            return view
        known = view.relation.children or shape.names.plural
        attr = _free(attribute(known), view.relation.name, taken[target])
        paired = replace(view, children=attr)
        children[target].append(ChildView(attr=attr, spec_name=known, child=shape.names, relation=paired))
        return paired

    return replace(shape, relations=tuple(map(pair, shape.relations)), links=tuple(map(pair, shape.links)))


def _free(attr: str, relation: str, taken: set[str]) -> str:
    for wanted in (attr, f"{attr}_by_{relation}", f"{attr}_{relation}_records"):
        if wanted not in taken:
            taken.add(wanted)
            return wanted
    return _free(f"{attr}_", relation, taken)
