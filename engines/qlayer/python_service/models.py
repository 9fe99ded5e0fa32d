"""The tables of a service as classes of SQLAlchemy. Called by context."""

from __future__ import annotations

from dataclasses import dataclass

from engines.kernel.spec.service import Link, Resource, Stored
from engines.qlayer.python_service.names import attribute, class_name, label, module_name
from engines.qlayer.python_service.syntax import constant, written
from engines.qlayer.python_service.terms import Needs
from engines.qlayer.python_service.world import World

_TYPES: dict[str, tuple[str, str]] = {
    "text": ("str", ""),
    "integer": ("int", "BigInteger"),
    "number": ("float", ""),
    "boolean": ("bool", ""),
    "date": ("dt.date", ""),
    "datetime": ("dt.datetime", "Moment"),
    "json": ("Any", "JSON"),
    "bytes": ("bytes", ""),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of a class, and the fact that it is of."""

    line: str
    fact: str


@dataclass(frozen=True, kw_only=True)
class ModelView:
    """The class of a resource."""

    name: str
    cls: str
    module: str
    table: str
    plural: str
    fact: str
    doc: str
    imports: tuple[str, ...]
    typed_imports: tuple[str, ...]
    constraints: tuple[str, ...]
    columns: tuple[Line, ...]
    links: tuple[Line, ...]
    alive: str


def model_view(world: World, resource: Resource) -> ModelView:
    """All that the template of a model needs."""
    needs = Needs()
    columns = tuple(Line(line=_column(f, needs), fact=f"stored:{resource.name}.{f.name}") for f in resource.fields)
    columns += tuple(Line(line=_key(link, world, needs), fact="") for link in resource.links)
    links = tuple(
        Line(line=_relationship(link, resource, needs), fact=f"link:{resource.name}.{link.name}")
        for link in resource.links
    )
    constraints = tuple(_constraints(resource, needs))
    others = sorted({link.to for link in resource.links} - {resource.name})
    needs.use("app.models.base", "Base")
    if resource.fields or resource.links:
        needs.use("sqlalchemy.orm", "Mapped")
        needs.use("sqlalchemy.orm", "mapped_column")
    alive = _alive(resource, needs) if resource.expires else ""
    standard = ["import datetime as dt"] if any(f.type in ("date", "datetime") for f in resource.fields) else []
    return ModelView(
        name=resource.name,
        cls=class_name(resource.name),
        module=module_name(resource.name),
        table=resource.name,
        plural=label(resource.plural),
        fact=f"resource:{resource.name}",
        doc=_doc(resource),
        imports=(*standard, *imports(needs, "TYPE_CHECKING" if others else "")),
        typed_imports=tuple(f"from app.models.{module_name(o)} import {class_name(o)}" for o in others),
        constraints=constraints,
        columns=columns,
        links=links,
        alive=alive,
    )


def imports(needs: Needs, typing: str = "") -> list[str]:
    """Import statements; their order is set when they are formatted."""
    if typing:
        needs.use("typing", typing)
    return [f"from {module} import {what}" for module, what in sorted(needs.imports)]


def _doc(resource: Resource) -> str:
    said = f"One {label(resource.name)}."
    secrets = [f.name for f in resource.fields if f.made == "secret"]
    if secrets:
        said += f" Of `{'`, `'.join(secrets)}` the digest is kept."
    return said


def _column(stored: Stored, needs: Needs) -> str:
    name = attribute(stored.name)
    if stored.made == "serial":
        needs.use("sqlalchemy.orm", "synonym")
        return f'{name}: Mapped[int] = synonym("pk")'
    kind, column = _TYPES[stored.type]
    if column:
        needs.use("app.models.base" if column == "Moment" else "sqlalchemy", column)
    if kind == "Any":
        needs.use("typing", "Any")
    annotation = f"Mapped[{kind} | None]" if stored.nullable and kind != "Any" else f"Mapped[{kind}]"
    options = [column] if column else []
    if name != stored.name:
        options.insert(0, f'"{stored.name}"')
    if stored.type == "json" and stored.nullable:
        options.append("nullable=True")
    options += _default(stored, needs)
    alone = stored.unique and not stored.within and not stored.any_case
    if alone or (stored.made in ("uuid", "code", "secret") and not stored.within):
        options.append("unique=True")
    return f"{name}: {annotation} = mapped_column({', '.join(options)})" if options else f"{name}: {annotation}"


def _default(stored: Stored, needs: Needs) -> list[str]:
    match stored.made:
        case "uuid":
            return [f"default={needs.use('app.security', 'new_uuid')}"]
        case "code":
            needs.use("app.security", "new_code")
            return [f"default=lambda: new_code({stored.length})" if stored.length else "default=new_code"]
        case "created" | "changed":
            return [f"default={needs.use('app.clock', 'now' if stored.type != 'date' else 'today')}"]
        case "version":
            return ["default=1"]
    if stored.default is not None:
        return [f"default={written(constant(stored.default))}"]
    return []


def _key(link: Link, world: World, needs: Needs) -> str:
    needs.use("sqlalchemy", "ForeignKey")
    ends = "SET NULL" if link.optional else "CASCADE"
    annotation = "Mapped[int | None]" if link.optional else "Mapped[int]"
    target = world.resource(link.to).name
    return f'{link.name}_pk: {annotation} = mapped_column(ForeignKey("{target}.pk", ondelete="{ends}"), index=True)'


def _relationship(link: Link, resource: Resource, needs: Needs) -> str:
    needs.use("sqlalchemy.orm", "relationship")
    cls = class_name(link.to)
    annotation = f"Mapped[{cls} | None]" if link.optional else f"Mapped[{cls}]"
    options = (
        [f"foreign_keys=[{link.name}_pk]"] if sum(1 for other in resource.links if other.to == link.to) > 1 else []
    )
    if link.to == resource.name:
        options = [f"foreign_keys=[{link.name}_pk]", f'remote_side="{cls}.pk"']
    return f"{attribute(link.name)}: {annotation} = relationship({', '.join(options)})"


def _constraints(resource: Resource, needs: Needs) -> list[str]:
    made = []
    links = {link.name for link in resource.links}
    columns = {f.name: f for f in resource.fields}

    def column(name: str) -> str:
        return f"{name}_pk" if name in links else name

    for stored in resource.fields:
        if stored.unique and (stored.within or stored.any_case):
            names = [*(column(name) for name in stored.within), stored.name]
            if stored.any_case:
                needs.use("sqlalchemy", "Index")
                needs.use("sqlalchemy", "text")
                parts = [*(f'"{column(name)}"' for name in stored.within), f'text("lower({stored.name})")']
                made.append(f'Index("uq_{resource.name}_{"_".join(names)}", {", ".join(parts)}, unique=True)')
            else:
                needs.use("sqlalchemy", "UniqueConstraint")
                made.append(f"UniqueConstraint({', '.join(repr(n) for n in names)})")
    for together in resource.once:
        needs.use("sqlalchemy", "UniqueConstraint")
        made.append(
            f"UniqueConstraint({', '.join(repr(column(name)) for name in together if name in links | set(columns))})"
        )
    return made


def _alive(resource: Resource, needs: Needs) -> str:
    needs.use("sqlalchemy", "ColumnElement")
    now = needs.use("app.clock", "now")
    column = f"cls.{attribute(resource.expires)}"
    stored = next((f for f in resource.fields if f.name == resource.expires), None)
    if stored is not None and stored.nullable:
        needs.use("sqlalchemy", "or_")
        return f"or_({column}.is_(None), {column} > {now}())"
    return f"{column} > {now}()"
