"""Decides whether a brief gives an interface: whether it names operations, by method and path. Called by the room's service."""

from __future__ import annotations

import re

from engines.spec.interface.prose.naming import METHODS, namings
from engines.spec.interface.prose.passages import paper

_MAY = re.compile(rf"\b(?:{METHODS})\b|\b(?:get|post|put|patch|delete)\s+[`\"']?/|\bcurl\b", re.NOFLAG)
_ENOUGH = 2


def names_operations(text: str) -> bool:
    """Whether a brief is to become a service behind the paths that it names.

    It is where two operations are named, or one with what it takes or answers; a lone address or a method alone is no interface.
    """
    if not _MAY.search(text) or "/" not in text:
        return False
    read = paper(text)
    found = {one.key for one in namings(read) if not one.referred}
    if len(found) >= _ENOUGH:
        return True
    told = re.search(r"(?<![\w.])(?:20[0-7]|30[1-378]|40[0-9]|422)(?!\w)|\bJSON\b|\b(?:returns?|answers?|responds?|redirects?|takes|accepts)\b", text)
    return bool(found and told)
