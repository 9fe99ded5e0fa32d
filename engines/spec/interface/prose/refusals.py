"""How refusals look, and with which status what is refused: 'Errors: {...}', 'bad input is 422', problem documents. Called by deriving."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from engines.spec.english import English
from engines.spec.interface.model import snake
from engines.spec.interface.prose.codes import codes, tell_codes
from engines.spec.interface.prose.events import statuses
from engines.spec.interface.prose.listing import listed
from engines.spec.interface.prose.passages import Paper
from engines.spec.interface.prose.samples import Member, Sample
from engines.spec.interface.prose.shapes import Schema, schema_of
from engines.spec.interface.prose.things import Things, members_of

_ERRORS = re.compile(
    r"\b(?:errors?|faults?|problems?|failures?|refusals?)\b|\bwhen not\b|\bin (?:both|all|such|these|either) cases?\b|\b[45]\d\d (?:answers|responses|ones)\b",
    re.IGNORECASE,
)
_PROBLEM = re.compile(
    r"\bproblem[+ ]?(?:json|documents?|details)|RFC ?(?:7807|9457)|application/problem\+json", re.IGNORECASE
)
_TEXT = re.compile(r"\bplain text\b|text/plain", re.IGNORECASE)
_BAD = re.compile(
    r"\b(?:bad|invalid|wrong input|validation|malformed|otherwise|else|not valid|unprocessable|missing|too (?:long|short)|incorrect|unknown (?:fields|members)|other values|anything else|no [a-z]+:|can't be parsed|is bad)\b",
    re.IGNORECASE,
)
_ALSO = re.compile(r"\balso\s+(?:an?\s+|the\s+)?[`\"]{1,2}(?P<name>[a-z_]\w*)[`\"]")
_FINE = re.compile(r"\W*(?:when|if) (?:all is )?(?:fine|well|ok)\b", re.IGNORECASE)
_ANSWERS = re.compile(r"(?<!\d )\banswers? (?:are|wrapped|come)[^.;]{0,12}$", re.IGNORECASE)
_WITH = re.compile(r"\bwith\b\s+(?P<list>(?:an? |the )?[`\w][^.;{]*)", re.IGNORECASE)


@dataclass
class Refusals:
    """The schema of refusals by status (0: all others), their type of content, and the status of what is invalid."""

    schemas: dict[int, Schema] = field(default_factory=dict)
    examples: dict[int, object] = field(default_factory=dict)
    media: str = "application/json"
    invalid: int = 400
    told: bool = False
    sentences: list[int] = field(default_factory=list)
    codes: set[int] = field(default_factory=set)

    def schema(self, status: int) -> Schema | None:
        """The schema of a refusal with a status."""
        return self.schemas.get(status, self.schemas.get(0))


def refusals(paper: Paper, quiet: str, general: list[int], things: Things) -> Refusals:
    """How a text refuses. `general`: the numbers of passages that are about no operation in particular."""
    found = Refusals()
    bad: list[int] = []
    for passage in paper.passages:
        text = quiet[passage.start : passage.end]
        codes = [code for _, code in statuses(text)]
        bad += [
            code
            for at, code in statuses(text)
            if code in (400, 422) and (_BAD.search(text[max(0, at - 60) : at + 40]) or len(codes) < 3)
        ]
        if passage.number not in general:
            if re.search(r"\ball errors (?:look|are|have)|\berrors (?:all )?look like", text, re.IGNORECASE):
                _sample_of(found, paper, passage.start, passage.end, things.english)
                found.sentences.append(passage.number)
            continue
        if (
            _ERRORS.search(text)
            or (passage.kind == "code" and found.told and not found.schemas)
            or _after_errors(paper, passage.number, quiet)
        ):
            found.codes |= {code for code in codes if code >= 400}
            if _PROBLEM.search(paper.text[passage.start : passage.end]):
                found.media = "application/problem+json"
            elif _TEXT.search(text):
                found.media = "text/plain"
                found.schemas[0] = {"type": "string"}
            _sample_of(found, paper, passage.start, passage.end, things.english)
            if not found.schemas and (match := _WITH.search(text)):
                items = [item for item in listed(match["list"]) if re.fullmatch(r"[a-z]\w*", item.name)]
                if items:
                    found.schemas[0] = schema_of(
                        Sample(kind="object", members=tuple(members_of(items))), "error", things.english, things
                    )
            found.sentences.append(passage.number)
            found.told = True
        elif codes and all(code >= 400 for code in codes):
            found.codes |= set(codes)
            found.sentences.append(passage.number)
    if found.media == "application/problem+json" and 0 not in found.schemas:
        found.schemas[0] = _problem(("title", "status"))
    if found.media == "application/problem+json" and "properties" in found.schemas[0]:
        found.schemas[0]["properties"].setdefault("type", {"type": "string"})
        found.schemas[0]["properties"].setdefault("detail", {"type": "string"})
        found.schemas[0]["required"] = [n for n in ("title", "status") if n in found.schemas[0]["properties"]]
    if bad:
        found.invalid = 422 if bad.count(422) > bad.count(400) else 400
    _tell(found, paper, quiet)
    if 0 not in found.schemas and found.schemas:
        found.schemas[0] = next(iter(found.schemas.values()))
    if not found.schemas:
        found.schemas[0] = {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}
    return found


def _tell(found: Refusals, paper: Paper, quiet: str) -> None:
    """What is known of the members of refusals: the words of a code, what is there besides, the number of the status."""
    about = [quiet[p.start : p.end] for p in paper.passages if p.number in found.sentences]
    words = codes(about, (quiet[p.start : p.end] for p in paper.passages))
    several = len([status for status in found.schemas if status]) > 1
    for status, schema in found.schemas.items():
        shown = found.examples.get(status)
        if several and status and isinstance(shown, dict):
            for name, value in shown.items():
                if (
                    isinstance(value, str)
                    and re.fullmatch(r"[a-z][a-z_-]+", value)
                    and schema["properties"][name].get("type") == "string"
                ):
                    schema["properties"][name]["enum"] = [value]
        else:
            tell_codes(schema, words, shown)
        _numbered(schema)
        for text in about:
            for match in _ALSO.finditer(text):
                _add(schema, match["name"])


def _numbered(schema: Schema) -> None:
    for name, part in schema.get("properties", {}).items():
        if snake(name) in ("status", "status_code", "http_status"):
            part.clear()
            part["type"] = "integer"
        _numbered(part)
        _numbered(part.get("items", {}) if isinstance(part.get("items"), dict) else {})


def _add(schema: Schema, name: str) -> None:
    """A member that refusals have at times, beside the others: in the list of errors where there is one."""
    properties = schema.get("properties", {})
    inside = next(
        (
            part["items"]
            for part in properties.values()
            if part.get("type") == "array" and "properties" in part.get("items", {})
        ),
        None,
    )
    (inside or schema).setdefault("properties", {}).setdefault(name, {"type": "string"})


def _after_errors(paper: Paper, number: int, quiet: str) -> bool:
    passage = paper.passages[number - 1]
    above = [paper.passages[n - 1] for n in passage.under[-1:]]
    return any(re.match(r"\W*errors?\b", quiet[p.start : p.end], re.IGNORECASE) for p in above)


def _sample_of(found: Refusals, paper: Paper, start: int, end: int, english: English) -> None:
    """Takes the samples of a sentence: of the status named before it, or of all refusals."""
    last = start
    for one in paper.samples:
        if not (start <= one.start < end and one.sample.members):
            continue
        before, after = paper.masked[last : one.start], paper.masked[one.end : end]
        last = one.end
        fine = _FINE.match(after) or _ANSWERS.search(before)
        if fine and not re.search(r"error\w*\W*$", before, re.IGNORECASE):
            continue
        above = paper.masked[max(0, start - 60) : start] if paper.at(start).kind == "code" else ""
        near = [code for _, code in statuses(above + before[-60:]) if code >= 400]
        place = near[-1] if near and not re.search(r"\ball (?:the )?(?:other )?errors\b", after, re.IGNORECASE) else 0
        found.schemas.setdefault(place, _loose(one.sample, english))
        found.examples.setdefault(place, _value(one.sample))


def _loose(sample: Sample, english: English) -> Schema:
    """The schema of a refusal's sample; what is shown nested without names of its own is open."""
    return _opened(schema_of(sample, "error", english, Things(english=english)))


def _opened(schema: Schema) -> Schema:
    """Objects that name what was wrong ("fields", "details") may have any members."""
    for name, part in schema.get("properties", {}).items():
        if name.lower() in ("fields", "details", "errors", "invalid", "violations") and part.get("type") == "object":
            schema["properties"][name] = {"type": "object", "additionalProperties": {"type": "string"}}
            schema["required"] = [n for n in schema.get("required", []) if n != name]
        elif name.lower() in ("field", "pointer", "details", "fields"):
            schema["required"] = [n for n in schema.get("required", []) if n != name]
            _opened(part)
        elif part.get("type") == "object":
            _opened(part)
        elif part.get("type") == "array" and isinstance(part.get("items"), dict):
            _opened(part["items"])
    return schema


def _problem(names: tuple[str, ...]) -> Schema:
    kinds: dict[str, Schema] = {"title": {"type": "string"}, "status": {"type": "integer"}}
    return {"type": "object", "required": list(names), "properties": {name: kinds[name] for name in names}}


def _value(sample: Sample) -> object:
    """A sample as the value it shows."""
    if sample.kind == "object":
        return {member.name: _shown(member) for member in sample.members}
    if sample.kind == "array":
        return [_value(item) for item in sample.items]
    return sample.value if sample.kind == "value" else str(sample.value) if sample.kind == "word" else "..."


def _shown(member: Member) -> object:
    return _value(member.sample) if member.sample else "..."
