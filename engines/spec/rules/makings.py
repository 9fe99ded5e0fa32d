"""Which records a text speaks of: by their names, or by the verbs and nouns of making them. Used by the rules about several records."""

from __future__ import annotations

from collections.abc import Mapping

from engines.spec.context import Context
from engines.spec.rules.stems import Text, stem

NAMED, DONE = 4, 3


def records_said(clause: str, text: Text, context: Context) -> Mapping[str, int]:
    """The entities of a text with the strength of the evidence: NAMED by their noun, DONE by a verb that makes them."""
    named = context.mentioned(clause)
    inside = {word for name in named for word in name.split("_")}
    verbs = [
        (lemma, stems)
        for low, lemma, stems in zip(text.low, text.lemmas, text.stems, strict=True)
        if low not in inside and context.english.singular(low) not in inside
    ]
    stems = frozenset(s for _, each in verbs for s in each)
    nouns = {noun for lemma, _ in verbs for noun in context.english.lexicon.records.get(lemma, ())}
    found = dict.fromkeys(named, NAMED)
    known = context.once(_by_words)
    made = {place for word in (*nouns, *stems) for place in known.get(word, ())}
    for name in (context.names[place] for place in sorted(made)):
        last = name.split("_")[-1]
        if name not in found and (last in nouns or name in nouns or stem(last) in stems):
            found[name] = DONE
    return found


def _by_words(context: Context) -> dict[str, list[int]]:
    """Where the names stand that a noun, or the stem of their last word, may mean."""
    found: dict[str, list[int]] = {}
    for place, name in enumerate(context.names):
        last = name.split("_")[-1]
        for word in {name, last, stem(last)}:
            found.setdefault(word, []).append(place)
    return found
