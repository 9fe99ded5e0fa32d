"""What a clause says of a record's state: 'closed' before its name, 'once it is paid', 'after approval'. Used by the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engines.kernel.spec import Entity, Lifecycle
from engines.spec.conditions import state_condition
from engines.spec.context import Context
from engines.spec.grammar import Clause, Phrase
from engines.spec.rules.mentions import Mentions

WHILE = frozenset(
    {
        "when", "once", "if", "while", "which", "that", "who", "whose", "after", "unless", "until", "where", "whenever",
        "as", "before", "till",
    }
)  # fmt: skip
_IN = frozenset(
    {"under", "in", "on", "out", "as", "after", "upon", "since", "during", "before", "until", "till", "from"}
)
_NOUNS = {"payment": "paid", "return": "returned", "sale": "sold", "loss": "lost", "hand over": "handed_over"}
_ENDING = re.compile(r"(?:ations?|ions?|als?|ments?|ances?|ures?|ings?|ery|y|ed|es|s|e|d)$")
_SURE = 5


def state_said(word: str, entity: Entity, context: Context, *, negated: bool = False) -> str:
    """The condition that a word or its noun states: 'approved' and 'approval' are the same; '' when none."""
    if found := state_condition(word, entity, context, negated=negated):
        return found
    state = of_noun(word, entity.lifecycle)
    return f"status {'!=' if negated else '=='} '{state}'" if state else ""


def of_noun(noun: str, lifecycle: Lifecycle | None) -> str:
    """The state that an act leads to: 'submission' to submitted; '' when there is none."""
    word = noun.lower().split()[-1] if noun.split() else ""
    for state in lifecycle.states if lifecycle and len(word) > 3 else ():
        head = state.split("_")[0]
        stem, root = _ENDING.sub("", word), _ENDING.sub("", head)
        shared = next(
            (n for n, (a, b) in enumerate(zip(word, head, strict=False)) if a != b), min(len(word), len(head))
        )
        if _NOUNS.get(word) == state or shared >= _SURE or (stem == root and len(root) > 3):
            return state
    return ""


def beside(entity: Entity, phrases: tuple[Phrase, ...], context: Context) -> Iterator[str]:
    """The words before the entity's name: 'closed' of 'a closed campaign'."""
    size = len(entity.name.split("_"))
    for phrase in phrases:
        words = phrase.words[: -size or None]
        if words and context.english.name(" ".join(phrase.words)).endswith(entity.name):
            yield " ".join(words)
            yield words[-1]
        elif size > 1 and len(phrase.words) > 1 and context.named(phrase.head) == entity.name != phrase.name:
            yield " ".join(phrase.words[:-1])


def within(parsed: tuple[Clause, ...], flips: frozenset[str] = frozenset()) -> Iterator[tuple[str, bool]]:
    """What subordinate clauses and prepositions say, and whether it is denied: 'that is locked', 'once it is open'.

    A clause with one of the markers `flips` says the contrary.
    """
    for clause in parsed:
        for inner in (*((clause,) if clause.marker in WHILE else ()), *clause.under):
            if inner.marker in WHILE:
                contrary = _denied(inner) != (inner.marker in flips)
                yield from ((word, contrary) for word in _said_of(inner))
            yield from within((inner,), flips) if inner is not clause else ()
        for name, phrases in clause.preps:
            if name in _IN:
                contrary = name in flips
                yield from ((f"{name} {p.text}", contrary) for p in phrases)
                yield from ((f"{name} {' '.join(p.words)}", contrary) for p in phrases)
                yield from ((" ".join(p.words), contrary) for p in phrases)


def stated(
    entity: Entity,
    parsed: tuple[Clause, ...],
    said: Mentions,
    context: Context,
    *,
    near: bool = True,
    negated: bool = False,
    flips: frozenset[str] = frozenset(),
) -> str:
    """The condition that a clause states of an entity, its contrary when `negated`; '' when it states none.

    `near`: whether subordinate clauses are about this entity at all.
    """
    for word in beside(entity, said.phrases, context):
        if found := state_said(word, entity, context, negated=negated):
            return found
    for word, contrary in within(parsed, flips) if near else ():
        if found := state_said(word, entity, context, negated=negated != contrary):
            return found
    return ""


def _denied(clause: Clause) -> bool:
    return clause.negated or bool({"not", "never"} & set(clause.adverbs))


def _said_of(clause: Clause) -> Iterator[str]:
    yield from (" ".join(p.words) for p in clause.objects)
    yield from clause.state
    for name, phrases in clause.preps:
        yield from (f"{name} {p.text}" for p in phrases)
        yield from (f"{name} {' '.join(p.words)}" for p in phrases)
    yield from reversed(re.findall(r"[a-z]+", clause.text.lower()))
