"""What sentences say how a number is worked out: `tax is 10 percent of the subtotal, rounded down`, `total is both together`. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

_ROUNDED = {"down": "floor({})", "up": "ceil({})", "": "round({})"}
_HOW = re.compile(r",? ?\b(?:and )?rounded(?: to (?:whole )?\w+)?(?: half)?(?: (down|up))?.*$")
_ARTICLES = re.compile(r"\b(?:the|its|their|an?|all|each|every|of them) |[`\"']")
_SUM = r"(?:sum|total) of [a-z]\w*"
_SHARE = r"\d+(?:\.\d+)? ?(?:%|percent|per cent)"
_OPERAND = re.compile(
    rf"both(?: together)?\b|{_SUM}|(?:{_SHARE}|[a-z]\w*) (?:of|in) [a-z]\w*|{_SHARE}|\d+(?:\.\d+)?|[a-z]\w*"
)
_OPERATOR = re.compile(
    r" ?(,? ?(?:plus|and|minus|less|reduced by|times|multiplied by|divided by|\+|-|−|\*|×|/))(?: |(?=[a-z\d]))"
)
_SIGNS = {
    "plus": "+",
    "and": "+",
    "minus": "-",
    "less": "-",
    "reduced by": "-",
    "−": "-",
    "times": "*",
    "×": "*",
    "multiplied by": "*",
    "divided by": "/",
}
_REST = re.compile(r"^(?:[,.;(:]| at (?:that|the) (?:moment|time)\b| (?:in|as) (?:whole )?cents\b| together\b|$)")


def formulas(text: str, names: Mapping[str, str], wanted: Mapping[str, str], sums: Mapping[str, str]) -> dict[str, str]:
    """The terms for members that a text tells of. `names`: word (in small letters) -> term of what may be used; `wanted`: word
    -> member to work out; `sums`: word -> the term that sums it up."""
    found: dict[str, str] = {}
    words = "|".join(sorted(map(re.escape, wanted), key=len, reverse=True))
    if not words:
        return found
    subjects = list(re.finditer(rf"\b({words})\b`? ?(?:is|are|equals|=|:|—|comes to)\s+", text, re.IGNORECASE))
    known = dict(names)
    said: list[str] = []
    for index, match in enumerate(subjects):
        end = subjects[index + 1].start() if index + 1 < len(subjects) else len(text)
        rest = re.split(r"[.;](?:\s|$)", text[match.end() : end])[0].strip(" ,`")
        member = wanted[match[1].lower()]
        term = formula(rest, {**known, "it": known.get(said[-1], "") if said else ""}, sums, said)
        if term:
            found[member] = whole(term)
            known[match[1].lower()] = member
            said.append(match[1].lower())
    return found


def whole(term: str) -> str:
    """A term as a whole number."""
    return f"round({term})" if "/" in term and not term.startswith(("round(", "floor(", "ceil(")) else term


def formula(text: str, names: Mapping[str, str], sums: Mapping[str, str], said: list[str]) -> str:
    """The term for what a phrase says; empty where it says none that is known, or more than is known."""
    plain = _ARTICLES.sub("", text.lower()).strip()
    how = _HOW.search(plain)
    rest = plain[: how.start()] if how else plain
    found, percent = "", False
    sign = ""
    while True:
        match = _OPERAND.match(rest)
        operand = _operand(match[0], names, sums, said) if match else ""
        if match is None or not operand:
            return ""
        percent = "percent" in match[0].split(" of ")[0] or "%" in match[0]
        found = _joined(found, sign, operand, of_all=percent and " of " not in operand and "/ 100" not in operand)
        rest = rest[match.end() :]
        operator = _OPERATOR.match(rest)
        if operator is None:
            break
        sign = _SIGNS.get(operator[1].strip(" ,"), operator[1].strip(" ,"))
        rest = rest[operator.end() :]
    if not _REST.match(rest):
        return ""
    return _ROUNDED[how[1] or ""].format(found) if how else found


def _operand(said_as: str, names: Mapping[str, str], sums: Mapping[str, str], said: list[str]) -> str:
    if said_as.startswith("both"):
        return " + ".join(names[word] for word in said[-2:]) if len(said) > 1 else ""
    if re.fullmatch(_SUM, said_as):
        return sums.get(said_as.rpartition(" ")[2], "")
    if said_as in names:
        return names[said_as]
    share, of, base = said_as.replace(" in ", " of ").partition(" of ")
    if f"{share} of {base}" in names:
        return names[f"{share} of {base}"]
    rate = re.match(r"\d+(?:\.\d+)?", share)
    term = rate[0] if rate else names.get(share, "")
    if of and term and (names.get(base) or sums.get(base)):
        return f"{names.get(base) or sums.get(base)} * {term} / 100"
    return "" if of else term


def _joined(found: str, sign: str, operand: str, *, of_all: bool) -> str:
    """Two terms in one; `of_all`: the second is a percentage of the first."""
    if not sign:
        return operand
    if of_all and sign in ("+", "-"):
        return f"{_tight(found)} * (100 {sign} {_tight(operand)}) / 100"
    if sign in ("*", "/"):
        return f"{_tight(found)} {sign} {_tight(operand)}"
    return f"{found} {sign} {_tight(operand)}"


def _tight(term: str) -> str:
    """A term as a factor."""
    return f"({term})" if re.search(r" (?:[+-]|if|or) ", term) and not re.fullmatch(r"\w+\([^()]*\)", term) else term
