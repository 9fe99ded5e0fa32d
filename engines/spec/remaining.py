"""Reads what is left of what a thing holds: 'how many sessions are left', 'the remaining budget', 'free seats'. Used by values."""

from __future__ import annotations

import re

from engines.kernel.spec import Computed, Origin
from engines.spec.allotments import Allotment, allotments, amount_of, counting
from engines.spec.context import Context
from engines.spec.leftovers import LEFT_OVER, SHOWN
from engines.spec.model import ComputedClaim, Content
from engines.spec.patterns import pattern

_BOUND = pattern(r"\b(?:not|never|only|cannot|nobody|if|when|once|unless|until|while)\b|n't\b", re.IGNORECASE)


def read_remaining(text: str, sentence: int, context: Context, last: str, brief: str) -> list[Content]:
    """The value that says how much is left, where a sentence asks for it."""
    match = LEFT_OVER.search(text) if SHOWN.search(text) else None
    if not match or _BOUND.search(text):
        return []
    what = (match["what"] or match["rest"] or match["of"]).lower()
    named = context.mentioned(text)
    ranked = [
        (
            2 * (each.parent.name in named)
            + (each.parent.name == last)
            + 2 * (each.child.name in named)
            + _takes(each),
            each,
        )
        for each in allotments(what, context, brief)
    ]
    best = max(ranked, key=lambda pair: pair[0], default=None)
    if best is None or best[0] == 0:
        return []
    return [_claim(best[1], what, sentence, context)]


def _takes(each: Allotment) -> bool:
    """Whether nothing else can use it up."""
    return not each.limit.isdigit()


def _claim(each: Allotment, what: str, sentence: int, context: Context) -> Content:
    amount, where = amount_of(each, context), counting(each, context)
    arguments = ", ".join(part for part in (each.relation.children, amount, where) if part)
    used = f"{'sum' if amount else 'count'}({arguments})"
    computed = Computed(
        name=f"{context.english.snake(what)}_left",
        type=each.type,
        expression=f"{each.limit} - {used}",
        origin=Origin(sentences=(sentence,)),
    )
    return ComputedClaim(entity=each.parent.name, computed=computed)
