"""Words with their classes where people act: 'pharmacists record sales', 'the supervisor then passes them'. Used by acts and lives."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from engines.spec.english import English
from engines.spec.grammar.tagging import Tagged, tags_of
from engines.spec.lexicon import Lexicon
from engines.spec.people import is_person

_FOLLOWS = frozenset({"noun", "det", "adj", "pron", "poss", "punct", "conj", "adv", "prep"})


def doing(text: str, english: English) -> tuple[Tagged, ...]:
    """The words of a text; behind people a word such as record or order is what they do."""
    return english.about(text, _doing)


def _doing(text: str, english: English) -> tuple[Tagged, ...]:
    found: list[Tagged] = []
    words = tags_of(text, english.lexicon.grammar)
    for at, word in enumerate(words):
        found.append(_acting((*found, *words[at:]), at, english) if word.tag in ("noun", "adj", "verb") else word)
    return tuple(found)


def action_of(verb: str, english: English) -> str:
    """The kind of access that a verb needs: all, read, create, update, delete, export, import or ''."""
    return next((action for action, verbs in english.lexicon.actions.items() if verb in verbs), "")


def acted_verbs(english: English) -> frozenset[str]:
    """The verbs that leave things in another state: approve, publish."""
    return _acted_verbs(english.lexicon)


@lru_cache(maxsize=4)
def _acted_verbs(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(lexicon.grammar.lemma(state.split("_")[0], "verb") for state in lexicon.acted_states)


def _acting(words: tuple[Tagged, ...], at: int, english: English) -> Tagged:
    word, grammar, low = words[at], english.lexicon.grammar, words[at].low
    if word.tag == "verb":
        noun = grammar.lemma(low, "noun")
        several = word.lemma != low and low.endswith("s") and _begins(words, at) and is_person(noun, english)
        return replace(word, tag="noun", lemma=noun) if several else word
    before = next((w for w in reversed(words[:at]) if w.tag != "adv"), None)
    if before is None or "verb" not in grammar.classes(low):
        return word
    verb = grammar.lemma(low, "verb")
    if (
        before.tag == "conj"
        and at > 1
        and words[at - 2].tag == "verb"
        and grammar.is_third(words[at - 2].low)
        and grammar.is_third(low)
    ):
        return replace(word, tag="verb", lemma=verb)
    if before.tag not in ("noun", "adj"):
        return word
    agrees = low == verb if english.is_plural(before.low) else grammar.is_third(low)
    ends = at + 1 == len(words) or words[at + 1].tag in _FOLLOWS
    does = bool(action_of(verb, english)) or verb in acted_verbs(english) or verb in ("look", "work", "pass", "mark")
    person = is_person(grammar.lemma(before.low, "noun"), english)
    return replace(word, tag="verb", lemma=verb) if agrees and ends and does and person else word


def _begins(words: tuple[Tagged, ...], at: int) -> bool:
    before = words[at - 1] if at else None
    return before is None or before.token.text in (",", ";", ":", ".") or before.tag in ("conj", "det", "adv")
