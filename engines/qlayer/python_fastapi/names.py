"""What things are called in generated Python: no keyword, no clash with what a module imports. Called by the view-models."""

from __future__ import annotations

import keyword
from dataclasses import dataclass

from engines.kernel.spec import Entity, Field, FieldType, Relation, Spec
from engines.qlayer.wording import words

_CLASSES = frozenset(
    """
    Account Annotated Any APIRouter Base BaseModel BigInteger Boolean Callable Clock Column Conflict Dashboard
    Date DateTime Decimal Depends Exception False Field FieldError Figure File Forbidden ForeignKey Generic
    Group Imported Index Integer Invalid Iterable Iterator List Literal Mapped Mapping Missing Moment Money None
    Number Numeric Page PageRead Path Problem Query Reminder Request Response Row Scope Select Sequence Session
    Settings String Table Text Time True TypeVar Unauthenticated UniqueConstraint User Viewer Visitor
    """.split()  # noqa: SIM905 - one word beside the other reads better
)
_MODULES = frozenset({"base", "file", "types", "user", "page"})
_API_MODULES = frozenset({"auth", "dashboard", "files", "reminders", "reports", "users"})
_VARIABLES = frozenset(
    """
    access after app attribute average before bool bytes cast changes check clock column conditions content count
    current data date dict document dt error export facts false field files filter first float found func get
    hash headers hold id import input int items len limit linked list matching max min moments money move names
    next now null number object open ordered others own page paged parent period print problem problems property
    query range ratio reference request response role roles round rounded router row rows rule scope select self
    service session set sorted statement status step str sum table tables taken text to today total transaction true
    truth tuple type update used value values viewer visible wanted wrong
    """.split()  # noqa: SIM905 - one word beside the other reads better
)
_ATTRIBUTES = frozenset(
    """
    bool construct copy dict dt fields float from_orm id int json list metadata parse_file parse_obj parse_raw
    property registry schema schema_json str type_annotation_map update_forward_refs validate
    """.split()  # noqa: SIM905 - one word beside the other reads better
)
_PATHS = frozenset({"auth", "dashboard", "files", "reminders", "reports", "users"})


@dataclass(frozen=True, kw_only=True)
class Names:
    """The names of one entity: `book`, `books`, module `book`, class `Book`, path `/api/books`, table `books`."""

    name: str
    plural: str
    module: str
    api_module: str
    cls: str
    var: str
    vars: str
    kebab: str
    table: str
    label: str
    labels: str

    @property
    def path(self) -> str:
        """Where its collection lives."""
        return f"/api/{self.kebab}"

    @property
    def id_var(self) -> str:
        """The variable that holds an id: `book_id`."""
        return f"{self.name}_id"


USER = Names(
    name="user",
    plural="users",
    module="user",
    api_module="users",
    cls="User",
    var="user",
    vars="users",
    kebab="users",
    table="users",
    label="user",
    labels="users",
)


def entity_names(spec: Spec) -> dict[str, Names]:
    """The names of all entities of a specification; those of accounts for `user`."""
    taken: set[str] = set()
    names: dict[str, Names] = {}
    for entity in spec.entities:
        if entity.name == "user" and spec.accounts:
            names["user"] = USER
            continue
        plural = _plural(entity, taken, spec.accounts)
        taken.add(plural)
        names[entity.name] = _names(entity, plural, spec.accounts)
    return names


def attribute(name: str) -> str:
    """A field's name as an attribute of models and schemas."""
    clash = keyword.iskeyword(name) or name in _ATTRIBUTES or name.startswith(("model_", "_"))
    return f"{name.lstrip('_')}_" if clash else name


def variable(name: str) -> str:
    """A name for a local variable."""
    if keyword.iskeyword(name):
        return f"{name}_"
    return f"{name}_record" if name in _VARIABLES else name


def property_name(field: Field) -> str:
    """The JSON property of a field; files are referred to by id."""
    if field.type not in (FieldType.FILE, FieldType.IMAGE):
        return field.name
    return f"{field.name}_id" if field.name.split("_")[-1] == "file" else f"{field.name}_file_id"


def reference_name(relation: Relation, target: Names) -> str:
    """The JSON property of a relation: `book_id`, or `tag_ids` for many."""
    if not relation.many:
        return f"{relation.name}_id"
    return f"{target.name if relation.name == target.plural else singular(relation.name)}_ids"


def singular(name: str) -> str:
    """The singular of a plural, well enough for a property's name."""
    if name.endswith("ies") and len(name) > 4:
        return name[:-3] + "y"
    if name.endswith(("ses", "xes", "ches", "shes")):
        return name[:-2]
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name


def pascal(name: str) -> str:
    """A name as a class name."""
    return "".join(part.capitalize() for part in name.split("_") if part)


def _plural(entity: Entity, taken: set[str], accounts: bool) -> str:
    reserved = {name.replace("-", "_") for name in _PATHS} - (set() if accounts else {"users", "auth"})
    if entity.plural not in taken | reserved:
        return entity.plural
    return f"{entity.name}_records"


def _names(entity: Entity, plural: str, accounts: bool) -> Names:
    cls = pascal(entity.name)
    free = {"User"} if entity.name == "user" and not accounts else set()
    module = f"{entity.name}_" if keyword.iskeyword(entity.name) else entity.name
    modules = _MODULES - ({"user"} if free else set())
    api_module = f"{plural}_" if keyword.iskeyword(plural) else plural
    return Names(
        name=entity.name,
        plural=plural,
        module=f"{module}_record" if module in modules else module,
        api_module=f"{api_module}_records"
        if api_module in _API_MODULES - ({"users"} if free else set())
        else api_module,
        cls=f"{cls}Record" if cls in _CLASSES - free else cls,
        var=variable(entity.name),
        vars=variable(plural),
        kebab=plural.replace("_", "-"),
        table=plural,
        label=words(entity.name),
        labels=words(plural),
    )
