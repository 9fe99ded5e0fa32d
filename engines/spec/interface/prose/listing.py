"""Reads names listed in prose: 'a url, an optional title (at most 100 characters) and a list of tags'. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LEADS = re.compile(
    r"^(?:(?:and|or|and/or|plus|also|both|just|only|then|namely|i\.?e\.?|e\.?g\.?|fields?|members?|properties|parameters?|values?|at least|all of|some|maybe|perhaps|optionally|optional|either|new|mandatory|required|text|string|query|(?:an? )?(?:json|form|body|object|payload)(?: body| object)? (?:with|of|containing)(?: the)?|the|an?|its|their|your|my|our|his|his or her|with|containing|including)\b[,:]?\s+)+",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"`(?P<code>[A-Za-z_@$][\w\-.]*)`(?P<mark>\?)?|\"(?P<quoted>[A-Za-z_@$][\w\-.]*)\"(?P<mark2>\?)?|(?P<bare>[A-Za-z_][\w\-]*(?:\s+(?!(?:of|which|that|as|from|up|must|is|are|has|have|may|can|with|in|at|for|to|between|one|or|and|if|when|by|on|not|only)\b)[a-z]+){0,2})(?P<mark3>\?)?"
)
_MANY = re.compile(
    r"^(?:list|array|set|number of)\s+of\s+(?:strings\s+(?:called|named)\s+)?`?(?P<name>[A-Za-z_]\w*)`?", re.IGNORECASE
)
_NOTE_ONLY = re.compile(
    r"^(?:which|that|must|is\b|are\b|was\b|required|mandatory|optional\b(?!\s+[`\w])|unique|default|defaults|at (?:least|most)|up to|max|min|one of|either|between|from \d|string|text|integer|number|boolean|whole|e-?mail address|"
    r"date\b|uuid|null|\d|case|any|in\b|of\b|by\b|as\b|not\b|but\b|so\b|if\b|when\b|where\b|who\b|both\b|exclusive|inclusive|greater|less|above|below|http|letters|digits|characters|more|empty|then|otherwise|else|never|always|only\b|again|it\b|they\b|all\b|every|each)",
    re.IGNORECASE,
)
_OPTIONAL = re.compile(r"\b(?:optional(?:ly)?|maybe|perhaps|if given)\b", re.IGNORECASE)
_NO_NAMES = frozenset(
    "json body request same data it them one header headers raw bytes form object everything nothing something content-type anything this that these those there what how you i we they user's "  # noqa: SIM905
    "following fields members whole first second last new another others other rest client caller page list lists array arrays see below above like example".split()
)
_VERB = re.compile(
    r"(?:search|filter|sort|match|limit|look|find|select|restrict|order|contain|tell|narrow|only|say)", re.IGNORECASE
)
_SOME_NAMES = frozenset("body data header form object page list client example first last".split())  # noqa: SIM905
_TYPES = frozenset(("number", "string", "text", "integer", "boolean", "date", "timestamp", "word", "choice", "flag"))


@dataclass
class Item:
    """A name as told, with what is noted of it."""

    name: str
    note: str = ""
    optional: bool = False


def listed(text: str, *, single: bool = False) -> list[Item]:
    """The names that a stretch of text lists, up to where it stops being a list; empty where it is none.

    `single`: each name is one word, and what is none belongs to the one before.
    """
    found: list[Item] = []
    enumerating = False
    text = text.strip().rstrip(".")
    if text.startswith("(") and text.find(")") == len(text) - 1:
        text = text[1:-1]
    for said in _pieces(text):
        piece = said.strip(" \n\t:")
        if not piece:
            continue
        lead = _LEADS.match(piece)
        bare = piece[lead.end() :] if lead else piece
        determined = bool(lead and re.search(r"\b(?:an?|the|its|optional(?:ly)?|maybe)\b", lead[0], re.IGNORECASE))
        if found and (_NOTE_ONLY.match(piece) or (enumerating and not determined and not piece.startswith(("`", '"')))):
            found[-1].note += f", {piece}"
            enumerating = enumerating or bool(re.search(r"\bone of\b|\beither\b", piece))
            continue
        item = _item(bare, first=not found) if not single else _word(bare)
        if item is None and single and found:
            found[-1].note += f", {piece}"
            continue
        if item is None:
            if found and (determined or not lead):
                break
            if not found:
                return []
            continue
        if found and item.name.lower().split()[-1] in _TYPES and item.note:
            found[-1].note += f", {piece}"
            continue
        item.optional = item.optional or bool(lead and _OPTIONAL.search(lead[0]))
        enumerating = bool(re.search(r"\bone of\b|\beither\b", item.note))
        found.append(item)
    return found


def _word(text: str) -> Item | None:
    """An item whose name is one word."""
    match = re.match(
        r"[`\"?]*(?P<name>[A-Za-z_]\w*)[`\"=]*(?P<mark>\?)?(?:\s+|$|(?=[(:]))(?P<note>.*)", text, re.DOTALL
    )
    if match is None or match["name"].lower() in _NO_NAMES - _SOME_NAMES:
        return None
    item = _item(f"{match['name']} {match['note']}".strip(), first=False)
    return (
        item
        if item and item.name == match["name"]
        else Item(match["name"], match["note"])
        if _VERB.match(match["note"])
        else None
    )


def _item(text: str, *, first: bool) -> Item | None:
    if match := _MANY.match(text):
        return Item(match["name"], "list of strings" + text[match.end() :])
    match = _NAME.match(text)
    if match is None:
        return None
    name = match["code"] or match["quoted"] or match["bare"]
    note = text[match.end() :].strip()
    if (
        name.lower().startswith("same ")
        or (name.lower() in _NO_NAMES and (first or name.lower() not in _SOME_NAMES))
        or re.fullmatch(r"[A-Z]+-[A-Za-z\-]+|[A-Z]{2,}", name)
    ):
        return None
    if (
        match["bare"]
        and note
        and not re.match(
            r"[(:=–\-]|of\b|which|that|must|is\b|are\b|as\b|from\b|up\b|between|at\b|in\b|with\b|may\b|can\b|\d|->|→|or null|\||search|filter|sort|match|limit|look|find|select|restrict|order|contain|tell|says|goes|narrow|only",
            note,
        )
    ):
        return None
    if match["bare"] and len(name.split()) > 1 and not note.startswith(("(", ":")) and len(name.split()) > 2:
        return None
    mark = bool(match["mark"] or match["mark2"] or match["mark3"])
    return Item(name, note.lstrip(":"), mark or bool(_OPTIONAL.search(note)))


def _pieces(text: str) -> Iterator[str]:
    """A text cut at commas and conjunctions outside of brackets and quotes."""
    depth, quote, start, at = 0, "", 0, 0
    cut = re.compile(
        r"\s*(?:,\s*(?:and|or|plus)\s+|[,;]\s*|\s(?:and/or|and|plus|&|as well as)\s+|\s+or\s+(?=[`\"])|\s\|\s|\n+\s*|\s{3,})"
    )
    while at < len(text):
        sign = text[at]
        if quote:
            quote = "" if sign == quote else quote
        elif sign in '`"':
            quote = sign
        elif sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth -= 1
        elif depth <= 0 and (match := cut.match(text, at)) and not re.search(r"\bbetween \S+$", text[start:at]):
            yield text[start:at]
            start = at = match.end()
            continue
        at += 1
    yield text[start:]
