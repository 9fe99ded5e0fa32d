"""From told steps to a life that can be lived: adds the usual steps, takes away the forbidden ones. Used by resolve."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from engines.kernel.spec import Lifecycle, Origin, Transition
from engines.spec.lexicon import Lexicon
from engines.spec.model import StatesClaim, Step

Pair = tuple[str, str]
BACK = "*"
_BORN = "open"
_ENDING = re.compile(r"(?:l?led|ed|ing|e)$")


@dataclass(frozen=True, kw_only=True)
class Life:
    """What all sentences together tell of one thing's states; each step with the sentence that tells it."""

    states: tuple[str, ...] = ()
    initial: str = ""
    steps: tuple[tuple[Step, int], ...] = ()
    ends: tuple[str, ...] = ()
    sentences: tuple[int, ...] = ()

    def told(self, claim: StatesClaim, sentence: int, begins: frozenset[str] = frozenset()) -> Life:
        """The life with one more claim; what it calls checking may be known as checked."""
        claim = _renamed(claim, _twins(claim.states, self.states))
        return replace(
            self,
            states=_ordered(self.states, claim.states, begins),
            initial=self.initial or claim.initial,
            steps=(*self.steps, *((_moving(step), sentence) for step in claim.steps)),
            ends=(*self.ends, *claim.ends),
            sentences=tuple(dict.fromkeys((*self.sentences, sentence))),
        )


def _moving(step: Step) -> Step:
    """'patients may cancel; after that only reception may cancel': nothing comes from where it goes to."""
    sources = tuple(s for s in step.sources if s != step.target)
    return replace(step, sources=sources, kind=step.kind if sources else "may") if sources != step.sources else step


def _twins(new: tuple[str, ...], known: tuple[str, ...]) -> dict[str, str]:
    roots = {_root(state): state for state in known if state not in new}
    return {s: roots[_root(s)] for s in new if s not in known and _root(s) in roots}


def _root(state: str) -> str:
    return _ENDING.sub("", state)


def _renamed(claim: StatesClaim, names: dict[str, str]) -> StatesClaim:
    if not names:
        return claim

    def call(states: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(names.get(s, s) for s in states)

    steps = tuple(
        replace(s, target=names.get(s.target, s.target), sources=call(s.sources), mark=names.get(s.mark, s.mark))
        for s in claim.steps
    )
    return replace(
        claim,
        states=call(claim.states),
        initial=names.get(claim.initial, claim.initial),
        steps=steps,
        ends=call(claim.ends),
    )


def _ordered(known: tuple[str, ...], more: tuple[str, ...], begins: frozenset[str]) -> tuple[str, ...]:
    """The longer list tells the order; the earlier one when they share nothing and the later one begins nowhere."""
    apart = not set(known) & set(more) and not begins.intersection(more)
    first, second = (known, more) if len(known) >= len(more) or apart else (more, known)
    return tuple(dict.fromkeys((*first, *second)))


def lived(life: Life, lexicon: Lexicon) -> Lifecycle | None:
    """The lifecycle; None without states."""
    if not life.states:
        return None
    initial = life.initial if life.initial in life.states else _first(life, lexicon)
    states = (initial, *(s for s in life.states if s != initial))
    if _is_result(initial, life, lexicon):
        states = (initial := _BORN, *states)
    found = _Steps(states=states, lexicon=lexicon, life=life)
    return Lifecycle(
        states=states, initial=initial, transitions=tuple(found.transitions()), origin=Origin(sentences=life.sentences)
    )


def _is_result(first: str, life: Life, lexicon: Lexicon) -> bool:
    """Whether even the first state is what somebody makes of a thing: what is paid or cancelled was neither at first."""
    made = any(step.target == first and step.kind != "never" for step, _ in life.steps)
    results = lexicon.end_states | lexicon.side_states | lexicon.granted_states
    return made and not life.initial and first in results - lexicon.initial_states and _BORN not in life.states


def _first(life: Life, lexicon: Lexicon) -> str:
    """The first state told, unless steps lead to it and another one is never reached."""
    targets = {s.target for s, _ in life.steps if s.kind != "never" and s.sources}
    loose = [s for s in life.states if s not in targets and s not in lexicon.side_states]
    begun = [s for s in life.states if s in lexicon.initial_states]
    loose = loose or begun[:1] or [life.states[0]]
    return life.states[0] if life.states[0] in loose else loose[0]


class _Steps:
    """The steps of one life while they are settled; pairs of states, each with its sentences and roles."""

    def __init__(self, *, states: tuple[str, ...], lexicon: Lexicon, life: Life) -> None:
        self._states = states
        self._lexicon = lexicon
        self._life = life
        self._order = {state: position for position, state in enumerate(states)}
        self._sentences: dict[Pair, tuple[int, ...]] = {}
        self._roles: dict[Pair, tuple[str, ...]] = {}
        spans = {s.target for s, _ in life.steps if s.span and s.kind != "never"}
        named = {s.target for s, _ in life.steps if s.sources and s.kind != "never" and s.target not in spans}
        side = (lexicon.side_states | spans) - {states[0]}
        self._side = [s for s in states if s in side and s not in named]
        self._main = [s for s in states if s not in self._side]

    def transitions(self) -> list[Transition]:
        """All steps, in the order in which they were settled."""
        for step, sentence in self._life.steps:
            if step.kind != "never" and step.sources:
                self._add(step, sentence, [s for s in step.sources if s in self._order])
        self._complete()
        for step, sentence in self._life.steps:
            if step.kind != "never" and step.span:
                self._add(step, sentence, self._spanned(step))
        self._aside()
        self._shut()
        for step, _ in self._life.steps:
            if step.roles and not (step.sources or step.span) and step.kind != "never":
                for pair in [pair for pair in self._sentences if pair[1] == step.target]:
                    self._roles[pair] = tuple(dict.fromkeys((*self._roles.get(pair, ()), *step.roles)))
        return [
            Transition(source=a, target=b, roles=self._roles.get((a, b), ()), origin=Origin(sentences=found))
            if found
            else Transition(source=a, target=b)
            for (a, b), found in self._sentences.items()
        ]

    def _add(self, step: Step, sentence: int, sources: list[str]) -> None:
        for source in sources:
            target = self._back(source) if step.target == BACK else step.target
            if target in self._order and source != target:
                pair = (source, target)
                self._sentences[pair] = tuple(dict.fromkeys((*self._sentences.get(pair, ()), sentence)))
                self._roles[pair] = tuple(dict.fromkeys((*self._roles.get(pair, ()), *step.roles)))

    def _back(self, source: str) -> str:
        """Reopening leads to where the text says, to reopened or open where there is such a state, else to the first one."""
        told = [s.target for s, _ in self._life.steps if source in s.sources and s.kind != "never"]
        if earlier := [s for s in told if self._order.get(s, 99) < self._order[source]]:
            return earlier[0]
        known = [s for s in ("reopened", "open") if s in self._order and s != source]
        return known[0] if known else self._states[0]

    def _complete(self) -> None:
        """Every state that no told step reaches from an earlier one follows the state named before it."""
        reached = {b for a, b in self._sentences if self._order[a] < self._order[b]}
        if not reached and self._is_place(self._states[0]):
            for state in self._main[1:]:
                self._sentences.setdefault((self._states[0], state), ())
                self._sentences.setdefault((state, self._states[0]), ())
            return
        before = self._states[0]
        for state in self._main:
            if state not in reached and state != before:
                self._sentences.setdefault((before, state), ())
            before = before if state in self._lexicon.side_states else state

    def _is_place(self, state: str) -> bool:
        """In storage, on display, available: where a thing is, rather than how far it has come."""
        return state.startswith(("in_st", "on_", "at_", "in_sto")) or state in (
            "available",
            "free",
            "idle",
            "in_stock",
            "in_service",
        )

    def _aside(self) -> None:
        """Side states that no step reaches can be reached from where they make sense."""
        reached = {b for _, b in self._sentences}
        for state in self._side:
            if state not in reached:
                for source in self._from(state):
                    self._sentences.setdefault((source, state), ())
                    if state in self._lexicon.paused_states:
                        self._sentences.setdefault((state, source), ())

    def _from(self, state: str) -> list[str]:
        """Refused is what could have been accepted; archived may come after the end; all else only before it."""
        if state in self._lexicon.refused_states:
            granted = [s for s in self._main if s in self._lexicon.granted_states]
            before = [a for a, b in self._sentences if b in granted and a in self._main]
            if before:
                return list(dict.fromkeys(before))
        late = state in self._lexicon.late_states
        return [s for s in self._main if (late or not self._is_over(s)) and s not in self._life.ends]

    def _is_over(self, state: str) -> bool:
        """Whether nothing is expected of a thing any more: no main step leads on, and its word says that it has ended."""
        if len(self._main) < 2 or any(a == state and b in self._main for a, b in self._sentences):
            return False
        words = self._lexicon
        ended = state in words.end_states and (state == self._main[-1] or state not in words.granted_states)
        return ended or state in words.dead_states

    def _spanned(self, step: Step) -> list[str]:
        if step.span == "any":
            return [s for s in self._main if not self._is_over(s)]
        if step.mark not in self._order:
            return []
        later = self._reached(step.mark)
        if step.span == "after":
            return [s for s in self._states if s in later]
        earlier = [s for s in self._main if step.mark in self._reached(s) and s not in later]
        return [*earlier, *([step.mark] if step.span == "upto" else [])]

    def _reached(self, start: str) -> set[str]:
        """A state and what forward steps lead to from it."""
        found, ahead = {start}, [start]
        while ahead:
            at = ahead.pop()
            for a, b in self._sentences:
                if a == at and b not in found and self._order[a] < self._order[b]:
                    found.add(b)
                    ahead.append(b)
        return found

    def _shut(self) -> None:
        """What is forbidden, what is left only by named ways, and what is never left."""
        only: dict[str, set[str]] = {}
        for step, _ in self._life.steps:
            sources = set(self._spanned(step) if step.span else step.sources)
            if step.kind == "only":
                only.setdefault(step.target, set()).update(sources)
            if step.kind == "never":
                targets = self._order if step.target == BACK else [step.target]
                for pair in [(a, b) for a in sources for b in targets if self._order.get(b, 0) or step.target != BACK]:
                    self._sentences.pop(pair, None)
        for a, b in list(self._sentences):
            if (b in only and a not in only[b]) or (a in self._life.ends and not self._sentences[a, b]):
                self._sentences.pop((a, b), None)
