"""Names of states: 'in the oven', 'picked up by the client', 'a draft'; and what a verb leaves a thing as. Used by lives."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from engines.kernel.spec import FieldType
from engines.spec.context import Context
from engines.spec.doing import doing
from engines.spec.english import English
from engines.spec.grammar.tagging import Tagged
from engines.spec.people import is_person

T = TypeVar("T")
Words = tuple[Tagged, ...]

_PARTICLES = frozenset({"in", "out", "up", "off", "back", "over", "down", "on", "away", "through"})
_PLACES = frozenset({"in", "on", "under", "out", "at", "for", "up", "off", "of", "partly", "partially", "by"})
_EMPTY = frozenset(
    {"then", "finally", "again", "either", "now", "being", "initially", "first", "later", "already", "also", "is", "are", "it",
     "be", "become", "becomes", "subsequently", "thereafter", "afterwards", "next", "simply", "just", "been", "automatically",
     "gets", "get", "always", "and", "or", "both", "immediately", "thereupon", "was", "were", "ever", "too", "only", "straight", "directly", "straightaway"}
)  # fmt: skip
_THINGS = frozenset(
    {
        "anything",
        "something",
        "nothing",
        "everything",
        "one",
        "ones",
        "thing",
        "things",
        "other",
        "others",
        "rest",
        "all",
        "each",
        "both",
        "none",
    }
)
_OPENING = frozenset({"in", "on", "under", "out", "at", "off", "back", "up", "partly", "partially", "not"})
_MOVES = frozenset(
    {
        "start",
        "end",
        "go",
        "move",
        "change",
        "return",
        "turn",
        "pass",
        "begin",
        "finish",
        "come",
        "switch",
        "progress",
        "advance",
        "result",
    }
)
_DIGIT = re.compile(r"\d")
_ENDING = re.compile(r"(?<=...)(?:ation|ment|ance|sion|tion|al|ing|ion|ed|en|d|e|y|s)$")
_POINTING = frozenset(
    {
        "depending",
        "according",
        "including",
        "regarding",
        "this",
        "that",
        "these",
        "those",
        "order",
        "theirs",
        "mine",
        "ours",
        "yours",
        "hers",
    }
)
_LONGEST = 3
_AFTER_ONE = frozenset({"punct", "sub", "prep", "conj", "adv", "note"})
_GRANTED = frozenset({"reserve", "restrict", "limit", "allow", "permit", "grant"})
_HELD = frozenset(
    {
        FieldType.TEXT,
        FieldType.DATE,
        FieldType.DATETIME,
        FieldType.TIME,
        FieldType.MONEY,
        FieldType.EMAIL,
        FieldType.URL,
    }
)


@dataclass(frozen=True)
class Naming:
    """Makes names of states; `known`: the states that the whole brief gives each entity, as far as read.

    `finding`: things that are not known yet are taken for entities. `waiting`: the entities whose status has no values yet.
    """

    context: Context
    known: dict[str, frozenset[str]]
    finding: bool = False
    waiting: tuple[str, ...] = ()

    def tagged(self, text: str) -> tuple[Tagged, ...]:
        """The words of a text with their classes; 'ones end as' and 'it starts as' have a verb."""
        return tagged(text, self.context.english)

    def options(self, words: tuple[Tagged, ...]) -> tuple[str, ...]:
        """'accepted or declined by the opponent' is accepted, declined; () when it is no list of states."""
        found: list[str] = []
        part: list[Tagged] = []
        for word in words:
            if word.tag == "conj" or word.token.text in ("/", "|", ","):
                found.append(self.state(tuple(part)))
                part = []
            else:
                part += [word] if "/" not in word.low else self.tagged(word.token.text.replace("/", " / "))
        if any(w.token.text == "/" for w in part):
            return self.options((*[w for w in words if w not in part], *part)) if len(part) != len(words) else ()
        if not (found and self._is_thing(part)):
            found.append(self.state(tuple(part)))
        return tuple(state for state in found if state and not self._means_things(state))

    def _means_things(self, state: str) -> bool:
        """'Samples', 'new samples', 'picked up things': several things, no state."""
        last = state.rpartition("_")[2]
        if last in ("thing", "things"):
            return True
        english = self.context.english
        return english.is_plural(last) and english.singular(last) in self.context.names and state not in self.words

    def _is_thing(self, words: list[Tagged]) -> bool:
        """'played by a home team and | an away team': a further thing, no further state."""
        return bool(words) and words[0].tag == "det" and bool(self.context.named(" ".join(w.low for w in words[1:])))

    def about(self, words: Words, topic: str, work: Callable[[Naming, Words, str], T]) -> T:
        """What is worked out of words where a topic is spoken of, kept as long as this naming."""
        key = (words, topic, work)
        if key not in self._worked:
            self._worked[key] = work(self, words, topic)
        found: T = self._worked[key]
        return found

    @cached_property
    def _worked(self) -> dict[tuple[Words, str, Callable[[Naming, Words, str], Any]], Any]:
        return {}

    def state(self, words: Words) -> str:
        """The state that some words name, '' when they are too many or none."""
        return self.about(words, "", Naming._state)

    def _state(self, words: Words, topic: str) -> str:
        words = tuple([w for w in words if w.tag not in ("note", "punct")])
        known = self.context.english.lexicon.known_states
        if words and words[0].low in ("no", "not") and (denied := "_".join(w.low for w in words[:2])) in known:
            return denied
        words = tuple([w for w in words if w.tag != "neg"])
        if len(words) == 1 and words[0].tag == "prep" and words[0].low not in _PARTICLES:
            return ""
        if len(words) > 1 and words[-2].low == "being" and (lows := f"being_{words[-1].low}") in known:
            return lows
        words = tuple([w for w in words if w.low not in _EMPTY])
        while words and (
            words[0].low in ("to", "into") or (words[0].tag in ("det", "adv") and words[0].low not in _OPENING)
        ):
            words = words[1:]
        kept: list[str] = []
        if len(words) == 1 and words[0].low in ("over", "out", "back", "up", "off", "in", "on"):
            return words[0].low
        for at, word in enumerate(words):
            plain = word.tag in ("noun", "adj", "verb") and word.low not in _POINTING
            if plain or (word.low == "of" and kept == ["out"]):
                kept.append(word.low)
                continue
            inside = word.low in _OPENING and at == 0
            particle = at > 0 and word.low in _PARTICLES and words[at - 1].tag in ("verb", "adj", "noun")
            ends = at + 1 == len(words) or words[at + 1].tag in ("prep", "sub", "to", "adv", "pron")
            if (
                word.tag == "prep"
                and not inside
                and not (particle and (ends or self._known("_".join([*kept, word.low]))))
            ):
                if self._known("_".join([*kept, *(w.low for w in words[at : at + 2])])):
                    kept += [w.low for w in words[at : at + 2]]
                break
            if word.tag in ("sub", "to", "pron", "rel", "modal", "be", "have", "do", "adv") and at and not particle:
                break
            if word.low in _POINTING:
                return ""
            if word.tag == "det" and not (kept and kept[-1] in _OPENING):
                break
            kept.append(word.low)
        name = self.context.english.snake(" ".join(kept))
        name = {"opened": "open", "re_opened": "reopened"}.get(name, name)
        if name in _THINGS or len(name.split("_")) > _LONGEST or _DIGIT.search(name) or self._is_property(kept, name):
            return ""
        return name

    def _is_property(self, kept: list[str], name: str) -> bool:
        """'mileage', 'inspection date': what a thing has, never what it is."""
        lexicon = self.context.english.lexicon
        last = self.context.english.singular(kept[-1]) if kept else ""
        held = lexicon.types.get(last) in _HELD
        return held and not self._known(name) and not {name, last} & lexicon.known_states

    def _known(self, state: str) -> bool:
        return state in self._states

    @cached_property
    def _states(self) -> frozenset[str]:
        """The states of all things."""
        return frozenset().union(*self.known.values())

    @property
    def words(self) -> frozenset[str]:
        """The words that are states wherever they stand."""
        return self.context.english.lexicon.known_states

    def is_state(self, state: str, entity: str) -> bool:
        """Whether this is a state of the entity: known as one, or what is left when somebody has done something."""
        lexicon = self.context.english.lexicon
        if self.is_known(state, entity):
            return True
        verb = lexicon.grammar.lemma(state.split("_")[0], "verb")
        done = lexicon.grammar.is_participle(state.split("_")[0]) and state not in lexicon.untold_states
        return done and verb not in lexicon.described

    def is_known(self, state: str, entity: str) -> bool:
        """Whether this is a state of the entity, or a word that is one wherever it stands."""
        return state in self.known.get(entity, frozenset()) or state in self.words

    def likest(self, state: str, entity: str) -> str:
        """The known state of an entity that is meant: 'payment' and 'pays' mean paid, 'handed' handed_out."""
        known = self.known.get(entity, frozenset())
        if not state or state in known:
            return state
        root = self._roots(state)
        near = [s for s in sorted(known) if root & self._roots(s)]
        return near[0] if near else state

    def _roots(self, state: str) -> set[str]:
        word = next((w for w in state.split("_") if w not in _OPENING and w != "being"), state)
        base = self.context.english.lexicon.grammar.lemma(word, "verb")
        rest = state.split("_")[-1] if "_" in state else ""
        return {_stem(word), _stem(base), base + rest} - {""}

    def left(self, verb: str, particle: str = "") -> str:
        """What is left when a verb has been done: approve is approved, pick up picked_up."""
        name = "_".join([participle(verb), *([particle] if particle else [])])
        return "open" if name == "opened" else name


def tagged(text: str, english: English) -> tuple[Tagged, ...]:
    """The words of a text with their classes; 'ones end as' and 'it starts as' have a verb."""
    return english.about(text, _tagged)


def _tagged(text: str, english: English) -> tuple[Tagged, ...]:
    found = doing(text, english)
    return tuple(_moving(found, at, english) for at in range(len(found)))


def describes(verb: Tagged, behind: tuple[Tagged, ...], english: English) -> bool:
    """'recorded with a name', 'known by a sign', 'reserved for managers': what a thing has or who has a right, no state."""
    lemma, first = english.lexicon.grammar.lemma(verb.low, "verb"), behind[0].low if behind else ""
    if lemma in _GRANTED:
        return first in ("to", "for")
    done = first == "by" and any(w.tag == "noun" and is_person(english.singular(w.low), english) for w in behind[:4])
    return lemma in english.lexicon.described and first in ("with", "by", "as") and not done


def _acts(words: tuple[Tagged, ...], at: int) -> bool:
    """'then answer it', 'the owner collects it': a word that may be a noun, where somebody does something."""
    before = words[at - 1] if at else None
    return before is None or before.tag in ("punct", "conj", "adv", "noun", "modal", "to")


def _moving(words: tuple[Tagged, ...], at: int, english: English) -> Tagged:
    word = words[at]
    follows = words[at + 1].tag if at + 1 < len(words) else "punct"
    if word.low == "one" and word.tag == "num" and at and words[at - 1].tag == "verb" and follows in _AFTER_ONE:
        return replace(word, tag="pron")
    behind = words[at + 1].low if at + 1 < len(words) else ""
    if word.tag == "noun" and behind in ("it", "them") and not word.low.endswith("ing") and _acts(words, at):
        return replace(word, tag="verb", lemma=english.lexicon.grammar.lemma(word.low, "verb"))
    subject = at > 0 and words[at - 1].tag in ("noun", "pron", "num", "adj")
    if word.low in ("stay", "stays", "remain", "remains") and subject and behind and word.tag == "noun":
        lasts = words[at + 1].tag in ("adj", "verb") or behind in ("as", "that", "so", "in", "on")
        return replace(word, tag="verb", lemma=word.low.removesuffix("s")) if lasts else word
    if (
        word.tag == "noun"
        and subject
        and word.lemma in _MOVES
        and behind in ("as", "to", "into", "back", "from", "through", "with", "by", "out", "life")
    ):
        return replace(word, tag="verb")
    return word


def _stem(word: str) -> str:
    return _ENDING.sub("", word)


@lru_cache(maxsize=5_000)
def participle(verb: str) -> str:
    """The past participle of an infinitive."""
    from lemminflect import getInflection

    found = getInflection(verb, tag="VBN") or getInflection(verb, tag="VBN", inflect_oov=True)
    return str(max(found, key=len)) if found else verb
