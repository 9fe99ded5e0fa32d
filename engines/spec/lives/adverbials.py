"""Says in one way what people say in many: 'to begin with' is 'first', 'in due course' 'then', 'with luck' nothing. Used by lives."""

from __future__ import annotations

import re

from engines.spec.life_words import LifeWords

_AT_END = re.compile(
    r"\b(?:at|by|towards?) the (?:very )?end(?: of (?:the |an? |its |his |her |each |every )?[\w\-]+)?\b", re.IGNORECASE
)
_AFTER = re.compile(
    r"\bafter (?:an?|the|one|two|three|some|\d+|a few|several|a couple of) (?:more )?(?:minutes?|hours?|days?|nights?|weeks?|months?|years?|seasons?|while|time)\b(?! (?:of|from|with))",
    re.IGNORECASE,
)


def ordered(text: str, words: LifeWords) -> str:
    """The text with its ordering adverbials as `first` and `then`, without those that leave open whether."""
    plain = _AFTER.sub("then", _AT_END.sub("then", text))
    plain = words.doubt.sub(" ", plain)
    plain = words.next.sub("then", plain)
    plain = re.sub(
        r"(?<!the )(?<!a )(?<!an )(?<!their )(?<!its )(?<!his )(?<!her )" + words.first.pattern,
        "first",
        plain,
        flags=re.IGNORECASE,
    )
    plain = re.sub(r"\bthen(?:[\s,]+(?:and )?then\b)+", "then", plain)
    return re.sub(r"\s+([,.;:])", r"\1", re.sub(r"[ \t]+", " ", plain)).strip()
