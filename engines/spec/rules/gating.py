"""Reads which state or flag of a thing forbids, or alone allows, that records are made for it. Used by reading.

It goes by what is mentioned: a state of one thing, the making of another that refers to it, and a word that forbids or confines.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from engines.kernel.spec import Entity, Origin, RelatedState
from engines.spec.context import Context
from engines.spec.model import Content, RuleClaim
from engines.spec.rules.forbidding import Stance, broken, stance
from engines.spec.rules.locking import from_then_on
from engines.spec.rules.makings import records_said
from engines.spec.rules.standing import Standing, spoken_of, standings
from engines.spec.rules.stems import Text, stem, text_of

_CONDITIONS = frozenset({"if", "when", "whenever", "once", "after", "while", "where", "long", "soon", "since"})
_STRICT = frozenset({"only", "solely", "exclusively", "purely", "alone", "just"})
_UNSAID, _SPOKEN_OF = 9, 6
_NEAR = 5
_TICKED = frozenset(
    {"flag", "flagged", "ticked", "tick", "checked", "checkbox", "box", "marked", "mark", "switch", "set"}
)
_PIECE, _BACK = 40, 400
_NOTES = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, kw_only=True)
class _Held:
    """A thing with what a text says of its state, and how far the nearest words for the thing are."""

    entity: Entity
    said: tuple[Standing, ...]
    distance: int


def read_gate(clause: str, sentence: int, context: Context, last: str, text: str) -> list[Content]:
    """'Closed campaigns take no donations', 'only published courses can be booked'."""
    clause = _NOTES.sub(" ", clause)
    words = text_of(clause, context)
    view = stance(words, context)
    if not (view.denied or view.confined):
        return []
    said = records_said(clause, words, context)
    if _elsewhere(words, said, context):
        return []
    for held in _held(words, said, context, last) or _pointed(words, said, context, clause, text):
        truth = _truth(held.said, words, view, context)
        if truth is not None and (made := _made(held.entity, words, said, context, last, denied=not truth)):
            child, relation, further = made
            condition = _stepped(_condition(held, words, truth=truth), further)
            origin = Origin(sentences=(sentence,))
            return [
                RuleClaim(rule=RelatedState(entity=child.name, relation=relation, condition=condition, origin=origin))
            ]
    return []


def _elsewhere(words: Text, said: Mapping[str, int], context: Context) -> bool:
    """Whether a clause is about something else than making records: showing, telling, changing."""
    inside = {part for name in said for part in name.split("_")}
    verbs = {
        lemma for lemma, low in zip(words.lemmas, words.low, strict=True) if context.english.singular(low) not in inside
    }
    return not context.english.lexicon.rules.elsewhere.isdisjoint(verbs)


def _held(words: Text, said: Mapping[str, int], context: Context, last: str) -> list[_Held]:
    """The things whose state is said, those nearest to it first; of two that have the state, the nearer one."""
    found: list[_Held] = []
    for entity in spoken_of(words, context):
        if known := standings(entity, words, context):
            places = _places(entity, words, context)
            away = _SPOKEN_OF if entity.name == last else _UNSAID
            distance = min((abs(known[0].at - at) for at in places), default=away)
            found.append(
                _Held(entity=entity, said=known, distance=min(distance, away) if entity.name == last else distance)
            )
    found.sort(key=lambda held: held.distance)
    nearest = {held.said[0].at: held for held in reversed(found)}
    return [held for held in found if nearest[held.said[0].at] is held]


def _pointed(words: Text, said: Mapping[str, int], context: Context, clause: str, text: str) -> list[_Held]:
    """'While it is ticked', 'as long as this flag is set': the flag of a mentioned thing that was spoken of last."""
    at = next((n for n, low in enumerate(words.low) if low in _TICKED), None)
    if at is None:
        return []
    before = text_of(text[max(0, text.find(clause.lower().strip(" .")[:_PIECE]) - _BACK) :][:_BACK], context)
    spoken = [
        (flag.at, entity, flag)
        for name in said
        if (entity := context.entity(name))
        for flag in standings(entity, before, context)
        if flag.condition.isidentifier()
    ]
    latest = max(spoken, key=lambda row: row[0], default=None)
    if latest is None:
        return []
    return [_Held(entity=latest[1], said=(Standing(condition=latest[2].condition, at=at),), distance=0)]


def _places(entity: Entity, words: Text, context: Context) -> list[int]:
    """Where the thing is named, by the last of its words."""
    parts = entity.name.split("_")
    return [
        at
        for at, low in enumerate(words.low)
        if context.english.singular(low) == parts[-1]
        and words.low[max(0, at - len(parts) + 1) : at] == tuple(parts[:-1])
    ]


def _truth(said: tuple[Standing, ...], words: Text, view: Stance, context: Context) -> bool | None:
    """Whether the state must be so (or must not); None when the text demands neither."""
    first = said[0]
    values = frozenset(value for s in said for value in s.values)
    own = {s.denied for s in said} | {s.at for s in said}
    own |= {
        n for n, low in enumerate(words.low) if low in values and words.low[n + 1 : n + 2] not in (("to",), ("for",))
    }
    denied = [at for at in view.denied if at not in own]
    strict = any(words.low[at] in _STRICT for at in view.confined)
    excepted = any(
        at < first.at and at not in own and not broken(words, at + 1, first.at, context) for at in view.excepted
    )
    if denied:
        near = any(words.low[at] in _STRICT and 0 < first.at - at <= 2 for at in view.confined)
        return (excepted or near) != (first.denied is not None)
    demanded = any(0 < first.at - at <= _NEAR and not broken(words, at, first.at, context) for at in view.confined)
    under = any(words.low[at] in _CONDITIONS for at in range(max(0, first.at - 6), first.at))
    if strict or excepted or (demanded and not under):
        return first.denied is None
    return None


def _condition(held: _Held, words: Text, *, truth: bool) -> str:
    """The condition that must hold."""
    first = held.said[0]
    same = [s for s in held.said if (s.denied is None) == (first.denied is None)]
    states = tuple(dict.fromkeys(s.value for s in same if s.value)) if first.value else ()
    if not states:
        return (
            first.condition
            if truth
            else f"not {first.condition}"
            if first.condition.isidentifier()
            else first.condition.replace("==", "!=")
        )
    if len(states) == 1 and not truth:
        plain = " ".join(words.low[: first.at])
        later = from_then_on(first.condition, held.entity, plain)
        return later.replace("==", "!=").replace(" in (", " not in (")
    if len(states) == 1:
        return first.condition
    return f"status {'in' if truth else 'not in'} ({', '.join(map(repr, states))})"


def _made(
    parent: Entity, words: Text, said: Mapping[str, int], context: Context, last: str, *, denied: bool
) -> tuple[Entity, str, str] | None:
    """The record that would be made for the parent: its entity, the relation, and a further step to the parent."""
    direct = [(child, r.name, "") for child, r in context.children_of(parent.name) if child != parent]
    far = [
        (child, r.name, name)
        for middle, name, _ in direct
        for child, r in context.children_of(middle.name)
        if child.name != parent.name
    ]
    wide = denied and not context.english.lexicon.rules.make.isdisjoint(words.lemmas) and not _steps(parent, words)
    ranked = [
        (
            2 * said.get(child.name, 0) + (wide and (child.name == last or len(direct) == 1)) - bool(step),
            (child, name, step),
        )
        for child, name, step in (*direct, *far)
    ]
    best = max(ranked, key=lambda row: row[0], default=None)
    return best[1] if best and best[0] > 0 else None


def _steps(parent: Entity, words: Text) -> bool:
    """Whether a text speaks of the thing's own steps: two of its states, or one and the verb that leads to another."""
    states = parent.lifecycle.states if parent.lifecycle else ()
    said = {stem(state.split("_")[0]) for state in states} & {s for stems in words.stems for s in stems}
    return len(said) > 1


def _stepped(condition: str, step: str) -> str:
    """The condition as read two steps away."""
    if not step:
        return condition
    return f"not {step}.{condition[4:]}" if condition.startswith("not ") else f"{step}.{condition}"
