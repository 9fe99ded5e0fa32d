"""How the result of a sum is rounded, as prose says it. Pure."""

from __future__ import annotations

import re

from engines.spec.interface.sums.arithmetic import number_of
from engines.spec.patterns import pattern

_ROUNDED = pattern(
    r"[\s,;(]*(?:each |both |all |and |is |are |then |the result (?:is )?)*(?:rounded|rounding)\b"
    r"(?:\s+(half[- ]up|up|down|off|half away from zero|commercially))?"
    r"(?:\s+to\s+(?:the (?:nearest|next)\s+)?(?:an? )?"
    r"(?:(\w+)\s+(?:decimals?(?: places?)?|places?|digits?)|(whole|full|integer|cents?|units?)(?:\s+\w+)?))?",
    re.IGNORECASE,
)
_WHOLE = pattern(r"[\s,;(]*(?:as|in|to)\s+(?:a\s+)?(?:whole|integer)\b(?:\s+\w+)?", re.IGNORECASE)


def rounded(term: str, after: str, *, money: int = 0) -> tuple[str, int]:
    """The term as it is rounded by what stands behind it, and how many characters of that were used."""
    if match := _ROUNDED.match(after):
        return _by(term, match[1] or "", match[2] or "", bool(match[3])), match.end()
    if match := _WHOLE.match(after):
        return f"round({term})", match.end()
    return term, 0


def rounding_for_all(text: str) -> str:
    """The rounding clause of a text that says `each` or `all`; empty where none is."""
    match = re.search(r"(?:each|all|both)(?: of them)?(?: are| is)? rounded[^.;]*", text, re.IGNORECASE)
    return match[0] if match else ""


def _by(term: str, how: str, places: str, whole: bool) -> str:
    count = number_of(places) if places else ""
    if how == "up" and not count:
        return f"ceil({term})"
    if how == "down" and not count:
        return f"floor({term})"
    return f"round({term}, {count})" if count and count != "0" else f"round({term})"
