"""Says in one way what people say in many: 'to begin with' is 'first', 'in due course' 'then', 'with luck' nothing. Used by lives."""

from __future__ import annotations

import re

from engines.spec.life_words import LifeWords
from engines.spec.patterns import pattern

_AT_END = pattern(
    r"\b(?:at|by|towards?) the (?:very )?end(?: of (?:the |an? |its |his |her |each |every )?[\w\-]+)?\b", re.IGNORECASE
)
_AFTER = pattern(
    r"\bafter (?:an?|the|one|two|three|some|\d+|a few|several|a couple of) (?:more )?(?:minutes?|hours?|days?|nights?|weeks?|months?|years?|seasons?|while|time)\b(?! (?:of|from|with))",
    re.IGNORECASE,
)
_THEN_THEN = pattern(r"\bthen(?:[\s,]+(?:and )?then\b)+")
_SPACES = re.compile(r"[ \t]{2,}|\t")
_SPACE_BEFORE = re.compile(r"\s+([,.;:])")
_NO_LONGER = re.compile(r"\bno longer\b")


def ordered(text: str, words: LifeWords) -> str:
    """The text with its ordering adverbials as `first` and `then`, without those that leave open whether."""
    plain = _AFTER.sub("then", _AT_END.sub("then", _NO_LONGER.sub("not", text)))
    plain = words.doubt.sub(" ", plain)
    plain = words.first.sub("first", words.next.sub("then", plain))
    plain = _THEN_THEN.sub("then", plain)
    return _SPACE_BEFORE.sub(r"\1", _SPACES.sub(" ", plain)).strip()
