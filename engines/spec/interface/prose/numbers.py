"""Numbers in a text, in digits or words: '1,000', 'ten', 'a million', 'one day' as seconds. Pure."""

from __future__ import annotations

import re

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_WORDS = {word: n for n, word in enumerate(_ONES.split())} | {
    word: n * 10 for n, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000, "k": 1000}
SECONDS = {
    "second": 1,
    "minute": 60,
    "hour": 3600,
    "day": 86400,
    "week": 604800,
    "month": 2_592_000,
    "year": 31_536_000,
}
_DIGITS = r"-?\d+(?:[,_]\d{3})*(?:\.\d+)?"
NUMBER = (
    rf"(?:{_DIGITS}(?: (?:thousand|million|billion))?|\d+k\b|(?:an?|one|two|three|four|five|ten) (?:hundred|thousand|million|billion)"
    rf"|\b(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})\b)"
)


def number(said: str) -> int | float | None:
    """The number that a text is; None where it is none."""
    total: float | None = None
    for word in said.lower().replace("−", "-").split():
        if re.fullmatch(_DIGITS, word):
            total = float(re.sub(r"[,_]", "", word))
        elif re.fullmatch(r"\d+k", word):
            total = float(word[:-1]) * 1000
        elif word in _WORDS:
            total = _WORDS[word]
        elif word in ("a", "an"):
            total = 1
        elif word in _SCALES and total is not None:
            total *= _SCALES[word]
        else:
            return None
    if total is None:
        return None
    return int(total) if total == int(total) else total


def seconds(said: str) -> int | None:
    """The seconds of a span such as 'one day' or '24 hours'; None where it is none."""
    match = re.fullmatch(rf"({NUMBER})\s*({'|'.join(SECONDS)})s?", said.strip().lower())
    found = number(match[1]) if match else None
    return int(found * SECONDS[match[2]]) if match and found is not None else None
