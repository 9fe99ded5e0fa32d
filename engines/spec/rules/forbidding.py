"""Whether a text forbids something or lets it be only so: by word classes, not by phrases. Used by the rules about several records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from engines.spec.context import Context
from engines.spec.rules.stems import Text
from engines.spec.rules.words import RuleWords

_LINKING = frozenset(
    {"be", "is", "are", "was", "were", "been", "being", "has", "have", "had", "yet", "already", "currently", "still", "marked", "set", "as", "to", "a", "an",
     "the", "in", "on", "under", "fully", "now", "so", "longer", "any", "do", "does", "did", "get", "got", "gets", "really", "ever", "officially"}
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Stance:
    """`denied`: where words stand that forbid. `confined`: where words say 'only so'. `excepted`: where 'unless' and its like stand."""

    denied: tuple[int, ...]
    confined: tuple[int, ...]
    excepted: tuple[int, ...]


def stance(text: Text, context: Context) -> Stance:
    """What a text forbids, confines and excepts, by the places of the words."""
    return _stance(text, context.english.lexicon.rules)


@lru_cache(maxsize=512)
def _stance(text: Text, words: RuleWords) -> Stance:
    denied, confined, excepted = _index(words)
    return Stance(
        denied=tuple(at for at in _places(text, denied) if not _is_choice(text, at)),
        confined=_places(text, confined),
        excepted=_places(text, excepted),
    )


def _is_choice(text: Text, at: int) -> bool:
    """'Yes or no', 'or not': a choice that denies nothing."""
    before = text.low[max(0, at - 3) : at]
    return (text.low[at] == "no" and "yes" in before) or (text.low[at] == "not" and before[-1:] == ("or",))


def negated_at(text: Text, at: int, context: Context) -> int | None:
    """Where the negation stands that belongs to a word alone: 'not yet announced', 'isn't open'; None when there is none."""
    words = context.english.lexicon.rules
    for n in range(at - 1, max(-1, at - 6), -1):
        low = text.low[n]
        if low in ("not", "n't", "never", "without"):
            before = text.low[n - 1] if n else ""
            return n if before not in ("can", "may", "must", "should", "shall", "will", "could") else None
        if low not in _LINKING or low in words.breaks:
            return None
    return None


def broken(text: Text, start: int, end: int, context: Context) -> bool:
    """Whether another part of the sentence begins between two places."""
    return not context.english.lexicon.rules.breaks.isdisjoint(text.low[start:end])


Phrases = Mapping[str, tuple[tuple[str, ...], ...]]


@lru_cache(maxsize=4)
def _index(words: RuleWords) -> tuple[Phrases, Phrases, Phrases]:
    """The phrases that forbid, confine and except, by their first words."""
    denied = words.negations | words.refuse | words.refused
    return _by_first(denied), _by_first(words.confine), _by_first(words.except_)


@lru_cache(maxsize=64)
def _by_first(phrases: frozenset[str]) -> Phrases:
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in phrases:
        parts = tuple(phrase.replace("-", " - ").replace("'s", " 's").split())
        found[parts[0]] = (*found.get(parts[0], ()), parts)
    return found


def phrase_places(text: Text, phrases: frozenset[str]) -> list[tuple[tuple[str, ...], int]]:
    """Where any of the phrases stand, each with its words."""
    first = _by_first(phrases)
    return [(parts, at) for at, parts in _begun(text, first) if _stands(text, at, parts)]


def _places(text: Text, phrases: Phrases) -> tuple[int, ...]:
    return tuple(dict.fromkeys(at for at, parts in _begun(text, phrases) if _stands(text, at, parts)))


def _begun(text: Text, phrases: Phrases) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The phrases whose first words stand in a text, with their places."""
    for at, (low, lemma) in enumerate(zip(text.low, text.lemmas, strict=True)):
        if low in phrases or lemma in phrases:
            yield from ((at, parts) for parts in {*phrases.get(low, ()), *phrases.get(lemma, ())})


def _stands(text: Text, at: int, parts: tuple[str, ...]) -> bool:
    """Whether a phrase stands at a place; a word may stand between a verb and its particle."""
    if at + len(parts) > len(text.low):
        return False
    return all(part in (text.low[n], text.lemmas[n]) for n, part in enumerate(parts, at))
