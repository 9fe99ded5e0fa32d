"""What a noun phrase speaks of: a thing, what was spoken of last, people, and the states that adjectives name. Used by lives."""

from __future__ import annotations

from dataclasses import dataclass

from engines.spec.grammar.tagging import Tagged
from engines.spec.lives.naming import Naming
from engines.spec.people import is_person, role_kind

_PRONOUNS = frozenset(
    {
        "it",
        "they",
        "this",
        "these",
        "that",
        "those",
        "them",
        "each",
        "one",
        "ones",
        "everything",
        "both",
        "thing",
        "things",
        "anything",
        "something",
        "nothing",
    }
)


_BEHIND = frozenset({"back", "in", "out", "up", "off", "over", "down", "away"})


@dataclass(frozen=True)
class Thing:
    """What a noun phrase means: an entity, what was spoken of last, or neither; `states` are those of its adjectives."""

    entity: str = ""
    refers: bool = False
    states: tuple[str, ...] = ()
    name: str = ""
    person: bool = False


@dataclass(frozen=True)
class Subjects:
    """Reads noun phrases."""

    naming: Naming

    def thing(self, words: tuple[Tagged, ...], topic: str) -> Thing:
        """The thing that a phrase speaks of."""
        return self.naming.about(words, topic, _thing)

    def _thing(self, words: tuple[Tagged, ...], topic: str) -> Thing:
        if any(w.low == "of" for w in words):
            at = next(n for n, w in enumerate(words) if w.low == "of")
            head = " ".join(w.low for w in words[:at])
            if head.split()[-1:] and head.split()[-1] in ("status", "state", "states", "stage", "statuses"):
                return self.thing(words[at + 1 :], topic)
            if words[:at] and words[at - 1].tag in ("det", "pron", "num") and words[-1].tag == "pron":
                return Thing(refers=True)
            words = words[:at]
        words = tuple(w for w in words if w.tag not in ("det", "note", "poss", "neg", "punct"))
        words = tuple(w for n, w in enumerate(words) if w.tag != "adv" or (n > 1 and w.low in _BEHIND))
        behind = next(
            (
                n
                for n, w in enumerate(words)
                if n and w.tag == "prep" and w.low not in ("in", "under", "on") and not _is_particle(words, n)
            ),
            None,
        )
        words = words[:behind]
        plain = [w for w in words if w.low not in ("of", "in")]
        if not plain:
            return Thing()
        if plain[-1].low in _PRONOUNS:
            return Thing(refers=True, states=self._adjectives(words[:-1], topic))
        lows = [w.low for w in words]
        while lows and lows[-1] in ("status", "state"):
            lows.pop()
        entity = self.naming.context.named(" ".join(lows)) if lows else ""
        if entity:
            at = self._start(lows, entity)
            return Thing(entity=entity, states=self._adjectives(words[:at], entity))
        if entity := self._before(words):
            return Thing(entity=entity, states=self._adjectives(words[1:], entity))
        described = (
            len(lows) > 1 and words[-1].tag == "noun" and all(w.tag in ("verb", "adj", "conj") for w in words[:-1])
        )
        if described and (entity := self.naming.context.named(lows[-1])):
            return Thing(entity=entity, states=self._adjectives(words[:-1], entity))
        place = next((n for n, w in enumerate(lows) if n and w in ("in", "under", "on")), 0)
        if place and (entity := self.naming.context.named(" ".join(lows[:place]))):
            return Thing(entity=entity, states=self.naming.options(tuple(words[place:])))
        states = tuple(self._singular(s, topic) for s in self.naming.options(words))
        if topic and states and all(s in self.naming.known.get(topic, frozenset()) for s in states):
            return Thing(refers=True, states=states)
        if lows and lows[-1] in self.naming.context.english.lexicon.state_fields:
            return Thing(refers=True)
        name = self.naming.context.english.name(" ".join(lows))
        if self.naming.finding and (found := self._found(words)):
            return found
        return Thing(
            name=name,
            person=words[-1].tag == "pron"
            or name in self.naming.context.roles
            or is_person(name, self.naming.context.english),
        )

    def _before(self, words: tuple[Tagged, ...]) -> str:
        """'jobs sent back': a thing with a participle behind it."""
        grammar = self.naming.context.english.lexicon.grammar
        behind = len(words) > 1 and words[0].tag == "noun" and grammar.is_participle(words[1].low)
        return self.naming.context.named(words[0].low) if behind and words[1].tag in ("verb", "adj") else ""

    def _start(self, lows: list[str], entity: str) -> int:
        """Where the entity's own words begin, behind its adjectives."""
        english, named = self.naming.context.english, self.naming.context.named
        whole = [n for n in range(len(lows)) if english.name(" ".join(lows[n:])) == entity]
        return whole[0] if whole else max(n for n in range(len(lows)) if named(" ".join(lows[n:])) == entity)

    def _singular(self, state: str, topic: str) -> str:
        """'Leads can be lost' speaks of those in the state lead."""
        known, one = (
            self.naming.known.get(topic, frozenset()),
            self.naming.context.english.name(state.replace("_", " ")),
        )
        return one if state not in known and one in known else state

    def _adjectives(self, words: tuple[Tagged, ...], entity: str) -> tuple[str, ...]:
        """The states that adjectives name; 'a new one' is just another one, unless new is a state."""
        found = self.naming.options(words) if words else ()
        return tuple(s for s in found if s != "new" or s in self.naming.known.get(entity, frozenset()))

    def _found(self, words: tuple[Tagged, ...]) -> Thing | None:
        """A thing that nobody has named yet: the nouns at the end of a phrase, behind the states that it may have."""
        at = len(words)
        while at and words[at - 1].tag == "noun" and (at == len(words) or not words[at - 1].low.endswith("ing")):
            at -= 1
        name = self.naming.context.english.name(" ".join(w.low for w in words[at:]))
        english = self.naming.context.english
        if (
            not name
            or role_kind(name, english)
            or is_person(name, english)
            or name in self.naming.context.roles
            or name in english.lexicon.nobody
            or len(words) - at > 3
        ):
            return None
        return Thing(entity=name, states=self.naming.options(words[:at]) if at else ())


def _is_particle(words: tuple[Tagged, ...], at: int) -> bool:
    """'picked up parcels': what belongs to the participle before it, in front of a noun."""
    behind = words[at + 1 : at + 2]
    return (
        words[at].low in _BEHIND and words[at - 1].tag in ("verb", "adj") and bool(behind) and behind[0].tag == "noun"
    )


def _thing(naming: Naming, words: tuple[Tagged, ...], topic: str) -> Thing:
    return Subjects(naming)._thing(words, topic)
