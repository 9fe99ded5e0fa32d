"""Makes schemas of samples: types by values, by what is said in their place, and by names. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from engines.kernel.spec import FieldType
from engines.spec.english import English
from engines.spec.fieldtypes import type_of
from engines.spec.interface.model import snake
from engines.spec.interface.prose.limits import limits
from engines.spec.interface.prose.samples import Sample

Schema = dict[str, Any]


class Resolve(Protocol):
    """What is known of things by name and of samples that show them."""

    def word(self, name: str) -> Schema | None:
        """The schema of a thing of this name."""

    def part(self) -> Schema | None:
        """The one described thing that no operation is about: what others are made of."""

    def shown(self, sample: Sample) -> Schema | None:
        """The schema of the thing that this very sample shows."""


_FORMATS = (
    (re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE), "uuid"),
    (re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?"), "date-time"),
    (re.compile(r"\d{4}-\d{2}-\d{2}"), "date"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "email"),
    (re.compile(r"https?://\S+"), "uri"),
)
_BY_TYPE: Mapping[FieldType, Schema] = {
    FieldType.INTEGER: {"type": "integer"},
    FieldType.NUMBER: {"type": "number"},
    FieldType.MONEY: {"type": "number"},
    FieldType.BOOLEAN: {"type": "boolean"},
    FieldType.DATE: {"type": "string", "format": "date"},
    FieldType.DATETIME: {"type": "string", "format": "date-time"},
    FieldType.EMAIL: {"type": "string", "format": "email"},
    FieldType.URL: {"type": "string", "format": "uri"},
}
_WORDS: tuple[tuple[re.Pattern[str], Schema], ...] = (
    (re.compile(r"uuid|guid", re.IGNORECASE), {"type": "string", "format": "uuid"}),
    (re.compile(r"e-?mail", re.IGNORECASE), {"type": "string", "format": "email"}),
    (re.compile(r"(?:iso|date-?time|timestamp)", re.IGNORECASE), {"type": "string", "format": "date-time"}),
    (re.compile(r"date\b", re.IGNORECASE), {"type": "string", "format": "date"}),
    (re.compile(r"int(?:eger)?\b|whole", re.IGNORECASE), {"type": "integer"}),
    (re.compile(r"number|float|decimal", re.IGNORECASE), {"type": "number"}),
    (re.compile(r"bool", re.IGNORECASE), {"type": "boolean"}),
    (re.compile(r"string|text", re.IGNORECASE), {"type": "string"}),
    (re.compile(r"anything|any\b|object|json|whatever", re.IGNORECASE), {}),
)  # fmt: skip
MAPS = frozenset(
    "variables values extra extras fields counts metadata attributes params headers labels properties data_fields totals balances options_by settings translations stats".split()  # noqa: SIM905
)
_MEASURED = frozenset(
    [
        "value",
        "result",
        "amount",
        "price",
        "cost",
        "rate",
        "weight",
        "mean",
        "average",
        "median",
        "sum",
        "variance",
        "balance",
        "principal",
        "payment",
        "interest",
        "temperature",
        "latitude",
        "longitude",
    ]
)
_MOMENTS = frozenset("at created updated modified since time timestamp expires".split())  # noqa: SIM905
_WHOLE = frozenset(
    [
        "total",
        "count",
        "page",
        "limit",
        "offset",
        "number",
        "size",
        "version",
        "revision",
        "position",
        "rank",
        "line",
        "index",
        "quantity",
        "stock",
        "age",
        "year",
    ]
)


_TEXTS = frozenset(
    "body text source content title name description comment message subject note notes label address password username question answer slug code bio query pattern phone street city company q "  # noqa: SIM905
    "filter search summary caption headline nickname reason plate holder location key token url email template expression string word words line tag tags".split()
)


def is_text(name: str) -> bool:
    """Whether a name says by itself that it holds text."""
    return snake(name).rstrip("_").rpartition("_")[2] in _TEXTS


def by_name(name: str, english: English) -> Schema:
    """What a member holds by its name alone; text when nothing is known."""
    word = snake(name).rstrip("_")
    last = word.rpartition("_")[2]
    if last == "at" or word in _MOMENTS or word.endswith(("_date_time", "_timestamp")):
        return {"type": "string", "format": "date-time"}
    if word.startswith(("is_", "has_", "can_")):
        return {"type": "boolean"}
    if last == "id" or last in (
        "id",
        "key",
        "token",
        "code",
        "password",
        "secret",
        "status",
        "state",
        "name",
        "title",
        "text",
        "type",
        "username",
        "url",
        "uri",
        "slug",
    ):
        return {"type": "string"}
    if last == "number" and word != "number":
        return {"type": "string"}
    if last in _WHOLE or last in ("cents", "seconds", "bytes", "minutes", "ms", "percent") or last.endswith("_count"):
        return {"type": "number" if last in ("percent", "ms") else "integer"}
    return dict(_BY_TYPE.get(type_of(word, english), {"type": "string"}))


def schema_of(sample: Sample | None, name: str, english: English, resolve: Resolve) -> Schema:
    """The schema of a value like a sample, which stands under a name. `resolve` knows things by name."""
    if sample is None or sample.kind == "open":
        found = resolve.word(name) if sample is not None else None
        return found or by_name(name, english)
    if known := resolve.shown(sample):
        return known
    if sample.choices:
        return _either(sample, name, english, resolve)
    if sample.kind == "object":
        return _object(sample, name, english, resolve)
    if sample.kind == "array":
        return _array(sample, name, english, resolve)
    if sample.kind == "word":
        said = str(sample.value)
        if known := resolve.word(said.lower().removeprefix("the ").removeprefix("a ").strip()):
            return known
        told = next((dict(schema) for expression, schema in _WORDS if expression.match(said)), None)
        return by_name(name, english) if told is None else told
    return _value(sample.value, name, english)


def _value(value: object, name: str, english: English) -> Schema:
    if isinstance(value, bool):
        return {"type": "boolean"}
    if isinstance(value, int):
        return (
            {"type": "number"}
            if type_of(snake(name), english) is FieldType.MONEY or snake(name) in _MEASURED
            else {"type": "integer"}
        )
    if isinstance(value, float):
        return {"type": "number"}
    if value is None:
        named = by_name(name, english)
        return {**named, "type": [named.get("type", "string"), "null"]}
    said = str(value)
    for expression, form in _FORMATS:
        if expression.fullmatch(said):
            return {"type": "string", "format": form}
    if re.fullmatch(r"<?e-?mail(?: address)?>?", said, re.IGNORECASE):
        return {"type": "string", "format": "email"}
    if said in ("...", "…", "", "string") or "..." in said:
        named = by_name(name, english)
        return named if named.get("type") == "string" else {"type": "string"}
    told = limits(f" {said}") if re.search(r"\bchar|optional\b|\d+ ?- ?\d+ ", said) else None
    return {"type": "string"} | (told.schema if told and told.schema.get("type") == "string" else {})


def _object(sample: Sample, name: str, english: English, resolve: Resolve) -> Schema:
    if not sample.members:
        return resolve.word(name) or {"type": "object"}
    properties = {m.name: schema_of(m.sample, m.name, english, resolve) for m in sample.members}
    for member in sample.members:
        lasts = re.fullmatch(r"expires?_in\w*|ttl\w*|max_age|lifetime\w*", snake(member.name))
        if lasts and member.sample and isinstance(member.sample.value, int):
            properties[member.name]["example"] = member.sample.value
        if member.note and (told := limits(f" {member.note}")):
            tell(properties[member.name], told.schema)
            if told.nullable:
                nullable(properties[member.name])
    if (
        snake(name) in MAPS
        and all(part.get("type") in ("string", "integer", "number", "boolean") for part in properties.values())
        and not _told(sample)
    ):
        kinds = {str(part["type"]) for part in properties.values()}
        mixed = {"type": "number"} if kinds <= {"integer", "number"} and len(properties) > 1 else {}
        return {"type": "object", "additionalProperties": mixed or True}
    keys = [key for key in properties if re.match(r"[A-Z]\w*$|.*[\s.@/-]", key)]
    if len(properties) > 1 and len(keys) == len(properties) and not any(m.sample is None for m in sample.members):
        return {"type": "object", "additionalProperties": next(iter(properties.values()))}
    required = [m.name for m in sample.members if not m.optional]
    return {"type": "object", "properties": properties} | ({"required": required} if required else {})


def _told(sample: Sample) -> bool:
    """Whether members are named without values, so that the names matter."""
    return any(member.sample is None for member in sample.members)


def _array(sample: Sample, name: str, english: English, resolve: Resolve) -> Schema:
    single = english.singular(snake(name).rpartition("_")[2]) if name else ""
    if not sample.items:
        known = (
            resolve.word(single)
            or resolve.word(name)
            or (resolve.part() if single in ("item", "line", "entry", "row") else None)
        )
        return {"type": "array", "items": known or ({} if sample.goes_on else {"type": "string"})}
    items = schema_of(sample.items[0], single, english, resolve)
    return {"type": "array", "items": items}


def _either(sample: Sample, name: str, english: English, resolve: Resolve) -> Schema:
    values = [choice.value for choice in sample.choices if choice.kind == "value"]
    texts = [value for value in values if isinstance(value, str)]
    if len(texts) == len(sample.choices):
        return {"type": "string", "enum": texts}
    others = [c for c in sample.choices if not (c.kind == "value" and c.value is None)]
    found = schema_of(replace(others[0], choices=()), name, english, resolve)
    return nullable(found) if len(others) < len(sample.choices) else found


def nullable(schema: Schema) -> Schema:
    """A schema that allows null too."""
    kind = schema.get("type")
    if isinstance(kind, str):
        schema["type"] = [kind, "null"]
        if isinstance(schema.get("enum"), list) and None not in schema["enum"]:
            schema["enum"] = [*schema["enum"], None]
    elif "$ref" in schema:
        reference = schema.pop("$ref")
        schema["anyOf"] = [{"$ref": reference}, {"type": "null"}]
    return schema


_BOUNDS = frozenset(("pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength"))
_NUMERIC = {"minimum": "minLength", "maximum": "maxLength"}


def tell(schema: Schema, told: Mapping[str, Any], *, sure: bool = False) -> Schema:
    """Adds to a schema what a text says; numbers for a text are its length, for a list how many. `sure`: its type is shown."""
    kind = schema.get("type")
    kinds = kind if isinstance(kind, list) else [kind]
    strings = "string" in kinds and "format" not in schema
    for key, value in told.items():
        if key == "type":
            if (
                kind is None
                or (
                    kinds == ["string"]
                    and not sure
                    and set(schema) == {"type"}
                    and value != "string"
                    and not _BOUNDS & set(told)
                )
                or (value == "number" and "integer" in kinds and not sure)
            ):
                schema["type"] = value
            continue
        if key in _NUMERIC and "array" in kinds:
            schema[_NUMERIC[key].replace("Length", "Items")] = value
        elif (key in ("minLength", "maxLength") and "array" in kinds) or (key == "pattern" and "array" in kinds):
            schema.setdefault("items", {"type": "string"})
            tell(schema["items"], {key: value})
        elif key in _NUMERIC and strings:
            if isinstance(value, int) and value >= 0:
                schema[_NUMERIC[key]] = value
        elif key == "enum":
            schema[key] = [*value, None] if "null" in kinds else list(value)
            schema.setdefault("type", "string")
        elif key in ("exclusiveMinimum", "exclusiveMaximum") and strings:
            continue
        else:
            schema[key] = value
    return schema
