"""Things that begin with the first use of their name, a counter with its first hit. Called by things and what operations do."""

from __future__ import annotations

import re

from engines.spec.interface.drafts import Study
from engines.spec.interface.envelopes import core
from engines.spec.interface.model import Call, snake
from engines.spec.interface.places import Passed, Place
from engines.spec.interface.schemas import name_of, properties, types
from engines.spec.patterns import pattern

_BEGINS = pattern(
    r"\b(?:begins? with|not there yet|does not exist yet|doesn't exist yet|(?:is|are|gets?) (?:made|created|started|opened)|"
    r"creates? (?:it|the|one)|first (?:hit|use|call|time|visit|increment)|starts? (?:at|with|from)|made on the fly)\b",
    re.IGNORECASE,
)


def begun_by(call: Call, place: Place, study: Study) -> Passed | None:
    """The member of a collection that a POST counts up, and makes where it is not there yet; None for any other operation."""
    if call.method not in ("POST", "PUT") or call.body or not place.passed or len(place.passed) > 1:
        return None
    passed = place.passed[0]
    member = f"{passed.collection}/{{{passed.parameter}}}"
    reading = study.call("GET", member)
    if reading is None or study.call("POST", passed.collection) or not _BEGINS.search(study.said(call)):
        return None
    shown = core(call.success.json, study.words) if call.success else {}
    known = core(reading.success.json, study.words) if reading.success else {}
    return passed if tally(call, study) and (name_of(shown) or 1) == (name_of(known) or 1) else None


def tally(call: Call, study: Study) -> str:
    """The member of an answer that counts."""
    shown = core(call.success.json, study.words) if call.success else {}
    numbers = [snake(name) for name, schema in properties(shown).items() if types(schema) == {"integer"}]
    counted = [name for name in numbers if study.words.is_a("hits", name) or study.words.is_a("tallies", name)]
    return next(iter(counted), numbers[0] if len(numbers) == 1 else "")
