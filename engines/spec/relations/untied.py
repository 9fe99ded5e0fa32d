"""What a sentence of two things ties when nothing else does: the one that is single in it is what the other refers to. Used by reading."""

from __future__ import annotations

from collections.abc import Iterator

from engines.spec.context import Context
from engines.spec.grammar import Phrase
from engines.spec.relations.arguments import is_generic, is_silent, rows
from engines.spec.relations.goals import Link, entity_of, is_one, is_person, whole
from engines.spec.relations.hanging import AT_ONCE
from engines.spec.relations.sayings import Saying

_EVERY = frozenset({"each", "every"})
_MAY = frozenset({"can", "may", "could", "might"})


def untied(said: Saying, context: Context) -> Iterator[Link]:
    """The links of a saying's things by how many of each it speaks of; they hold where nothing else ties the two."""
    if said.negated or not said.sure or is_silent(said, context) or AT_ONCE.search(said.text.lower()):
        return
    if said.verb in context.english.lexicon.actions["read"]:
        return
    subject = said.subjects[0] if said.subjects else None
    one = entity_of(subject, context)
    if subject is not None and one and (said.passive or not is_person(one, context)):
        if is_generic(subject) or is_one(subject) or subject.number:
            yield from _of_subject(said, subject, one, context)
    elif subject is None and said.modal:
        return
    elif subject is None or subject.pronoun or not one or is_generic(subject) or is_one(subject):
        yield from _of_object(said, one, context)


def _of_subject(said: Saying, subject: Phrase, one: str, context: Context) -> Iterator[Link]:
    """'A tour stops at several sights', 'a captain commands each ship', 'a park is run by a ranger'."""
    beside = [phrase for _, row in rows(said) for phrase in row[:1]]
    beside += said.after("by")[:1] if said.passive else ()
    for phrase in (whole(p, context) for p in beside):
        other = entity_of(phrase, context)
        if not other or other == one:
            continue
        if subject.number and subject.plural:
            plural = context.english.plural_name(one)
            if is_one(phrase) and said.modal in _MAY:
                yield Link(entity=other, name=plural, target=one, required=False, many=True)
        elif phrase.determiner in _EVERY or (phrase.plural and (not subject.plural or phrase in _made(said))):
            yield Link(entity=other, name=one, target=one, required=False)
        elif is_one(phrase) or phrase.plural:
            yield Link(entity=one, name=other, target=other, required=is_one(phrase) and not said.optional)
        return


def _made(said: Saying) -> tuple[Phrase, ...]:
    """'Shops hand out vouchers': what several bring about, which is theirs."""
    return () if said.passive or said.verb == "be" else said.objects[:1]


def _of_object(said: Saying, doer: str, context: Context) -> Iterator[Link]:
    """'A judge handles several cases', 'a nurse gives a patient an injection': what is acted on refers to the rest."""
    if said.passive or (said.modal in _MAY and not any(p.determiner == "several" for p in said.objects)):
        return
    known = [(p, e) for p in said.objects if (e := entity_of(p, context)) and e != doer and not p.owner]
    things = [(p, e) for p, e in known if not is_person(e, context)] or known
    beside = [(name, p) for name, row in rows(said) if name for p in (whole(each, context) for each in row[:1])]
    if not things:
        yield from _of_doer(said, doer, beside, context)
        return
    phrase, thing = things[0]
    loose = phrase.determiner in ("the", "a", "an") and (said.subjects[:1] and said.subjects[0].plural)
    if doer and not loose:
        yield Link(entity=thing, name=doer, target=doer, required=False)
    for other in (*(p for p, e in known if e != thing), *(p for _, p in beside)):
        goal = entity_of(other, context)
        if not goal or goal == thing or not is_generic(phrase) or not is_one(other):
            continue
        if phrase.plural and is_person(thing, context) and not is_person(goal, context):
            plural = context.english.plural_name(thing)
            yield Link(entity=goal, name=plural, target=thing, required=False, many=True)
        else:
            yield Link(entity=thing, name=goal, target=goal, required=False)


def _of_doer(said: Saying, doer: str, beside: list[tuple[str, Phrase]], context: Context) -> Iterator[Link]:
    """'A singer sings in one choir'."""
    for _, phrase in beside[:1] if doer and said.modal not in _MAY else ():
        goal = entity_of(phrase, context)
        if goal and goal != doer and (is_one(phrase) or phrase.plural):
            yield Link(entity=doer, name=goal, target=goal, required=is_one(phrase) and not said.optional)


def is_tied(one: str, other: str, known: set[tuple[str, str]]) -> bool:
    """Whether one leads to the other over references (entity, target), or something refers to both."""
    return other in _reached(one, known) or one in _reached(other, known) or bool(_of(one, known) & _of(other, known))


def _of(name: str, known: set[tuple[str, str]]) -> set[str]:
    return {entity for entity, target in known if target == name}


def _reached(name: str, known: set[tuple[str, str]]) -> set[str]:
    found, new = set[str](), {name}
    while new:
        new = {target for entity, target in known if entity in new and target != "user"} - found
        found |= new
    return found
