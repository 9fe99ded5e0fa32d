"""What an operation answers, by status: schema and type of content, from samples, words and what its path is about. Called by deriving."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from engines.spec.interface.model import snake
from engines.spec.interface.prose.listing import listed
from engines.spec.interface.prose.media import by_ending, told_media
from engines.spec.interface.prose.parts import Parts, Said
from engines.spec.interface.prose.samples import Sample
from engines.spec.interface.prose.shapes import Schema, by_name, schema_of
from engines.spec.interface.prose.stretches import NAMED, Layout
from engines.spec.interface.prose.things import SENT, Things, members_of, quoted, resource

_SAME = re.compile(
    r"\bthe same(?! \w*(?: key| body| cart| time| name| as| for))|\bsame (?:form|answer|shape|object)\b|\balso so\b",
    re.IGNORECASE,
)
_MANY = re.compile(
    r"\b(?:arrays?|lists?)\b(?: of (?:the |all )?(?P<of>\w+))?|\ball (?:the |my |of )?(?P<all>\w+)", re.IGNORECASE
)
_WORD = re.compile(r"[A-Za-z][\w-]*")
_NO_BODY = re.compile(
    r"\bno (?:content|body)\b|\bempty (?:body|answer|response)\b|\bwithout (?:a )?body\b|\bnothing\b", re.IGNORECASE
)
_LESS = re.compile(r"\b(?:without|but no|except|minus|and no)\s+(?:the\s+)?[`\"]?([A-Za-z_]\w*)")
_DETERMINED = re.compile(
    r"(?:^|\b(?P<before>for|of|by|to|from|in|that|than|if|and)\s+)?(?:\b(?:the|an?|my|your|this|its|full|whole|created|updated|changed|new|current|one|resulting)\b|^\W*\d{3}\W+(?!for\b|of\b|by\b|to\b|if\b|and\b|or\b|in\b|when\b|from\b|always\b|also\b|only\b))\s*(?:the\s+)?(?P<words>(?:[a-z][\w-]*\s?){1,3})",
    re.IGNORECASE,
)
_REDIRECT = re.compile(
    r"\bredirects?\b|\bforwards?\b|\bsends? (?:the browser|visitors?|people) (?:on )?to\b", re.IGNORECASE
)


@dataclass
class Answer:
    """An answer: its status, schema (None without a body), types of content, names of headers, and what was assumed."""

    status: int
    schema: Schema | None
    media: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    sentences: tuple[int, ...] = ()
    assumed: bool = False


_HEADER = re.compile(
    r"\b(Location|ETag|Cache-Control|Content-Disposition|Retry-After|WWW-Authenticate|Link|X-[A-Z][\w-]*\w|Last-Modified|Set-Cookie)\b(?![\w-])"
)


def answers(
    parts: Parts,
    body: Sample | None,
    things: Things,
    layout: Layout,
    before: Mapping[str, Answer],
    all_parts: Mapping[str, Parts],
) -> list[Answer]:
    """The answers of an operation that refuse nothing, the plain one assumed where none is told."""
    said = parts.successes()
    quiet = layout.without(parts.told)
    if not said:
        status = _assumed_status(parts, quiet, things, all_parts)
        said = [Said(status, parts.untold.sample, parts.untold.spans or parts.spans[:1], parts.sentences[:1])]
        return [_answer(one, parts, body, things, quiet, before, all_parts, assumed=True) for one in said]
    plain = next((one for one in said if one.status in (200, 201, 202, 207)), None)
    if plain and plain.sample is None and parts.untold.sample:
        plain.sample = parts.untold.sample
    if plain and plain.sample is None:
        plain.spans = [*plain.spans, *parts.untold.spans]
    found = [_answer(one, parts, body, things, quiet, before, all_parts) for one in said]
    shown = next((one.schema for one in found if one.schema and one.status < 300), None)
    for one in found:
        if one.status in (200, 201) and len(found) > 1 and one.schema is None and one.media == () and shown:
            one.schema, one.media = shown, ("application/json",)
    return found


def _assumed_status(parts: Parts, quiet: str, things: Things, all_parts: Mapping[str, Parts]) -> int:
    """The status that HTTP's conventions give an operation whose text tells none."""
    said = " ".join(quiet[start:end] for start, end in parts.spans)
    method, path = parts.told.method, parts.told.path
    if _REDIRECT.search(said):
        return 302
    if _NO_BODY.search(said) or (
        method == "DELETE" and not parts.untold.sample and not re.search(r"\breturns? the\b", said)
    ):
        return 204
    collection = any(key.split(" ")[1].startswith(f"{path}/{{") or key == f"GET {path}" for key in all_parts)
    creates = re.search(
        r"\b(?:creat|add|make|register|new\b|sign(?:s|ing)? up|open|submit|post|store|save|upload|record)",
        said,
        re.IGNORECASE,
    )
    if method == "POST" and (
        collection
        or (creates and not path.endswith("}") and not re.search(r"log[-_ ]?in|sign[-_ ]?in|session|token", path))
    ):
        return 201
    return 200


def _answer(
    said: Said,
    parts: Parts,
    body: Sample | None,
    things: Things,
    quiet: str,
    before: Mapping[str, Answer],
    all_parts: Mapping[str, Parts],
    *,
    assumed: bool = False,
) -> Answer:
    text = " ".join(quiet[start:end] for start, end in said.spans)
    whole = " ".join(quiet[start:end] for start, end in parts.spans)
    headers = _headers(said, text, whole, parts.told.method)
    found = Answer(said.status, None, headers=headers, sentences=tuple(dict.fromkeys(said.sentences)), assumed=assumed)
    if 300 <= said.status < 304 or said.status in (307, 308):
        found.headers = tuple(dict.fromkeys((*headers, "Location")))
        return found
    if said.status in (204, 205, 304) or (_NO_BODY.search(text) and said.sample is None):
        return found
    media = [m for m in told_media(text) if not m.startswith(("multipart", "application/x-www"))]
    ended = by_ending(parts.told.path)
    if said.sample is None and (media or ended) and not (media and "json" in media[0]):
        found.media = tuple(media[:1] or [ended])
        if parts.told.method in ("GET", "HEAD") or media:
            found.schema = {"type": "string"} | (
                {} if found.media[0].startswith(("text/", "image/svg")) else {"format": "binary"}
            )
            return found
    name = resource(parts.told.path, all_parts, things.english)
    found.schema = _schema(said, text, whole, name, parts, body, things, before)
    found.media = (next((m for m in media if "json" in m), "application/json"),) if found.schema is not None else ()
    return found


def _headers(said: Said, text: str, whole: str, method: str) -> tuple[str, ...]:
    """The headers that an answer has: named beside its status, or anywhere in the stretch as something it comes with."""
    found = [m[1] for m in _HEADER.finditer(text) if "X-" not in m[1] or method == "GET"]
    for match in _HEADER.finditer(whole):
        sent = re.search(r"\b(?:send|sends|If-\w+-?|matching|with the)\W*$", whole[: match.start()], re.IGNORECASE)
        kind = {"Retry-After": (429,), "WWW-Authenticate": (401,), "Location": (201, 202, 301, 302, 303)}.get(
            match[1], (200, 201)
        )
        if not sent and "X-" not in match[1] and said.status in kind:
            found.append(match[1])
    return tuple(
        dict.fromkeys(name for name in found if name not in ("Retry-After", "WWW-Authenticate") or said.status >= 400)
    )


def _schema(
    said: Said,
    text: str,
    whole: str,
    name: str,
    parts: Parts,
    body: Sample | None,
    things: Things,
    before: Mapping[str, Answer],
) -> Schema | None:
    if said.sample is not None:
        made = schema_of(said.sample, name if said.sample.kind == "array" else "", things.english, things)
        for member in said.sample.members:
            if (
                member.sample is None
                and member.name not in things.valued
                and "properties" in made
                and (thing := things.word(member.name))
            ):
                made["properties"][member.name] = thing
        return _opened(made, said.sample, name, things)
    added = list(quoted(text))
    if SENT.search(text) and added and body:
        members = (*added, *(m for m in body.members if m.name not in {one.name for one in added}))
        shown = things.shown(Sample(kind="object", members=members))
        return _wrapped(shown or schema_of(Sample(kind="object", members=members), "", things.english, things), things)
    if _SAME.search(text) and (same := _before(parts, before, name)) is not None:
        return _less(same, text, things)
    many = _MANY.search(text)
    noun = _noun(text, things) or _noun(_led(whole), things)
    listing = parts.told.method == "GET" and not parts.told.path.endswith("}")
    if many and (of := things.word(many["of"] or many["all"] or "") or noun or things.word(name)):
        return _wrapped({"type": "array", "items": of}, things)
    single = re.search(r"\bthe (?:current|logged[- ]in|one|own)\b|\bprofile\b|\bme$", text + parts.told.path)
    if noun and not (listing and things.english.is_plural(parts.told.path.rpartition("/")[2]) and not single):
        return _wrapped(noun, things)
    items = [
        item
        for item in listed(re.sub(r"^\W*\d{3}\W*(?:with|:|and)?", "", re.split(r"\.\s", text)[0]))
        if re.fullmatch(r"[A-Za-z_]\w*", item.name)
    ]
    known = things.word(name)
    if items and (not known or parts.told.method == "POST") and re.search(r"\bwith\b|[`,]", text) and len(items) > 1:
        return schema_of(Sample(kind="object", members=tuple(members_of(items))), name, things.english, things)
    if listing and known and (things.english.is_plural(parts.told.path.rpartition("/")[2]) or many):
        return _wrapped({"type": "array", "items": known}, things)
    if known is None and parts.told.method in ("PUT", "POST", "PATCH", "GET"):
        above = [part for part in parts.told.path.split("/") if part and "{" not in part][:-1]
        known = things.word(above[-1]) if above else None
    if known and (parts.told.method != "DELETE" or re.search(rf"\bthe {name}\b|\breturns?\b", whole)):
        return _wrapped(known, things)
    return None


def _less(schema: Schema, text: str, things: Things) -> Schema:
    """A schema without what a text says is left out: 'the same but without the burnToken'."""
    names = set(_LESS.findall(text))
    if not names:
        return schema
    if "$ref" in schema:
        word = next((word for word, used in things.used.items() if schema["$ref"].endswith(f"/{used}")), "")
        schema = things.whole(word) if word else schema
    properties = schema.get("properties", {})
    if not names & set(properties):
        made = {
            key: _less(part, text, things) if part.get("properties") or "$ref" in part else part
            for key, part in properties.items()
        }
        return {**schema, "properties": made} if properties else schema
    kept = {key: part for key, part in properties.items() if key not in names}
    return {**schema, "properties": kept, "required": [key for key in schema.get("required", []) if key in kept]}


def _led(whole: str) -> str:
    """What stands between the name of an operation and its status: ': the page as it was (200)'."""
    match = re.match(rf"[^{NAMED}]*{NAMED}+`?\s*[:–—-]\s*(?P<words>(?:the|an?) [^.;,(]*)\(?\s*`?2\d\d", whole)
    return match["words"] if match else ""


def _opened(schema: Schema, sample: Sample, name: str, things: Things) -> Schema:
    """A schema whose lists that go on (`[...]`) hold what the path is about, where nothing better is known."""
    if sample.kind == "array" and not schema.get("items"):
        schema["items"] = things.word(name) or {}
    for member in sample.members:
        part = schema.get("properties", {}).get(member.name)
        if (
            part is not None
            and member.sample
            and member.sample.kind == "array"
            and not member.sample.items
            and not part.get("items")
        ):
            part["items"] = things.word(member.name) or things.word(name) or {}
        elif (
            part is not None
            and member.sample
            and member.sample.kind == "open"
            and part == by_name(member.name, things.english)
            and (known := things.word(name))
            and member.name in ("data", "result", "item")
        ):
            schema["properties"][member.name] = known
    return schema


def _before(parts: Parts, before: Mapping[str, Answer], name: str) -> Schema | None:
    """The answer told last, best of the same place."""
    near = [a for key, a in before.items() if a.schema is not None and key.split(" ")[1] == parts.told.path]
    near = near or [a for key, a in before.items() if a.schema is not None and f"/{snake(name)}" in snake(key)]
    last = [a for a in before.values() if a.schema is not None]
    return (near or last)[-1].schema if near or last else None


def _noun(text: str, things: Things) -> Schema | None:
    """The thing that a text names with an article: 'with the cart', 'the updated film', but not 'for the cart'."""
    for match in _DETERMINED.finditer(re.sub(r"\([^()]*\)", "", text)):
        if match["before"]:
            continue
        for word in match["words"].lower().split():
            if len(word) > 2 and (found := things.word(word)):
                return found
    return None


def _wrapped(schema: Schema, things: Things) -> Schema:
    if not things.envelope:
        return schema
    return {"type": "object", "required": [things.envelope], "properties": {things.envelope: schema}}
