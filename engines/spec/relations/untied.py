"""What a sentence of two things ties when nothing else does: the one that is single in it is what the other refers to. Used by reading."""

from __future__ import annotations

from collections.abc import Iterator

from engines.spec.context import Context
from engines.spec.grammar import Phrase
from engines.spec.relations.arguments import is_generic, is_silent, rows
from engines.spec.relations.goals import Link, entity_of, is_one, is_person
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
    first, arguments = _parts(said, context)
    one = _thing(first, context)
    if first is None or not one or not (is_generic(first) or is_one(first)):
        return
    acts = is_person(one, context) and not said.passive
    if acts and not is_generic(first):
        return
    for name, phrase in arguments:
        other = _thing(phrase, context)
        if not other or other == one:
            continue
        if said.modal in _MAY and acts and not phrase.number:
            return
        if link := _link(one, first, other, phrase, acts and not name, said.optional):
            yield link
        return


def _parts(said: Saying, context: Context) -> tuple[Phrase | None, list[tuple[str, Phrase]]]:
    """What the saying is about, and what stands beside it; of what we do, the object."""
    beside = [(name, phrase) for name, row in rows(said) for phrase in row[:1]]
    subject = said.subjects[0] if said.subjects else None
    if subject is not None and not subject.pronoun:
        return subject, beside
    if said.passive or not said.objects or said.objects[0].owner:
        return None, []
    return said.objects[0], [(name, phrase) for name, phrase in beside if name]


def _thing(phrase: Phrase | None, context: Context) -> str:
    """The thing that a phrase names, or whose part it names: 'on the grounds of a lodge'."""
    if phrase is None:
        return ""
    named = entity_of(phrase, context)
    whole = phrase.of if phrase.of is not None and is_one(phrase.of) else None
    return named or (entity_of(whole, context) if whole else "")


def _link(one: str, first: Phrase, other: str, phrase: Phrase, acted_on: bool, optional: bool) -> Link | None:
    """The reference between two things: from what there are several of, or from what somebody has to do with."""
    single = is_one(phrase) or (phrase.of is not None and is_one(phrase.of))
    if acted_on and first.plural and not phrase.plural and phrase.determiner not in _EVERY:
        return None
    if acted_on or phrase.determiner in _EVERY or (phrase.plural and not first.plural):
        return Link(entity=other, name=one, target=one, required=False)
    if single or phrase.plural:
        return Link(entity=one, name=other, target=other, required=single and not optional)
    return None


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
