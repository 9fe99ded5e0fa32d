"""What a sentence that defines a thing ties it to: every phrase beside its verb, whatever the verb. Used by hanging and discovery."""

from __future__ import annotations

from collections.abc import Iterator

from engines.spec.context import Context
from engines.spec.grammar import Phrase
from engines.spec.relations.goals import is_one
from engines.spec.relations.sayings import Saying

Row = tuple[str, tuple[Phrase, ...]]

_GENERIC = frozenset({"a", "an", "each", "every", "one", "any"})
_WHEN = frozenset(
    {
        "before", "after", "until", "till", "since", "during", "than", "as", "like", "without", "per", "except", "instead", "because",
        "despite", "via", "by", "including", "excluding", "unlike", "plus", "minus", "times", "of", "throughout", "above", "below",
    }
)  # fmt: skip


def is_generic(phrase: Phrase) -> bool:
    """'A patrol', 'each patrol', 'patrols': any of its kind, so that what is said holds for all."""
    if phrase.pronoun or not phrase.words:
        return False
    if phrase.owner:
        return phrase.owner in ("our", "my") and phrase.plural
    if phrase.number in ("one", "1"):
        return phrase.determiner in ("", "any")
    return phrase.determiner in _GENERIC or (phrase.plural and not phrase.determiner and not phrase.number)


def is_silent(said: Saying, context: Context) -> bool:
    """Whether a verb tells only what happens to things, or what the application does with them."""
    words = context.english.lexicon.relations
    exact = not said.passive and any(p.number in ("one", "1") for p in said.objects[:1])
    return not said.verb or (said.verb in words.passing and not exact) or said.verb in words.silent


def defines(said: Saying, context: Context) -> bool:
    """Whether a saying tells what every thing of a kind is tied to, by a verb of its own."""
    if said.negated or not said.sure or not said.subjects or is_silent(said, context):
        return False
    subject = said.subjects[0]
    return is_generic(subject) or (subject.determiner == "the" and not subject.plural)


def rows(said: Saying) -> Iterator[Row]:
    """The phrases that stand beside a verb, by preposition ('' for objects); those that tell when or how are left out."""
    if said.objects and not said.passive:
        yield "", said.objects
    for name, phrases in said.preps:
        if name not in _WHEN and phrases:
            yield name, phrases


def meeting(said: Saying) -> tuple[tuple[Phrase, ...], Phrase] | None:
    """'Guests and rooms meet in stays': the two, and what they meet in; None when nothing meets."""
    subjects = said.subjects
    if len(subjects) != 2 or said.objects or said.negated or any(not is_generic(p) and not is_one(p) for p in subjects):
        return None
    places = said.after("in", "through", "by", "via", "on", "at")
    return (subjects, places[0]) if len(places) == 1 and is_generic(places[0]) else None
