"""Reads the states of things: 'Invoices are draft, sent or paid', arrows, 'is received, then under review'. Used by plan."""

from __future__ import annotations

import itertools
import re

from engines.kernel.spec import Origin, Transition
from engines.spec.context import Context
from engines.spec.describing import clauses
from engines.spec.lists import options
from engines.spec.model import Claim, Statement, StatesClaim

_ARE = re.compile(
    r"^(?:(?:the )?(?:status|state|stage)s? of (?:an?|the|each|every) )?(?P<subject>[\w\- ]{2,40}?)(?:'s? (?:status|state))?\s+"
    r"(?:is|are|can be|may be|will be|has (?:the |one of the )?(?:status|states?|statuses)(?: of)?|have (?:the |a )?(?:status|states|statuses)|starts? (?:as|out as|off as)|moves? (?:from|through)|goes? (?:from|through)|go (?:from|through))\s*:?\s+"
    r"(?:(?:either|first|initially|one of|in one of the states|in (?:the )?states?)\s+)?(?P<states>.+)$",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"^(?:the )?(?P<subject>[\w\- ]{2,40}?)?\s*(?:status|states?|statuses|workflow|lifecycle|stages?)\s*(?:of (?:an?|the|each|every)? ?(?P<of>[\w\- ]{2,40}?))?\s*(?:is one of|are|is|can be|:|=|may be)\s*(?P<states>.+)$",
    re.IGNORECASE,
)
_ARROW = re.compile(r"\s*(?:-+>|→|=+>|⇒|➔|»)\s*")
_FROM_TO = re.compile(r"\b(?:from|goes|moves?|go)\b", re.IGNORECASE)
REOPENED = "*"
_REOPEN = re.compile(
    r"^(?:an? |the |all |any )?(?P<state>[\w\-]+) (?P<entity>[\w ]+?) (?:can|may) (?:always )?be (?:re-?opened|opened again)\b",
    re.IGNORECASE,
)
_THEN = re.compile(
    r",?\s*(?:and\s+)?(?:then|later|afterwards|after that|finally|and finally|next)\s*,?\s+(?:it is |they are |it becomes |becomes |to )?",
    re.IGNORECASE,
)


def read_states(statement: Statement, context: Context, last: str) -> list[Claim]:
    """The states that a statement gives to a known entity."""
    if statement.kind in ("row", "title"):
        return []
    found: list[Claim] = []
    for clause in clauses(statement.sentences):
        said = _reopened(clause, context) or _arrows(clause, context, last) or _listed(clause, context, last)
        if said:
            found.append(Claim(content=said, sentence=statement.number, by="states"))
    return found


def _reopened(clause: str, context: Context) -> StatesClaim | None:
    """'A resolved ticket can be reopened' leads back; to which state is settled when all states are known."""
    match = _REOPEN.match(clause)
    entity = context.named(match["entity"]) if match else ""
    if not match or not entity:
        return None
    source = context.english.snake(match["state"])
    return StatesClaim(entity=entity, states=(), steps=(Transition(source=source, target=REOPENED, origin=Origin()),))


def _arrows(clause: str, context: Context, last: str) -> StatesClaim | None:
    if not _ARROW.search(re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", clause)):
        return None
    head, _, rest = clause.rpartition(":")
    chain = rest if head else clause
    entity = (
        context.named(re.sub(r"\b(?:status|states?|workflow|lifecycle|flow)\b", "", head))
        or (context.mentioned(head or clause) or (last,))[0]
    )
    stages = [[context.english.snake(option) for option in options(part)] for part in _ARROW.split(chain)]
    if not head:
        first = re.split(r"\b(?:is|are|goes|go|from|moves?|through|status|states?|workflow)\b", _ARROW.split(chain)[0])[
            -1
        ]
        stages[0] = [context.english.snake(option) for option in options(first)]
    return _claim(entity, stages, told=True)


def _listed(clause: str, context: Context, last: str) -> StatesClaim | None:
    match = _ARE.match(clause)
    entity = context.named(match["subject"]) if match else ""
    if match and not entity and match["subject"].lower() in ("it", "they", "each"):
        entity = last
    if not entity:
        match = _STATUS.match(clause)
        entity = (
            (context.named(match["of"] or match["subject"] or "") or (last if not match["subject"] else ""))
            if match
            else ""
        )
    if not match or not entity:
        return None
    said = re.sub(r"^(?:from|first|either)\s+", "", match["states"])
    if _FROM_TO.search(clause):
        said = re.sub(r",?\s+(?:(?:and )?then )?(?:to|into)\s+", ", then ", said)
    chained = len(_THEN.split(said)) > 1
    stages = [[context.english.snake(_stripped(o)) for o in options(part)] for part in _THEN.split(said) if part]
    flat = [state for stage in stages for state in stage]
    if len(flat) < 2 or not all(0 < len(state.split("_")) <= 3 for state in flat):
        return None
    known = [state for state in flat if state in context.english.lexicon.known_states]
    if not known or re.search(
        r"\b(?:can't|cannot|not|must|by|with|when|if|every|per|for|at|on)\b", match["states"].lower()
    ):
        return None
    return _claim(entity, stages if chained else [[state] for state in flat], told=chained)


def _stripped(option: str) -> str:
    return re.sub(r"^(?:either|an?|the|is|are|becomes?|gets|it|was|be)\s+", "", option.strip())


def _claim(entity: str, stages: list[list[str]], *, told: bool) -> StatesClaim | None:
    stages = [[state for state in stage if state] for stage in stages]
    stages = [stage for stage in stages if stage]
    states = tuple(dict.fromkeys(state for stage in stages for state in stage))
    if not entity or len(states) < 2 or any(len(state.split("_")) > 4 for state in states):
        return None
    steps = tuple(
        Transition(source=source, target=target, origin=Origin())
        for before, after in itertools.pairwise(stages)
        for source in before
        for target in after
    )
    return StatesClaim(entity=entity, states=states, initial=states[0], steps=steps if told else ())
