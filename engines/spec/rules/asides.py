"""Finds the small clauses inside lists, brackets and table rows: 'begins (after doors)', 'new >= old'. Used by plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from engines.spec.lists import top_level
from engines.spec.model import Statement
from engines.spec.patterns import pattern

_CUE = pattern(
    r"\b(?:after|before|later|earlier|not|never|n't|no|more|less|above|below|under|over|exceeds?|precedes?|same|differ\w*|different|once|twice|overlap\w*|only|unique|at (?:most|least)|unless|until)\b|n't\b|[<>≥≤]",
    re.IGNORECASE,
)
_FORMULA = pattern(
    r"[\w' ]+ (?:x|×|\*|times|minus|plus|divided by|multiplied by) [\w' ]+(?: (?:x|×|\*|times|minus|plus) [\w' ]+)*$",
    re.IGNORECASE,
)
_NOTE = pattern(r"(?P<item>[A-Za-z][\w\- ]{0,40}?)\s*[(\[](?P<note>[^()\[\]]{3,120})[)\]]")
_WHICH = pattern(
    r"(?P<item>[A-Za-z][\w\- ]{1,60}?),? (?:which|who|that|both) (?P<said>(?:of course |naturally |obviously )?(?:must|shall|should|can|may|has|have|is|are|cannot|needs?|will|lies?|comes?)\b[^,;.()]*)",
    re.IGNORECASE,
)
_MAIN = pattern(
    r"(?<!,)(?<!\band)(?<!\bor)(?<!\bbut) (?:can|may|must|shall|should|will|cannot|do|does)(?:n't| not| never)?\b.*$",
    re.IGNORECASE,
)
_JOINING = pattern(r" (?:which|who|that|both) ", re.IGNORECASE)
_LIKEWISE = pattern(
    r"^(?P<said>.+?),? (?:and |but )?(?:(?:so|neither|nor) (?:has|have|does|do|is|are|can|may|must)|(?:the )?same (?:goes |holds |applies |is true )?for|likewise(?: for)?|ditto(?: for)?|as (?:has|does|is|can|must)) (?:(?P<det>an?|the|each|every|any|one) )?(?P<other>[\w\-]+(?: [\w\-]+)?)$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"(?:an?|the|each|every|any|no|one) [\w\-]+", re.IGNORECASE)
_LEADING = re.compile(
    r"^(?:and|or|but|plus|the|an?|its|their|of course|naturally|obviously|also|then)\s+", re.IGNORECASE
)

_CONDITION = re.compile(
    r"^(?:and |but |so )?(?:once|when|whenever|if|after|as soon as|as long as|while|until|unless|before|for|in case|upon|on|to)\b",
    re.IGNORECASE,
)
_NOTES = re.compile(r"\([^()]*\)")
_COLON = re.compile(r":\s+")


def asides(statement: Statement) -> tuple[str, ...]:
    """The clauses a statement holds beside its sentences, each as if it were said by itself."""
    return _asides(statement.text)


@lru_cache(maxsize=512)
def _asides(text: str) -> tuple[str, ...]:
    found = [*_noted(text), *_which(text), *_pieces(text), *_likewise(text)]
    return tuple(dict.fromkeys(clause for clause in found if " = " in clause or _CUE.search(clause)))


def _item(text: str) -> str:
    """The last item of a list: what a bracket or 'which' behind it is about."""
    last = re.split(r"[,:;]| and | or ", text)[-1].strip()
    while (bare := _LEADING.sub("", last)) != last:
        last = bare
    return last


def _noted(text: str) -> Iterator[str]:
    for match in _NOTE.finditer(text) if "(" in text or "[" in text else ():
        item = _item(match["item"])
        for note in top_level(match["note"]):
            if item and _FORMULA.match(note):
                yield f"{item} = {note}"
            elif item and _CUE.search(note):
                yield note if _has_own_subject(note) else f"{item} {note}"


def _has_own_subject(note: str) -> bool:
    return bool(
        re.match(r"[a-z]+ (?:>=|<=|>|<|after|before|not|must|can)", note.strip(), re.IGNORECASE)
    ) and not re.match(r"(?:must|has|not|is|are|can|never|only|no|at)\b", note.strip(), re.IGNORECASE)


def _which(text: str) -> Iterator[str]:
    plain = _NOTES.sub("", text)
    for match in _WHICH.finditer(plain) if _JOINING.search(plain) else ():
        pair = re.search(r"(?:the |an? )?([\w\- ]+) and (?:the |an? )?([\w\- ]+)$", match["item"])
        if item := _item(match["item"]):
            said = _MAIN.sub("", match["said"])
            yield f"{pair[1]} and {pair[2]} {said}" if pair else f"{item} {said}"


def _pieces(text: str) -> Iterator[str]:
    plain = text.strip(" .")
    parts = [piece for half in _COLON.split(plain) for piece in _conditioned(top_level(half))]
    for part in parts if len(parts) > 1 else ():
        yield re.sub(r"^(?:and|but|or|so|of course|naturally)\s+", "", part, flags=re.IGNORECASE)


def _likewise(text: str) -> Iterator[str]:
    """'A driver has one round a day, and so has a van': the same said of the other."""
    if match := _LIKEWISE.search(text.strip(" .")):
        first = re.split(r"[:;]\s+", match["said"])[-1]
        if subject := _SUBJECT.match(first):
            yield f"{match['det'] or 'a'} {match['other']}{first[subject.end() :]}"


def _conditioned(pieces: tuple[str, ...] | list[str]) -> Iterator[str]:
    """'Once released, a payslip is final' stays together: what is said under a condition is not said without it."""
    held = ""
    for piece in pieces:
        if _CONDITION.match(piece.strip()):
            held = f"{held}, {piece}" if held else piece
        else:
            yield f"{held}, {piece}" if held else piece
            held = ""
    if held:
        yield held
