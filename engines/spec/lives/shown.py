"""The states that a text lays upon a thing in passing: 'a passed-up offer', 'jobs sent back', 'reopening a closed course'. Used by reader."""

from __future__ import annotations

from collections.abc import Iterator

from engines.spec.context import Context
from engines.spec.grammar.tagging import Tagged
from engines.spec.lives.naming import Naming, describes
from engines.spec.model import Statement

_ONES = frozenset({"one", "ones"})
_BEFORE = frozenset({"verb", "adj", "adv", "conj", "neg"})
_GOES_ON = frozenset({"be", "modal", "verb", "have", "do", "neg"})
_PARTICLES = frozenset({"in", "out", "up", "off", "back", "over", "down", "away"})
_ENTITY = 3


def shown_states(parts: tuple[Statement, ...], context: Context, lasts: dict[int, str]) -> dict[str, frozenset[str]]:
    """By entity the participles that stand beside its name and whose verb somebody does to it elsewhere."""
    naming = Naming(context, {})
    told = [p for p in parts if p.kind not in ("title", "heading", "aside")]
    texts = [(part, naming.tagged(part.text)) for part in told]
    done = frozenset(verb for _, words in texts for verb in _done(words, context))
    found: dict[str, frozenset[str]] = {}
    for part, words in texts:
        for entity, verb, state in _beside(words, naming, context.named(lasts.get(part.number, "").replace("_", " "))):
            if verb in done or state in context.english.lexicon.acted_states:
                found[entity] = found.get(entity, frozenset()) | {state}
    return found


def _done(words: tuple[Tagged, ...], context: Context) -> Iterator[str]:
    """The verbs of a text that are more than a participle beside a noun: 'closes', 'is sent', 'to offer'."""
    grammar = context.english.lexicon.grammar
    for at, word in enumerate(words):
        before = next((w for w in reversed(words[:at]) if w.tag not in ("adv", "neg")), None)
        passive = before is not None and before.tag in ("be", "have")
        finite = word.tag == "verb" and not grammar.is_participle(word.low)
        if (finite or passive or word.gerund) and "verb" in grammar.classes(word.low):
            yield grammar.lemma(word.low, "verb")


def _beside(words: tuple[Tagged, ...], naming: Naming, topic: str) -> Iterator[tuple[str, str, str]]:
    """The entity, verb and state of every participle beside a noun."""
    grammar = naming.context.english.lexicon.grammar
    for at, word in enumerate(words):
        entity = topic if word.low in _ONES else _named(words, at, naming.context)
        if not entity:
            continue
        start = at - entity.count("_") * (word.low not in _ONES)
        ahead = start
        while ahead and words[ahead - 1].tag in _BEFORE and start - ahead < _ENTITY:
            ahead -= 1
        for n in range(ahead, start):
            state = naming.state(words[n : n + 1])
            if state and grammar.is_participle(words[n].low):
                yield entity, grammar.lemma(words[n].low, "verb"), state
        end = at + 1
        if end < len(words) and grammar.is_participle(words[end].low) and words[end].tag in ("verb", "adj"):
            last = end + 1 + (end + 1 < len(words) and words[end + 1].low in _PARTICLES)
            goes_on = last < len(words) and words[last].tag in _GOES_ON
            if goes_on and not describes(words[end], words[end + 1 :], naming.context.english):
                yield entity, grammar.lemma(words[end].low, "verb"), naming.state(words[end:last])


def _named(words: tuple[Tagged, ...], at: int, context: Context) -> str:
    """The entity whose name ends here."""
    if words[at].tag != "noun" or (at + 1 < len(words) and words[at + 1].tag == "noun"):
        return ""
    for size in (2, 1):
        name = context.english.name(" ".join(w.low for w in words[max(0, at + 1 - size) : at + 1]))
        if name in context.names:
            return name
    return context.named(words[at].low)
