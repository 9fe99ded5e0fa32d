"""What a clause says of a value: its type, length, range, choices, default, whether it must be there. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from engines.spec.interface.prose.choices import choices
from engines.spec.interface.prose.numbers import NUMBER, number, seconds
from engines.spec.interface.prose.signs import signs

Missing = object()
_CHARS = r"(?:characters?|chars?|signs?|letters?|code points?|symbols?)"
_LENGTH = re.compile(
    rf"(?:(?P<most>up to|at most|max(?:imum|imal)?\.?(?: of| length(?: of)?)?|no more than|not more than|no longer than|less than|length(?: of)? up to)|(?P<least>at least|min(?:imum|imal)?\.?(?: of)?|not less than|no shorter than))?"
    rf"\s*(?P<low>{NUMBER})(?P<plus>\+| or more)?(?:\s*(?:-|–|—|to|and|\.\.\.?)\s*(?P<high>{NUMBER}))?\s*{_CHARS}\b(?P<behind> at most| or less| max(?:imum)?\b)?",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"(?<![\w.])(?:between\s+|from\s+|in\s+)?(?P<low>{NUMBER})\s*(?:-|–|—|to|and|\.\.\.?|…)\s*(?P<high>{NUMBER})(?![\w%]|\.\d)(?!\s*{_CHARS})",
    re.IGNORECASE,
)
_AT_LEAST = re.compile(
    rf"(?:(?:at least|min(?:imum|imal)?\.?(?: of)?|not less than|>=|≥)\s*(?P<a>{NUMBER})|(?<![\w.])(?P<b>{NUMBER})\s*(?:or more|or higher|or greater|\+|and up|upwards?)(?!\w)|\bfrom (?P<c>{NUMBER})(?: on)?(?!\s*(?:-|to|characters|if|by)))",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    rf"(?:up to|at most|max(?:imum|imal)?\.?(?: of)?|no more than|not more than|<=|≤)\s*(?P<a>{NUMBER})(?![\d.]*\s*(?:{_CHARS}|kb|mb|bytes|decimals?)|\d)|(?<![\w.])(?P<b>{NUMBER})\s*(?:or less|or fewer|at most)",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    rf"(?:above|more than|greater than|over|larger than|>)\s*(?P<n>{NUMBER})(?!\s*{_CHARS})", re.IGNORECASE
)
_BELOW = re.compile(rf"(?:below|less than|under|smaller than|<)\s*(?P<n>{NUMBER})(?!\s*{_CHARS})", re.IGNORECASE)
_WORD = r"`[^`]+`|\"[^\"]*\"|'[^']*'|-?\d[\d.,]*|-?[A-Za-z_][\w\-]*|\[\]|\{\}"
_DEFAULT = re.compile(
    rf"(?:\bby default,?\s+(?P<f>{_WORD})|\bdefault(?:s|ing)?(?: value)?(?:\s+(?:to|is|of)|\s*[:=])?\s+(?P<a>{NUMBER} (?:seconds?|minutes?|hours?|days?|weeks?)|{_WORD})|\bdef\.?\s+(?P<g>{_WORD})"
    rf"|(?P<b>{_WORD})\s*(?:\(\s*(?:the\s+)?default\s*\)|,? by default(?!,?\s+-?\d)|(?:as|is) the default|at first|(?:in|at) the beginning|initially|the default\b)"
    rf"|(?:\b(?:is|of|becomes|has)\b|,|\()?\s*(?P<c>{NUMBER} (?:seconds?|minutes?|hours?|days?|weeks?)|{_WORD}),?\s+(?:if|when|where|unless)\s+(?:(?:it|they|one|i|you|we)\s+)?(?:(?:is|are|was|'s)\s+)?(?:missing|left out|omitted|not (?:given|there|sent|set|present)|absent|leave it out|leave it off|empty|nothing is (?:given|said)|(?:nobody|no one|nothing) says (?:otherwise|anything|so)|not (?:told|said) otherwise|given)\b)",
    re.IGNORECASE,
)
_OPTIONAL = re.compile(
    r"\boptional(?:ly)?\b|\bmay be (?:left out|missing|omitted|absent)|\bcan be (?:left out|omitted)|\bif (?:given|wanted|present|any)\b|\bnot required\b|\baren'?t(?: required)?$|\bmaybe\b|\?$",
    re.IGNORECASE,
)
_REQUIRED = re.compile(
    r"(?<!not )\brequired\b|\bmandatory\b|\bmust be (?:there|given|present|sent|provided)|\bneeded\b|\bobligatory\b",
    re.IGNORECASE,
)
_NULL = re.compile(
    r"\bor null\b|\b(?:may|can) (?:also )?be null|\bnullable\b|\bnull if\b|\bnull (?:when|until|without)\b|\bis null\b|\bare null\b|\|\s*null\b",
    re.IGNORECASE,
)
_UNIQUE = re.compile(r"\bunique\b|\bonce only\b", re.IGNORECASE)
_TYPES: tuple[tuple[str, dict[str, Any]], ...] = (
    (r"\b(?:array|list) of (?:strings|texts|words|tags|names)\b|\bstring\[\]|\btexts?\[\]", {"type": "array", "items": {"type": "string"}}),
    (r"\b(?:array|list) of (?:integers|whole numbers|ids)\b|\bint(?:eger)?\[\]", {"type": "array", "items": {"type": "integer"}}),
    (r"\b(?:array|list) of numbers\b", {"type": "array", "items": {"type": "number"}}),
    (r"\b(?:a |an )?(?:array|list)\b(?! of \{)", {"type": "array"}),
    (r"\bwhole (?:numbers?|cents|euros)?\b|\bintegers?\b|\bint\b|\bin (?:whole )?cents\b", {"type": "integer"}),
    (r"\bstrings? with two decimals\b", {"type": "string", "pattern": r"^-?\d+\.\d{2}$"}),
    (r"\bbool(?:ean)?s?\b|\btrue or false\b|\btrue/false\b|\byes/no\b|\bflag\b", {"type": "boolean"}),
    (r"\buuids?\b|\bguid\b", {"type": "string", "format": "uuid"}),
    (r"\be-?mail(?: address(?:es)?)?\b|\bmust be an address\b", {"type": "string", "format": "email"}),
    (r"\bhttps? ?(?:or|and|/|\() ?\(?(?:https?|s\))|\bhttp\(s\)|\bhttps?(?: |-)?(?:url|link|address)|\b(?:valid|absolute|an?|full) (?:url|uri|web address)\b|^\s*(?:is |: ?)?(?:url|uri)\b", {"type": "string", "format": "uri"}),
    (r"\b(?:date-?times?|timestamps?|iso[- ]?8601|rfc ?3339|moments?|date and time)\b", {"type": "string", "format": "date-time"}),
    (r"\bdates?\b(?! of birth\w)", {"type": "string", "format": "date"}),
    (r"\b(?:decimal |float(?:ing)?[- ]?(?:point )?)?numbers?\b|\bfloats?\b|\bdecimals?\b(?! places)", {"type": "number"}),
    (r"\b(?:strings?|texts?)\b(?! ?/)", {"type": "string"}),
    (r"\b(?:objects?|maps?|dictionary|anything|json)\b", {}),
)  # fmt: skip
_KINDS = tuple((re.compile(said, re.IGNORECASE), kind) for said, kind in _TYPES)
_SLUGS = re.compile(r"lower-?case words? (?:with|joined by|separated by) (?:hyphens|dashes)", re.IGNORECASE)
_ITEMS = re.compile(
    rf"(?:(?P<most>up to|at most|max(?:imum)?\.?|no more than)|(?P<least>at least))?\s*(?P<low>{NUMBER})(?:\s*(?:-|–|to)\s*(?P<high>{NUMBER}))?\s+(?:different |unique |distinct )?(?P<what>[a-z]+s|of them|of those)\b",
    re.IGNORECASE,
)


@dataclass
class Limits:
    """What is told of a value; `default` is Missing where none is told. `unique`: it stands once."""

    schema: dict[str, Any] = field(default_factory=dict)
    required: bool | None = None
    nullable: bool = False
    unique: bool = False
    default: Any = Missing

    def __bool__(self) -> bool:
        return (
            bool(self.schema or self.required is not None or self.nullable or self.unique)
            or self.default is not Missing
        )


def limits(clause: str, name: str = "") -> Limits:
    """What a clause about the value of a name says."""
    found = Limits()
    rest = clause
    if told := signs(rest):
        made, _low, _high, (start, end) = told
        found.schema |= {"type": "string", "pattern": made}
        rest = rest[:start] + " " + rest[end:]
    elif _SLUGS.search(rest):
        found.schema |= {"type": "string", "pattern": "^[a-z0-9]+(?:-[a-z0-9]+)*$"}
    rest = _default(rest, found)
    rest = _length(rest, found)
    if options := choices(rest):
        found.schema["enum"] = list(options)
        rest = ""
    elif not found.schema.get("pattern"):
        _kind(rest, found)
        if found.schema.get("type", "integer") in ("integer", "number"):
            _bounds(rest, found)
    _said(clause, found)
    return found


def _said(clause: str, found: Limits) -> None:
    if _OPTIONAL.search(clause):
        found.required = False
    elif _REQUIRED.search(clause):
        found.required = True
    elif found.default is not Missing:
        found.required = False
    found.nullable = bool(_NULL.search(clause))
    found.unique = bool(_UNIQUE.search(clause))


def _default(clause: str, found: Limits) -> str:
    for match in _DEFAULT.finditer(clause):
        said = next(group for group in match.groups() if group is not None)
        value = plain_value(said)
        if isinstance(value, str) and value.lower() in ("now", "today", "current"):
            found.required = False
        elif isinstance(value, str) and value.lower() in ("empty", "none", "nothing"):
            found.default = "" if value.lower() == "empty" else None
        elif not (isinstance(value, str) and value.lower() in _NO_VALUES):
            found.default = value
        else:
            continue
        kept = f"{said} " if match["b"] else " "
        return clause[: match.start()] + " " + kept + clause[match.end() :]
    return clause


_NO_VALUES = frozenset(
    [
        "the",
        "is",
        "are",
        "it",
        "and",
        "or",
        "else",
        "otherwise",
        "optional",
        "required",
        "if",
        "a",
        "an",
        "be",
        "back",
        "to",
        "by",
        "of",
        "so",
        "shown",
        "there",
        "given",
    ]
)


def plain_value(said: str) -> Any:
    """A value as written in prose: true, 25, "x", `x`, one day (in seconds), a bare word."""
    bare = said.strip().strip("`").strip()
    if re.fullmatch(r"[\"'].*[\"']", bare):
        return bare[1:-1]
    try:
        return json.loads(bare)
    except ValueError:
        pass
    span = seconds(bare)
    found = number(bare) if span is None else span
    return bare if found is None else found


def _length(clause: str, found: Limits) -> str:
    match = _LENGTH.search(clause)
    if not match:
        return clause
    low, high = number(match["low"]), number(match["high"] or match["low"])
    found.schema.setdefault("type", "string")
    if match["most"] or match["behind"]:
        low = None if not match["high"] else low
    if match["least"] or match["plus"]:
        high = None
    if low:
        found.schema["minLength"] = int(low)
    if high:
        found.schema["maxLength"] = int(high)
    return clause[: match.start()] + " " + clause[match.end() :]


def _kind(clause: str, found: Limits) -> None:
    for expression, kind in _KINDS:
        if "type" not in found.schema and expression.search(clause):
            found.schema |= {key: dict(value) if isinstance(value, dict) else value for key, value in kind.items()}
            if kind.get("format") == "uri" and re.search(r"http", clause, re.IGNORECASE):
                found.schema["pattern"] = "^https?://"
            return


def _bounds(clause: str, found: Limits) -> None:
    numeric: dict[str, Any] = {}
    if match := _RANGE.search(clause):
        numeric = {"minimum": number(match["low"]), "maximum": number(match["high"])}
    else:
        for expression, key in (
            (_AT_LEAST, "minimum"),
            (_AT_MOST, "maximum"),
            (_ABOVE, "exclusiveMinimum"),
            (_BELOW, "exclusiveMaximum"),
        ):
            if match := expression.search(clause):
                numeric[key] = number(next(group for group in match.groups() if group is not None))
    if re.search(r"\bpositive\b", clause, re.IGNORECASE) and not numeric:
        numeric = {"exclusiveMinimum": 0}
    if re.search(r"\b(?:not|non|never)[- ](?:be )?negative\b", clause, re.IGNORECASE) and not numeric:
        numeric = {"minimum": 0}
    numeric = {key: value for key, value in numeric.items() if value is not None}
    if (
        set(numeric) == {"maximum"}
        and not re.search(r"\btakes? away|negative|minus", clause, re.IGNORECASE)
        and numeric["maximum"] > 0
    ):
        numeric["minimum"] = 0
    if numeric:
        whole = all(isinstance(value, int) for value in numeric.values())
        found.schema.setdefault("type", "integer" if whole else "number")
        found.schema |= numeric


def counted(clause: str) -> Iterator[tuple[str, int | None, int | None]]:
    """Nouns with how many there may be: 'up to 10 tags' is tags, None, 10."""
    for match in _ITEMS.finditer(clause):
        low, high = number(match["low"]), number(match["high"] or match["low"])
        if match["most"] and not match["high"]:
            low = None
        if match["least"]:
            high = None
        yield match["what"].lower(), None if low is None else int(low), None if high is None else int(high)
