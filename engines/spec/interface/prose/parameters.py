"""The parameters of an operation as a document says them: in its path, its query, its headers. Called by deriving."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engines.spec.interface.model import snake
from engines.spec.interface.prose.credentials import Scheme
from engines.spec.interface.prose.limits import Missing, limits
from engines.spec.interface.prose.members import joined
from engines.spec.interface.prose.parts import Parts
from engines.spec.interface.prose.passages import Paper
from engines.spec.interface.prose.queries import Asked, queries
from engines.spec.interface.prose.shapes import Schema, by_name, tell
from engines.spec.interface.prose.spoken import Spoken
from engines.spec.interface.prose.stretches import Layout
from engines.spec.interface.prose.things import Things, resource

SAID = "x-sentences"
Scopes = Sequence[Sequence[tuple[int, int]]]
_COPIED = ("type", "format", "pattern", "minLength", "maxLength", "enum", "minimum", "maximum")
_WHOLE = frozenset("limit offset page per_page page_size size skip top first count n take perpage".split())  # noqa: SIM905
_MOMENTS = frozenset("from to since until before after start end".split())  # noqa: SIM905
_HEADERS = re.compile(r"\b(?P<name>Idempotency-Key|If-Match|If-None-Match|X-[A-Z][\w-]*\w)\b")


def path_parameters(parts: Parts, spoken: Spoken, things: Things) -> Iterator[dict[str, Any]]:
    """What stands in braces in the path, with what is known of such names."""
    everywhere = [(p.start, p.end) for p in spoken.paper.passages]
    for match in re.finditer(r"(?:/(?P<collection>[^/{}]+))?/?[^/{}]*\{(?P<name>[^{}]+)\}", parts.told.path):
        name = match["name"]
        schema: Schema = {"type": "string"}
        thing = (
            things.english.singular(snake(match["collection"] or "").rpartition("_")[2]) if match["collection"] else ""
        )
        schema |= _of_member(name, thing, things)
        sentences = []
        for fact in spoken.of(name, everywhere)[:3]:
            if {"pattern", "minLength", "maxLength", "minimum"} & set(
                fact.limits.schema
            ) and "enum" not in fact.limits.schema:
                tell(schema, {k: v for k, v in fact.limits.schema.items() if k != "format"})
                sentences.append(fact.sentence)
        if not sentences and (own := _own_path(name, parts, spoken)):
            tell(schema, own)
        made: dict[str, Any] = {"name": name, "in": "path", "required": True, "schema": schema}
        yield made | ({SAID: sorted(set(sentences))} if sentences else {})


def _own_path(name: str, parts: Parts, spoken: Spoken) -> Schema:
    """What an operation says of its only parameter without naming it: 'Names are ...', 'a, b, c; others 404'."""
    if parts.told.path.count("{") != 1:
        return {}
    for span in parts.spans:
        text = spoken.readable(span)
        if match := re.search(
            r"(?P<list>[a-z]\w*(?:, [a-z]\w*)+(?:,? (?:and|or) [a-z]\w*)?); (?:all )?others?\b[^.;]{0,12}404", text
        ):
            return {"enum": re.split(r", (?:and |or )?| and | or ", match["list"])}
        if match := re.match(
            r"\W*(?:the )?names? (?P<rest>(?:is|are|has|have|must)\b.*)", text, re.IGNORECASE | re.DOTALL
        ):
            told = limits(f" {match['rest']}").schema
            return {key: value for key, value in told.items() if key in ("pattern", "minLength", "maxLength")}
    del name
    return {}


def _of_member(name: str, thing: str, things: Things) -> Schema:
    """What the shown member says that a path names a thing by."""
    if thing not in things.samples:
        return {}
    properties = things.whole(thing).get("properties", {})
    word = snake(name)
    for member, schema in properties.items():
        known = snake(member)
        if (
            known == word
            or f"{thing}_{known}" == word
            or (known == "id" and word.endswith("_id") and word.removesuffix("_id") == thing)
        ):
            return {key: schema[key] for key in ("type", "format") if key in schema and schema[key] != "date-time"}
    return {}


def query_parameters(
    parts: Parts,
    spoken: Spoken,
    layout: Layout,
    scopes: Scopes,
    things: Things,
    all_parts: Mapping[str, Parts],
    known: Mapping[str, Scheme],
) -> Iterator[dict[str, Any]]:
    """What is asked for in the query."""
    keys = {scheme.parameter for scheme in known.values() if scheme.kind == "query"}
    name = resource(parts.told.path, all_parts, things.english)
    shown = things.whole(name).get("properties", {}) if name in things.samples else {}
    in_path = set(re.findall(r"\{([^{}]+)\}", parts.told.path))
    for asked in queries(spoken.paper, layout, parts.told, parts.spans):
        if asked.name in keys | in_path:
            continue
        made: dict[str, Any] = {"name": asked.name, "in": "query"}
        schema, required = _asked(asked, shown, spoken, scopes, things)
        if required:
            made["required"] = True
        if asked.note.strip(" ,;.()"):
            made["description"] = asked.note.strip(" ,;.")
        yield made | {"schema": schema, SAID: sorted(set(asked.sentences))}


def _asked(
    asked: Asked, shown: Mapping[str, Schema], spoken: Spoken, scopes: Scopes, things: Things
) -> tuple[Schema, bool]:
    own = asked.limits()
    told = joined(spoken.of(asked.name, scopes[0]))
    for key, value in own.schema.items():
        told.schema[key] = value
    if own.default is not Missing:
        told.default = own.default
    word = snake(asked.name).rstrip("_")
    schema: Schema = {}
    same = next((s for n, s in shown.items() if snake(n).rstrip("_") == word), None)
    if same is not None and "$ref" not in same and same.get("type") not in ("array", "object"):
        schema |= {key: value for key, value in same.items() if key in ("type", "format", "enum")}
        if isinstance(schema.get("type"), list):
            schema["type"] = next(kind for kind in schema["type"] if kind != "null")
        if "enum" in schema:
            schema["enum"] = [value for value in schema["enum"] if value is not None]
    elif asked.shown in ("true", "false"):
        schema["type"] = "boolean"
    elif (
        word in _WHOLE
        or word.replace("_", "") in _WHOLE
        or (re.fullmatch(r"-?\d+", asked.shown) and word not in ("from", "to", "value"))
    ):
        schema["type"] = "integer"
    elif word in _MOMENTS and any(s.get("format") == "date-time" for s in shown.values()):
        schema |= {"type": "string", "format": "date-time"}
    elif word in _MOMENTS and any(s.get("format") == "date" for s in shown.values()):
        schema |= {"type": "string", "format": "date"}
    elif word.startswith(("min_", "max_")) and (
        bound := shown.get(word[4:]) or next((s for n, s in shown.items() if snake(n).startswith(word[4:])), None)
    ):
        schema["type"] = bound.get("type", "number")
    elif word.startswith(("min_", "max_", "below_", "above_")):
        schema["type"] = by_name(word, things.english).get("type", "string")
    elif word in ("archived", "active", "done", "completed", "dry_run", "verbose", "include_deleted"):
        schema["type"] = "boolean"
    schema.setdefault("type", "string")
    tell(schema, {k: v for k, v in told.schema.items() if k != "type" or schema["type"] == "string"})
    if "enum" in schema and schema["type"] != "string":
        schema.pop("enum")
    if word == "offset" or word == "skip":
        schema.setdefault("minimum", 0)
    if word in _WHOLE and word not in ("offset", "skip"):
        schema.setdefault("minimum", 1)
    if (
        told.default is Missing
        and (trailing := re.match(r"\W*\d+\s*(?:-|–|to)\s*\d+\s*,\s*(?P<n>\d+)\W*$", asked.note))
        and schema["type"] == "integer"
    ):
        told.default = int(trailing["n"])
    if told.default is not Missing and told.default not in ("", None):
        value = told.default
        fits = (
            isinstance(value, bool)
            if schema["type"] == "boolean"
            else isinstance(value, int)
            if schema["type"] == "integer"
            else isinstance(value, str)
        )
        if fits and value in schema.get("enum", [value]):
            schema["default"] = value
    if asked.addressed and asked.shown and "default" not in schema and not shown and word not in _WHOLE:
        if re.fullmatch(r"-?\d+(?:\.\d+)?", asked.shown):
            schema["type"] = "number" if word in ("value", "amount") else "integer"
        return schema, told.required is not False and told.default is Missing
    if asked.addressed and asked.shown.isdigit() and word in _WHOLE and "default" not in schema:
        schema["default"] = int(asked.shown)
    return schema, bool(told.required)


def header_parameters(
    parts: Parts, paper: Paper, known: Mapping[str, Scheme], keys: Sequence[Scheme]
) -> Iterator[dict[str, Any]]:
    """Headers that an operation takes and that name nobody, keys that open something among them."""
    said = " ".join(paper.text[a:b] for a, b in parts.spans)
    schemes = {scheme.parameter.lower() for scheme in known.values()}
    yield from ({"name": scheme.parameter, "in": "header", "schema": {"type": "string"}} for scheme in keys)
    for name in dict.fromkeys(match["name"] for match in _HEADERS.finditer(said)):
        if name.lower() in schemes or re.search(
            rf"\b(?:answer|response|returns?)\w*\b[^.]*{re.escape(name)}", said, re.IGNORECASE
        ):
            continue
        if name in ("If-Match", "If-None-Match"):
            yield {"name": name, "in": "header", "schema": {"type": "string"}}
            continue
        needed = re.search(
            rf"{re.escape(name)}`?[^.;]*\((?:missing|required)|\bmust\b[^.;]*{re.escape(name)}", said, re.IGNORECASE
        )
        yield {"name": name, "in": "header", "schema": {"type": "string"}} | ({"required": True} if needed else {})
