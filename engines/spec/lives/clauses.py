"""Joins the segments of a sentence to predicates and bare stages, each with what it hangs on: until, once, unless. Used by telling."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from engines.spec.english import English
from engines.spec.grammar.tagging import Tagged
from engines.spec.lives.conditions import Condition, plain
from engines.spec.lives.naming import Naming, tagged
from engines.spec.lives.predicates import Predicates, Said
from engines.spec.lives.segments import Segment, segments
from engines.spec.lives.subjects import Thing
from engines.spec.lives.verbs import finite

_FEW, _LONG = 3, 9
_FINITE = frozenset({"modal", "be", "have", "do"})
_UNTIL = frozenset(
    {"until", "till", "before", "while", "unless", "once", "when", "whenever", "if", "after", "upon", "since"}
)


def _segments(text: str, english: English) -> tuple[Segment, ...]:
    return tuple(segments(tagged(plain(text), english)))


@dataclass
class Told:
    """One main predicate or bare stage with the conditions that hang on it; `chained`: one of several deeds in a row."""

    segment: Segment
    said: Said | None
    options: tuple[str, ...] = ()
    conditions: list[Condition] = field(default_factory=list)
    chained: bool = False


@dataclass(frozen=True, kw_only=True)
class Clauses:
    """Reads sentences; `topic` is what they speak of when they do not say, `begun` whether a life is being told."""

    naming: Naming
    topic: str
    begun: bool

    def told(self, text: str, actor: str) -> list[Told]:
        """The predicates and bare stages of a sentence, in order; `actor` is whose story it is."""
        reading = Predicates(self.naming)
        found: list[Told] = []
        waiting: list[Condition] = []
        parts = list(self.naming.context.english.about(text, _segments))
        topic, doer, spoken, introduced, at = self.topic, actor, Thing(), "", 0
        while at < len(parts):
            part, at = parts[at], at + 1
            if part.marker.split(" ")[-1] in _UNTIL:
                done = reading.read(part, topic, doer)
                if (
                    done
                    and done.how == "act"
                    and done.actor == ""
                    and not reading.strange(part.words, topic)
                    and self.begun
                    and part.marker in ("when", "once")
                    and not done.modal
                ):
                    found.append(Told(replace(part, sequence=True), done, (), []))
                    continue
                ahead = parts[at] if at < len(parts) else None
                leads = ahead is not None and not ahead.marker and not ahead.join and ahead.mark in (",", "")
                hangs = found and not (part.mark in (";", ":", ".") or part.join or leads)
                introduced = done.entity if done and done.how == "act" and done.actor else ""
                condition, rest = self._condition(part, reading, topic)
                if introduced and part.marker in ("when", "whenever", "if"):
                    condition = replace(condition, states=())
                if part.marker == "after" and part.join and not leads and rest is None and condition.states:
                    found.append(Told(replace(part, sequence=True, marker="", join=""), None, condition.states, []))
                    continue
                if part.marker.startswith("also "):
                    continue
                if part.low == "not" and ahead is not None:
                    parts[at] = replace(ahead, join="or")
                    continue
                (found[-1].conditions if hangs else waiting).append(condition)
                if rest is None:
                    continue
                part = rest
            said = reading.read(part, topic, doer)
            if said is None:
                spoken = reading.subjects.thing(part.words[: finite(part.words)], topic)
                if options := self._bare(part):
                    more, at = self._listed(parts, at)
                    found.append(Told(part, None, (*options, *more), waiting))
                    waiting = []
                continue
            if (
                part.marker == "which"
                and found
                and found[-1].said
                and found[-1].said.how == "act"
                and said.how == "is"
                and said.bare
            ):
                found[-1].conditions.append(Condition("while", said.states, said.negated))
                continue
            if part.marker == "which" and at > 1 and not parts[at - 2].marker and parts[at - 2].join == "or":
                part = replace(part, join="or")
            if part.marker == "which" and spoken.entity and at < len(parts) and said.how == "is":
                spoken = Thing(entity=spoken.entity, states=said.states)
                continue
            if introduced and said.refers and not (said.entity or said.bare or said.actor):
                said = replace(said, entity=introduced)
            introduced = ""
            if spoken.entity and not said.entity and said.refers and said.bare:
                said = replace(said, entity=spoken.entity, sources=(*spoken.states, *said.sources))
            spoken = Thing()
            topic, doer = said.entity or topic, said.actor or (doer if said.how in ("act", "becomes") else actor)
            if (
                said.how != "act"
                and said.states
                and not any(w.low in ("with", "by", "has", "have") for w in part.words)
            ):
                moved = said.how != "is" and bool(said.sources)
                more, at = self._listed(parts, at, chained=moved or any(p.sequence for p in parts[:at]))
                said = replace(said, states=(*said.states, *more))
            found.append(Told(part, said, (), waiting))
            waiting = []
        if waiting and found:
            found[-1].conditions += waiting
        return self._chained(found)

    def _chained(self, found: list[Told]) -> list[Told]:
        """'I open a course, and later close it', 'she picks it up, solves it and closes it': deeds that follow one another."""
        acts = [told for told in found if told.said and told.said.how == "act" and not told.segment.marker]
        acts = [t for t in acts if t.said and not (t.said.modal or t.said.negated)]
        sure = [t for t in acts if t.said and self._sure(t.said.states)]
        if not any(told.segment.sequence for told in acts[1:]):
            acts = sure if len(sure) >= _FEW else []
        if len(acts) < 2 or not sure:
            return found
        chain = {id(told) for told in acts}
        return [
            replace(told, chained=True, segment=replace(told.segment, sequence=told.segment.join != "or"))
            if id(told) in chain
            else told
            for told in found
        ]

    def _sure(self, states: tuple[str, ...]) -> bool:
        """Whether these are states, whatever else is told."""
        return (self.naming.words | self.naming.known.get(self.topic, frozenset())).issuperset(states)

    def _bare(self, part: Segment) -> tuple[str, ...]:
        """The stages of a segment without a predicate: 'then ready'; 'then we have a talk (in talks)'."""
        if self._denied(part.words) or self._doing(part.words):
            return ()
        if finite(part.words) is None:
            return self.naming.options(part.words)
        notes = [w.token.text[1:-1] for w in part.words if w.tag == "note"] if part.sequence else []
        return self.naming.options(self.naming.tagged(notes[0])) if notes else ()

    def _denied(self, words: tuple[Tagged, ...]) -> bool:
        """'no changes any more', but not 'no show'."""
        return words[0].low == "no" and "_".join(w.low for w in words[:2]) not in self.naming.words

    def _doing(self, words: tuple[Tagged, ...]) -> bool:
        """'closes it': what somebody goes on to do."""
        grammar = self.naming.context.english.lexicon.grammar
        return len(words) > 1 and grammar.is_third(words[0].low) and words[1].tag in ("pron", "det")

    def _listed(self, parts: list[Segment], at: int, *, chained: bool = True) -> tuple[tuple[str, ...], int]:
        """The rest of 'open, won or lost' behind commas; where steps are told in a row only up to an 'or'."""
        found: list[str] = []
        joined, end = False, at
        while end < len(parts) and not joined:
            part = parts[end]
            options = self.naming.options(part.words)
            if (
                part.mark != ","
                or part.marker
                or part.sequence
                or not options
                or self._denied(part.words)
                or Predicates(self.naming).read(part, "")
                or len(part.words) > _LONG
            ):
                break
            joined = part.join in ("or", "and") or any(w.low == "or" for w in part.words)
            found += options
            end += 1
        return (tuple(found), end) if found and (joined or not (chained or self._sequence(parts))) else ((), at)

    def _sequence(self, parts: list[Segment]) -> bool:
        return any(part.sequence for part in parts)

    def _condition(self, part: Segment, reading: Predicates, topic: str) -> tuple[Condition, Segment | None]:
        """The condition, and the main clause that follows it without a comma: 'once cancelled | it stays so'."""
        words, rest = part.words, None
        cut = next((n for n, w in enumerate(words) if n and w.tag == "pron" and words[n - 1].tag in ("verb", "adj")), 0)
        bare = all(w.tag in ("verb", "adj", "neg", "adv", "conj", "be") for w in words[:cut])
        if cut and (bare or _goes_on(words, cut)):
            rest, words = Segment(words[cut:]), words[:cut]
        said = reading.read(Segment(words), topic)
        last = self.naming.state(words[-1:])
        if (
            said
            and rest is None
            and len(words) > 2
            and words[-2].tag == "noun"
            and words[-1].tag in ("adj", "verb")
            and self.naming.is_state(last, self.topic)
        ):
            rest, said = Segment(words[-1:], sequence=self.begun or part.sequence), None
            return Condition("", (), False), rest
        states = said.states if said else self.naming.options(words)
        if said and not states:
            states = self.naming.options(tuple(w for w in words if w.tag == "verb"))
        if said and (said.other or (said.entity and said.entity != topic)):
            named = self.naming.options(words[: finite(words) or 0]) if said.other else ()
            states = named if named and self.naming.known.get(topic, frozenset()).issuperset(named) else ()
        if said is None and not any(self.naming.is_state(s, topic) for s in states):
            known = self.naming.known.get(topic, frozenset())
            near = tuple(s for w in words if w.tag != "det" and (s := self.naming.likest(w.low, topic)) in known)
            states = near[:1] or states
        likest = tuple(self.naming.likest(s, (said.entity if said else "") or topic) for s in states)
        return Condition(part.marker, likest, bool(said and said.negated), said.actor if said else ""), rest


def _goes_on(words: tuple[Tagged, ...], at: int) -> bool:
    """'as long as it is reserved | it can be cancelled': a pronoun with a verb of its own behind a whole clause."""
    return words[at + 1 : at + 2] != () and words[at + 1].tag in _FINITE and any(w.tag in _FINITE for w in words[:at])
