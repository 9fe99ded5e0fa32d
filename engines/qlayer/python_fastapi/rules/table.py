"""Which family reads which kind of rule; a kind that nobody reads does not pass the type check. Called by entities."""

from __future__ import annotations

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
    StepNeeds,
    UniqueTogether,
)
from engines.qlayer.python_fastapi.rules import sets, states, values
from engines.qlayer.python_fastapi.rules.model import RuleView
from engines.qlayer.python_fastapi.rules.subject import Subject
from engines.qlayer.python_fastapi.views import EntityShape, Shapes


def rule_views(shapes: Shapes, shape: EntityShape, imports: set[str]) -> list[RuleView]:
    """The checks of an entity, those of its own values first; `imports` collects what they use."""
    subject = Subject(shapes, shape, imports, set())
    found = [_view(subject, rule) for rule in shapes.spec.rules if rule.entity == shape.entity.name]
    return sorted((view for view in found if view), key=lambda view: view.kind != "condition")


def _view(subject: Subject, rule: Rule) -> RuleView | None:
    match rule:
        case FieldOrder():
            return values.order(subject, rule)
        case FieldsDiffer():
            return values.differ(subject, rule)
        case RelatedBound():
            return values.bound(subject, rule)
        case RequiredWhen():
            return values.required(subject, rule)
        case Check():
            return values.check(subject, rule)
        case UniqueTogether():
            return sets.once(subject, rule)
        case NoOverlap():
            return sets.overlap(subject, rule)
        case Quota():
            return sets.quota(subject, rule)
        case RelatedState():
            return states.related_state(subject, rule)
        case StepNeeds():
            return states.step_needs(subject, rule)
        case Locked():
            return None  # read by `locks`, for the entity and for what belongs to it
    assert_never(rule)
