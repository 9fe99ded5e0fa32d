"""Things that no list of properties names: what acts leave behind, what joins two others, what there is one of per another. Used by plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from engines.spec.context import Context
from engines.spec.grammar import Phrase
from engines.spec.model import Statement
from engines.spec.people import role_kind
from engines.spec.relations.arguments import defines, is_generic, is_silent, meeting, rows
from engines.spec.relations.goals import account_of, entity_of, is_one
from engines.spec.relations.making import TOWARDS
from engines.spec.relations.partaking import partaking
from engines.spec.relations.placing import tool
from engines.spec.relations.sayings import Saying, sayings

_TOWARDS = ("for", "to", "on", "of", "about", "in", "within", "under", "between")


def discovered(
    parts: tuple[Statement, ...], lasts: dict[int, str], fields: frozenset[str], context: Context
) -> tuple[str, ...]:
    """The names of such things; `fields` are the properties that are already told, which no thing may be named after."""
    said = [s for part in parts for s in sayings(part, context, lasts[part.number])]
    nouns = frozenset(p.words[-1].split("-")[-1] for s in said for p in _phrases(s) if p.words and not p.pronoun)
    heads = Counter(p.name for s in said for p in _phrases(s) if not p.pronoun)
    often = frozenset(name for name, times in heads.items() if times > 1)
    found = [
        name
        for s in said
        for name in (
            *_records(s, nouns, context),
            *_joining(s, context),
            *_hanging(s, context),
            *_meeting(s, context),
            *_serving(s, often, context),
            *_making(s, context),
            *_counted(s, context),
        )
    ]
    told = dict.fromkeys(name for name in found if name not in context.names and name not in fields)
    return tuple(dict.fromkeys((*told, *partaking(said, fields, context))))


def _phrases(said: Saying) -> Iterator[Phrase]:
    for phrase in (*said.subjects, *said.objects, *(p for _, row in said.preps for p in row)):
        yield phrase
        if phrase.of:
            yield phrase.of


def _records(said: Saying, nouns: frozenset[str], context: Context) -> Iterator[str]:
    """The record of a verb that joins somebody and a thing, or two things."""
    lexicon = context.english.lexicon
    records = lexicon.records.get(said.verb, ())
    oneself = any(p.words and p.words[-1].endswith(("self", "selves")) for p in said.objects)
    if oneself and not any(entity_of(p, context) for p in said.objects):
        return
    if not records or any(
        n == name or n.endswith("_" + name) or n.startswith(name + "_") for name in records for n in context.names
    ):
        return
    reaching = said.verb in lexicon.relations.towards and not said.passive
    phrases = (
        *(said.subjects if said.passive else ()),
        *(() if reaching else said.objects),
        *(p for n, row in said.preps if n in TOWARDS and not (reaching and n == "with") for p in row),
    )
    targets = {entity for p in phrases if (entity := entity_of(p, context))}
    actors = said.after("by") if said.passive else said.subjects
    somebody = any(_somebody(p, context) or (said.speaker and p.pronoun) for p in actors)
    if not targets or not (somebody or (said.passive and len(targets) > 1)):
        return
    named = [name for name in records if name.split("_")[-1] in nouns and name not in targets]
    if named:
        yield named[0]
    elif said.verb in lexicon.relations.strong and said.sure and not said.negated:
        plain = not said.passive or (len(targets) > 1 and any(entity_of(p, context) for p in said.subjects))
        yield from records[:1] if plain else ()


def _somebody(phrase: Phrase, context: Context) -> bool:
    head = phrase.words[-1] if phrase.words else ""
    return bool(
        entity_of(phrase, context)
        or account_of(phrase, context)
        or head in context.english.lexicon.relations.anybody
        or role_kind(head, context.english) == "customer"
    )


def _joining(said: Saying, context: Context) -> Iterator[str]:
    """'An enrolment connects a student with a course'."""
    words = context.english.lexicon.relations
    if said.negated or not said.sure or not said.subjects or said.modal in ("can", "may"):
        return
    rows = [p for name, row in said.preps if name in ("between", "to", "with", "for", "and") for p in row]
    if (said.verb == "be" and said.preps[:1] and said.preps[0][0] == "between") or said.verb == "belong":
        phrases = tuple(rows)
    elif said.verb in words.join and not said.passive:
        phrases = (*said.objects, *rows)
    else:
        return
    joined = {entity for p in phrases if (entity := entity_of(p, context))}
    if len(joined) > 1 or (said.verb == "be" and joined and phrases[0].plural):
        yield from _name(said.subjects[0], context)


def _serving(said: Saying, often: frozenset[str], context: Context) -> Iterator[str]:
    """'Citizens back a report with a vote', where votes are spoken of again."""
    if (
        said.negated
        or not said.sure
        or said.passive
        or len(said.objects) != 1
        or not entity_of(said.objects[0], context)
    ):
        return
    phrase = tool(said)
    if phrase and phrase.name in often and said.verb not in context.english.lexicon.actions["read"]:
        yield from _name(phrase, context)


def _meeting(said: Saying, context: Context) -> Iterator[str]:
    """'Guests and rooms meet in stays'."""
    found = meeting(said)
    if found and said.sure and all(entity_of(p, context) for p in found[0]):
        yield from _name(found[1], context)


def _making(said: Saying, context: Context) -> Iterator[str]:
    """'Parents report absences of a child', 'I want to set up viewings for a flat': somebody makes a thing for another."""
    if said.passive or said.negated or not said.objects or is_silent(said, context):
        return
    first = said.objects[0]
    somebody = said.speaker or any(p.pronoun or _somebody(p, context) for p in said.subjects[:1])
    if (
        not somebody
        or (said.speaker and not said.sure)
        or (said.verb in context.english.lexicon.records and not first.of)
    ):
        return
    if first.owner or first.number or not (first.plural or first.determiner in ("a", "an")):
        return
    beside = [row for name, row in said.preps if name in _TOWARDS]
    towards = beside[0][:1] if beside and said.preps[0][0] in ("as", *_TOWARDS) else ()
    made = said.verb in context.english.lexicon.relations.make
    if first.of and entity_of(first.of, context) and is_generic(first.of):
        yield from _name(replace(first, of=None), context)
    elif made and any(entity_of(p, context) for p in towards):
        yield from _name(first, context)


def _hanging(said: Saying, context: Context) -> Iterator[str]:
    """'A donation is made by a donor', 'every permit is for one vehicle', 'a patrol takes a ranger along a trail'."""
    lexicon = context.english.lexicon
    subject = said.subjects[0] if said.subjects else None
    if subject is None or said.relative or said.modal in ("can", "may", "could") or not is_generic(subject):
        return
    if not defines(said, context) or (said.passive and said.verb in lexicon.described):
        return
    beside = tuple(rows(said)) or tuple(row for row in said.preps if row[0] == "by")
    beside = beside[:1] if said.passive or said.verb == "be" else beside[:2]
    if said.verb == "be" and (
        said.objects or (beside[:1] and beside[0][0] not in ("for", "between", "about", "of", "from", "by"))
    ):
        return
    for name, row in beside:
        loose = not name and subject.plural and row[0].plural and not row[0].number
        if row and not loose and entity_of(row[0], context) and (is_one(row[0]) or _both_several(subject, row[0])):
            tied = (
                subject.determiner in ("a", "an", "each", "every") and subject.words[-1] in lexicon.relations.documents
            )
            yield from (context.english.name(" ".join(subject.words)),) if tied else _name(subject, context)


def _both_several(subject: Phrase, phrase: Phrase) -> bool:
    return phrase.plural and (subject.plural or phrase.number in ("two", "2", "one or more", "one or several"))


def _counted(said: Saying, context: Context) -> Iterator[str]:
    """'There is at most one cleaning per room and date', 'no two bookings of the same room'."""
    for phrase in (*said.objects, *said.subjects):
        if phrase.determiner == "no" and phrase.number == "two" and phrase.of and entity_of(phrase.of, context):
            yield from _name(replace(phrase, of=None), context)
    if any(entity_of(p, context) for p in said.after("per")):
        for phrase in (*said.objects, *said.subjects):
            if phrase.number == "one":
                yield from _name(phrase, context)


def _name(phrase: Phrase, context: Context) -> Iterator[str]:
    """The name that a phrase gives to a thing; none for what nobody would call a thing."""
    lexicon = context.english.lexicon
    head = phrase.words[-1] if phrase.words else ""
    talk = (
        head in lexicon.relations.talk
        or head in lexicon.nothing
        or head in lexicon.messages
        or head in lexicon.nobody
        or (head in lexicon.types and not any(head in nouns for nouns in lexicon.records.values()))
    )
    if (
        head
        and not phrase.pronoun
        and not phrase.of
        and len(phrase.words) < 3
        and not talk
        and not entity_of(phrase, context)
    ) and not role_kind(head, context.english):
        yield context.english.name(" ".join(phrase.words))
