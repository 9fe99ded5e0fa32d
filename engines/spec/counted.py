"""Finds values that a brief counts or reckons with, which their names alone do not tell: 'trips x toll', 'more packets than'. Used by plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from engines.kernel.spec import Field, FieldType
from engines.spec.context import Context
from engines.spec.model import Claim, FieldClaim, Statement
from engines.spec.patterns import pattern

_SIGN = r"(?:[x*×/]|times|multiplied by|divided by)"
_REACHED = pattern(rf" {_SIGN} |\b(?:more|fewer|less) .* than\b|\bhow many ", re.IGNORECASE)
_TEXTS = (FieldType.TEXT, FieldType.LONG_TEXT)


def read_counted(parts: tuple[Statement, ...], context: Context) -> Iterator[Claim]:
    """The claims that what was taken for a text is a number."""
    texts = [(entity, field) for entity in context.entities for field in entity.fields if field.type in _TEXTS]
    counts = [(part, part.text.lower().replace("-", " ")) for part in parts if _REACHED.search(part.text)]
    for entity, field in texts:
        said = field.name.replace("_", " ")
        found = [part for part, low in counts if said in low]
        counted = _counting(field) if found else None
        part = next((p for p in found if counted and counted.search(p.text)), None)
        if part is not None:
            plural = context.english.is_plural(field.name.split("_")[-1])
            kind = FieldType.INTEGER if plural else FieldType.NUMBER
            claim = FieldClaim(entity=entity.name, field=replace(field, type=kind), sure=True)
            yield Claim(content=claim, sentence=part.number, by="counted")


def _counting(field: Field) -> re.Pattern[str]:
    """Where a value is multiplied, or more of it than something is spoken of."""
    name = r"[ \-]".join(map(re.escape, field.name.split("_")))
    return re.compile(
        rf"\b{name} {_SIGN} |(?<=[a-z]) {_SIGN} (?:the |its |their )?{name}\b|\b(?:more|fewer|less) {name} than\b|\bhow many {name}\b|\b(?:is|=|equals) [^.;]*(?:times|plus|minus|[*×+]) (?:the |its |their )?{name}(?=\s*(?:[.,;]|$| (?:plus|minus|times)\b))",
        re.IGNORECASE,
    )
