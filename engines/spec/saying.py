"""Rules of a specification in plain English, for those who look at its picture. Pure; called by picture."""

from __future__ import annotations

from collections.abc import Sequence
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


def said(rule: Rule) -> str:
    """One sentence without its full stop; conditions stand as the specification writes them."""
    thing = _plain(rule.entity)
    match rule:
        case FieldOrder():
            order = "before" if rule.strict else "not after"
            return f"the {_plain(rule.earlier)} of a {thing} is {order} its {_plain(rule.later)}"
        case FieldsDiffer():
            return f"{_listed(rule.fields)} of a {thing} differ"
        case UniqueTogether():
            return f"no two {thing} records have the same {_listed(rule.fields)}{_where(rule.where)}"
        case NoOverlap():
            span = (
                f"from {_plain(rule.start)} to {_plain(rule.end)}" if rule.end else f"at the same {_plain(rule.start)}"
            )
            return f"{thing} records of the same {_listed(rule.same)} don't overlap {span}{_where(rule.where)}"
        case Quota():
            return _quota(rule)
        case RelatedBound():
            bound = "at least" if rule.at_least else "at most"
            return f"the {_plain(rule.field)} of a {thing} is {bound} the {_plain(rule.related_field)} of its {_plain(rule.relation)}"
        case RelatedState():
            return f"a {thing} needs a {_plain(rule.relation)} with {rule.condition}"
        case Locked():
            held = f", nor its {_listed(rule.children)}" if rule.children else ""
            when = "" if rule.condition == "True" else f" while {rule.condition}"
            return f"a {thing} can't be changed or deleted{held}{when}"
        case RequiredWhen():
            return f"a {thing} needs its {_plain(rule.field)} when {rule.condition}"
        case StepNeeds():
            return f"a {thing} becomes {_plain(rule.to)} only with {rule.condition}"
        case Check():
            return f"for every {thing} {rule.condition}"
    assert_never(rule)


def _quota(rule: Quota) -> str:
    what = f"the sum of {_plain(rule.amount)}" if rule.amount else f"the number of {_plain(rule.entity)} records"
    window = f" within a {rule.window} by {_plain(rule.window_field)}" if rule.window else ""
    limit = rule.limit if rule.limit.replace(".", "", 1).isdigit() else f"its {_plain(rule.limit)}"
    return f"{what} per {_plain(rule.per)} is at most {limit}{window}{_where(rule.where)}"


def _where(condition: str) -> str:
    return f" where {condition}" if condition else ""


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _listed(names: Sequence[str]) -> str:
    plain = [_plain(name) for name in names]
    return " and ".join([", ".join(plain[:-1]), plain[-1]]) if len(plain) > 1 else "".join(plain)
