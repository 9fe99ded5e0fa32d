"""Reads limits in numbers: 'at most three open loans', '40 hours per week', 'two sign-ups a month'. Used by reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from engines.kernel.spec import Entity, FieldType, Origin, Quota
from engines.spec.conditions import alive_condition, open_condition, state_condition
from engines.spec.context import Context
from engines.spec.grammar import Clause, Phrase
from engines.spec.model import Content, RuleClaim
from engines.spec.patterns import pattern
from engines.spec.rules.mentions import Mentions, link, mentions
from engines.spec.rules.stated import within
from engines.spec.rules.wording import normal

Window = Literal["", "day", "week", "month", "year"]
_BOUND = pattern(
    r"\b(?:at (?:the )?most|(?:not?|never)(?: \w+){0,4}? (?:more than|over|above|exceed(?:ing)?)|n't(?: \w+){0,3}? (?:more than|over|exceed)|(?:only|just)(?: \w+){0,3}? up to|a maximum of|maximum(?: of)?|max\.?|up to|limited to|a limit of|more than(?= .* (?:not|forbidden|refused|impossible))|(?:nobody|no \w+)(?: \w+){0,3}? more than) (?P<number>\d+|[a-z]+(?:-[a-z]+)?)(?: (?P<what>[a-z][\w\- ]*))?",
    re.IGNORECASE,
)
_ONLY = pattern(
    r"\b(?:can|may|must|gets?|allowed) (?:\w+ )?only (?:\w+ ){0,2}?(?P<number>\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|twice) (?P<what>[a-z][\w\- ]*)|\bonly (?P<first>\d+|two|three|four|five|six|seven|eight|nine|ten|twelve) (?P<rest>[a-z][\w\- ]*)",
    re.IGNORECASE,
)
_END = re.compile(
    r"\b(?:per|for|at|in|on|a|an|each|every|that|which|who|with|from|by|of|can|may|must|is|are|simultaneously|daily|weekly|monthly|total|out)\b",
    re.IGNORECASE,
)
_WINDOW = pattern(
    r"\b(?:per|a|an|each|every|in (?:one|a|any|the same)|on the same|within (?:a|one)|of the same|in any) (?:calendar )?(?P<unit>day|week|month|year)\b|\b(?P<daily>daily|weekly|monthly|yearly|annually)\b",
    re.IGNORECASE,
)
_OFTEN = {"once": 1, "twice": 2}
_DAILY: dict[str, Window] = {"daily": "day", "weekly": "week", "monthly": "month", "yearly": "year", "annually": "year"}
_UNITS: dict[str, Window] = {"day": "day", "week": "week", "month": "month", "year": "year"}
_ROLLING = pattern(
    r"\b(?:in|within|over|during|per) (?:any |each |every |the last |the past |a period of |any period of |a span of )?(?:\d+|two|three|four|five|six|seven|ten|twelve|fourteen|thirty) (?:consecutive |successive |running )?(?:day|week|month|year)s\b",
    re.IGNORECASE,
)
"""'In any 28 days': a window that moves along, which no quota counts by."""
_NEVER_COUNTED = frozenset(
    {
        "character", "char", "letter", "digit", "word", "symbol", "sentence", "percent", "mb", "kb", "euro", "dollar", "year", "day", "week",
        "month", "minute", "second", "km", "kg", "line",
    }
)  # fmt: skip
_LISTS = pattern(
    r"\b(?:list|report|show|shows|search|dashboard|e-?mail|photos?|page|older|ahead|advance|late)\b", re.IGNORECASE
)


def read_limit(clause: str, sentence: int, context: Context, last: str, text: str) -> list[Content]:
    """The limits of one clause that are numbers; one alone, without a span of time, is uniqueness."""
    plain = normal(clause)
    match = _BOUND.search(plain) or _ONLY.search(plain)
    if not match or _LISTS.search(plain) or _ROLLING.search(plain):
        return []
    groups = {
        name.replace("first", "number").replace("rest", "what"): value
        for name, value in match.groupdict().items()
        if value
    }
    number = _OFTEN.get(groups["number"].lower()) or context.english.number(groups["number"])
    window = _window(plain)
    if number is None or (number == 1 and not window):
        return []
    counted = "" if groups["number"].lower() in _OFTEN else _END.split(groups.get("what", ""))[0].strip()
    said = mentions(plain, context, text)
    parsed = context.english.parse(plain)
    for entity, amount in _counted(counted, said, context):
        per = _holder(entity, counted, parsed, last, context)
        field = _window_field(entity) if window else ""
        if per and bool(window) == bool(field):
            return [
                RuleClaim(
                    rule=Quota(
                        entity=entity.name, per=per, limit=str(number), amount=amount, where=_where(counted, plain, entity, context),
                        window=window, window_field=field, origin=Origin(sentences=(sentence,)),
                    )
                )
            ]  # fmt: skip
    return []


def _window(plain: str) -> Window:
    match = _WINDOW.search(plain)
    if not match:
        return ""
    return _UNITS[match["unit"].lower()] if match["unit"] else _DAILY[match["daily"].lower()]


def _window_field(entity: Entity) -> str:
    times = [f.name for f in entity.fields if f.type in (FieldType.DATE, FieldType.DATETIME)]
    early = [name for name in times if not any(word in name for word in ("due", "end", "return", "until", "birth"))]
    return (early or times or [""])[0]


def _counted(what: str, said: Mentions, context: Context) -> list[tuple[Entity, str]]:
    """What is counted: records, or a number of them that is summed, 'hours' of a time entry; 'times' counts what the verb leaves."""
    words = what.lower().split()
    head = context.english.singular(words[-1]) if words else ""
    if named := context.entity(context.named(what)):
        far = [child for child, _ in context.children_of(named.name) if child.name in said.events]
        return [(e, "") for e in (*far, named)]
    if head in ("time", ""):
        return [(e, "") for name in said.events if (e := context.entity(name))]
    if head in _NEVER_COUNTED:
        return []
    found = []
    for entity in context.entities:
        names = (head, words[-1], "_".join(words))
        field = next((f for f in entity.fields if f.name.removeprefix("number_of_") in names), None)
        if field and field.type in (FieldType.INTEGER, FieldType.NUMBER):
            found.append((entity, field.name))
    return sorted(found, key=lambda pair: pair[0].name not in (*said.entities, *said.events))


def _holder(entity: Entity, counted: str, parsed: tuple[Clause, ...], last: str, context: Context) -> str:
    """The relation for whose object is counted: who or what the clause names."""
    for phrase in _holders(parsed):
        name = link(entity, phrase, context) if " ".join(phrase.words) not in counted else ""
        if any(r.name == name and not r.many for r in entity.relations):
            return name
    spoken_of = context.relation_to(entity, last) if last and last != entity.name else None
    return spoken_of.name if spoken_of else ""


def _holders(parsed: tuple[Clause, ...]) -> Iterator[Phrase]:
    """Who or what may have so many: the subject, or what stands behind 'per' and its like."""
    for clause in parsed:
        yield from clause.after("per", "for", "by", "each", "in", "to", "of", "within")
        yield from clause.subjects
        yield from (p for p in clause.objects if p.determiner in ("each", "every", "one", "any"))
        yield from (p.of for p in (*clause.subjects, *clause.objects) if p.of)
        yield from _holders(clause.under)


def _where(counted: str, plain: str, entity: Entity, context: Context) -> str:
    """Which records count: 'open' ones, 'that are not returned', else all that are not cancelled."""
    for word in counted.lower().split()[:-1]:
        if found := state_condition(word, entity, context) or (
            open_condition(entity, context) if word == "active" else ""
        ):
            return found
    for word, denied in within(context.english.parse(plain)):
        if len(word) > 3 and (found := state_condition(word.split()[-1], entity, context, negated=denied)):
            return found
    return alive_condition(entity, context)
