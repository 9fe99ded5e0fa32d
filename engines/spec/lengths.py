"""Reads how many signs a text has: '3 to 20 characters', '4 digits', '2-6 uppercase letters'. Used by notes."""

from __future__ import annotations

from dataclasses import replace

from engines.spec.model import Attribute
from engines.spec.patterns import pattern

_LENGTH = pattern(
    r"(?:(?P<most>max(?:imum)?\.?|at most|up to|no more than|not more than)|(?P<least>min(?:imum)?\.?|at least)|exactly|between|from|with|has|have)?\s*(?:of )?"
    r"(?P<low>\d+)(?:\s*(?:-|–|to|and|or)\s*(?P<high>\d+))?\s*(?P<sign>(?:upper[- ]?case |lower[- ]?case |capital )?(?:characters?|chars?|letters?|signs?|digits?|figures?))\b(?:\s*(?P<long>long))?"
)
_SETS = {"digit": "[0-9]", "figure": "[0-9]", "letter": "[A-Za-z]"}


def sized(attribute: Attribute, note: str) -> Attribute:
    """The attribute with the length that a note gives, the same when it gives none."""
    match = _LENGTH.search(note)
    if not match:
        return attribute
    low, high = int(match["low"]), int(match["high"] or match["low"])
    fewest = None if match["most"] else low
    most = None if match["least"] else high
    signs = _signs(match["sign"])
    if signs:
        count = f"{{{fewest or 1},{most or ''}}}" if fewest != most else f"{{{most}}}"
        return replace(attribute, pattern=f"^{signs}{count}$", max_length=most or attribute.max_length)
    return replace(attribute, min_length=fewest, max_length=most or attribute.max_length)


def _signs(said: str) -> str:
    if said.startswith(("upper", "capital")):
        return "[A-Z]"
    if said.startswith("lower"):
        return "[a-z]"
    return _SETS.get(said.rstrip("s"), "")
