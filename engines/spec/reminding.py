"""Reads when somebody is reminded: what has not happened for a time, what is soon due, what is overdue. Used by features."""

from __future__ import annotations

import re

from engines.kernel.spec import Entity, Field, FieldType
from engines.spec.conditions import condition
from engines.spec.context import Context
from engines.spec.events import event_of
from engines.spec.patterns import pattern

_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_SPAN = r"(?P<number>[\w-]+) (?P<unit>day|week|month|year)s?"
_NOT_FOR = pattern(
    rf"\b(?:not|n't) (?:been )?(?P<verb>\w+) (?:for|in|since|within) (?:the last |more than |over )?{_SPAN}\b"
)
_BEFORE = re.compile(rf"\b{_SPAN} (?:before|ahead of|prior to) (?:the |its |their |it |they )?(?P<what>[\w ]+)")
_SOON = re.compile(rf"\b(?P<what>[\w ]+?) (?:in|within) (?:the next )?{_SPAN}\b")
_WHEN = pattern(r"\b(?:when|if|for|about|of|that are|which are) (?:an? |the |all )?(?P<condition>[\w ]+)$")


def when_reminded(said: str, entity: Entity, context: Context) -> str:
    """The condition under which a record of the entity needs attention; '' when the sentence does not tell."""
    if match := _NOT_FOR.search(said):
        return _since(match, entity, context, said)
    for ahead in (_BEFORE, _SOON):
        match = ahead.search(said)
        field = _date(entity, match["what"], context) if match else None
        days = _days(match, context) if match else 0
        if field and days:
            today = "now()" if field.type is FieldType.DATETIME else "today()"
            return f"{field.name} >= {today} and days({today}, {field.name}) <= {days}"
    match = _WHEN.search(said)
    spoken = re.sub(rf"^{entity.name.replace('_', ' ')}s? (?=is|are|has|have)", "", match["condition"]) if match else ""
    return condition(spoken, entity, context) if spoken else ""


def _since(match: re.Match[str], entity: Entity, context: Context, said: str) -> str:
    """'Has not been serviced for 12 months': no record of it in that time."""
    days = _days(match, context)
    event = event_of(context.english.base(match["verb"]), said, context)
    for child, relation in context.children_of(entity.name):
        date = next(iter(context.of_type(child, FieldType.DATE, FieldType.DATETIME)), None)
        if days and date and child.name == event:
            today = "now()" if date.type is FieldType.DATETIME else "today()"
            return f"count({relation.children}, days({date.name}, {today}) <= {days}) == 0"
    return ""


def _days(match: re.Match[str], context: Context) -> int:
    number = 1 if match["number"] in ("a", "an", "one") else context.english.number(match["number"])
    if number == 12 and match["unit"] == "month":
        return _DAYS["year"]
    return (number or 0) * _DAYS[match["unit"]]


def _date(entity: Entity, what: str, context: Context) -> Field | None:
    """The date that is meant: named, or the only one that lies ahead."""
    named = context.field(entity, what.strip())
    dates = context.of_type(entity, FieldType.DATE, FieldType.DATETIME)
    if named in dates:
        return named
    ahead = [f for f in dates if re.search(r"due|end|until|expir|deadline|closing|return|start|date$", f.name)]
    return ahead[0] if len(ahead) == 1 else None
