"""Patterns and word lists that the rendered code holds too: how words, addresses and to-do marks look."""

from __future__ import annotations

import re

WORD_PATTERN = r"[^\W_]+(?:['’-][^\W_]+)*"
WORD = re.compile(WORD_PATTERN)
TODO = r"\b(TODO|FIXME|HACK|XXX)\b[:\s]*(.*)"
PATTERNS: dict[str, str] = {
    "emails": r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    "urls": r"https?://[^\s<>\"')\]]*[^\s<>\"')\].,;:!?]",
    "phone_numbers": r"(?<![\w.])\+?\d[\d ()/-]{6,}\d(?!\w)",
    "ip_addresses": r"\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\b",
    "dates": r"\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b",
    "hashtags": r"(?<!\w)#\w+",
    "numbers": r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.]*\w)",
}
STOP_WORDS = frozenset(
    """
    a about after all also an and any are as at be because been but by can could did do does for from had has have he
    her him his how i if in into is it its just me more my no not of on one or our out she so some than that the their
    them then there they this to up was we were what when which who will with would you your
    """.split()  # noqa: SIM905 - a list that reads as one
)
ACCESS = (
    r"(?P<host>\S+) \S+ \S+ \[(?P<time>[^\]]+)\] "
    r"\"(?:(?P<method>[A-Z]+) (?P<path>\S+)[^\"]*|[^\"]*)\" (?P<status>\d{3}) (?P<size>\d+|-)"
)
ACCESS_TIME = "%d/%b/%Y:%H:%M:%S %z"
LEVELS = (
    r"\[?(?P<time>\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\]?\s+"
    r"\[?(?P<level>[A-Za-z]+)\]?:?\s+(?P<message>.*)"
)
EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s]+"
UNITS = {"hour": "%Y-%m-%d %H:00", "day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}
