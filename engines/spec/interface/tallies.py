"""Numbers that count how often something was done to a record: `extensions`, how often it was extended. Pure."""

from __future__ import annotations

import re

from engines.kernel.spec.service import Require
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.model import Call, Schema, snake
from engines.spec.interface.participles import participle
from engines.spec.interface.rules import FAULTS, sentences
from engines.spec.interface.schemas import properties, types
from engines.spec.patterns import pattern

_OFTEN = pattern(
    r"\b(?:how (?:often|many times)|number of times|times (?:it|this)|number of \w+(?:ions|als|ings|ies)\b)"
)
_MOST = pattern(
    r"\b(?:only|at most|no more than|up to|maximum(?: of)?|more than)(?: (?:be )?\w+ed)? (once|twice|one|two|three|four|five|\d+)(?: times?)?\b"
)
_STATUS = pattern(r"\b(4\d\d)\b")
NUMBERS = {"once": 1, "twice": 2, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}
_ALIKE = 4


def is_tally(schema: Schema) -> bool:
    """Whether a member says how often something was done."""
    return "integer" in types(schema) and bool(_OFTEN.search(str(schema.get("description", "")).lower()))


def counted_by(draft: Draft, word: str, study: Study) -> list[str]:
    """The fields that count how often a verb was applied to a record."""
    found = []
    for shape in draft.shapes:
        for wire, schema in properties(shape).items():
            name, said = snake(wire), str(schema.get("description", "")).lower()
            if name not in draft.fields or name in draft.given or not is_tally(schema):
                continue
            spoken = any(participle(part, word, study) for part in re.findall(r"[a-z]+", said))
            if spoken or name[:_ALIKE] == word[:_ALIKE]:
                found.append(name)
    return list(dict.fromkeys(found))


def not_too_often(call: Call, record: str, counters: list[str], study: Study) -> list[Require]:
    """That something is done no more often than sentences allow."""
    for sentence in sentences(call, study) if counters else ():
        if match := _MOST.search(sentence):
            most = NUMBERS.get(match[1]) or int(match[1])
            told = next((int(s[1]) for s in _STATUS.finditer(sentence) if int(s[1]) in call.statuses()), 409)
            if told in call.statuses():
                return [
                    Require(
                        that=f"{record}.{counters[0]} < {most}",
                        otherwise=FAULTS[told][0],
                        says="That was done as often as it may be.",
                    )
                ]
    return []
