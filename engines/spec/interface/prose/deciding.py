"""Decides whether a brief gives an interface: whether it is about operations, by method and path. Called by the room's service."""

from __future__ import annotations

import re
from functools import lru_cache

from engines.spec.interface.prose.naming import METHODS
from engines.spec.interface.prose.passages import paper
from engines.spec.interface.prose.stretches import layout

_MAY = re.compile(rf"\b(?:{METHODS})\b|\b(?:get|post|put|patch|delete)\s+[`\"']?/|\bcurl\b")
_TOLD = re.compile(
    r"(?<![\w.])(?:20[0-7]|30[1-378]|40[0-9]|422)(?!\w)|\bJSON\b|\b(?:returns?|answers?|responds?|redirects?|takes|accepts)\b"
)
_SHARE, _MOST = 0.2, 0.5


@lru_cache(maxsize=8)
def operations_named(text: str) -> tuple[str, ...]:
    """The operations of a brief that is to become a service behind them; none where it only mentions an address.

    Two operations do when a fifth of the text is about them, one when half of it is and tells what it takes or answers.
    """
    if not _MAY.search(text) or "/" not in text:
        return ()
    read = paper(text)
    told = layout(read).told
    about = {at for one in told.values() for start, end in one.stretches for at in range(start, end)}
    share = len(about) / max(1, len(text.strip()))
    enough = len(told) > 1 and share >= _SHARE
    alone = len(told) == 1 and share >= _MOST and _TOLD.search(text)
    return tuple(told) if enough or alone else ()
