"""What is dragged has a position among its like. Used by claims."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engines.kernel.spec import Field, FieldType, Origin
from engines.spec.context import Context
from engines.spec.model import Content, FieldClaim
from engines.spec.patterns import pattern

_DRAG = pattern(r"\bdrag\w*\b(?P<what>.*)")


def positions(low: str, sentence: int, context: Context) -> Iterator[Content]:
    """'Drag cards between lists': both have a place in their order."""
    match = _DRAG.search(low)
    for name in context.mentioned(re.split(r"\band\b", match["what"])[0]) if match else ():
        origin = Origin(sentences=(sentence,), confidence=0.8)
        field = Field(name="position", type=FieldType.INTEGER, required=False, default=0, minimum=0, origin=origin)
        yield FieldClaim(entity=name, field=field, sure=True)
