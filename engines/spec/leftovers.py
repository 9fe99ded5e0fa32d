"""Hears what is only left of something: 'how many sessions are left' is worked out, nobody enters it. Used by describing and remaining."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from engines.spec.english import English
from engines.spec.model import Description
from engines.spec.patterns import pattern

_LEFT = r"(?:left(?: over)?|remain(?:s|ing)?|still (?:available|free|open|to come)|available|free|unused)"
LEFT_OVER = pattern(
    rf"\b(?:how (?:many|much)|the number of|the|its|their|number of|which|what)(?: of (?:the|its|their|his|her))? (?P<what>[a-z]+)(?: (?:that |which )?(?:is|are|remain))?(?: still)? {_LEFT}\b"
    r"|\b(?:remaining|unused|left-?over|free|available|open) (?P<rest>[a-z]+)\b"
    r"|\bwhat is left of (?:the|its|their) (?P<of>[a-z]+)\b",
    re.IGNORECASE,
)
SHOWN = pattern(
    r"\b(?:see|sees|show|shows|shown|display\w*|know|knows|tell|tells|list|lists|want|wants|need|needs|like|see how|visible|overview|dashboard|calculat\w+|comput\w+|always|automatic\w*|worked out|must be clear)\b",
    re.IGNORECASE,
)
_ASKED = pattern(
    r"\bhow (?:many|much) (?P<what>[a-z]+) (?:(?:is|are) )?(?:still )?(?:left|remain\w*|available|unused)\b",
    re.IGNORECASE,
)


def entered(described: Iterable[Description], text: str, english: English) -> list[Description]:
    """The descriptions without what is only left of something."""
    asked = {english.snake(match["what"]) for match in _ASKED.finditer(text)} if SHOWN.search(text) else set()
    if not asked:
        return list(described)
    kept = (replace(d, attributes=tuple(a for a in d.attributes if a.name not in asked)) for d in described)
    return [d for d in kept if d.attributes]
