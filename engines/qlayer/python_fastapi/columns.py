"""How a field is stored: its SQLAlchemy type, mapped annotation and column. Called by shapes."""

from __future__ import annotations

from engines.kernel.spec import Field, FieldType

TEXT_LENGTH = 200
_LENGTHS = {FieldType.EMAIL: 254, FieldType.URL: 2000, FieldType.PHONE: 40, FieldType.TEXT: TEXT_LENGTH}
_PYTHON = {
    FieldType.INTEGER: "int",
    FieldType.NUMBER: "Decimal",
    FieldType.MONEY: "Decimal",
    FieldType.BOOLEAN: "bool",
    FieldType.DATE: "dt.date",
    FieldType.DATETIME: "dt.datetime",
    FieldType.TIME: "dt.time",
    FieldType.FILE: "int",
    FieldType.IMAGE: "int",
}
_COLUMNS = {
    FieldType.INTEGER: "BigInteger",
    FieldType.NUMBER: "Numeric(18, 6)",
    FieldType.MONEY: "Numeric(14, 2)",
    FieldType.BOOLEAN: "Boolean",
    FieldType.DATE: "Date",
    FieldType.DATETIME: "Moment",
    FieldType.TIME: "Time",
    FieldType.LONG_TEXT: "Text",
    FieldType.FILE: "Integer",
    FieldType.IMAGE: "Integer",
}


def python_type(kind: FieldType) -> str:
    """The Python type of a field's value."""
    return _PYTHON.get(kind, "str")


def max_length(field: Field) -> int:
    """How many characters a text field takes."""
    if field.type is FieldType.LONG_TEXT:
        return field.max_length or 20_000
    if field.type is FieldType.ENUM:
        return max([40, *map(len, field.choices)])
    return field.max_length or _LENGTHS.get(field.type, TEXT_LENGTH)


def column_type(field: Field) -> str:
    """The SQLAlchemy type of a field's column."""
    return _COLUMNS.get(field.type) or f"String({max_length(field)})"


def mapped(field: Field, required: bool) -> str:
    """The mapped annotation: `Mapped[int | None]`."""
    return f"Mapped[{python_type(field.type)}{'' if required else ' | None'}]"


def column(field: Field) -> str:
    """The mapped_column call."""
    parts = [column_type(field)]
    if field.type in (FieldType.FILE, FieldType.IMAGE):
        parts = ['ForeignKey("files.id", ondelete="RESTRICT")']
    if field.unique:
        parts.append("unique=True")
    return f"mapped_column({', '.join(parts)})"
