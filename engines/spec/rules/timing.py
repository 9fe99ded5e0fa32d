"""Reads rules about when: not in the past, 90 days ahead at most, cancelled until a day before, of age, no longer than. Used by reading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engines.kernel.spec import Check, Entity, FieldType, Origin, StepNeeds
from engines.spec.arithmetic import ordered_pair
from engines.spec.context import Context
from engines.spec.model import Content, RuleClaim
from engines.spec.patterns import pattern
from engines.spec.rules.mentions import Mentions, mentions, span

_UNIT = r"(?P<unit>minute|hour|day|night|week|month|year)s?"
_SPANS = pattern(r"minute|hour|day|night|week|month|year", re.IGNORECASE)
_NUMBER = r"(?P<number>an?|one|[\w\-]+?)"
_NOT = pattern(r"\b(?:not|never|no|nobody|none|cannot|refuse\w*)\b|n't\b", re.IGNORECASE)
_AHEAD = pattern(
    rf"\b(?:(?P<most>at (?:the )?most|no more than|not more than|never more than|not (?:\w+ ){{1,3}}?more than|maximum(?: of)?|max\.?|up to|no further than|not further than|only) |(?P<least>at least|no less than|not less than|not (?:\w+ ){{1,3}}?less than|minimum(?: of)?|min\.? ?)? ?){_NUMBER} {_UNIT} (?:ahead|in advance|beforehand|into the future|in the future|from (?:now|today)|before (?:the |its |their )?(?:start|beginning)|before (?:it|they|the [\w ]+?) (?:starts?|begins?))\b",
    re.IGNORECASE,
)
_UNTIL = pattern(
    rf"\b(?:until|till|up to|up until|no later than|not later than|at the latest|latest|at least|before|not less than|only if|less than|within(?: the last)?|in the last)\b(?: {_NUMBER} {_UNIT}(?: or more)?)?(?: before)? ?(?P<event>(?:it|they|the|its|their|that)\b.*|start\w*|begin\w*|departure|arrival)?$",
    re.IGNORECASE,
)
_BEGIN = pattern(
    r"\b(?:start|starts|started|begin|begins|beginning|begun|takes? place|departs?|departure|due|happens?|opens|arrives?|arrival|date|time|day)\b",
    re.IGNORECASE,
)
_AGE = pattern(
    r"\b(?:at least|over|older than|minimum(?: age)?(?: of| is)?|from) ?(?P<years>\d{1,2}|eighteen|sixteen|fourteen|twelve|twenty-one)\b(?: years)?(?: old| of age| or older)?|\b(?:be|is|are|turned) (?P<plain>\d{1,2}|eighteen|sixteen|fourteen|twelve|twenty-one)(?: years)? (?:old|of age|or (?:older|over|above|more))|\b(?:under|below|younger than) (?P<under>\d{1,2}|eighteen|sixteen|fourteen|twelve|twenty-one)\b",
    re.IGNORECASE,
)
_LASTS = pattern(
    rf"\b(?:(?:lasts?|takes?|runs?|exceeds?|goes? on|stays?|duration|length|be (?:made|booked|rented|hired|lent|reserved) for|spans?|for)\b.*?(?P<bound>at (?:the )?most|no more than|not more than|more than|maximum(?: of)?|max\.?|up to|at least|no less than|less than|no longer than|longer than|exceeds?)|lasts?(?= [\w\-]+ \w+ (?P<post>at most|maximum|max|or less|at least|minimum))|(?P<long>no longer than|longer than|no shorter than|shorter than|(?:at most|up to|at least)(?= [\w\-]+ \w+ long))) {_NUMBER} {_UNIT}(?: long)?\b",
    re.IGNORECASE,
)
_HOURS = {"minute": 1 / 60, "hour": 1.0, "day": 24.0, "night": 24.0, "week": 168.0, "month": 720.0, "year": 8760.0}
_TIMES = (FieldType.DATE, FieldType.DATETIME)
_OVER = frozenset({"cancelled", "canceled", "withdrawn", "dropped", "declined", "rescheduled", "revoked"})
_NOTES = re.compile(r"\(.*?\)")


def read_timing(clause: str, sentence: int, context: Context, last: str, text: str) -> list[Content]:
    """The rules of one clause about moments, spans and ages."""
    plain, origin = _NOTES.sub("", clause).strip(" .!"), Origin(sentences=(sentence,))
    lasting = _SPANS.search(plain) and (_AHEAD.search(plain) or _LASTS.search(plain))
    if not (lasting or _UNTIL.search(plain) or _AGE.search(plain)):
        return []
    said = mentions(plain, context, text)
    names = (*said.events, *said.entities, last)
    entities = list(dict.fromkeys(e for name in names if (e := context.entity(name))))
    if re.search(
        r"\b(?:remind\w*|e-?mails?|notif\w+|report|list|show\w*|dashboard|delete[ds]?|average)\b", plain, re.IGNORECASE
    ):
        return []
    for reader in (_until, _ahead, _aged, _lasting):
        for entity in entities:
            if found := list(reader(plain, entity, said, origin, context)):
                return found
    return []


def _span(match: re.Match[str], context: Context) -> float | None:
    """Hours."""
    number = 1 if match["number"] in ("a", "an") else context.english.number(match["number"] or "")
    return None if number is None else number * _HOURS[match["unit"].lower()]


def _begins(entity: Entity, context: Context, named: tuple[str, ...]) -> tuple[str, FieldType] | None:
    """The path to the moment when a record, or what it is for, begins."""
    own = span(entity, context)
    for relation in entity.relations:
        target = context.entity(relation.target)
        far = span(target, context) if target and not relation.many else None
        if target and far and (relation.target in named or own is None):
            kind = next(f.type for f in target.fields if f.name == far[0])
            return (f"{relation.name}.{far[0]}", kind) if kind in _TIMES else None
    field = next((f for f in entity.fields if own and f.name == own[0] and f.type in _TIMES), None)
    return (field.name, field.type) if field else None


def _left(path: str, kind: FieldType, sign: str, hours: float) -> str:
    """How much time is left until a moment, compared."""
    if kind is FieldType.DATETIME:
        return f"hours(now(), {path}) {sign} {hours:g}" if hours else f"now() < {path}"
    return f"days(today(), {path}) {sign} {max(1, round(hours / 24))}" if hours else f"today() < {path}"


def _until(plain: str, entity: Entity, said: Mentions, origin: Origin, context: Context) -> Iterator[Content]:
    """'Can be cancelled until 24 hours before it starts'."""
    match = _UNTIL.search(plain)
    life = entity.lifecycle
    event = match["event"] or "" if match else ""
    targets = {r.target for r in entity.relations}
    if not match or not life or not (_BEGIN.search(event) or targets & set(context.mentioned(event))):
        return
    words = [context.english.base(w) for w in re.findall(r"[a-z]+", plain[: match.start()].lower())]
    step = next((s for s in life.states if s in _OVER and context.english.base(s) in words), "")
    step = step or next(
        (s for s in life.states if s in _OVER and {"drop", "back", "pull"} & set(words) and "out" in words), ""
    )
    begins = _begins(entity, context, context.mentioned(event))
    hours = _span(match, context) if match["number"] else 0.0
    if step and begins and hours is not None and (match["number"] or re.match(r"(?:until|till|before|up)", match[0])):
        yield RuleClaim(
            rule=StepNeeds(entity=entity.name, to=step, condition=_left(*begins, ">=", hours), origin=origin)
        )


def _ahead(plain: str, entity: Entity, said: Mentions, origin: Origin, context: Context) -> Iterator[Content]:
    """'At most 90 days ahead', 'at least two days in advance'."""
    match = _AHEAD.search(plain)
    if not match or not (
        match["most"] or match["least"] or re.search(r"\b(?:must|only|has to|have to|need)\b", plain, re.IGNORECASE)
    ):
        return
    hours, begins = _span(match, context), _begins(entity, context, ())
    if (
        re.search(r"\b(?:cancel\w*|withdraw\w*|change[ds]?|drop\w*)\b", plain, re.IGNORECASE)
        or hours is None
        or not begins
    ):
        return
    path, kind = begins
    yield RuleClaim(
        rule=Check(
            entity=entity.name,
            condition=_left(path, kind, "<=" if match["most"] else ">=", hours),
            field=path.split(".")[0],
            origin=origin,
        )
    )


def _aged(plain: str, entity: Entity, said: Mentions, origin: Origin, context: Context) -> Iterator[Content]:
    """'Donors must be at least 18 years old', 'nobody under 16' look at the date of birth."""
    match = _AGE.search(plain)
    born = next((f for f in entity.fields if f.type is FieldType.DATE and "birth" in f.name), None)
    if (
        not match
        or not born
        or not re.search(r"\b(?:years?|old|older|age|aged|birthday|under|younger)\b", plain, re.IGNORECASE)
    ):
        return
    if match["under"] and not _NOT.search(plain):
        return
    years = context.english.number(match["years"] or match["plain"] or match["under"])
    if years is not None and re.search(
        r"\b(?:must|only|has|have|needs?|not|nobody|no|can't|cannot|at least)\b", plain, re.IGNORECASE
    ):
        yield RuleClaim(
            rule=Check(
                entity=entity.name, condition=f"years({born.name}, today()) >= {years}", field=born.name, origin=origin
            )
        )


def _lasting(plain: str, entity: Entity, said: Mentions, origin: Origin, context: Context) -> Iterator[Content]:
    """'A booking lasts at most three hours'."""
    match, pair = _LASTS.search(plain), ordered_pair(entity, context)
    if not match or not pair or entity.name not in (*said.entities, *said.events):
        return
    hours = _span(match, context)
    kinds = {f.name: f.type for f in entity.fields}
    if hours is None or kinds.get(pair[0]) not in _TIMES or kinds.get(pair[0]) is not kinds.get(pair[1]):
        return
    bound = (match["bound"] or match["long"] or match["post"]).lower()
    least = bound in ("at least", "no less than", "shorter than", "no shorter than", "less than", "minimum")
    if bound in (
        "longer than",
        "more than",
        "shorter than",
        "less than",
        "exceed",
        "exceeds",
    ) and not _NOT.search(plain):
        return
    whole = kinds[pair[0]] is FieldType.DATE
    amount = (
        f"days({pair[0]}, {pair[1]}) {'>=' if least else '<='} {round(hours / 24)}"
        if whole
        else f"hours({pair[0]}, {pair[1]}) {'>=' if least else '<='} {hours:g}"
    )
    if whole and hours < 24:
        return
    yield RuleClaim(rule=Check(entity=entity.name, condition=amount, field=pair[1], origin=origin))
