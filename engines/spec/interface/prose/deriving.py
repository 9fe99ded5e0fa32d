"""From prose to an OpenAPI document, each part with the sentences that it came from. The document is what is built then."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engines.kernel.spec import Question
from engines.spec.english import English
from engines.spec.interface.model import snake
from engines.spec.interface.prose import assuming
from engines.spec.interface.prose.answers import Answer, answers
from engines.spec.interface.prose.bodies import filled, same_body, taken, takes_none, told_sample, without_made
from engines.spec.interface.prose.credentials import Scheme, schemes
from engines.spec.interface.prose.describing import Describing
from engines.spec.interface.prose.events import statuses
from engines.spec.interface.prose.identifying import name_operations, title_of
from engines.spec.interface.prose.knowing import security
from engines.spec.interface.prose.parameters import header_parameters, path_parameters, query_parameters
from engines.spec.interface.prose.parts import Parts, parts_of
from engines.spec.interface.prose.passages import Paper, Passage, paper
from engines.spec.interface.prose.plain import raw_schema, untyped
from engines.spec.interface.prose.queries import queries
from engines.spec.interface.prose.refusals import Refusals, refusals
from engines.spec.interface.prose.requests import request_items, request_kinds
from engines.spec.interface.prose.samples import Member, Sample
from engines.spec.interface.prose.shapes import Schema, schema_of
from engines.spec.interface.prose.spoken import Spoken, names_in
from engines.spec.interface.prose.stretches import Layout, Told, layout
from engines.spec.interface.prose.things import Things, find_things, members_of, resource

SAID = "x-sentences"
_BASE = re.compile(
    r"\b(?:base(?: (?:path|url|address))?(?: is)?\s*:?|everything (?:lives |is |goes |here is )?(?:under|below)|all (?:paths|endpoints|routes|addresses) (?:start with|begin with|are (?:under|below)|live under)|lives? under|, under|prefix(?:ed with)?:?)\s*`?(?P<url>(?:https?://[^\s/`]+)?/[\w\-./]*)`?",
    re.IGNORECASE,
)
_CARRIES = re.compile(
    r"\bmust\s+(?:also\s+)?(?:carry|contain|include|send|have|come with)\s+(?:the\s+|a\s+)?[`\"](?P<name>[a-z_]\w*)[`\"](?! header)"
)
_EVERYWHERE = re.compile(
    r"\b(?:everywhere|always|in all cases|for all|any(?:where)?|all (?:operations|requests|endpoints))\b", re.IGNORECASE
)


@dataclass
class Derived:
    """The document, the passages of the text, the numbers of those that it came from, and what was assumed."""

    document: dict[str, Any]
    passages: tuple[Passage, ...]
    used: set[int] = field(default_factory=set)
    assumed: list[Question] = field(default_factory=list)
    operations: dict[str, list[int]] = field(default_factory=dict)


def derive(text: str, english: English) -> Derived:
    """The document of a text that names methods and paths; one without paths where it names none."""
    return _Deriving(paper(text), english).done()


class _Deriving:
    def __init__(self, read: Paper, english: English) -> None:
        self.paper, self.english = read, english
        self.layout: Layout = layout(read)
        self.base = self._based()
        self.parts: dict[str, Parts] = {
            key: parts_of(read, self.layout, told) for key, told in self.layout.told.items()
        }
        for parts in self.parts.values():
            if kinds := request_kinds(self.layout, parts.told, parts.spans):
                parts.requests = kinds
        self.general = [p.number for p in self.layout.general]
        self.known = self._known()
        for parts in self.parts.values():
            for said in (*parts.replies.values(), parts.untold):
                if said.sample is not None and said.status < 400:
                    said.sample = filled(said.sample, self.known)
            parts.shapes = [(before, filled(sample, self.known)) for before, sample in parts.shapes]
        self.assumed: list[Question] = []
        self.used: set[int] = set()
        self.items = {
            key: request_items(read, self.layout, parts.told, parts.spans)
            for key, parts in self.parts.items()
            if not parts.requests and not takes_none(parts, self.layout.quiet) and not self._is_raw(parts)
        }
        self.asked = {key: queries(read, self.layout, parts.told, parts.spans) for key, parts in self.parts.items()}
        self.spoken = self._spoken()
        self.bodies = self._bodies()
        self.things = self._things()
        self.things.valued = frozenset(self.known)
        self.things.made = self._describing().made
        for key, parts in self.parts.items():
            if key.startswith("POST") and key not in self.bodies and not takes_none(parts, self.layout.quiet):
                self._assume_body(key, parts)
        self.refusals: Refusals = refusals(read, self.layout.quiet, self.general, self.things)
        self.schemes: dict[str, Scheme] = schemes(read)
        self.secured = security(read, self.parts, self.bodies, self.schemes)
        self.keys = self._keys()

    def _is_raw(self, parts: Parts) -> bool:
        """Whether an operation takes content that is no JSON and no form."""
        said = " ".join(self.layout.quiet[a:b] for a, b in parts.spans)
        return any(not media.startswith(("multipart", "application/x-www")) for media in untyped(said))

    def _keys(self) -> dict[str, list[Scheme]]:
        """Headers that open something without telling who calls, by operation: they become parameters."""
        found: dict[str, list[Scheme]] = {}
        for key, names in self.secured.items():
            found[key] = [self.schemes[name] for name in names if self.schemes[name].is_key]
            self.secured[key] = [name for name in names if not self.schemes[name].is_key]
        return found

    def done(self) -> Derived:
        """The whole document."""
        before: dict[str, Answer] = {}
        paths: dict[str, dict[str, Any]] = {}
        operations: dict[str, list[int]] = {}
        for key, parts in sorted(self.parts.items(), key=lambda pair: pair[1].told.first):
            path = parts.told.path.removeprefix(self.base) if self.base else parts.told.path
            paths.setdefault(path or "/", {})[parts.told.method.lower()] = self._operation(key, parts, before)
            operations[key] = sorted(set(parts.sentences))
        name_operations(paths, self.english)
        used = {name for names in self.secured.values() for name in names}
        components: dict[str, Any] = {}
        if schemas := self.things.components():
            components["schemas"] = dict(sorted(schemas.items()))
        if kept := {name: scheme.document() for name, scheme in self.schemes.items() if name in used}:
            components["securitySchemes"] = kept
        title = title_of(self.paper)
        document: dict[str, Any] = {"openapi": "3.1.0", "info": {"title": title, "version": "1.0.0"}}
        if general := self._description():
            document["info"]["description"] = general
        if self.base:
            document["servers"] = [{"url": self.base}]
        document |= {"paths": paths} | ({"components": components} if components else {})
        self.used |= {n for parts in self.parts.values() for n in parts.sentences} | set(self.refusals.sentences)
        self.used |= {p.number for scheme in self.schemes.values() if scheme.name in used for p in scheme.said}
        for name in self.things.assumed:
            if name in self.things.used:
                self.assumed.append(assuming.shown(name))
        return Derived(document, self.paper.passages, self.used, list(dict.fromkeys(self.assumed)), operations)

    def _describing(self) -> Describing:
        """Which stretches are about which thing."""
        spans: dict[str, list[tuple[int, int]]] = {}
        acted: dict[str, list[str]] = {}
        for parts in self.parts.values():
            name = resource(parts.told.path, self.parts, self.english)
            spans.setdefault(name, []).extend(parts.spans)
            acted.setdefault(name, []).append(parts.told.path.rpartition("/")[2])
            above = [part for part in parts.told.path.split("/") if part and "{" not in part]
            if len(above) > 1 and not parts.told.path.endswith("}"):
                spans.setdefault(self.english.singular(snake(above[-2])), []).extend(parts.spans)
        general = [(p.start, p.end) for p in self.layout.general]
        return Describing(self.things, self.spoken, spans, acted, general)

    def _based(self) -> str:
        """The path under which all operations stand."""
        match = _BASE.search(self.paper.masked)
        if match is None:
            return ""
        base = re.sub(r"^https?://[^/]+", "", match["url"]).rstrip("/.,")
        if not base or not self.layout.told:
            return ""
        told = list(self.layout.told.values())
        whole = [one for one in told if one.path.startswith(f"{base}/") or one.path == base]
        if len(whole) not in (0, len(told)):
            for one in whole:
                self._move(one, one.path.removeprefix(base) or "/")
        elif whole and len(whole) == len(told):
            return base
        for one in list(self.layout.told.values()):
            if not one.path.startswith(f"{base}/"):
                self._move(one, base + one.path)
        return base

    def _move(self, told: Told, path: str) -> None:
        old = told.key
        told.path = path
        self.layout.told = {(told.key if key == old else key): one for key, one in self.layout.told.items()}

    def _known(self) -> dict[str, Sample]:
        """The values shown anywhere under each name, but in refusals; the first that tells a type."""
        found: dict[str, Sample] = {}

        def look(sample: Sample) -> None:
            for member in sample.members:
                shown = member.sample
                if shown is not None and (shown.kind in ("array", "object") or shown.value is not None):
                    found.setdefault(member.name, shown)
                if shown is not None:
                    look(shown)
            for item in sample.items:
                look(item)

        refused = {
            id(said.sample) for parts in self.parts.values() for said in parts.replies.values() if said.status >= 400
        }
        for one in self.paper.samples:
            passage = self.paper.at(one.start)
            before = self.paper.masked[passage.start : one.start]
            if id(one.sample) not in refused and not re.search(
                r"\berrors?\b|\bfaults?\b|\bproblem", before, re.IGNORECASE
            ):
                look(one.sample)
        return found

    def _spoken(self) -> Spoken:
        """All names that members and parameters have."""
        names = [
            *names_in(one.sample for one in self.paper.samples),
            *(i.name for items in self.items.values() for i in items),
        ]
        names += [asked.name for several in self.asked.values() for asked in several]
        names += [name for told in self.layout.told.values() for name in re.findall(r"\{([^{}]+)\}", told.path)]
        plain = (name for name in names if re.fullmatch(r"[A-Za-z_$@][\w\-]*", name))
        return Spoken(self.paper, self.layout.quiet, tuple(dict.fromkeys(plain)), self.english)

    def _bodies(self) -> dict[str, Sample]:
        found: dict[str, Sample] = {}
        for key, parts in self.parts.items():
            if takes_none(parts, self.layout.quiet):
                continue
            items = self.items.get(key, [])
            asked = {q.name for q in self.asked[key]}
            sample = told_sample(parts, members_of(item for item in items if item.name not in asked))
            if sample is not None:
                found[key] = filled(self._carried(sample, parts), self.known)
        for key, parts in self.parts.items():
            if key not in found and (same := same_body(parts, self.parts, found, self.layout.quiet, self.english)):
                found[key] = same
        return found

    def _carried(self, sample: Sample, parts: Parts) -> Sample:
        """With what a request must carry besides: 'it must carry "version"'."""
        said = " ".join(self.layout.quiet[a:b] for a, b in parts.spans)
        names = [m["name"] for m in _CARRIES.finditer(said) if m["name"] not in sample.names()]
        return (
            replace(sample, members=(*sample.members, *(Member(name=name, note="required") for name in names)))
            if sample.members
            else sample
        )

    def _things(self) -> Things:
        general = []
        for passage in self.layout.general:
            for one in self.paper.samples:
                before = self.paper.masked[passage.start : one.start]
                if passage.start <= one.start < passage.end and not re.search(
                    r"\berrors?\b|\bfaults?\b|\bproblem", before, re.IGNORECASE
                ):
                    general.append((before, one.sample))
        return find_things(self.parts, self.layout, general, self.bodies, self.english, self.paper.text)

    def _assume_body(self, key: str, parts: Parts) -> None:
        """What a collection takes whose text shows only what a thing is."""
        name = resource(parts.told.path, self.parts, self.english)
        collection = any(other.split(" ")[1].startswith(f"{parts.told.path}/{{") for other in self.parts)
        said = " ".join(self.layout.quiet[a:b] for a, b in parts.spans)
        if name in self.things.samples and collection and not untyped(said):
            sent = without_made(self.things.samples[name])
            if sent.members:
                self.bodies[key] = filled(sent, self.known)
                self.assumed.append(assuming.body(key, sent.names()))
                for other, told in self.parts.items():
                    if other not in self.bodies and (
                        same := same_body(told, self.parts, self.bodies, self.layout.quiet, self.english)
                    ):
                        self.bodies[other] = same

    def _operation(self, key: str, parts: Parts, before: dict[str, Answer]) -> dict[str, Any]:
        said = [self.paper.text[a:b].strip() for a, b in parts.spans]
        made: dict[str, Any] = {"description": re.sub(r"\s+", " ", " ".join(said)), SAID: sorted(set(parts.sentences))}
        if names := self.secured[key]:
            made["security"] = [{name: []} for name in names]
        scopes = [parts.spans, [(p.start, p.end) for p in self.layout.general], self._elsewhere(key)]
        parameters = [
            *path_parameters(parts, self.spoken, self.things),
            *query_parameters(parts, self.spoken, self.layout, scopes, self.things, self.parts, self.schemes),
            *header_parameters(parts, self.paper, self.schemes, self.keys[key]),
        ]
        if parameters:
            made["parameters"] = parameters
        self._body(key, parts, made, scopes)
        found = answers(parts, self.bodies.get(key), self.things, self.layout, before, self.parts)
        self.assumed += [assuming.status(key, one.status) for one in found if one.assumed]
        if shown := next((one for one in found if one.schema is not None), None):
            before[key] = shown
        made["responses"] = {str(one.status): _response(one) for one in found} | self._refused(key, parts, made)
        return made

    def _body(self, key: str, parts: Parts, made: dict[str, Any], scopes: list[list[tuple[int, int]]]) -> None:
        said = " ".join(self.layout.quiet[a:b] for a, b in parts.spans)
        if key in self.bodies and (self.bodies[key].members or self.bodies[key].items):
            shown = self.things.samples.get(resource(parts.told.path, self.parts, self.english))
            body = taken(parts, self.bodies[key], self.spoken, self.layout, scopes, self.things)
            if body.assumed:
                self.assumed.append(assuming.left_out(key, list(dict.fromkeys(body.assumed))))
            if parts.told.method == "PATCH" and shown is not None:
                _begins(body.schema, shown)
            _mark(body.schema, body.sentences)
            made["requestBody"] = {
                "required": body.required,
                "content": {media: {"schema": body.schema} for media in body.media},
            }
        elif parts.told.method in ("POST", "PUT", "PATCH") and (media := untyped(said)):
            made["requestBody"] = {
                "required": True,
                "content": {one: {"schema": raw_schema(one, said)} for one in media},
            }

    def _elsewhere(self, key: str) -> list[tuple[int, int]]:
        """What is told of other operations on the same thing."""
        name = resource(self.parts[key].told.path, self.parts, self.english)
        alike = [
            p for k, p in self.parts.items() if k != key and resource(p.told.path, self.parts, self.english) == name
        ]
        return [span for p in alike for span in p.spans]

    def _refused(self, key: str, parts: Parts, made: Mapping[str, Any]) -> dict[str, Any]:
        told = {code: said for code, said in parts.replies.items() if code >= 400}
        codes = set(told)
        if made.get("requestBody") or any(p["in"] in ("query", "header") for p in made.get("parameters", ())):
            codes.add(self.refusals.invalid if not codes & {400, 422} else min(codes & {400, 422}))
        codes |= self._general_codes(parts, bool(made.get("requestBody")))
        if "{" in parts.told.path and not (codes & {404, 412} or (parts.told.method == "PUT" and 201 in parts.replies)):
            codes.add(404)
        codes |= {scheme.refuses for scheme in self.keys[key]}
        if re.search(r"\bsame rules?\b", " ".join(self.layout.quiet[a:b] for a, b in parts.spans)):
            near = [
                other
                for other in self.parts.values()
                if other.told.path == parts.told.path and other.told.first < parts.told.first
            ]
            codes |= {code for other in near[-1:] for code in other.replies if code >= 400}
        if self.secured[key]:
            refusing = {self.schemes[name].refuses for name in self.secured[key] if self.schemes[name].refuses}
            codes |= refusing or {401}
        made_of: dict[str, Any] = {}
        for code in sorted(codes):
            said = " ".join(dict.fromkeys(self._near(span) for span in told[code].spans)) if code in told else ""
            content = self._refusal(code, told[code].sample if code in told else None)
            made_of[str(code)] = {"description": said or _PHRASES.get(code, "Refused")} | content
            if code in told:
                made_of[str(code)][SAID] = sorted(set(told[code].sentences))
        return made_of

    def _general_codes(self, parts: Parts, has_body: bool) -> set[int]:
        """The refusals that a heading above or a sentence about all operations tells."""
        found: set[int] = set()
        for number in self.paper.at(parts.told.first).under:
            heading = self.paper.passages[number - 1]
            found |= {
                code for _, code in statuses(self.layout.quiet[heading.start : heading.end]) if code in (403, 404)
            }
        for passage in self.layout.general:
            text = self.layout.quiet[passage.start : passage.end]
            codes = {code for _, code in statuses(text)}
            if "{" in parts.told.path:
                found |= codes & {410} if _EVERYWHERE.search(text) else set()
            if has_body:
                found |= codes & {413, 415}
        return found

    def _near(self, span: tuple[int, int]) -> str:
        """The words around a status, with what stands in brackets behind it."""
        start = max(self.paper.text.rfind(sign, 0, span[0]) for sign in (". ", "; ", "\n")) + 1
        start = max(start, self.paper.at(span[0]).start)
        rest = self.paper.text[span[1] :]
        noted = re.match(r"`?\s*\([^()]*\)", rest)
        end = span[1] + (noted.end() if noted else 0)
        return re.sub(r"\s+", " ", self.paper.text[start:end]).strip(" .;`")

    def _refusal(self, code: int, sample: Sample | None) -> dict[str, Any]:
        schema = self.refusals.schema(code)
        known = set((schema or {}).get("properties", {}))
        if sample is not None and known and known < set(sample.names()):
            more = schema_of(sample, "error", self.english, Things(english=self.english))["properties"]
            schema = {**(schema or {}), "properties": {**more, **(schema or {})["properties"]}}
        if schema is None:
            return {}
        content: dict[str, Any] = {"schema": schema}
        example = self.refusals.examples.get(code, self.refusals.examples.get(0))
        if example is not None:
            content["example"] = example
        return {"content": {self.refusals.media: content}}

    def _description(self) -> str:
        parts = [self.paper.text[p.start : p.end].strip() for p in self.layout.general if p.kind != "code"]
        return re.sub(r"[ \t]+", " ", " ".join(parts)).strip()


_PHRASES = {
    400: "Bad request",
    401: "Not authenticated",
    403: "Forbidden",
    404: "Unknown",
    409: "Conflict",
    422: "Invalid",
}


def _begins(schema: Schema, shown: Sample) -> None:
    """Truths that are only changed, never sent first, begin as they are shown."""
    for member in shown.members:
        part = schema.get("properties", {}).get(member.name)
        if (
            part is not None
            and part.get("type") == "boolean"
            and member.sample
            and isinstance(member.sample.value, bool)
        ):
            part.setdefault("default", member.sample.value)


def _mark(schema: Schema, sentences: Mapping[str, list[int]]) -> None:
    for name, numbers in sentences.items():
        part = schema.get("properties", {}).get(name)
        if part is not None and numbers and "$ref" not in part:
            part[SAID] = sorted(set(numbers))


def _response(answer: Answer) -> dict[str, Any]:
    made: dict[str, Any] = {"description": _STATUS.get(answer.status, "Answered")}
    if answer.headers:
        made["headers"] = {name: {"schema": {"type": "string"}} for name in answer.headers}
    if answer.schema is not None:
        made["content"] = {media: {"schema": answer.schema} for media in answer.media}
    if answer.sentences:
        made[SAID] = sorted(set(answer.sentences))
    return made


_STATUS = {200: "Done", 201: "Made", 202: "Accepted", 204: "Done", 302: "Found", 303: "See other", 304: "Not modified"}
