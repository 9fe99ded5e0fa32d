"""Reads which states its parts must be in before a thing may take a step: 'not closed while it has unpaid invoices'. Used by reading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engines.kernel.spec import Entity, Origin, StepNeeds
from engines.spec.conditions import open_condition, state_condition
from engines.spec.context import Context
from engines.spec.model import Content, RuleClaim
from engines.spec.patterns import pattern
from engines.spec.rules.stated import of_noun
from engines.spec.rules.wording import normal

_BOUND = pattern(r"\b(?:not|never|only|cannot|nobody|no|unless|until|before|must|first)\b|n't\b", re.IGNORECASE)
_ALL = pattern(r"\b(?:all|every|each|both|the last)\b", re.IGNORECASE)
_WORD = re.compile(r"n't|[a-z]+(?:-[a-z]+)*")
_HANGS = pattern(r"\b(?:while|when|if|unless|until|till|before|once|after|with|without)\b", re.IGNORECASE)
_DENIED = frozenset({"not", "never"})
_NEAR = 5


def read_parts(clause: str, sentence: int, context: Context, last: str) -> list[Content]:
    """The step of a thing that waits for its parts."""
    plain = normal(clause)
    if not _BOUND.search(plain) or not _HANGS.search(plain):
        return []
    named = context.mentioned(plain)
    for name in dict.fromkeys((*named, last)):
        whole = context.entity(name)
        if whole is None or whole.lifecycle is None:
            continue
        for part, relation in context.children_of(name):
            if part.name in named and part.name != name and relation.children:
                for step, condition in _demands(plain, whole, part, context):
                    needs = f"count({relation.children}, {condition}) == 0"
                    rule = StepNeeds(entity=name, to=step, condition=needs, origin=Origin(sentences=(sentence,)))
                    return [RuleClaim(rule=rule)]
    return []


def _demands(plain: str, whole: Entity, part: Entity, context: Context) -> Iterator[tuple[str, str]]:
    """The step that waits, and which of the parts must not be there."""
    words = [w.replace("n't", "not") for w in _WORD.findall(plain.lower())]
    one = part.name.split("_")[-1]
    places = [n for n, word in enumerate(words) if context.english.singular(word) == one]
    for at in places:
        left = _against(words, at, part, context, every=bool(_ALL.search(" ".join(words[max(0, at - 3) : at]))))
        if left is None:
            continue
        condition, used = left
        rest = [w for n, w in enumerate(words) if n not in used]
        if step := _step(rest, whole, context):
            yield step, condition


def _step(words: list[str], whole: Entity, context: Context) -> str:
    """The state that the clause lets the whole go to."""
    states = whole.lifecycle.states if whole.lifecycle else ()
    for word in words:
        if len(word) > 3:
            for state in states:
                if context.english.base(word) == context.english.base(state) or of_noun(word, whole.lifecycle) == state:
                    return state
    return ""


def _against(
    words: list[str], at: int, part: Entity, context: Context, *, every: bool
) -> tuple[str, frozenset[int]] | None:
    """The condition of parts that stand in the way, and the places of the words that tell it."""
    for n in range(max(0, at - 3), at):
        word = words[n]
        if word.startswith("un") and (found := state_condition(word[2:], part, context, negated=True)):
            return found, frozenset({n})
        if word in context.english.lexicon.open_words and (found := _open(word, part, context)):
            return found, frozenset({n})
        if not every and (found := state_condition(word, part, context)):
            return found, frozenset({n})
    for n in range(at + 1, min(len(words), at + 1 + _NEAR)):
        word = words[n]
        denied = not _DENIED.isdisjoint(words[at + 1 : n])
        if word.startswith("un") and (found := state_condition(word[2:], part, context, negated=True)):
            return found, frozenset({n})
        if word in context.english.lexicon.open_words and not every and (found := _open(word, part, context)):
            return found, frozenset({n})
        if found := state_condition(word, part, context, negated=every or denied):
            return found, frozenset({n})
    return None


def _open(word: str, part: Entity, context: Context) -> str:
    return state_condition(word, part, context) or open_condition(part, context)
