"""Reads what may not be twice: one record per pair, nothing at the same time, a value once within something. Used by plan."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engines.kernel.spec import Entity, FieldType, NoOverlap, Origin, UniqueTogether
from engines.spec.conditions import alive_condition
from engines.spec.context import Context
from engines.spec.model import Content, RuleClaim
from engines.spec.patterns import pattern
from engines.spec.rules.mentions import Mentions, link, links, mentions, span
from engines.spec.rules.reach import gerund_event, people, reached

_FORBIDS = pattern(
    r"\b(?:not|n't|never|no|nobody|none|nor|neither|cannot|only|at most|once|unless|without|avoid|prevent|refuse[sd]?|reject(?:s|ed)?|forbid(?:den|s)?|impossible|must not|one|single|unique|already|free|available|maximum|max)\b|n't\b|\bruled? out\b|\b(?:should|must|shall|will|has to) fail\b|\bdoes nothing\b|\berror\b|\b(?:ca|wo|do|does|must|should|is|are)nt\b|<=?\s*1\b",
    re.IGNORECASE,
)
_TOGETHER = pattern(
    r"\boverlap\w*|\bat (?:the |a |any )?(?:same|one|any|given|single|particular)(?: one| given| single)? (?:time|moment|hour|point)|\bat that (?:time|moment|hour)|\b(?:in|during) th(?:ose|at|ese|is) (?:hours?|times?|period|days?|slot)|\bat once\b(?! (?:how|what|which|where|who|if))|\bat a time\b|\bsimultaneous\w*|\bdouble[- ]?book\w*|\bclash\w*|\bcollid\w+|\bsame (?:time|slot|hours?|period|days?|dates?|nights?|moment|time slot|timeslot)\b|\bintersect\w*|\bin parallel\b|\bconcurrent\w*|\bbooked twice\b|\breserved twice\b|\b(?:taken|occupied|busy|in use) by (?:another|someone|somebody|an? other)|\balready (?:booked|busy|engaged|taken|rented|reserved|occupied|hired|given|used|in use|out|lent|assigned|scheduled)\b",
    re.IGNORECASE,
)
_ONCE = pattern(
    r"\bonce\b(?! (?:i|we|you|it|they|he|she|the|an?|all|its|it's|their|this|that|these|every\w*|some\w*|\w+ed|\w+ (?:is|are|has|have|was|were))\b)|\btwice\b|\b(?:a )?second time\b|\btwo times\b|\bmore than once\b|\bseveral times\b|\bmultiple times\b|\brepeatedly\b|\bduplicate\w*|\bsame [\w ]+ (?:again|twice)\b",
    re.IGNORECASE,
)
_ONE_PER = pattern(
    r"\b(?:only |just |at most |exactly |no more than |not more than |never more than |more than |max\.? |maximum |up to )?(?:one|1|a single|two|2|once)\s+(?P<what>[\w\- ]{0,40}?)\s*\b(?:per|for (?:each|every|the same|one|any|an?)|from (?:each|every|the same)|by (?:each|every|the same|one)|with the same|of (?:each|the same)|(?:in|on|within|at|to) (?:each|the same|one|any|every))\s+(?P<groups>.+)$",
    re.IGNORECASE,
)
_LIMITS = pattern(r"\b(?:only|at most|no more|not more|never|just|exactly|max|maximum|not|no)\b|n't\b", re.IGNORECASE)
_AFTER = re.compile(
    r"[,;:(.!]|\b(?:when|if|that|which|who|while|unless|for|with|by|so|but|because|is|are|was|can|may|must|shall|to|as|counts?|please|then)\b",
    re.IGNORECASE,
)
_JOINED = pattern(r"\s+(?:and|or|plus|per)\s+|\s*[+&/]\s*", re.IGNORECASE)
_TWO = pattern(
    r"\b(?:two|2|more than one|several|another|second)\b.*\bsame\b|\bsame\b.*\b(?:two|2|more than one|several|again|another)\b|\bsame\b.*\bsame\b",
    re.IGNORECASE,
)
_AT_ONE_TIME = pattern(
    r"\boverlap\w*|\bat (?:the )?(?:same|one) (?:time|moment)\b|\bsimultaneous\w*|\bclash\w*|\bin parallel\b",
    re.IGNORECASE,
)
_ONE_PERSON = pattern(
    r"\b(?:be|is|are|being) (?:both )?(?:one and )?the same (?:person|people|one|man|woman|human|individual)\b",
    re.IGNORECASE,
)
_LISTED = 3
_DAILY = pattern(r"\b(?:every|each|a|per) day\b|\bdaily\b", re.IGNORECASE)
_WINDOWED = pattern(
    r"\b(?:a|per|each|every|in a) (?:week|month|year|quarter|hour)\b|\bweekly|monthly|yearly\b", re.IGNORECASE
)


def read_exclusive(clause: str, sentence: int, context: Context, last: str, text: str) -> list[Content]:
    """The rules of one clause about what may not be twice."""
    if not _FORBIDS.search(clause) or not context.entities:
        return []
    together, once = _TOGETHER.search(clause), _ONCE.search(clause) or _TWO.search(clause)
    if not (together or once or _ONE_PER.search(clause)):
        return []
    said = mentions(clause, context, text)
    origin = Origin(sentences=(sentence,))
    if together and (found := list(_together(said, clause, origin, context, last))):
        return found
    if _WINDOWED.search(clause) or _AT_ONE_TIME.search(clause) or _ONE_PERSON.search(clause):
        return []
    return list(_one_per(said, clause, origin, context, last)) or (
        list(_once(said, clause, origin, context, last)) if once else []
    )


def _rank(entity: Entity, said: Mentions, last: str, linked: int) -> int:
    """How likely a clause is about the records of an entity."""
    return 4 * (entity.name in said.entities) + 3 * (entity.name in said.events) + 2 * linked + (entity.name == last)


def _together(said: Mentions, clause: str, origin: Origin, context: Context, last: str) -> Iterator[Content]:
    """'No two bookings of a room at the same time', 'a guide can't do two departures at once'."""
    found: list[tuple[int, Entity, tuple[str, ...], tuple[str, str]]] = []
    for entity in context.entities:
        lasts = span(entity, context)
        if lasts is None:
            continue
        held = [
            p
            for p in said.phrases
            if p.number not in ("two", "2", "several") and p.determiner not in ("several", "multiple")
        ]
        linked = dict.fromkeys(name for phrase in held if (name := link(entity, phrase, context)))
        for phrase in held:
            if phrase.number in ("one", "1") and len(linked) > 1 and f"{phrase.text} at a" in clause:
                linked.pop(link(entity, phrase, context), None)
        same = tuple(name for name in linked if name not in lasts and _is_holder(entity, name))
        rank = _rank(entity, said, last, len(same)) + (lasts[1] != "")
        about = entity.name in (*said.entities, *said.events, last)
        held_by = any(r.name in same for r in entity.relations)
        if (same and (about or held_by)) or entity.name in said.entities:
            found.append((rank, entity, same or _holder(entity, context), lasts))
    if not found:
        return
    _, entity, same, lasts = max(found, key=lambda row: row[0])
    days = [f.name for f in context.of_type(entity, FieldType.DATE)]
    times = {f.name for f in context.of_type(entity, FieldType.TIME)}
    if lasts[0] in times and len(days) == 1:
        same = (*same, days[0])
    if not same and any(name != entity.name for name in said.entities):
        return
    where = alive_condition(entity, context)
    for group in _apart(clause, same):
        yield RuleClaim(
            rule=NoOverlap(entity=entity.name, same=group, start=lasts[0], end=lasts[1], where=where, origin=origin)
        )


def _apart(clause: str, same: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """'Neither a teacher nor a room' are held each on its own; 'the same day and room' together."""
    if len(same) < 2 or re.search(r"\bsame [\w ]+ (?:and|in|on|at) ", clause, re.IGNORECASE):
        return (same,)
    if re.search(r"\b(?:neither|nor|or)\b|\beach\W*$", clause, re.IGNORECASE):
        return tuple((name,) for name in same)
    return (same,)


def _is_holder(entity: Entity, name: str) -> bool:
    """What is held for a time: a relation, or a choice; not a note or a number of people."""
    kinds = {f.name: f.type for f in entity.fields}
    return name not in kinds or kinds[name] in (FieldType.ENUM, FieldType.TEXT)


def _holder(entity: Entity, context: Context) -> tuple[str, ...]:
    """What a record without further words holds: the first thing it refers to that is nobody's account."""
    things = [r for r in entity.relations if r.target != "user" and r.target not in context.roles and not r.many]
    return (things[0].name,) if things else ()


def _one_per(said: Mentions, clause: str, origin: Origin, context: Context, last: str) -> Iterator[Content]:
    """'One reading per meter and day', 'at most one review for each order'."""
    match = _ONE_PER.search(clause)
    if not match or re.match(r"two|2", match[0].strip(), re.IGNORECASE):
        return
    if not _LIMITS.search(clause) and re.search(
        r"\b(?:in|on|within|at|to|by|of) (?:one|any) ", match[0], re.IGNORECASE
    ):
        return
    counted = context.named(match["what"]) if match["what"].strip() else ""
    ranked = sorted(context.entities, key=lambda e: -(5 * (e.name == counted) + _rank(e, said, last, 0)))
    for entity in ranked:
        if counted and entity.name != counted:
            continue
        groups = _groups(match["groups"], entity, context)
        if groups and _DAILY.search(clause):
            days = tuple(f.name for f in context.of_type(entity, FieldType.DATE))
            if not days:
                return
            groups = (*groups, days[0])
        people = {relation.name for relation in entity.relations}
        others = tuple(name for name in links(entity, said, context) if not counted or name in people)
        fields = tuple(dict.fromkeys((*others, *groups)))
        if groups and (len(fields) > 1 or counted):
            yield from _unique(entity, fields, clause, origin, context)
            return


def _groups(text: str, entity: Entity, context: Context) -> tuple[str, ...]:
    """What 'per room and date' names; nothing at all when the entity lacks any of it, for the rule would be too strict."""
    found: list[str] = []
    for part in _JOINED.split(_AFTER.split(text)[0]):
        phrases = mentions(part, context, "").phrases
        name = link(entity, phrases[0], context) if phrases else ""
        if phrases and not name:
            return ()
        found += [name] if name else []
    return tuple(dict.fromkeys(found))


def _once(said: Mentions, clause: str, origin: Origin, context: Context, last: str) -> Iterator[Content]:
    """'A member can't book the same class twice', 'a unit is issued once', 'a number is used once within a meeting'."""
    doing = gerund_event(clause, context)
    same = [phrase for phrase in said.phrases if "same" in phrase.text.lower().split()]
    found: list[tuple[int, Entity, tuple[str, ...]]] = []
    for entity in context.entities:
        fields = tuple(name for name in links(entity, said, context) if _told_apart(entity, name, clause))
        both = tuple(dict.fromkeys(name for phrase in same if (name := link(entity, phrase, context))))
        if len(both) > 1:
            fields = tuple(name for name in fields if name in both or name not in people(entity, context))
        about = entity.name in (*said.events, *said.entities, last, doing)
        if 1 < len(fields) <= _LISTED or (len(fields) == 1 and entity.name in (*said.events, doing)):
            found.append((_rank(entity, said, last, len(fields)) + about, entity, fields))
    if found:
        _, entity, fields = max(found, key=lambda row: row[0])
        yield from _unique(entity, fields, clause, origin, context)


def _told_apart(entity: Entity, name: str, clause: str) -> bool:
    """A relation always counts; a plain value only when the clause names it as what must not be there again."""
    if all(field.name != name for field in entity.fields):
        return True
    said = name.replace("_", " ").split()[-1]
    return (
        re.search(
            rf"\b(?:same|each|every|per|one|given) (?:\w+ )?{said}\b|\ban? (?:\w+ )?{said} (?:shall|may|can|must|is|are|should|will)\b|^(?:the |an? )?(?:\w+ )?{said}\b|\b(?:in|on|within) (?:an?|one|the) {said}\b",
            clause.lower(),
        )
        is not None
    )


def _unique(
    entity: Entity, fields: tuple[str, ...], clause: str, origin: Origin, context: Context
) -> Iterator[Content]:
    if fields := reached(clause, entity, fields, context):
        where = alive_condition(entity, context)
        yield RuleClaim(rule=UniqueTogether(entity=entity.name, fields=fields, where=where, origin=origin))
