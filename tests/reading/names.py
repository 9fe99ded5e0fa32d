"""When two names mean the same thing: word by word, in any order, with a few common synonyms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_SAME = {
    "min": "minimum", "max": "maximum", "qty": "quantity", "telephone": "phone", "birthday": "birth_date",
    "birthdate": "birth_date", "dob": "birth_date", "colour": "color", "desc": "description", "temp": "temperature",
    "daily": "day", "nightly": "night", "monthly": "month", "yearly": "year", "annual": "year", "item": "line",
    "begin": "start", "finish": "end", "favourite": "favorite",
}  # fmt: skip
_SYNONYMS = (
    {"name", "title"},
    {"text", "body", "content", "message", "comment"},
    {"position", "order", "sequence", "index", "rank"},
    {"photo", "image", "picture"},
)
_DROPPED = {"of", "the", "a", "an", "per", "and"}
_LIGHT = {
    "at",
    "on",
    "date",
    "time",
    "number",
    "no",
    "id",
    "file",
    "url",
    "is",
    "has",
    "amount",
    "value",
    "minute",
    "count",
}


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and re.search(r"(ss|sh|ch|x|z)es$", word):
        return word[:-2]
    if len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def words(name: str) -> list[str]:
    """The words of a name that carry meaning, in the singular."""
    folded = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    plain = [_singular(w) for w in re.split(r"[^a-z0-9]+", folded.replace("email_address", "email")) if w]
    known = [part for word in plain for part in _SAME.get(word, word).split("_")]
    return list(dict.fromkeys(word for word in known if word not in _DROPPED)) or known


def _stem(word: str) -> str:
    return re.sub(r"(?<=...)(ation|ion|ing|ed|e|y|d)$", "", word)


def _same(one: str, two: str) -> float:
    if one == two:
        return 1.0
    if _stem(one) == _stem(two):
        return 0.9
    return 0.85 if any(one in group and two in group for group in _SYNONYMS) else 0.0


def likeness(want: str, have: str, around: str = "") -> float:
    """How well two names agree, 0 to 1; the words of `around`, where both stand, may be left out."""
    one, two, known = words(want), words(have), words(around)
    bare = [w for w in one if w not in known] or one, [w for w in two if w not in known] or two
    return max(_agreement(one, two), _agreement(*bare) - 0.01)


def _agreement(one: list[str], two: list[str]) -> float:
    if set(one) == set(two):
        return 1.0
    hits, left = 0.0, list(two)
    weight = {word: 0.25 if word in _LIGHT else 1.0 for word in (*one, *two)}
    for word in one:
        score, hit = max(((_same(word, other), other) for other in left), default=(0.0, ""))
        if score:
            left.remove(hit)
            hits += score * (weight[word] + weight[hit])
    return min(0.98, hits / sum(weight[word] for word in (*one, *two)))


def best(wanted: str, among: Iterable[str], least: float = 0.6, around: str = "") -> str | None:
    """The likeliest name; `wanted` may list alternatives: due_date/due_at."""
    known = list(among)
    scored = [
        (likeness(name, have, around) - 0.001 * n, have) for n, name in enumerate(wanted.split("/")) for have in known
    ]
    score, hit = max(scored, default=(0.0, ""), key=lambda pair: pair[0])
    return hit if score >= least else None


def entity_likeness(want: str, have: str) -> float:
    """Names of things agree in their last word or not at all: an order item is no order."""
    one, two = words(want), words(have)
    return likeness(want, have) if one and two and one[-1] == two[-1] else 0.0


def norm(value: str) -> str:
    """A value's words joined, for comparing states and choices."""
    return "_".join(words(value))
