"""Follows the telling of a life from state to state: 'is received, then checked; a rejected one goes back to draft'. Used by reader."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

from engines.spec.lives.clauses import Clauses, Told
from engines.spec.lives.conditions import bounded
from engines.spec.lives.naming import Naming
from engines.spec.lives.predicates import Predicates, Said
from engines.spec.lives.segments import Segment
from engines.spec.model import StatesClaim, Step

_OVER = frozenset({"gone", "over", "history", "gone_for_good"})


@dataclass
class Telling:
    """What is spoken of, and where in its life the telling stands; goes on over the sentences of a brief."""

    naming: Naming
    topic: str = ""
    cursor: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    latest: tuple[str, ...] = ()
    stepped: Step | None = None
    sources: tuple[str, ...] = ()
    open: bool = False

    def read(self, text: str, topic: str = "", actor: str = "") -> list[StatesClaim]:
        """The claims of a sentence; `topic` is what it speaks of when it does not say, `actor` whose story it is."""
        if topic and topic != self.topic:
            self._turn(topic)
        begun = self.naming.context.english.lexicon.initial_states
        if not self.open and not (self.cursor and set(self.cursor) <= begun):
            self.cursor = ()
        found: list[StatesClaim] = []
        sequence = False
        clauses = Clauses(naming=self.naming, topic=self.topic, begun=bool(self.cursor))
        for told in clauses.told(text, actor):
            sequence = sequence or told.segment.sequence
            found += [claim for claim in self._claims(told, sequence) if claim.entity]
        return found

    def go_on(self, row: StatesClaim) -> None:
        """The telling goes on behind a row of states."""
        self._turn(row.entity)
        last = row.steps[-1].sources if row.steps else ()
        self.cursor = tuple(s.target for s in row.steps if s.sources == last) or row.states[-1:]
        self.before, self.open = last, True

    def _turn(self, topic: str) -> None:
        self.topic, self.cursor, self.before, self.latest, self.stepped, self.open = topic, (), (), (), None, False

    def _claims(self, told: Told, sequence: bool) -> Iterator[StatesClaim]:
        said = told.said
        if said is None and self.stepped and (role := Predicates(self.naming).agent(told.segment.words)):
            yield StatesClaim(entity=self.topic, steps=(replace(self.stepped, roles=(role,)),))
            return
        if said is None and (sources := self._from(told.segment)):
            only = "only" in told.segment.low
            states = self.naming.options(
                tuple(itertools.takewhile(lambda w: w.low not in ("only", "from", "back"), told.segment.words))
            )
            goal = self._goal(told.segment)
            steps = tuple(Step(target=s, sources=sources, kind="only" if only else "may") for s in goal or states)
            yield StatesClaim(entity=self.topic, states=goal or states, steps=steps)
            return
        if said is None:
            for states in self._one_by_one(told, sequence):
                yield from self._stage(told, states, sequence)
            return
        if (
            said.other
            and told.segment.sequence
            and self.cursor
            and said.how == "is"
            and all(map(self._is, said.states))
        ):
            said = replace(said, refers=True)
        elif said.other:
            self._turn("")
        if said.entity and said.entity != self.topic:
            self._turn(said.entity)
        if not self.topic or not (said.entity or said.refers):
            named = self.naming.context.mentioned(told.segment.low)
            if named and not said.other:
                self._turn(named[-1])
            return
        self.sources = said.sources
        lasting = self.naming.context.english.lexicon.lasting_states
        if said.sources and said.states and lasting.issuperset(said.states):
            return
        if said.sources and said.states and said.how == "is" and _OVER.issuperset(said.states):
            yield StatesClaim(entity=self.topic, ends=said.sources)
            return
        if said.how == "stays":
            stays = said.sources or tuple(s for c in told.conditions for s in c.states)
            if stays and (not said.states or set(said.states) & {*stays, "so"} or said.states == ("that_way",)):
                yield StatesClaim(entity=self.topic, ends=stays)
        elif said.how == "act":
            yield from self._act(told, said)
        elif (
            said.negated
            or said.sources
            or self._bounded(told)
            or (said.modal and not self._several(said) and (self.cursor or not (said.duty and said.initial)))
        ):
            yield from self._step(told, said, said.states)
        else:
            yield from self._stage(
                told, said.states, sequence, sure=bool(said.how == "brought" and said.actor and self.cursor)
            )
        for stage in said.path:
            yield self._next(replace(told, said=None, segment=replace(told.segment, join="")), stage)

    def _one_by_one(self, told: Told, sequence: bool) -> list[tuple[str, ...]]:
        """'then it is reviewed, | approved and paid' go one after the other; 'accepted and rejected' are two ways."""
        lexicon = self.naming.context.english.lexicon
        joined = {w.low for w in told.segment.words} & {"and", "or", "either", "both"}
        ways = lexicon.refused_states | lexicon.side_states
        if sequence and joined == {"and"} and ways.isdisjoint(told.options):
            return [(state,) for state in told.options]
        return [told.options]

    def _from(self, segment: Segment) -> tuple[str, ...]:
        """'cancelled only from draft or sent', 'no show (from confirmed)', 'review back to draft'; 'only cancelled' after 'an issued bill'."""
        if not self.topic:
            return ()
        notes = [w.token.text[1:-1] for w in segment.words if w.tag == "note"]
        words = self.naming.tagged(notes[-1]) if notes else segment.words
        at = next((n for n, w in enumerate(words) if w.low == "from"), None)
        if at is not None:
            return tuple(s for s in self.naming.options(words[at + 1 :]) if self._is(s))
        if "back to" in segment.low:
            return tuple(
                s
                for s in self.naming.options(tuple(itertools.takewhile(lambda w: w.low != "back", segment.words)))
                if self._is(s)
            )
        return self.sources if segment.low.startswith("only ") else ()

    def _goal(self, segment: Segment) -> tuple[str, ...]:
        words = list(itertools.dropwhile(lambda w: w.low != "back", segment.words))
        return tuple(s for s in self.naming.options(tuple(words[2:4])) if self._is(s)) if len(words) > 2 else ()

    def _several(self, said: Said) -> bool:
        """'A course may be planned, open or completed' lists states."""
        return not self.cursor and len(said.states) > 1 and sum(map(self._is, said.states)) > 1

    def _bounded(self, told: Told) -> bool:
        """Whether conditions name states, unless they only tell when a stage is over."""
        return any(
            c.states and all(self._is(s) for s in c.states) and c.marker not in ("until", "till", "after", "upon")
            for c in told.conditions
        )

    def _is(self, state: str) -> bool:
        return self.naming.is_state(state, self.topic)

    def _likely(self, state: str, told: Told) -> bool:
        """Participles with 'or' between them are states; with 'and' they may say what a thing is like."""
        either = any(w.low == "or" for w in told.segment.words)
        return self._is(state) if either else self.naming.is_known(state, self.topic)

    def _act(self, told: Told, said: Said) -> Iterator[StatesClaim]:
        """Somebody does something that leaves the thing in another state."""
        acted = self.naming.context.english.lexicon.acted_states
        known = self.naming.known.get(self.topic, frozenset())
        named, words = (self.naming.likest(s, self.topic) for s in said.states), self.naming.words
        either = told.chained or (told.segment.join == "or" and self.stepped is not None)
        states = tuple(
            s
            for s in named
            if s in known or s in acted or (told.segment.sequence and s in words) or (either and self._is(s))
        )
        if not states:
            return
        if (
            said.modal
            or said.negated
            or said.sources
            or self._bounded(told)
            or not (told.segment.sequence or self.cursor or said.initial)
        ):
            yield from self._step(told, said, states)
        else:
            yield from self._stage(told, states, sequence=True, sure=True)

    def _stage(
        self, told: Told, states: tuple[str, ...], sequence: bool, *, sure: bool = False
    ) -> Iterator[StatesClaim]:
        """The next stage of the telling, or the first one."""
        said = told.said
        states = tuple(dict.fromkeys(states))
        if not states or not self.topic:
            return
        if said and said.initial and not told.segment.sequence:
            self.cursor, self.before, self.open = states[:1], (), True
            yield StatesClaim(entity=self.topic, states=states, initial=states[0])
        elif not self.cursor:
            if said and len(states) > 1 and 2 * sum(self._likely(s, told) for s in states) >= len(states):
                self.open = True
                yield StatesClaim(entity=self.topic, states=states)
            elif said and said.how == "brought" and all(map(self._is, states)):
                roles = (said.actor,) if said.actor else ()
                yield StatesClaim(
                    entity=self.topic, states=states, steps=tuple(Step(target=s, roles=roles) for s in states)
                )
            elif said and sure and said.how == "act":
                self.cursor, self.open = states, True
                steps = tuple(Step(target=s, roles=(said.actor,)) for s in states) if said.actor else ()
                yield StatesClaim(entity=self.topic, states=states, steps=steps)
            elif said and not sure:
                self.cursor, self.open = states, False
                if (
                    any(w.tag == "be" or said.turns for w in told.segment.words)
                    and not said.actor
                    and self._made(states)
                ):
                    yield StatesClaim(entity=self.topic, states=states)
        elif sure or self._follows(told, states, sequence):
            yield self._next(told, states)
        yield from self._until(told)

    def _made(self, states: tuple[str, ...]) -> bool:
        """'gets published': states that somebody makes, rather than what a thing is like."""
        return self.naming.context.english.lexicon.acted_states.issuperset(states)

    def _follows(self, told: Told, states: tuple[str, ...], sequence: bool) -> bool:
        """Whether these states come next: told so by a word, or states beyond doubt in a telling that goes on."""
        if told.segment.sequence or (told.said and (told.said.back or told.said.turns)):
            return True
        likely = all(self._is(s) for s in states)
        if told.said is not None and told.said.how == "becomes" and likely:
            return True
        if told.said is None:
            return likely and sequence
        if told.said.how == "is" and told.said.actor and likely:
            return True
        return (
            likely
            and (self.open or sequence)
            and bool(told.conditions or told.segment.join or told.segment.mark == ",")
        )

    def _next(self, told: Told, states: tuple[str, ...]) -> StatesClaim:
        said, lexicon = told.said, self.naming.context.english.lexicon
        other = told.segment.join == "or" and bool(self.before)
        back = bool(said and said.back)
        sources = self.before if other else self._after(told) or (self.latest if back else ()) or self.cursor
        if back and self.stepped and told.segment.marker in ("which", "so"):
            sources = self.stepped.sources or sources
        roles = (said.actor,) if said and said.actor else ()
        steps = tuple(Step(target=s, sources=sources, roles=roles) for s in states if (s,) != sources)
        claim = StatesClaim(entity=self.topic, states=(*self.cursor, *states), steps=steps)
        goes_on = tuple(s for s in states if s not in lexicon.side_states)
        if goes_on and not other and not back:
            self.before, self.cursor = sources, goes_on
        self.open, self.latest = True, states
        return claim

    def _after(self, told: Told) -> tuple[str, ...]:
        """The states that 'after checking' or 'once approved' name, where they are known."""
        known = self.naming.known.get(self.topic, frozenset())
        return tuple(
            s for c in told.conditions if c.marker in ("after", "once", "when", "upon") for s in c.states if s in known
        )

    def _until(self, told: Told) -> Iterator[StatesClaim]:
        """'is pending until the lecturer admits or rejects it'."""
        for condition in told.conditions:
            states = condition.states
            if condition.marker in ("until", "till") and states and self.cursor and not condition.negated:
                roles = (condition.actor,) if condition.actor else ()
                steps = tuple(Step(target=s, sources=self.cursor, roles=roles) for s in states)
                yield StatesClaim(entity=self.topic, states=(*self.cursor, *states), steps=steps)
                self.before, self.open = self.cursor, True
                self.cursor = (
                    tuple(s for s in states if s not in self.naming.context.english.lexicon.side_states) or self.cursor
                )

    def _step(self, told: Told, said: Said, states: tuple[str, ...]) -> Iterator[StatesClaim]:
        """A step that is allowed or forbidden, from named states or within a span."""
        known, lexicon = self.naming.known.get(self.topic, frozenset()), self.naming.context.english.lexicon
        sources = tuple(s for s in (self.naming.likest(s, self.topic) for s in said.sources) if self._is(s))
        if told.segment.marker == "which" and not said.sources:
            sources = self.latest or self.cursor
        if said.sources and not sources:
            return
        if said.back and not states:
            yield StatesClaim(
                entity=self.topic, steps=(Step(target="*", sources=sources, kind="never" if said.negated else "may"),)
            )
            return
        for state in states:
            if state in lexicon.untold_states and state not in known:
                continue
            led = sources and (said.how == "becomes" or (said.how != "act" and set(sources) <= known))
            if not self._is(state) and not led:
                continue
            if not any(self.naming.is_known(s, self.topic) for s in (*sources, state)):
                continue
            target = "*" if state in ("reopened", "opened_again") and state not in known else state
            decided = state in lexicon.granted_states or state in lexicon.refused_states
            if (
                said.how == "act"
                and not sources
                and not said.negated
                and decided
                and not told.conditions
                and self.cursor
                and state not in self.cursor
            ):
                sources = self.cursor
            plain = Step(target=target, sources=sources, roles=(said.actor,) if said.actor else ())
            step = bounded(plain, said, told.conditions, self._is)
            self.stepped, self.latest = step, (state,)
            names = () if step.kind == "never" or target == "*" else (*sources, state)
            yield StatesClaim(
                entity=self.topic, states=names, steps=(step,) if step.sources or step.span or step.roles else ()
            )
        goes_on = tuple(s for s in states if s not in self.naming.context.english.lexicon.side_states)
        if sources and not said.negated and not said.modal and not said.back and goes_on:
            self.before, self.cursor, self.open = sources, goes_on, True
