"""Reads that one thing belongs to another: 'it is kept at one location', 'a sale concerns a work', 'one vote per member'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engines.spec.context import Context
from engines.spec.grammar import Phrase
from engines.spec.relations.arguments import defines, is_generic
from engines.spec.relations.goals import Link, account_of, entity_of, is_one, is_person, listed, whole
from engines.spec.relations.sayings import Saying

_PLACES = (
    "along",
    "across",
    "among",
    "behind",
    "beside",
    "near",
    "onto",
    "over",
    "around",
    "towards",
    "to",
    "in",
    "on",
    "at",
    "for",
    "from",
    "with",
    "by",
    "under",
    "into",
    "onto",
    "inside",
    "between",
    "of",
    "about",
    "within",
    "against",
    "through",
)
_LETTING = frozenset({"let", "allow", "permit", "entitle", "enable", "authorise", "authorize", "admit", "oblige"})
_BEING = ("for", "between", "about", "by", "from", "of", "with", "under")
AT_ONCE = re.compile(
    r"\b(?:at|in|on) (?:a|the same|same|any(?: one| given)?|one) time\b|\bat once\b|\bat most once\b|\bsimultaneously\b"
)
_FIGURES = frozenset(
    {"average", "mean", "total", "overall", "maximum", "minimum", "first", "last", "next", "latest", "newest"}
)
_QUANTITY = frozenset({"some", "many", "several", "any", "more", "multiple", "various", "different", "all"})


def hanging(said: Saying, context: Context) -> Iterator[Link]:
    """The links of what a saying's subject belongs to."""
    if said.negated or not said.sure or AT_ONCE.search(said.text.lower()):
        return
    for phrase in said.subjects[:1]:
        entity = entity_of(phrase, context)
        if not entity or (phrase.plural and phrase.number):
            continue
        for name, target in _goals(said, phrase, entity, context):
            if is_person(entity, context) and not phrase.plural and _is_of_every(said, target, context):
                yield Link(entity=target, name=entity, target=entity, required=not said.optional)
                continue
            if name == entity and target == entity:
                if not said.after("as") and not re.search(r"\b(?:an)?other\b", said.text.lower()):
                    continue
                name = _other(said)
            if target != entity or name != entity:
                yield Link(entity=entity, name=name, target=target, required=not (said.optional or target == entity))


def _is_of_every(said: Saying, target: str, context: Context) -> bool:
    """'A technician is sent to each fault': somebody for every thing, so that it is the thing that refers to him."""
    found = (whole(p, context) for _, row in said.preps for p in row)
    phrases = (p for p in found if p.determiner in ("each", "every") or p.plural)
    return any(entity_of(p, context) == target and not is_person(target, context) for p in phrases)


def several(said: Saying, context: Context) -> Iterator[Link]:
    """'A member can be in many groups', 'one document may be about several persons': links to many, where the subject is one of many too."""
    words = context.english.lexicon.relations
    lasting = (
        (said.verb == "be" and not said.objects)
        or said.verb in words.hang
        or (said.passive and said.verb not in words.passing)
    )
    if said.negated or not said.sure or not lasting or AT_ONCE.search(said.text.lower()):
        return
    rows = [p for name, row in said.preps if name in _PLACES and name not in ("by", "from", "between") for p in row]
    for subject in said.subjects[:1]:
        entity = entity_of(subject, context)
        for phrase in rows[:1]:
            target = entity_of(phrase, context)
            counted = phrase.determiner in _QUANTITY or phrase.number in ("one or more", "two or more")
            if entity and target and target != entity and phrase.plural and counted:
                name = context.english.plural_name(target)
                yield Link(entity=entity, name=name, target=target, required=False, many=True)


def within(said: Saying, context: Context) -> Iterator[Link]:
    """'Inside a claim there are lines'."""
    if said.verb != "be" or said.negated or not any(p.words == ("there",) for p in said.subjects):
        return
    for phrase in said.objects[:1]:
        entity = entity_of(phrase, context)
        wholes = [
            t
            for p in said.after("in", "inside", "within", "on", "for", "under", "to")
            if (t := entity_of(p, context)) and is_one(p)
        ]
        if entity and wholes and wholes[0] != entity and (phrase.plural or is_person(wholes[0], context)):
            yield Link(entity=entity, name=wholes[0], target=wholes[0], weak=True)


def _goals(said: Saying, subject: Phrase, entity: str, context: Context) -> Iterator[tuple[str, str]]:
    words = context.english.lexicon.relations
    if said.verb == "be" and not said.passive:
        if said.objects and said.objects[0].of and _is_relational(said.objects[0], context):
            yield from _clear(said.objects[0].of, subject, context)
            return
        for preposition, phrases in said.preps[:2]:
            if preposition in _BEING or (preposition in ("in", "on", "at") and said.preps[0][0] == "for"):
                yield from _row(phrases, subject, context)
    elif said.verb and not (said.passive and said.verb in words.passing):
        person = is_person(entity, context)
        if not said.passive and said.verb not in words.hang | words.join and (person or not defines(said, context)):
            return
        if said.verb in context.english.lexicon.records and (
            said.modal in ("can", "could") or person or _leaves(said, entity, context)
        ):
            return
        made = said.objects[:1] and said.objects[0].plural and not said.objects[0].number and subject.plural
        joins = said.verb in words.join or (said.verb not in words.hang and not made)
        if not said.passive and joins and not person:
            yield from _row(said.objects, subject, context)
        if ends := _from_one_to_another(said, context):
            yield from ends
            return
        if said.passive and is_generic(subject):
            yield from _for_account(said, context)
        for preposition, phrases in said.preps:
            if preposition == "by":
                yield from _doer(said, subject, phrases, context)
            elif preposition in _PLACES or (preposition == "of" and said.passive):
                yield from _row(tuple(whole(p, context) for p in phrases), subject, context)


def _is_relational(phrase: Phrase, context: Context) -> bool:
    """'A member of', 'part of', 'the reading of': what something is to another, where it is no thing itself."""
    return phrase.words[-1:] == ("part",) or not entity_of(phrase, context)


def _for_account(said: Saying, context: Context) -> Iterator[tuple[str, str]]:
    """'Walks are scheduled for a walker': one account of a kind."""
    for name, phrases in said.preps[:2]:
        one = phrases and is_one(phrases[0]) and not entity_of(phrases[0], context)
        role = account_of(phrases[0], context) if one and name in ("for", "to", "under") else ""
        if role and role != "user":
            yield role, "user"


def _from_one_to_another(said: Saying, context: Context) -> tuple[tuple[str, str], ...]:
    """'A trip runs from one port to another': both ends."""
    first, second = said.after("from")[:1], said.after("to", "into", "towards")[:1]
    goal = entity_of(first[0], context) if first and is_one(first[0]) else ""
    if not goal or not second or not (second[0].words == ("another",) or entity_of(second[0], context) == goal):
        return ()
    return ((f"from_{goal}", goal), (f"to_{goal}", goal))


def _leaves(said: Saying, entity: str, context: Context) -> bool:
    """Whether what is done leaves a record of its own ('books are lent to members'), not the thing itself ('a match is played')."""
    records = context.english.lexicon.records[said.verb]
    return any(n != entity and (n == name or n.endswith("_" + name)) for name in records for n in context.names)


def _row(phrases: tuple[Phrase, ...], subject: Phrase, context: Context) -> Iterator[tuple[str, str]]:
    several = phrases[0].plural if phrases else False
    if several and phrases[0].number in ("two", "2"):
        yield from listed(phrases, context)
    elif phrases and (clear := [p for p in phrases if _is_clear(p, subject)]):
        yield from listed(tuple(clear), context)


def _clear(phrase: Phrase, subject: Phrase, context: Context) -> Iterator[tuple[str, str]]:
    if _is_clear(phrase, subject):
        yield from listed((phrase,), context)


def _is_clear(phrase: Phrase, subject: Phrase) -> bool:
    """A single thing, or several of several: 'works are shown in rooms'."""
    if is_one(phrase):
        return True
    if phrase.plural:
        return subject.plural and not phrase.number and phrase.determiner not in _QUANTITY
    return not phrase.determiner and not phrase.number and not phrase.plural


def _doer(said: Saying, subject: Phrase, phrases: tuple[Phrase, ...], context: Context) -> Iterator[tuple[str, str]]:
    """'Lessons are given by teachers': who brings it about, unless it is only what somebody may do."""
    authored = said.verb in context.english.lexicon.relations.authored or (is_generic(subject) and not subject.plural)
    if said.modal in ("can", "could", "may") or not phrases:
        return
    target = entity_of(phrases[0], context)
    if target and _is_clear(phrases[0], subject) and (authored or not is_person(target, context)):
        yield from listed(phrases, context)
    elif not target and authored and not subject.plural and (role := account_of(phrases[0], context)):
        by = re.search(r"(\w+) by\b", said.text)
        yield (f"{by[1].lower()}_by" if role == "user" and by else role), "user"


def letting(said: tuple[Saying, ...], context: Context) -> Iterator[Link]:
    """'A permit lets a busker play on one pitch', 'a ticket entitles a guest to a seat': the paper refers to both."""
    for n, one in enumerate(said):
        thing = entity_of(one.subjects[0], context) if one.subjects and is_generic(one.subjects[0]) else ""
        if one.verb not in _LETTING or one.passive or one.negated or not thing or is_person(thing, context):
            continue
        inner = said[n + 1 : n + 2] if one.verb in ("let", "allow", "enable", "permit") else ()
        rows = (*one.objects, *(p for each in (one, *inner) for _, row in each.preps for p in row))
        for phrase in rows:
            target = entity_of(phrase, context)
            if target and target != thing and is_one(phrase):
                yield Link(entity=thing, name=target, target=target, weak=True)


def paired(said: Saying, context: Context) -> Iterator[Link]:
    """'Two persons make a pair', 'a pair is made by two persons': the thing refers to both."""
    doers = said.after("by") if said.passive else said.subjects
    made = said.subjects[:1] if said.passive else said.objects[:1]
    if said.negated or not said.sure or not made or not doers or doers[0].number not in ("two", "2"):
        return
    thing, one = entity_of(made[0], context), entity_of(doers[0], context)
    if thing and one and thing != one and is_one(made[0]) and made[0].determiner in ("a", "an", "each", "every", ""):
        for name, target in listed(doers, context):
            yield Link(entity=thing, name=name, target=target)


def _other(said: Saying) -> str:
    """The name of a thing of the same kind: 'part of another device' is its parent."""
    if phrases := said.after("as"):
        return phrases[0].name
    return "parent"


def counted(said: Saying, context: Context) -> Iterator[Link]:
    """'At most one report per child and day' says that a report is of a child."""
    if not said.after("per"):
        return
    phrases = (*said.objects, *said.subjects, *(p for name, row in said.preps if name != "per" for p in row))
    limited = (p for p in phrases if p.number or p.determiner in ("most", "only", "single"))
    entity = next((e for p in limited if (e := entity_of(p, context))), "")
    if not entity:
        return
    for phrase in said.after("per"):
        target = entity_of(phrase, context)
        if target and target != entity:
            yield Link(entity=entity, name=target, target=target, weak=True)
        elif not target and (role := account_of(phrase, context)) and role != entity:
            yield Link(entity=entity, name=role, target="user", weak=True)


def of_another(said: Saying, context: Context) -> Iterator[Link]:
    """'Meetings of the group', 'bookings for a room': the first hangs on the second."""
    rows = [(p, p.of) for p in (*said.subjects, *said.objects, *(p for _, row in said.preps for p in row)) if p.of]
    beside = [(name, row) for name, row in said.preps if name != "as" and row][:1]
    if beside and beside[0][0] in ("for", "on", "about", "within", "under") and said.objects:
        rows.append((said.objects[-1], beside[0][1][0]))
    if not said.verb and said.preps and said.preps[0][0] in ("for", "on") and said.objects[:1] and said.preps[0][1]:
        rows.append((said.objects[0], said.preps[0][1][0]))
    for phrase, other in rows:
        if (
            other is None
            or (other.words[:1] == ("same",) and phrase.number != "two")
            or _FIGURES & set(phrase.words[:-1])
        ):
            continue
        entity, target = entity_of(phrase, context), entity_of(other, context)
        if not entity or not target or entity == target or is_person(entity, context):
            continue
        if (phrase.determiner == "the" and not phrase.plural and other.determiner in ("a", "an", "each", "every")) or (
            (phrase.plural or phrase.determiner in ("a", "an", "each", "every") or phrase.number)
            and (is_one(other) or other.plural)
        ):
            yield Link(entity=entity, name=target, target=target, weak=True)
