"""Reads totals over the records of a thing by what is mentioned: a word for summing, a thing, its records and their amounts. Used by plan.

'The total works itself out, kilos x price over all bales', 'paid so far adds up the instalments', 'just all its meetings together'.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engines.kernel.spec import Computed, Entity, Origin, Relation
from engines.spec.arithmetic import Formula, worth
from engines.spec.context import Context
from engines.spec.model import ComputedClaim, Content
from engines.spec.patterns import pattern
from engines.spec.products import amounts_of, may_multiply, multiplies, product
from engines.spec.rules.spoken import Spoken, clause_words, speaking, spoken
from engines.spec.rules.stems import stem
from engines.spec.total_names import total_name

_SUMS = pattern(
    r"\b(?:sums?|summ(?:ed|ing)|sum(?:s|med)? up|totals?|totall?ed|totall?ing|add(?:s|ed|ing)?\b.*?\b(?:up|together)|add(?:s|ed|ing) up|altogether|(?<!get )(?<!getting )together|combined|accumulat\w+|cumulat\w+|tall(?:y|ied|ies)|"
    r"amounts? to|comes? to|come out|works? (?:itself )?out|worked out|(?:is|are|gets?|being) (?:computed|calculated|derived)|computed|calculated|results? (?:from|of)|overall|in total|over all|across all|so far)\b|∑|Σ",
    re.IGNORECASE,
)
_OTHER = pattern(
    r"[<>]|\b(?:exceed\w*|at most|at least|\w+er than|more than|less than|above|below|must not|may not|never|nobody|reports?|dashboard|export|csv|chart|graph|statistics?|ranked|sorted|per month|each month|this month|monthly|weekly|limit)\b",
    re.IGNORECASE,
)
_FIGURES = pattern(r"\b(?:average|mean|remaining|percent\w*|number of (?=\w+ (?:per|by)))\b", re.IGNORECASE)
_SURE = pattern(
    r"\b(?:(?:sum|total)s? (?:of|over|for)|total (?:\w+ ){1,2}(?:of|for|per)|add\w*|summ\w+|sums up|totall\w+|together|altogether|combined|worked out|works? out|calculated|computed)\b|=",
    re.IGNORECASE,
)
_LISTED = 3
_NAMED, _LAST, _TARGET, _VALUE = 4, 3, 4, 3


@dataclass(frozen=True, kw_only=True)
class _Lines:
    """A thing, the records that refer to it, and where the text speaks of their amounts."""

    parent: Entity
    relation: Relation
    child: Entity
    targets: tuple[str, ...]
    inner: Formula | None
    score: int


def read_sum(clause: str, sentence: int, context: Context, last: str) -> list[Content]:
    """The totals of one clause."""
    sums = bool(_SUMS.search(clause))
    times = multiplies(clause) or (sums and may_multiply(clause))
    if not (sums or times) or _OTHER.search(clause) or (_FIGURES.search(clause) and not _SURE.search(clause)):
        return []
    near = _near(clause, context)
    spoken_of = speaking(clause, context)
    ranked = [
        lines
        for parent in context.entities
        if parent.name in spoken_of or parent.name in near or parent.name == last
        for child, relation in context.children_of(parent.name)
        if child != parent and (lines := _lines(parent, child, relation, clause, near, context, last, times=times))
    ]
    best = max(ranked, key=lambda lines: lines.score, default=None)
    return list(_claims(best, clause, sentence, context)) if best else []


def _near(clause: str, context: Context) -> frozenset[str]:
    """The entities that a clause names, also by the last of their words alone."""
    named = set(context.mentioned(clause))
    words = {context.english.singular(word) for word in clause_words(clause.replace("'s", " ").replace("s' ", "s "))}
    inside = {part for name in named for part in name.split("_")}
    return frozenset(named | {n for n in context.names if n.split("_")[-1] in words - inside})


def _lines(
    parent: Entity,
    child: Entity,
    relation: Relation,
    clause: str,
    near: frozenset[str],
    context: Context,
    last: str,
    *,
    times: bool,
) -> _Lines | None:
    targets = tuple(_targets(parent, child, clause, context))
    inner = product(child, parent, clause, context) if times else None
    values = _amounts(child, clause, context)
    named = child.name in near
    if (times and inner is None and not may_multiply(clause)) or (not targets and not _loose(child, values, clause)):
        return None
    if not (named or inner or (targets and values)) or not (targets or parent.name in near or parent.name == last):
        return None
    inner = inner or _single(child, targets, values, context)
    if inner is None:
        return None
    score = _NAMED * named + _NAMED * (parent.name in near) + _LAST * (parent.name == last)
    score += _TARGET * bool(targets) + _VALUE * (bool(values) or times)
    return _Lines(parent=parent, relation=relation, child=child, targets=targets, inner=inner, score=score)


def _loose(child: Entity, values: tuple[str, ...], clause: str) -> bool:
    """Whether a total that is no field yet is surely meant: not in a list of properties, nor as the record's own value."""
    own = any(name.startswith("total") for name in values)
    words = clause_words(clause)
    several = not {"all", "every", "each", "its", "their", "his", "her"}.isdisjoint(words)
    several = several or child.plural.split("_")[-1] in words
    return bool(_SURE.search(clause)) and clause.count(";") < _LISTED and several and not own


def _amounts(entity: Entity, clause: str, context: Context) -> tuple[str, ...]:
    """The numbers of an entity that a clause speaks of."""
    return tuple(
        s.name for s in spoken(entity, clause, context) if not s.loose and s.name in amounts_of(entity, context)
    )


def _targets(parent: Entity, child: Entity, clause: str, context: Context) -> Iterator[str]:
    """The numbers of the thing that a clause names fully, rather than those of its records."""
    inner = [s for s in spoken(child, clause, context) if not s.loose]
    kinds = amounts_of(parent, context)
    for said in spoken(parent, clause, context):
        if said.name in kinds and not said.loose and not any(_covers(other, said) for other in inner):
            yield said.name


def _covers(one: Spoken, two: Spoken) -> bool:
    """Whether a mention takes in another one and more, or as much."""
    return (one.start <= two.start and two.end <= one.end and one.name == two.name) or (
        one.start <= two.start and two.end <= one.end and one.end - one.start > two.end - two.start
    )


def _single(child: Entity, targets: tuple[str, ...], values: tuple[str, ...], context: Context) -> Formula | None:
    """The amount of one record: the one that is spoken of, else what the record is worth."""
    kinds = amounts_of(child, context)
    able = values or tuple(kinds)
    goal = {stem(word) for name in targets for word in name.split("_")}
    shared = [name for name in able if goal & {stem(word) for word in name.split("_")}]
    chosen = next(iter((*shared, *values)), "")
    return Formula(expression=chosen, type=kinds[chosen]) if chosen else worth(child)


def _claims(lines: _Lines, clause: str, sentence: int, context: Context) -> Iterator[Content]:
    """One claim for each total that is named, else one under a name of its own."""
    if lines.inner is None:
        return
    names = lines.targets or (total_name(lines.parent, lines.child, clause, _at(clause), context),)
    for name in names:
        inner = lines.inner
        if len(names) > 1:
            inner = _single(lines.child, (name,), (), context) or inner
        kind = inner.type
        computed = Computed(
            name=name,
            type=kind,
            expression=f"sum({lines.relation.children}, {inner.expression})",
            origin=Origin(sentences=(sentence,)),
        )
        yield ComputedClaim(entity=lines.parent.name, computed=computed)


def _at(clause: str) -> int:
    found = _SUMS.search(clause)
    return found.start() if found else len(clause)
