"""For every rule of a specification the acts that prove it: what must pass and what must be refused. Pure."""

from __future__ import annotations

from collections.abc import Iterator
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
)
from engines.qlayer.samples.apart import apart
from engines.qlayer.samples.lock_cases import locked_cases
from engines.qlayer.samples.model import Case, Samples
from engines.qlayer.samples.object_cases import bad_object_cases, related_state_cases, step_needs_cases
from engines.qlayer.samples.quota_cases import quota_cases
from engines.qlayer.samples.set_cases import once_cases, overlap_cases


def rule_cases(spec: Spec, samples: Samples) -> tuple[Case, ...]:
    """The cases of all rules, in the order of the specification."""
    kept: dict[tuple[str, str], Case] = {}
    for rule in spec.rules:
        for case in _cases(spec, samples, rule):
            if (case.fact, case.title) not in kept and (proof := apart(spec, samples, rule, case)) is not None:
                kept[case.fact, case.title] = proof
    return tuple(kept.values())


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
