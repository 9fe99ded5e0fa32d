"""How a field is written in request, response and query schemas. Called by shapes."""

from __future__ import annotations

from engines.kernel.spec import Field, FieldType
from engines.qlayer.python_fastapi.columns import max_length, python_type

WHOLE = 2_147_483_647
_LIMITS = {FieldType.INTEGER: WHOLE, FieldType.MONEY: 9_999_999_999, FieldType.NUMBER: 1_000_000_000}
_PLACES = {FieldType.MONEY: 2, FieldType.NUMBER: 6}
_ISO = {FieldType.DATE: "Day", FieldType.DATETIME: "Moment", FieldType.TIME: "Clock"}
_TEXTS = {FieldType.EMAIL: "Email", FieldType.URL: "Url", FieldType.PHONE: "Text"}


def value_type(field: Field) -> str:
    """The annotation of a value that is sent: type with constraints."""
    kind = field.type
    if kind is FieldType.ENUM:
        return f"Literal[{', '.join(quoted(choice) for choice in field.choices)}]"
    if kind is FieldType.BOOLEAN:
        return "Flag"
    if kind in (FieldType.FILE, FieldType.IMAGE):
        return reference_type("files")
    if kind in _ISO:
        return _ISO[kind]
    if kind in _LIMITS:
        return _number(field)
    return _text(field)


def create(field: Field, name: str, attr: str, required: bool) -> str:
    """The property in the create schema, after its name: annotation and default."""
    annotation = value_type(field)
    default = _default(field)
    if default is not None:
        return _declared(annotation, name, attr, default)
    return _declared(annotation if required else f"{annotation} | None", name, attr, "" if required else "None")


def update(field: Field, name: str, attr: str, required: bool) -> str:
    """The property in the update schema: any may be left out, only optional ones may be null."""
    annotation = value_type(field)
    if required:
        return _declared(annotation, name, attr, "omitted()")
    return _declared(f"{annotation} | None", name, attr, "None")


def read(field: Field, name: str, attr: str, required: bool) -> str:
    """The property in the read schema."""
    return read_property(read_type(field), name, attr, required)


def read_type(field: Field) -> str:
    """The annotation of a value that is answered."""
    kind = field.type
    if kind in (FieldType.FILE, FieldType.IMAGE):
        return 'Annotated[int, Field(json_schema_extra={"x-resource": "files"})]'
    if kind is FieldType.ENUM:
        return value_type(field)
    return computed_type(kind)


def computed_type(kind: FieldType) -> str:
    """The annotation of an answered value of a type."""
    if kind in _PLACES:
        return "Money" if kind is FieldType.MONEY else "Number"
    if kind in _ISO:
        return "TimeOfDay" if kind is FieldType.TIME else _ISO[kind]
    formats = {FieldType.EMAIL: "email", FieldType.URL: "uri"}
    if kind in formats:
        return f'Annotated[str, Field(json_schema_extra={{"format": "{formats[kind]}"}})]'
    return python_type(kind)


def read_property(annotation: str, name: str, attr: str, required: bool, extra: str = "") -> str:
    """A property that is answered; its JSON name may differ from its attribute."""
    annotation = annotation if required else f"{annotation} | None"
    options = [f"serialization_alias={quoted(name)}"] if name != attr else []
    if extra:
        options.append(f"json_schema_extra={{{extra}}}")
    return f"{annotation} = Field({', '.join(options)})" if options else annotation


def query(field: Field) -> str:
    """The annotation of a filter in the query string."""
    kind = field.type
    if kind is FieldType.INTEGER:
        return "Whole"
    if kind in _PLACES:
        return "Measure"
    if kind is FieldType.BOOLEAN:
        return "bool"
    if kind in (FieldType.FILE, FieldType.IMAGE):
        return "Id"
    if kind in _ISO:
        return _ISO[kind]
    return value_type(field) if kind is FieldType.ENUM else "Words"


def ranged(kind: FieldType) -> bool:
    """Whether a filter may give bounds."""
    return kind in _LIMITS or kind in _ISO


def reference_type(resource: str) -> str:
    """An id of an object of another collection."""
    return f'Annotated[Reference, Field(json_schema_extra={{"x-resource": {quoted(resource)}}})]'


def quoted(text: str) -> str:
    """A Python literal in double quotes."""
    escaped = repr(text)[1:-1].replace("\\'", "'")
    return '"' + (escaped if '"' in escaped and '\\"' in escaped else escaped.replace('"', '\\"')) + '"'


def _declared(annotation: str, name: str, attr: str, default: str) -> str:
    if name != attr:
        annotation = f"Annotated[{annotation}, Field(alias={quoted(name)})]"
    return f"{annotation} = {default}" if default else annotation


def _default(field: Field) -> str | None:
    if field.default is None:
        return "False" if field.type is FieldType.BOOLEAN and field.required else None
    match field.type, field.default:
        case FieldType.BOOLEAN, value:
            return str(bool(value))
        case FieldType.INTEGER, int() | float() as number:
            return str(int(number))
        case ((FieldType.MONEY | FieldType.NUMBER), int() | float() as number):
            return f'Decimal("{number}")'
        case FieldType.ENUM, str() as choice if choice in field.choices:
            return quoted(choice)
        case ((FieldType.TEXT | FieldType.LONG_TEXT | FieldType.EMAIL | FieldType.URL | FieldType.PHONE), value):
            return quoted(str(value))
        case ((FieldType.DATE | FieldType.DATETIME), "today" | "now" as word):
            return f"Field(default_factory={word})"
        case FieldType.DATE, str() as day:
            return f'Field(default_factory=lambda: dt.date.fromisoformat("{day}"))'
    return None


def _number(field: Field) -> str:
    limit = _LIMITS[field.type]
    low = _bound(field.minimum if field.minimum is not None else -limit, field.type)
    high = _bound(field.maximum if field.maximum is not None else limit, field.type)
    if field.type is FieldType.INTEGER:
        return f"Annotated[int, Field(strict=True, ge={low}, le={high}), Exact]"
    return f"Annotated[Decimal, Field(ge={low}, le={high}), Amount({_PLACES[field.type]})]"


def _bound(value: float, kind: FieldType) -> str:
    limit = _LIMITS[kind]
    value = max(-limit, min(limit, value))
    whole = int(value)
    if kind is FieldType.INTEGER or whole == value:
        return f"{whole:_}"
    return f'Decimal("{value}")'


def _text(field: Field) -> str:
    least = field.min_length if field.min_length is not None else (1 if field.required else 0)
    options = [f"min_length={least}"] if least and field.type not in (FieldType.EMAIL, FieldType.URL) else []
    options.append(f"max_length={max_length(field):_}")
    if field.pattern:
        return f"Annotated[str, Field({', '.join([*options, f'pattern={raw(field.pattern)}'])})]"
    return f"Annotated[{_TEXTS.get(field.type, 'Text')}, Field({', '.join(options)})]"


def raw(pattern: str) -> str:
    """A regular expression as a Python literal."""
    return f'r"{pattern}"' if '"' not in pattern and not pattern.endswith("\\") else quoted(pattern)
