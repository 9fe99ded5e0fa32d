"""What people do to a thing leaves it in a state: 'the driver collects or refuses it', 'refund a received return'. Used by reader."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

from engines.spec.doing import action_of
from engines.spec.english import English
from engines.spec.grammar.tagging import Tagged
from engines.spec.lives.naming import Naming, tagged
from engines.spec.lives.subjects import Subjects, Thing
from engines.spec.model import StatesClaim, Step
from engines.spec.people import is_person

_MARKS = frozenset({",", ";", ":", ".", "!", "?", "–", "—"})
_HANGS = frozenset(
    {"if", "when", "whenever", "once", "until", "till", "before", "after", "while", "unless", "which", "who", "that", "than", "because",
     "since", "whether", "how"}
)  # fmt: skip
_PARTICLES = frozenset({"in", "out", "up", "off", "back", "over", "down", "away"})
_OBJECTS = frozenset({"it", "them", "one", "ones", "each", "these", "those", "this"})
_PLACED = frozenset({"from", "to", "into", "back", "again", "under", "in", "on"})
_LOOKING = frozenset({"read", "export", "import"})
_FAR = 6


@dataclass(frozen=True, kw_only=True)
class Deed:
    """Somebody does something to a thing: the state it leaves the thing in, those it comes from, and by whom.

    `goal`: the state is said behind 'as'; `looking`: what is done is looking at things, or keeping them.
    """

    entity: str
    state: str
    sources: tuple[str, ...] = ()
    role: str = ""
    then: bool = False
    goal: bool = False
    choice: int = 0
    makes: bool = False
    looking: bool = False


@dataclass(frozen=True)
class Deeds:
    """Reads deeds."""

    naming: Naming

    def read(self, text: str, topic: str, actor: str) -> list[StatesClaim]:
        """The claims of a sentence; `topic` is what it speaks of, `actor` whose story it is."""
        verbs = self.naming.context.english.about(text, _verbs)
        found = list(self._deeds(self.naming.tagged(text), verbs, topic, actor))
        known = self.naming.context.english.lexicon.known_states
        row = len({d.state for d in found if d.state in known and not (d.looking or d.makes)}) > 1
        left = [d for d in found if self._leaves(d, row=row)]
        choices = [d for d in found if d not in left and self._either(d, left)]
        return [
            StatesClaim(
                entity=d.entity,
                states=(*(s for s in d.sources if s in known), d.state),
                steps=(Step(target=d.state, sources=d.sources, roles=(d.role,) if d.role else ()),)
                if d.sources or d.role
                else (),
            )
            for d in found
            if d in left or d in choices
        ]

    def _either(self, deed: Deed, left: list[Deed]) -> bool:
        """'funds it or turns it down': the alternative to a deed that leaves the thing in a state does so too."""
        if deed.looking or deed.state in self.naming.context.english.lexicon.untold_states:
            return False
        return any(deed.choice and d.choice == deed.choice and d.entity == deed.entity for d in left)

    def _leaves(self, deed: Deed, *, row: bool) -> bool:
        """Whether the deed changes what the thing is: it is known to, or one of several told in a row, or done to what is in a state."""
        lexicon = self.naming.context.english.lexicon
        if deed.state in self.naming.known.get(deed.entity, frozenset()) or deed.state in lexicon.acted_states:
            return True
        told = (row or deed.then or bool(deed.sources)) and not deed.makes
        return deed.goal or (deed.state in lexicon.known_states and told and not deed.looking)

    def _deeds(self, words: tuple[Tagged, ...], verbs: tuple[str, ...], topic: str, actor: str) -> Iterator[Deed]:
        waiting: list[tuple[str, str]] = []
        before, spoken, choice = "", "", 0
        for at, word in enumerate(words):
            if word.token.text in (";", ".", "!", "?"):
                waiting = []
            verb = verbs[at]
            if not verb:
                continue
            particle, thing = self._thing(words, at + 1, topic)
            if (
                thing is None
                and self._stops(words[at + 1 + bool(particle) :])
                and self._ends(verb, particle, words[:at], actor)
            ):
                thing = Thing(entity=self._living(self.naming.left(verb, particle), spoken or topic))
            if thing is None:
                ahead = words[at + 1 + bool(particle) :][:2]
                waiting = [*waiting, (verb, particle)] if ahead and ahead[0].tag in ("conj", "punct") else []
                continue
            entity = thing.entity or ((spoken or topic) if thing.refers else "")
            spoken = entity or spoken
            goal = self._goal(words[at + 1 :])
            if not goal and self._moved(words[at + 1 :]):
                continue
            then = any(w.low == "then" for w in words[max(0, at - _FAR) : at])
            choice = choice if at > 1 and words[at - 1].low == "or" else choice + 1
            done = [*waiting, (verb, particle)]
            left = goal or tuple(self.naming.left(base, small) for base, small in done)
            for named, (base, _) in (
                zip(left, done if not goal else itertools.repeat((verb, "")), strict=False) if entity else ()
            ):
                state = self.naming.likest(named, entity)
                sources = tuple(s for s in thing.states if self.naming.is_state(s, entity) and s != state)
                yield Deed(
                    entity=entity,
                    state=state,
                    sources=sources or ((before,) if then and before not in (state, "") else ()),
                    goal=bool(goal),
                    choice=choice,
                    makes=not sources and self._makes(base, words[at + 1 : at + 3]),
                    looking=action_of(base, self.naming.context.english) in _LOOKING,
                    role=self._doer(words[:at]) or actor,
                    then=then,
                )
            before = left[-1] if entity else before
            waiting = []

    def _makes(self, verb: str, behind: tuple[Tagged, ...]) -> bool:
        """'book an appointment', 'book their own appointments': what is made was not there before."""
        own = any(w.tag == "poss" or w.low in ("own", "their", "his", "her") for w in behind)
        return behind[:1] != () and (
            behind[0].low in ("a", "an") or (own and action_of(verb, self.naming.context.english) == "create")
        )

    def _living(self, state: str, topic: str) -> str:
        """The thing that a deed without object is done to: the one with most of a life among those that know the state."""
        knowing = [entity for entity, states in self.naming.known.items() if state in states]
        return max(knowing, key=lambda entity: (len(self.naming.known[entity]), entity == topic), default=topic)

    def _stops(self, rest: tuple[Tagged, ...]) -> bool:
        return not rest or rest[0].token.text in (";", ".", "!")

    def _ends(self, verb: str, particle: str, before: tuple[Tagged, ...], actor: str) -> bool:
        """'the teacher can accept or decline': a deed on what was spoken of, though it does not say so."""
        acted = self.naming.context.english.lexicon.acted_states
        return self.naming.left(verb, particle) in acted and bool(self._doer(before) or actor)

    def _moved(self, rest: tuple[Tagged, ...]) -> bool:
        """'from registered to analysed', 'back to draft': where it is moved is told, and read elsewhere."""
        clause = itertools.takewhile(lambda w: w.token.text not in _MARKS and w.tag not in ("conj", "sub"), rest)
        return any(w.low in _PLACED for w in clause)

    def _goal(self, rest: tuple[Tagged, ...]) -> tuple[str, ...]:
        """'as upheld or dismissed', 'as broken and, when it works again, as repaired'."""
        found: list[str] = []
        for at, word in enumerate(rest):
            if word.token.text in (";", ".", "!", "?"):
                break
            if (
                word.low == "as"
                and rest[max(0, at - 1)].low not in ("long", "soon", "far", "well")
                and at + 1 < len(rest)
                and rest[at + 1].low not in ("soon", "long", "well", "far", "a", "the")
            ):
                named = itertools.takewhile(
                    lambda w: w.token.text not in _MARKS and w.low not in _HANGS, rest[at + 1 :]
                )
                found += [s for s in self.naming.options(tuple(named)) if self._formed(s)]
        return tuple(dict.fromkeys(found))

    def _formed(self, state: str) -> bool:
        """Whether a word is a participle or known as a state."""
        lexicon = self.naming.context.english.lexicon
        return state in lexicon.known_states or lexicon.grammar.is_participle(state.split("_")[0])

    def _thing(self, words: tuple[Tagged, ...], start: int, topic: str) -> tuple[str, Thing | None]:
        """The particle of the verb and what it is done to, None when that is no thing."""
        particle = ""
        if start < len(words) and words[start].low in _PARTICLES and words[start].tag in ("prep", "adv"):
            particle, start = words[start].low, start + 1
        rest = tuple(itertools.dropwhile(lambda w: w.tag == "adv", words[start:]))
        if rest and rest[0].low in _OBJECTS and (len(rest) == 1 or rest[1].tag not in ("noun", "adj", "verb")):
            behind = rest[1].low if len(rest) > 1 else ""
            return (behind if behind in _PARTICLES else particle), Thing(refers=True)
        phrase = tuple(
            itertools.takewhile(lambda w: w.tag in ("det", "poss", "adj", "noun", "num", "verb", "pron"), rest)
        )
        if not phrase or phrase[0].tag == "verb":
            return particle, None
        found = Subjects(self.naming).thing(phrase, topic)
        return particle, found if found.entity else None

    def _doer(self, before: tuple[Tagged, ...]) -> str:
        """The last person named before the verb in its sentence."""
        english = self.naming.context.english
        for at in range(len(before) - 1, -1, -1):
            name = english.name(before[at].low)
            if before[at].tag == "noun" and (name in self.naming.context.roles or is_person(name, english)):
                whole = english.name(" ".join(w.low for w in before[max(0, at - 1) : at + 1] if w.tag == "noun"))
                return whole if whole in self.naming.context.roles else name
            if before[at].token.text in (";", "."):
                break
        return ""


def _verbs(text: str, english: English) -> tuple[str, ...]:
    """For each word of a text the infinitive of the active verb that it is, else ''."""
    words = tagged(text, english)
    return tuple(_verb(words, at, english) for at in range(len(words)))


def _verb(words: tuple[Tagged, ...], at: int, english: English) -> str:
    """The infinitive of an active verb in a main clause that is not denied, else ''."""
    word, grammar = words[at], english.lexicon.grammar
    if "verb" not in grammar.classes(word.low) and word.tag != "verb":
        return ""
    base = grammar.lemma(word.low, "verb")
    if base != word.low and not grammar.is_third(word.low):
        return ""
    before = next((w for w in reversed(words[:at]) if w.tag != "adv"), None)
    if before is not None and before.tag in ("det", "adj", "poss", "prep", "be", "num"):
        return ""
    if word.tag != "verb" and not _acting(before, english):
        return ""
    clause = list(itertools.takewhile(lambda w: w.token.text not in _MARKS, reversed(words[:at])))
    hung = any(w.low in _HANGS or w.tag == "neg" or w.low in ("nobody", "never", "no") for w in clause)
    return "" if hung or "as long as" in _text(clause) or "as soon as" in _text(clause) else base


def _acting(before: Tagged | None, english: English) -> bool:
    """Whether a word that may be a noun stands where people act: 'the driver then collects or ...'."""
    if before is None or before.tag != "noun":
        return before is not None and before.tag in ("conj", "to", "modal", "punct")
    return is_person(english.name(before.low), english)


def _text(clause: list[Tagged]) -> str:
    return " ".join(w.low for w in reversed(clause))


def beside(told: list[StatesClaim], deeds: list[StatesClaim]) -> Iterator[StatesClaim]:
    """The deeds that leave a thing in states of which nothing else is told; next to another they come from where that one comes from."""
    for deed in deeds:
        same = [c for c in told if c.entity == deed.entity]
        state = deed.states[-1]
        if any(state in c.states or any(s.target == state for s in c.steps) for c in same):
            continue
        twins = [s for c in same for s in c.steps if s.kind == "may" and s.sources and s.target in _states(deeds)]
        if twins and deed.steps and not deed.steps[0].sources:
            deed = replace(deed, steps=(replace(deed.steps[0], sources=twins[-1].sources),))
        yield deed


def _states(deeds: list[StatesClaim]) -> frozenset[str]:
    return frozenset(state for deed in deeds for state in deed.states)
