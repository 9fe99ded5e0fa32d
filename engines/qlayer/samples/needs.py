"""What an object is made with: which properties rules compare, and to what its references lead. Called by sample and solve."""

from __future__ import annotations

from engines.kernel.spec import Entity, NoOverlap, Quota, Spec, UniqueTogether
from engines.qlayer.samples.accounts import is_account


def made_with(spec: Spec, start: str, goal: str) -> bool:
    """Whether an object of one entity is made with one of another, directly or by what it refers to."""
    seen, ahead = set[str](), [start]
    while ahead:
        name = ahead.pop()
        if name == goal:
            return True
        if name not in seen and not is_account(spec, name):
            seen.add(name)
            entity = spec.entity(name)
            ahead += [r.target for r in entity.relations if r.required or compared(spec, entity, r.name)]
    return False


def compared(spec: Spec, entity: Entity, name: str) -> bool:
    """Whether rules that count or compare objects read a property."""
    for rule in spec.rules:
        if rule.entity != entity.name:
            continue
        match rule:
            case UniqueTogether(fields=names) | NoOverlap(same=names):
                if name in names:
                    return True
            case Quota(per=per, amount=amount, window_field=window):
                if name in (per, amount, window):
                    return True
        if isinstance(rule, NoOverlap) and name in (rule.start, rule.end):
            return True
    return False
