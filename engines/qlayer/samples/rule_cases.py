"""For every rule of a specification the acts that prove it, or why nothing does. Pure.

A rule is proven by a refusal; a case in which everything passes proves nothing about it by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from engines.kernel.spec import (
    Check,
    FieldOrder,
    FieldsDiffer,
    Locked,
    NoOverlap,
    Quota,
    RelatedBound,
    RelatedState,
    RequiredWhen,
    Rule,
    Spec,
    StepNeeds,
    UniqueTogether,
    rule_id,
)
from engines.qlayer.samples.apart import NO_EXAMPLE, apart
from engines.qlayer.samples.lock_cases import locked_cases
from engines.qlayer.samples.model import Case, Refused, Samples, Unproven
from engines.qlayer.samples.object_cases import bad_object_cases, related_state_cases, step_needs_cases
from engines.qlayer.samples.quota_cases import quota_cases
from engines.qlayer.samples.set_cases import once_cases, overlap_cases


@dataclass(frozen=True, kw_only=True)
class Proofs:
    """The cases of the rules that are proven, in the order of the specification, and the rules that are not."""

    cases: tuple[Case, ...]
    unproven: tuple[Unproven, ...]


def rule_cases(spec: Spec, samples: Samples) -> tuple[Case, ...]:
    """The cases of all rules that are proven."""
    return rule_proofs(spec, samples).cases


def rule_proofs(spec: Spec, samples: Samples) -> Proofs:
    """What proves each rule; rules that share an id are proven together, or not at all."""
    cases: list[Case] = []
    unproven: list[Unproven] = []
    for fact in dict.fromkeys(rule_id(rule) for rule in spec.rules):
        found = [_proof(spec, samples, rule) for rule in spec.rules if rule_id(rule) == fact]
        missing = [one for one in found if isinstance(one, Unproven)]
        unproven += missing[:1]
        if not missing:
            cases += {case.title: case for one in found if not isinstance(one, Unproven) for case in one}.values()
    return Proofs(cases=tuple(cases), unproven=tuple(unproven))


def _proof(spec: Spec, samples: Samples, rule: Rule) -> tuple[Case, ...] | Unproven:
    """The cases of a rule when one of them refuses something, else why none does."""
    kept: dict[str, Case] = {}
    reasons: list[str] = []
    for case in _cases(spec, samples, rule):
        match apart(spec, samples, rule, case):
            case Case() as proof:
                kept.setdefault(case.title, proof)
            case Unproven(reason=reason):
                reasons.append(reason)
    if any(isinstance(act, Refused) for case in kept.values() for act in case.acts):
        return tuple(kept.values())
    return Unproven(fact=rule_id(rule), entity=rule.entity, reason=(reasons or [NO_EXAMPLE])[0])


def _cases(spec: Spec, samples: Samples, rule: Rule) -> Iterator[Case]:
    match rule:
        case FieldOrder() | FieldsDiffer() | RelatedBound() | RequiredWhen() | Check():
            return bad_object_cases(spec, samples, rule)
        case RelatedState():
            return related_state_cases(spec, samples, rule)
        case StepNeeds():
            return step_needs_cases(spec, samples, rule)
        case UniqueTogether():
            return once_cases(spec, samples, rule)
        case NoOverlap():
            return overlap_cases(spec, samples, rule)
        case Quota():
            return quota_cases(spec, samples, rule)
        case Locked():
            return locked_cases(spec, samples, rule)
    assert_never(rule)
