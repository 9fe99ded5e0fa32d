"""Reads drawn lives: 'draft -> sent -> paid | void; sent -> draft', 'requested > agreed > shipped'. Used by reader."""

from __future__ import annotations

import itertools
import re

from engines.spec.english import English
from engines.spec.lists import options
from engines.spec.model import StatesClaim, Step
from engines.spec.patterns import pattern

_ARROW = pattern(r"\s*(?:-+>|→|=+>|⇒|➔|»|~>)\s*")
_ANGLE = pattern(r"(?<=[a-z\"')])\s+>+\s+(?=[a-z\"'(])", re.IGNORECASE)
_HEAD = pattern(
    r"^.*?\b(?:status(?:es)?|states?|stages?|workflow|life ?cycle|flow|phases?|progress)\b[\w ]*?(?:\s*[:=(]\s*|\s+(?:is|are|goes|go|runs|moves|from)\s+|\s+)",
    re.IGNORECASE,
)
_LEAD = pattern(r"^.*\b(?:is|are|goes|go|from|moves?|through|runs?|begins?|starts?(?: as)?)\s+", re.IGNORECASE)
_ANY = pattern(
    r"^(?:from )?(?:any(?: of (?:them|these|those))?|all(?: of them)?|every|each)(?: (?:other )?(?:state|status|step|stage)s?)?$|^\*$",
    re.IGNORECASE,
)
_LONGEST = 4


def has_arrows(text: str) -> bool:
    """Whether a text draws steps."""
    return bool(_ARROW.search(text))


def read_arrows(text: str, entity: str, english: English, *, angles: bool) -> tuple[StatesClaim | None, list[str]]:
    """The drawn steps and what else the text says; `angles`: '>' is an arrow as well."""
    plain = _ANGLE.sub(" -> ", text) if angles or re.search(r"\bstatus|states?\b", text, re.IGNORECASE) else text
    states: list[str] = []
    steps: list[Step] = []
    rest: list[str] = []
    drawn = False
    for part in _parts(plain):
        stages = _stages(part, english, drawn=drawn)
        if len(stages) > 1:
            drawn = True
            states += [s for stage in stages for s in stage if s != "*"]
            steps += _steps(stages)
        elif drawn and re.match(r"(?:or|and) [\w\- ]+$", part, re.IGNORECASE) and len(part.split()) <= _LONGEST:
            states.append(english.snake(part.split(" ", 1)[1]))
        else:
            rest.append(part)
    if not drawn:
        return None, []
    return StatesClaim(entity=entity, states=tuple(dict.fromkeys(states)), steps=tuple(steps)), rest


def _parts(text: str) -> list[str]:
    return [part.strip(" .#-") for part in re.split(r"[;,()\[\]\n]|\.(?=\s|$)|\s#\s", text) if part.strip(" .#-")]


def _stages(part: str, english: English, *, drawn: bool) -> list[list[str]]:
    pieces = _ARROW.split(part)
    if len(pieces) < 2:
        return []
    if not drawn or ":" in pieces[0]:
        pieces[0] = _HEAD.sub("", pieces[0]) if _HEAD.match(pieces[0] + " ") else pieces[0]
        pieces[0] = pieces[0].rpartition(":")[2]
    if len(pieces[0].split()) > 2 and not drawn:
        pieces[0] = _LEAD.sub("", pieces[0])
    stages = [[] if not piece.strip() else _names(piece.strip(), english) for piece in pieces]
    things = {english.snake(w) for w in (pieces[0].split()[-1:] if len(pieces[0].split()) > 1 else ())}
    if not drawn and things and any(english.is_plural(w) for w in things) and len(pieces) == 2:
        return []
    return stages if all(stages) and all(len(s.split("_")) <= _LONGEST for stage in stages for s in stage) else []


def _names(piece: str, english: English) -> list[str]:
    if _ANY.match(piece):
        return ["*"]
    plain = re.sub(r"^(?:back to|then|either|from|to)\s+", "", piece, flags=re.IGNORECASE)
    known = [english.snake(o) for o in options(plain)] if plain else []
    return [name for name in known if name]


def _steps(stages: list[list[str]]) -> list[Step]:
    found = []
    for before, after in itertools.pairwise(stages):
        for target in after:
            named = tuple(s for s in before if s != "*")
            found.append(Step(target=target, sources=named) if named else Step(target=target, span="any"))
    return found
