"""Reads how long records are kept: 'rejected applications are deleted after six months'. Used by plan."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from engines.kernel.spec import Entity, Feature
from engines.spec.context import Context
from engines.spec.mailing import named_states
from engines.spec.model import Statement
from engines.spec.patterns import pattern

_SPAN = pattern(r"\b(?P<number>\w+)[ -](?P<unit>day|week|month|year)s?\b")
_GOING = pattern(r"delet|remov|anonym|eras|purg|kept|stored")
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


def kept_for(feature: Feature, parts: Mapping[int, Statement], context: Context) -> Feature:
    """The feature with its thing, the days, the states in which they count and what is done then, if all is told."""
    if feature.name != "retention" or feature.options:
        return feature
    said = [parts[number] for number in feature.origin.sentences if number in parts]
    text = " ".join(part.text for part in said).lower()
    days = _days(text, context)
    entity = _about(text, said, context)
    if entity is None or not days:
        return feature
    states = tuple(("status", state) for state in named_states(text, entity) if not _GOING.match(state))
    act = (("act", "anonymise"),) if re.search(r"\banonym", text) else ()
    return replace(feature, entity=entity.name, options=(("days", str(days)), *states, *act))


def _days(text: str, context: Context) -> int:
    for span in _SPAN.finditer(text):
        if number := 1 if span["number"] in ("a", "one") else context.english.number(span["number"]):
            return number * _DAYS[span["unit"]]
    return 0


def _about(text: str, said: list[Statement], context: Context) -> Entity | None:
    names = (*context.mentioned(text), *(part.under for part in said))
    return next((entity for name in names if (entity := context.entity(name))), None)
