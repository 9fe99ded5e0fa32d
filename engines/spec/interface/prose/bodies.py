"""What operations take, as schemas: members by samples and words, with what sentences say of them. Called by deriving."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from engines.spec.english import English
from engines.spec.interface.model import snake
from engines.spec.interface.prose.limits import Limits, Missing, counted, limits
from engines.spec.interface.prose.media import told_media
from engines.spec.interface.prose.members import Fact, joined
from engines.spec.interface.prose.parts import WRITES, Parts
from engines.spec.interface.prose.samples import Member, Sample
from engines.spec.interface.prose.shapes import Schema, is_text, nullable, schema_of, tell
from engines.spec.interface.prose.spoken import Spoken
from engines.spec.interface.prose.stretches import Layout, Told
from engines.spec.interface.prose.things import MADE, Things, resource

_SAME = re.compile(
    r"\bsame (?:body|fields|members|input|form)\b|\breplaces?\b|\bchanges?\b|\bupdates?\b|\bedits?\b|\bmodif",
    re.IGNORECASE,
)
_NONE = re.compile(r"\bno body\b(?! needed otherwise)|\bwithout (?:a )?body\b|\bempty body\b", re.IGNORECASE)
_MAYBE_NONE = re.compile(
    r"\bno body needed\b|\bbody (?:is )?optional\b|\boptional body\b|\bif there is one\b", re.IGNORECASE
)
_STRICT = re.compile(
    r"\b(?:unknown|other|additional|extra) (?:fields|members|properties|keys)\b[^.;]{0,30}?(?:4\d\d|not allowed|refused|rejected|forbidden|error)|\bno other (?:fields|members|properties) (?:may|can|must|are)",
    re.IGNORECASE,
)
_OFTEN_LEFT = frozenset(
    "description note notes comment comments remark remarks tags labels metadata meta bio about extra details website homepage phone avatar passphrase expires_at expires_in ttl ttl_seconds "  # noqa: SIM905
    "location color colour image summary reason".split()
)
_EMPTY: tuple[object, ...] = ("", False, 0)


@dataclass
class Taken:
    """What an operation takes: the schema of its body, its type of content, the sentences that told of members, assumptions."""

    schema: Schema
    media: tuple[str, ...]
    required: bool
    sentences: dict[str, list[int]] = field(default_factory=dict)
    assumed: list[str] = field(default_factory=list)


def same_body(
    parts: Parts, all_parts: Mapping[str, Parts], bodies: Mapping[str, Sample], quiet: str, english: English
) -> Sample | None:
    """The body of an operation that changes what another makes, where its own is not told."""
    if parts.told.method not in ("PUT", "PATCH"):
        return None
    path = parts.told.path
    said = " ".join(quiet[a:b] for a, b in (*parts.spans, *parts.told.notes))
    collection = path.rpartition("/{")[0]
    for key in (f"PUT {path}", f"POST {collection}", f"PATCH {path}"):
        if key in bodies and key != parts.told.key and (path.endswith("}") or _SAME.search(said)):
            return bodies[key]
    name = resource(path, all_parts, english)
    for key, body in bodies.items():
        if key.startswith("POST") and resource(key.split(" ")[1], all_parts, english) == name and path.endswith("}"):
            return body
    return None


def told_sample(parts: Parts, items: Iterable[Member]) -> Sample | None:
    """The sample of a body: shown, or of the names that words list."""
    members = tuple(items)
    if parts.requests and (parts.requests[0].members or parts.requests[0].kind == "array"):
        return parts.requests[0]
    return Sample(kind="object", members=members) if members else None


def without_made(sample: Sample) -> Sample:
    """What of a thing is sent: without what the service makes itself."""
    kept = tuple(
        m for m in sample.members if snake(m.name) not in MADE and not snake(m.name).endswith(("_at", "_id", "_count"))
    )
    return replace(sample, members=kept)


_PASSWORDS = frozenset(("current", "new", "old", "current_password", "new_password", "old_password"))


def filled(sample: Sample, known: Mapping[str, Sample]) -> Sample:
    """A sample whose members without a value take that of the same name shown elsewhere."""
    members = []
    for member in sample.members:
        bare = member.sample is None or member.sample.kind == "open"
        secret = snake(member.name) in _PASSWORDS and {snake(name) for name in sample.names()} <= _PASSWORDS
        if secret and bare:
            member = replace(member, sample=Sample(kind="value", value="..."))
        elif bare and member.name in known:
            member = replace(member, sample=known[member.name])
        elif member.sample and member.sample.members:
            member = replace(member, sample=filled(member.sample, known))
        members.append(member)
    items = tuple(filled(item, known) for item in sample.items)
    return replace(sample, members=tuple(members), items=items)


def taken(
    parts: Parts,
    sample: Sample,
    spoken: Spoken,
    layout: Layout,
    scopes: Sequence[Sequence[tuple[int, int]]],
    things: Things,
) -> Taken:
    """The body of an operation. `scopes`: stretches that may speak of its members, the nearest first."""
    said = " ".join(layout.quiet[a:b] for a, b in (*parts.spans, *parts.told.notes))
    rows = sample.items[0] if sample.kind == "array" and sample.items else None
    core = rows or sample
    made = _core(parts, core, spoken, layout, scopes, things)
    if not rows and _telling(parts.requests):
        made = _kinds(parts, spoken, layout, scopes, things)
    schema: Schema = {"type": "array", "items": made.schema} if rows else made.schema
    if rows and (match := re.search(r"\bup to (\d+)\b(?! characters)", said)):
        schema["maxItems"] = int(match[1])
    head = " ".join(layout.quiet[a:b] for a, b in parts.spans[:2])
    forms = [m for m in told_media(head) if m.startswith(("multipart", "application/x-www"))]
    merge = [m for m in told_media(said) if m.endswith("+json")]
    media = tuple(forms[:1] if not re.search(r"\bJSON\b", head) else ()) or tuple(merge[:1]) or ("application/json",)
    required = not _MAYBE_NONE.search(said) and bool(
        schema.get("required") or schema.get("oneOf") or rows or parts.told.method == "PATCH"
    )
    return replace(made, schema=schema, media=media, required=required)


def _core(
    parts: Parts,
    sample: Sample,
    spoken: Spoken,
    layout: Layout,
    scopes: Sequence[Sequence[tuple[int, int]]],
    things: Things,
) -> Taken:
    english = things.english
    schema = schema_of(replace(sample, choices=()), "", english, _Bare(things, sample))
    if "additionalProperties" in schema or "$ref" in schema:
        return Taken(schema, (), True)
    properties: dict[str, Schema] = schema.setdefault("properties", {})
    schema["type"] = "object"
    found, sure, strict = _told(list(properties), spoken, scopes)
    if len(sample.members) == 1 and (noted := _noted(parts, spoken)):
        found.setdefault(sample.members[0].name, []).insert(0, noted)
    explicit = any(fact.limits.required for told in found.values() for fact in told)
    made = Taken(schema, (), True)
    required: list[str] = []
    for member in sample.members:
        own = limits(f" {member.note}") if member.note else Limits()
        told = joined([*([Fact(own, member.note, 0)] if own else []), *found.get(member.name, [])])
        part = properties[member.name]
        if "properties" in part or "properties" in part.get("items", {}):
            _inner(part, member, parts, spoken, layout, scopes, things, made)
        elif "$ref" not in part:
            shown = (
                member.sample is not None and member.sample.kind == "value" and member.sample.value not in ("...", "")
            )
            _numbered(part, member, told)
            tell(part, told.schema, sure=shown)
            _ranged(part, member.name, english)
            if (
                re.search(
                    r"\btexts only\b|\bonly (?:texts|strings)\b", " ".join(f.clause for f in found.get(member.name, []))
                )
                and "additionalProperties" in part
            ):
                part["additionalProperties"] = {"type": "string"}
        _count(part, member.name, layout, scopes[0], english)
        if told.nullable:
            nullable(part)
        made.sentences[member.name] = [fact.sentence for fact in found.get(member.name, []) if fact.sentence]
        needed = _needed(member, told, sure, parts.told, made.assumed, neutral=explicit and not told)
        if parts.told.method != "PATCH":
            _default(part, member, told, needed)
        if needed:
            required.append(member.name)
            if (
                part.get("type") == "string"
                and not {"minLength", "pattern", "enum", "format"} & set(part)
                and "maxLength" in part
            ):
                part["minLength"] = 1
    schema.pop("required", None)
    if required:
        schema["required"] = required
    if strict:
        schema["additionalProperties"] = False
    return made


def _noted(parts: Parts, spoken: Spoken) -> Fact | None:
    """What stands in brackets behind a body of one member: `{"nickname"} (1-30 characters, else 400)`."""
    for one in spoken.paper.samples:
        if parts.requests and one.sample is parts.requests[0]:
            match = re.match(r"`?\s*(\([^()]*\))", spoken.quiet[one.end :])
            told = limits(f" {match[1]}") if match else Limits()
            return Fact(told, match[1], spoken.paper.at(one.start).number) if match and told else None
    return None


def _inner(
    part: Schema,
    member: Member,
    parts: Parts,
    spoken: Spoken,
    layout: Layout,
    scopes: Sequence[Sequence[tuple[int, int]]],
    things: Things,
    made: Taken,
) -> None:
    """The members of what stands inside of a member, or of each of its items."""
    shown = member.sample or Sample(kind="object")
    inside = shown.items[0] if shown.items else shown
    below = _core(parts, inside, spoken, layout, scopes, things)
    if "items" in part:
        part["items"] = below.schema
    else:
        first = next(iter(below.schema.get("properties", {})), "")
        below.schema["required"] = [
            name for name in below.schema.get("required", []) if name == first or snake(name) == "id"
        ]
        part.clear()
        part.update(below.schema)
    made.assumed += below.assumed


def _numbered(part: Schema, member: Member, told: Limits) -> None:
    """A range or a number as default makes a number of what nothing else tells the type of."""
    bare = (
        member.sample is None
        or member.sample.kind == "open"
        or (member.sample.kind == "value" and member.sample.value is None)
    )
    bounded = {"minimum", "maximum", "exclusiveMinimum"} & set(told.schema)
    number = isinstance(told.default, int | float) and not isinstance(told.default, bool)
    if (
        bare
        and (number or (bounded and not is_text(member.name)))
        and "string" in _kinds_of(part)
        and "format" not in part
    ):
        kind = told.schema.get("type", "integer" if isinstance(told.default, int) else "number")
        part["type"] = [kind, "null"] if "null" in _kinds_of(part) else kind


def _kinds_of(part: Schema) -> list[str]:
    kind = part.get("type", [])
    return kind if isinstance(kind, list) else [kind]


def _ranged(part: Schema, name: str, english: English) -> None:
    """The range that a name has by itself: percents go from 0 to 100."""
    last = snake(name).rpartition("_")[2]
    if part.get("type") in ("integer", "number") and not {"minimum", "maximum", "exclusiveMinimum"} & set(part):
        if last in english.lexicon.ranges and last == "percent":
            part["minimum"], part["maximum"] = (int(bound) for bound in english.lexicon.ranges[last])
        elif last in english.lexicon.at_least_zero or last in (
            "percent",
            "ms",
            "cents",
            "stock",
            "quantity",
            "seconds",
            "minutes",
            "days",
        ):
            part["minimum"] = 0


@dataclass
class _Bare:
    """The things, but the very sample that is about to become a body."""

    things: Things
    sample: Sample

    def word(self, name: str) -> Schema | None:
        return (
            None
            if len(name) < 3
            else self.things.word(name)
            if name in self.things.samples and name not in self.sample.names()
            else None
        )

    def part(self) -> Schema | None:
        return None

    def shown(self, sample: Sample) -> Schema | None:
        del sample
        return None


def _told(
    names: Sequence[str], spoken: Spoken, scopes: Sequence[Sequence[tuple[int, int]]]
) -> tuple[dict[str, list[Fact]], dict[str, bool], bool]:
    """What sentences say of members; nearer scopes hide farther ones. Whether unknown members are refused."""
    found: dict[str, list[Fact]] = {}
    sure: dict[str, bool] = {}
    strict = False
    for nearness, scope in enumerate(scopes):
        here: dict[str, list[Fact]] = {}
        for span in scope:
            for name, told in spoken.at(span).items():
                if name in names:
                    here.setdefault(name, []).extend(told)
            if nearness < 2:
                for name, needed in spoken.sweeping(span, names).items():
                    sure.setdefault(name, needed)
            strict |= bool(_STRICT.search(spoken.readable(span)))
        for name, told in here.items():
            if name not in found or not any(fact.limits.schema for fact in found[name]):
                found.setdefault(name, []).extend(told)
    return found, sure, strict


def _needed(
    member: Member, told: Limits, sure: Mapping[str, bool], operation: Told, assumed: list[str], *, neutral: bool
) -> bool:
    """Whether a member must be there. `neutral`: nothing is told of it, though others are told to be required."""
    if operation.method == "PATCH" or member.optional:
        return False
    if sure.get(member.name):
        return True
    if told.required is not None:
        return told.required
    if member.name in sure:
        return sure[member.name]
    if told.default is not Missing:
        return False
    shown = member.sample
    plain = (
        shown is not None
        and shown.kind == "value"
        and (shown.value is None or isinstance(shown.value, bool) or shown.value in ("", 0))
    )
    empty = (
        shown is not None
        and shown.kind in ("array", "object")
        and not shown.items
        and not shown.members
        and not shown.goes_on
    )
    anything = shown is not None and shown.kind == "word" and str(shown.value).startswith("any")
    if plain or empty or anything or neutral or snake(member.name) in _OFTEN_LEFT:
        assumed.append(member.name)
        return False
    return True


def _default(part: Schema, member: Member, told: Limits, needed: bool) -> None:
    kinds = part.get("type", [])
    kinds = kinds if isinstance(kinds, list) else [kinds]
    if told.default is not Missing:
        value: Any = told.default
        if value in ("", None) and "array" in kinds:
            value = []
        if "string" in kinds and isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        if _fits(value, kinds):
            part["default"] = value
    elif not needed and member.sample is not None and member.sample.kind in ("value", "array", "object"):
        shown: Any = (
            member.sample.value if member.sample.kind == "value" else [] if member.sample.kind == "array" else {}
        )
        plain = member.sample.kind == "value" or not (member.sample.items or member.sample.members)
        if plain and (shown in _EMPTY or shown in ([], {}) or isinstance(shown, int | float)) and _fits(shown, kinds):
            part["default"] = shown


def _fits(value: object, kinds: Sequence[str]) -> bool:
    if value is None:
        return "null" in kinds
    names = {bool: "boolean", str: "string", list: "array", dict: "object"}
    if isinstance(value, bool) or not isinstance(value, int | float):
        return names.get(type(value), "") in kinds
    return "number" in kinds or ("integer" in kinds and isinstance(value, int))


def _count(part: Schema, name: str, layout: Layout, scope: Iterable[tuple[int, int]], english: English) -> None:
    """How many items a list has: 'up to 10 tags', '2-6 options'."""
    if part.get("type") != "array":
        return
    word = snake(name).rpartition("_")[2]
    for start, end in scope:
        text = layout.quiet[start:end]
        for noun, low, high in counted(text):
            if noun in (word, english.plural(word), "names", "entries", "values", "elements", "strings", "items"):
                part |= ({"minItems": low} if low else {}) | ({"maxItems": high} if high else {})
                after = text[text.lower().find(noun) :].split(";")[0]
                told = limits(
                    after.split(".")[0].split(", ")[0][len(noun) :]
                    if noun not in (word, english.plural(word))
                    else after.split(".")[0][len(noun) :]
                )
                if {"pattern", "minLength", "maxLength"} & set(told.schema) and "properties" not in part.get(
                    "items", {}
                ):
                    tell(part.setdefault("items", {"type": "string"}), told.schema)


def _telling(requests: Sequence[Sample]) -> str:
    """The member by whose value several shown bodies differ; empty where they are not of several kinds."""
    if len(requests) < 2 or any(one.kind != "object" for one in requests):
        return ""
    named = [{m.name for m in one.members if m.sample and isinstance(m.sample.value, str)} for one in requests]
    shared = set.intersection(*named)
    return next(
        (n for n in requests[0].names() if n in shared and len({_value(one, n) for one in requests}) == len(requests)),
        "",
    )


def _kinds(
    parts: Parts, spoken: Spoken, layout: Layout, scopes: Sequence[Sequence[tuple[int, int]]], things: Things
) -> Taken:
    """A body of one of several forms, each with a member that names it."""
    telling = _telling(parts.requests)
    each = [_core(parts, one, spoken, layout, scopes, things) for one in parts.requests]
    for made, one in zip(each, parts.requests, strict=True):
        made.schema["properties"][telling] = {"const": _value(one, telling)}
        made.schema["title"] = _value(one, telling)
    schema: Schema = {"oneOf": [made.schema for made in each], "discriminator": {"propertyName": telling}}
    return Taken(schema, (), True, {k: v for made in each for k, v in made.sentences.items()}, each[0].assumed)


def _value(sample: Sample, name: str) -> str:
    return next(str(m.sample.value) for m in sample.members if m.name == name and m.sample)


def takes_none(parts: Parts, quiet: str) -> bool:
    """Whether an operation takes no body."""
    said = " ".join(quiet[a:b] for a, b in parts.spans)
    return parts.told.method not in WRITES or bool(_NONE.search(said))
