"""Reads what records use up of their thing: 'each appointment uses one session of the prescription'. Used by reading.

The verb says nothing: one, or a single one, of what the thing holds a number of stands beside the record that takes it.
"""

from __future__ import annotations

import re

from engines.kernel.spec import Origin, Quota
from engines.spec.allotments import Allotment, allotments, amount_of, counting
from engines.spec.context import Context
from engines.spec.model import Content, RuleClaim
from engines.spec.patterns import pattern

_ONE = pattern(r"\b(?:one|(?P<article>an?)|a single|1|exactly one) (?P<what>[a-z]+)\b", re.IGNORECASE)
_ALL = pattern(r"\b(?:each|every|any|per)\b", re.IGNORECASE)
_EACH = pattern(r"\b(?:each|every|any|an?|one|per|with (?:each|every)|for (?:each|every)|all)\b", re.IGNORECASE)
_TAKES = pattern(
    r"\b(?:us(?:es?|ed|ing)(?: up)?|tak(?:es?|en|ing)|costs?|consum\w+|deduct\w*|counts?|counted|reduc\w+|lower\w*|subtract\w*|spend\w*|spent|draws?|drawn|eats?|burns?|debit\w*|charg\w+|goes|comes? off|off|redeem\w*|minus|fewer|less)\b",
    re.IGNORECASE,
)
_DENIED = pattern(r"\b(?:not|never|no)\b|n't\b", re.IGNORECASE)


def read_using(clause: str, sentence: int, context: Context, text: str) -> list[Content]:
    """The quota that a clause sets by telling what each record takes."""
    if not (_TAKES.search(clause) and _EACH.search(clause)) or _DENIED.search(clause.partition(",")[0]):
        return []
    named = context.mentioned(clause)
    found: list[tuple[int, Allotment]] = []
    for match in _ONE.finditer(clause):
        if match["article"] and not _ALL.search(clause):
            continue
        for each in allotments(match["what"], context, text):
            itself = each.child.name == context.named(match["what"])
            if each.child.name in named and (not itself or each.parent.name in named):
                found.append((1 + (each.parent.name in named), each))
    if not found:
        return []
    best = max(found, key=lambda pair: pair[0])[1]
    rule = Quota(
        entity=best.child.name,
        per=best.relation.name,
        limit=best.limit,
        amount=amount_of(best, context),
        where=counting(best, context),
        origin=Origin(sentences=(sentence,)),
    )
    return [RuleClaim(rule=rule)]
