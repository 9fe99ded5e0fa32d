"""What one segment says of a thing's state: that it is in one, comes into one, or that somebody brings it there. Used by lives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from engines.spec.grammar.tagging import Tagged
from engines.spec.lives.naming import Naming, describes
from engines.spec.lives.segments import Segment
from engines.spec.lives.subjects import Subjects, Thing
from engines.spec.lives.verbs import finite, head, is_back, nobody, verb_group
from engines.spec.people import is_person

_BECOMES = frozenset(
    {"become", "turn", "go", "move", "pass", "come", "return", "start", "begin", "end", "progress", "proceed", "switch", "revert",
     "fall", "change", "get", "result", "finish", "advance", "transition", "count", "remain", "stay", "put", "jump", "step"}
)  # fmt: skip
_BRINGS = frozenset(
    {"mark", "set", "put", "move", "change", "switch", "bring", "take", "turn", "flag", "settle", "tick", "transition", "advance",
     "push", "send", "give", "return", "promote", "shift", "reset", "revert"}
)  # fmt: skip
_LINKING = frozenset({"become", "get", "turn", "go", "come", "start", "begin", "end", "finish", "fall", "run"})
_CALLS = frozenset({"declare", "mark", "call", "make", "pronounce", "consider", "deem", "render", "rule"})
_RETURNS = frozenset({"return", "revert", "reset"})
_STAYS = frozenset({"stay", "remain"})
_FIRST = frozenset({"first", "initially", "originally", "firstly"})
_INTO = frozenset({"to", "into", "as", "in", "with", "by", "on", "under", "out"})
_PARTICLES = frozenset({"in", "out", "up", "off", "back", "over", "down", "away"})
_POSSIBLE = frozenset({"possible", "allowed", "ok", "okay", "permitted", "fine"})
_DUTY = ("has to be", "have to be", "must be", "needs to be", "need to be", "must first be", "should be", "ought to be")
_SPEAKERS = frozenset({"i", "we", "you", "one", "he", "she"})


@dataclass(frozen=True, kw_only=True)
class Said:
    """One predicate. `refers` means what was spoken of last; `bare` that it has no subject; `other` that its subject is no known thing.

    `duty`: it must be so, as in 'has to be checked before it is paid'.
    """

    how: Literal["is", "becomes", "brought", "act", "stays"]
    states: tuple[str, ...] = ()
    entity: str = ""
    refers: bool = False
    sources: tuple[str, ...] = ()
    actor: str = ""
    modal: bool = False
    negated: bool = False
    initial: bool = False
    back: bool = False
    any_time: bool = False
    only: bool = False
    bare: bool = False
    other: bool = False
    turns: bool = False
    duty: bool = False
    path: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Predicates:
    """Reads segments."""

    naming: Naming

    @property
    def subjects(self) -> Subjects:
        """What phrases speak of."""
        return Subjects(self.naming)

    def read(self, segment: Segment, topic: str, actor: str = "") -> Said | None:
        """The predicate of a segment, None when it has none."""
        words = segment.words
        at = finite(words)
        if at is None:
            return None
        origin, words, at = self._from(words, at)
        subject = self.subjects.thing(words[:at], topic)
        group, rest = verb_group(words[at:])
        lows = {w.low for w in (*words[:at], *group, *rest) if w.tag in ("adv", "neg", "det")}
        denying = (*(words[max(0, at - 1) : at] if subject.states else ()), *group, *rest[:1])
        negated = any(w.tag == "neg" or w.low == "never" for w in denying) or nobody(words[:at])
        duty = any(p in segment.low for p in _DUTY)
        said = Said(
            how="is",
            entity=subject.entity,
            refers=subject.refers or not at,
            bare=not at,
            other=bool(subject.name) and not subject.person,
            sources=(*origin, *subject.states),
            modal=duty or any(w.tag == "modal" for w in group),
            negated=negated,
            initial=bool(lows & _FIRST) or "at first" in segment.low or "to begin with" in segment.low,
            duty=duty,
            any_time=any(
                p in segment.low
                for p in ("any time", "anytime", "any step", "any stage", "any point", "always", "any state")
            ),
            only="only" in {w.low for w in (*words[:at], *group)},
        )
        return self._predicate(said, subject, group, rest, topic, actor, segment)

    def _predicate(
        self,
        said: Said,
        subject: Thing,
        group: tuple[Tagged, ...],
        rest: tuple[Tagged, ...],
        topic: str,
        actor: str,
        segment: Segment,
    ) -> Said | None:
        verbs = [w for w in group if w.tag == "verb"]
        if not verbs:
            if not any(w.tag == "be" for w in group):
                return None
            if rest and rest[0].low == "back":
                return replace(said, how="becomes", states=self._goal(rest) or self.naming.options(rest[1:]), back=True)
            if rest and rest[0].low in _POSSIBLE and (named := self._done(subject, segment)):
                return replace(
                    said, how="is", states=named, sources=(), modal=True, refers=True, other=False, entity=""
                )
            return replace(said, how="is", states=self.naming.options(head(rest)))
        main = verbs[-1]
        passive = any(w.tag == "be" for w in group) and main.lemma != main.low and not main.low.endswith("ing")
        thing = bool(subject.entity or subject.refers or not subject.name)
        if main.low.endswith("ing") and any(w.low in ("being", "is", "are") for w in group) and thing and not rest:
            return replace(said, how="is", states=self.naming.options((main,)))
        if passive and main.lemma in _BRINGS and (goal := self._goal(rest) or self._placed(rest)):
            back = is_back(rest) or main.lemma in _RETURNS
            return replace(said, how="becomes", states=goal, back=back, path=self._path(rest))
        if passive and describes(main, rest, self.naming.context.english):
            return replace(said, how="is")
        if passive:
            turns = any(w.low in ("get", "gets", "got", "getting") for w in group)
            being = tuple(w for w in group if w.low == "being")
            states = self.naming.options((*being, main, *head(rest)))
            return replace(said, how="is", turns=turns, actor=self.agent(rest), states=states)
        if main.lemma in _STAYS and thing:
            return replace(said, how="stays", states=self.naming.options(rest))
        if thing and not subject.name and main.lemma in _BECOMES and (subject.entity or subject.refers or said.refers):
            found = self._becomes(said, main, rest, topic)
            if found or not actor:
                return found or self._intransitive(said, main, rest, segment)
        if segment.sequence and thing and not subject.name and (not rest or rest[0].tag == "conj"):
            return self._intransitive(said, main, rest, segment)
        return self._act(
            said,
            subject,
            main,
            verbs,
            rest,
            topic,
            subject.name if subject.person and subject.name not in _SPEAKERS else actor,
            segment,
        )

    def _from(self, words: tuple[Tagged, ...], at: int) -> tuple[tuple[str, ...], tuple[Tagged, ...], int]:
        """'From shortlisted it may become selected': the states before the subject, and the clause without them."""
        start = next((n for n in range(1, at) if words[n].tag in ("pron", "det")), 0) if words[0].low == "from" else 0
        origin = self.naming.options(words[1:start]) if start > 1 else ()
        return (origin, words[start:], at - start) if origin else ((), words, at)

    def strange(self, words: tuple[Tagged, ...], topic: str) -> bool:
        """Whether a clause is of something else than the things that live here: 'the money has arrived'."""
        at = finite(words)
        return bool(at and self.subjects.thing(words[:at], topic).name)

    def _placed(self, rest: tuple[Tagged, ...]) -> tuple[str, ...]:
        """'is put on display', 'taken under review'."""
        placed = len(rest) > 1 and rest[0].low in ("in", "on", "under") and rest[1].tag in ("noun", "adj")
        return self.naming.options(rest) if placed else ()

    def _path(self, rest: tuple[Tagged, ...]) -> tuple[tuple[str, ...], ...]:
        """The stages behind the first one of 'from open to in progress to closed'."""
        marks = [n for n, w in enumerate(rest) if w.low in ("to", "into")]
        parts = [rest[a + 1 : b] for a, b in zip(marks, [*marks, len(rest)][1:], strict=True)]
        return tuple(found for part in parts[1:] if (found := self.naming.options(part)))

    def _intransitive(self, said: Said, main: Tagged, rest: tuple[Tagged, ...], segment: Segment) -> Said | None:
        """'Then they came or no-show': what a thing does by itself as the next stage."""
        states = self.naming.options((main, *rest))
        return replace(said, how="is", states=states) if segment.sequence and states and len(rest) < 4 else None

    def agent(self, words: tuple[Tagged, ...]) -> str:
        """The person behind 'by'."""
        at = next((n for n, w in enumerate(words) if w.low == "by"), None)
        if at is None:
            return ""
        end = next(
            (n for n, w in enumerate(words) if n > at and w.tag in ("prep", "adv", "sub", "to", "punct", "conj")),
            len(words),
        )
        found = self.subjects.thing(words[at + 1 : end], "")
        name = found.name if found.person else found.entity
        return name if name and is_person(name, self.naming.context.english) else ""

    def _done(self, subject: Thing, segment: Segment) -> tuple[str, ...]:
        """'Dropped is possible until', 'cancelling is allowed before': what may become of the thing."""
        words = segment.words[: finite(segment.words) or 0]
        if len(words) == 1 and words[0].low.endswith("ing"):
            return (self.naming.left(self.naming.context.english.lexicon.grammar.lemma(words[0].low, "verb")),)
        return subject.states or self.naming.options(words)

    def _becomes(self, said: Said, main: Tagged, rest: tuple[Tagged, ...], topic: str) -> Said | None:
        rest = rest[1:] if len(rest) > 1 and rest[0].low in ("up", "out", "off") else rest
        plain = bool(rest) and rest[0].tag != "conj"
        goal = self._goal(rest) or (self.naming.options(rest) if plain and main.lemma in _LINKING else ())
        if goal in (("back",), ("again",)) and "back" not in self.naming.known.get(said.entity or topic, frozenset()):
            goal = ()
        starts = main.lemma in ("start", "begin")
        origin = self._origin(rest)
        return (
            replace(
                said,
                how="becomes",
                states=goal,
                initial=said.initial or (starts and not origin),
                back=is_back(rest) or main.lemma in _RETURNS,
                sources=(*said.sources, *origin),
                path=self._path(rest),
            )
            if goal or is_back(rest)
            else None
        )

    def _goal(self, rest: tuple[Tagged, ...]) -> tuple[str, ...]:
        """The states behind to, into, as, with: 'back to open', 'as delivered or failed', 'by being expired or terminated'."""
        at = next((n for n, w in enumerate(rest) if w.low in ("to", "into", "as", "with", "through", "by")), None)
        if at is None:
            return ()
        words = rest[at + 1 :]
        end = next((n for n, w in enumerate(words) if w.low in ("to", "into") and n), len(words))
        if words[:end] and words[0].tag == "det" and is_person(words[end - 1].lemma, self.naming.context.english):
            return ()
        while words[:end] and words[0].low in ("being", "be", "life"):
            words, end = words[1:], end - 1
        return self.naming.options(words[:end])

    def _origin(self, rest: tuple[Tagged, ...]) -> tuple[str, ...]:
        at = next((n for n, w in enumerate(rest) if w.low == "from"), None)
        if at is None:
            return ()
        end = next((n for n, w in enumerate(rest) if n > at and w.low in ("to", "into", "through")), len(rest))
        return self.naming.options(rest[at + 1 : end])

    def _act(
        self,
        said: Said,
        subject: Thing,
        main: Tagged,
        verbs: list[Tagged],
        rest: tuple[Tagged, ...],
        topic: str,
        actor: str,
        segment: Segment,
    ) -> Said | None:
        """'The manager approves or rejects it', 'mark an approved return as received', 'turn an application down'."""
        more: list[str] = []
        while len(rest) > 1 and rest[0].tag == "conj" and rest[1].tag == "verb":
            more.append(rest[1].lemma)
            rest = rest[2:]
        upto = [w.low for w in rest[:2]] == ["up", "to"]
        particle = rest[0].low if rest and rest[0].low in _PARTICLES and rest[0].tag in ("prep", "adv") else ""
        particle = "" if upto else particle
        rest = rest[1:] if particle else rest
        end = next(
            (
                n
                for n, w in enumerate(rest)
                if w.tag in ("prep", "to", "sub", "adv", "note") and w.low not in ("of", "only")
            ),
            len(rest),
        )
        if (
            subject.person
            and main.lemma in ("start", "begin")
            and (goal := self._goal(rest))
            and all(self.naming.is_state(s, topic) for s in goal)
        ):
            return replace(said, how="becomes", states=goal, refers=True, initial=True, other=False)
        while rest[:end] and (rest[0].tag == "adv" or rest[0].low.endswith(("self", "selves"))):
            rest, end = rest[1:], end - 1
        if rest[:end] and rest[0].low == "nothing":
            return None
        thing, behind = self.subjects.thing(rest[:end], topic), rest[end:]
        if (
            behind
            and not particle
            and behind[0].low in _PARTICLES
            and (len(behind) == 1 or behind[1].tag not in ("noun", "det"))
        ):
            particle, behind = behind[0].low, behind[1:]
        if not (thing.entity or thing.refers or (not rest[:end] and (more or subject.name))):
            return None
        if main.lemma in _CALLS and thing.states:
            return replace(
                said,
                how="brought",
                other=False,
                states=thing.states,
                entity=thing.entity,
                refers=not thing.entity,
                sources=(),
                actor=actor,
            )
        goal = (self._goal(behind) or self._placed(behind)) if main.lemma in _BRINGS else ()
        states = goal or tuple(self.naming.left(v, particle if v == main.lemma else "") for v in [main.lemma, *more])
        return replace(
            said,
            how="brought" if goal else "act",
            other=False,
            states=states,
            entity=thing.entity,
            refers=not thing.entity,
            sources=(*thing.states, *self._origin(behind)),
            actor=actor if actor not in ("i", "we", "you", "one") else "",
            back=is_back(behind) or particle == "back" or main.lemma in ("reopen", *_RETURNS),
            path=self._path(behind) if goal else (),
        )
