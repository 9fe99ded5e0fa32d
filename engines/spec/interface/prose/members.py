"""What a text says of members by their names: 'the title has 1-120 characters', '`email`: required', 'price and stock are whole numbers'. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engines.spec.english import English
from engines.spec.interface.model import snake
from engines.spec.interface.prose.choices import choices
from engines.spec.interface.prose.limits import Limits, Missing, limits, plain_value

_UNITS = ("_cents", "_seconds", "_minutes", "_ms", "_percent", "_id", "_s", "_bytes", "_days")
_BEFORE = re.compile(
    r"(?:^|[,;:.(–—]\s*|\n\s*(?:[-*]\s*)?|\b(?:and|or|the|its|an?|each|every|all|their|a valid|both|optional|where|but|if(?= given)|of the|in the|player|user|my|your|member|new)\s+)[`\"(]*$",
    re.IGNORECASE,
)
_CHAIN = re.compile(r"^[`\")]*(?:\s*\([^()]*\))?\s*(?:,\s*(?:and|or)?|and|or|/)\s*(?:the\s+)?[`\"]*$", re.IGNORECASE)
_SAYS = re.compile(
    r"^[`\"]*(?:'s)?\s*(?:names?|addresses|values?|field)?\s*(?:\(|\"[^\"]*\"|:|=|–|—|-(?=\s)|is\b|are\b|isn't|aren't|was\b|has\b|have\b|must\b|may\b|can\b|goes\b|should\b|needs?\b|of\b|from\b|between\b|up to\b|at (?:least|most)\b|max|min|def|optional|required|mandatory|unique|null\b|"
    r"defaults?\b|one of\b|\d|above|below|http|not\b|a-z|which\b|that\b|,\s*(?:which|that|a |an |one of|optional|required|at |up |max|min|default)|contains?\b|consists?\b|takes\b|in\b|three|two|four|five|six|lower|upper|capital|letters|digits|true|false|string|integer|number|boolean|whole|as\b|already|known|isn't|exists|an?\s|says?\b|tells?\b|means\b|shows\b)",
    re.IGNORECASE,
)
_SAME = re.compile(r"^\s*(?:is|=)\s*(\S+?)\s*(?:,|and)?\s*$")
_ONLY = re.compile(
    r"\bonly\s+(?:the\s+)?(?P<names>[`\w ,]+?)\s+(?:is|are)\s+(?:required|mandatory|needed)\b", re.IGNORECASE
)
_ALL_BUT = re.compile(
    r"\b(?:all|everything|the rest|all (?:others?|the others))(?:\s+(?:but|except|besides|apart from)\s+(?:the\s+)?(?P<names>[`\w ,]+?))?(?:\s+(?:are|is))?\s+optional\b",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"\b(?:both|all(?: (?:three|four|five))?|all (?:fields|members) are)\s+(?:are\s+)?(?P<what>optional|required)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Fact:
    """What a sentence says of a name: `sentence` is the number of its passage."""

    limits: Limits
    clause: str
    sentence: int


def forms(name: str, english: English) -> list[str]:
    """How prose calls a member: unit_price is 'unit price', 'unit prices', priceCents also 'price'."""
    word = snake(name).rstrip("_")
    bare = next((word.removesuffix(unit) for unit in _UNITS if word.endswith(unit) and word != unit[1:]), "")
    found = [name, word, word.replace("_", " "), word.replace("_", "-"), word.replace("_", "")]
    if bare:
        found += [bare.replace("_", " "), bare.rpartition("_")[2]]
    if word in ("email", "mail"):
        found += ["e-mail", "e-mail address", "email address"]
    plurals = [" ".join([*form.split()[:-1], english.plural(form.split()[-1])]) for form in found if form]
    return sorted(dict.fromkeys(form for form in (*found, *plurals) if form), key=len, reverse=True)


def facts(text: str, names: Iterable[str], sentence: int, english: English) -> dict[str, list[Fact]]:
    """What a sentence says of each of some names."""
    places = _telling(text, _places(text, list(names), english))
    found: dict[str, list[Fact]] = {}
    waiting: list[str] = []
    for position, (name, _, end) in enumerate(places):
        stop = places[position + 1][1] if position + 1 < len(places) else len(text)
        clause = _cut(text[end:stop])
        chained = position + 1 < len(places) and _CHAIN.match(text[end:stop])
        told = limits(clause) if _SAYS.match(clause) or choices(clause) else Limits()
        if position + 1 < len(places) and (alike := _SAME.match(clause)):
            following = places[position + 2][1] if position + 2 < len(places) else len(text)
            if limits(_cut(text[places[position + 1][2] : following])).default is not Missing:
                told = Limits(default=plain_value(alike[1]), required=False)
        if chained and not told:
            waiting.append(name)
            continue
        if told:
            shared = () if clause.lstrip('`" ').startswith("(") or (chained and told.schema) else waiting
            for each in dict.fromkeys((*shared, name)):
                found.setdefault(each, []).append(Fact(told, clause, sentence))
        waiting = []
    return found


def _telling(text: str, places: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """The places where something is said of a name, or that are joined to one where it is."""
    kept: list[tuple[str, int, int]] = []
    for place in reversed(places):
        rest = text[place[2] :]
        joined_to = kept and _CHAIN.match(text[place[2] : kept[-1][1]])
        if joined_to or _SAYS.match(rest) or choices(_cut(rest)):
            kept.append(place)
    return kept[::-1]


def sweeping(text: str, names: Sequence[str], english: English) -> dict[str, bool]:
    """Which names are required, where a sentence says so of all at once: 'only the title is required', 'all optional'."""
    if match := _ONLY.search(text) or _ALL_BUT.search(text):
        said = match["names"] or ""
        kept = {
            n
            for n in names
            if any(re.search(rf"(?<!\w){re.escape(f)}(?!\w)", said, re.IGNORECASE) for f in forms(n, english))
        }
        return {name: name in kept for name in names} if kept or not said else {}
    if match := _BOTH.search(text):
        return dict.fromkeys(names, match["what"].lower() == "required")
    return {}


def _cut(clause: str) -> str:
    """A clause without what stands behind its sentence."""
    for match in re.finditer(r";\s|[.!?]\s|,?\s(?:and|plus)\s(?:optionally|maybe|an? optional|optional)\b", clause):
        if clause.count("(", 0, match.start()) <= clause.count(")", 0, match.start()):
            return clause[: match.start()]
    return clause


def _places(text: str, names: Sequence[str], english: English) -> list[tuple[str, int, int]]:
    """Where names are spoken of: (name, start, end), none inside of another."""
    found: list[tuple[str, int, int]] = []
    for name in names:
        for form in forms(name, english):
            flags = re.IGNORECASE if len(form) > 2 else re.NOFLAG
            for match in re.finditer(rf"(?<![\w/{{$]){re.escape(form)}(?![\w/}}])(?!-\w)", text, flags):
                if _BEFORE.search(text[: match.start()]):
                    found.append((name, match.start(), match.end()))
    found.sort(key=lambda place: (place[1], -place[2]))
    kept: list[tuple[str, int, int]] = []
    for place in found:
        if not kept or place[1] >= kept[-1][2]:
            kept.append(place)
    return kept


def joined(told: Sequence[Fact]) -> Limits:
    """All that is told of one name together; what is told first holds."""
    whole = Limits()
    for fact in told:
        for key, value in fact.limits.schema.items():
            if not (key == "type" and set(whole.schema) - {"type"}):
                whole.schema.setdefault(key, value)
        if whole.required is None or fact.limits.required:
            whole.required = fact.limits.required if fact.limits.required is not None else whole.required
        whole.nullable |= fact.limits.nullable
        whole.unique |= fact.limits.unique
        if whole.default is Missing:
            whole.default = fact.limits.default
    return whole
