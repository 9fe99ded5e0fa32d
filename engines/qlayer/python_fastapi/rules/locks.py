"""Locks: what keeps an object, and what belongs to it, from being changed. Called by entities."""

from __future__ import annotations

from engines.kernel.spec import Locked, parse, rule_id
from engines.qlayer.python_fastapi.expression import PythonSource
from engines.qlayer.python_fastapi.reading import first_path, said
from engines.qlayer.python_fastapi.rules.model import LockView
from engines.qlayer.python_fastapi.rules.subject import Subject, unique
from engines.qlayer.python_fastapi.views import EntityShape, RelationView, Shapes
from engines.qlayer.wording import with_article


def lock_views(shapes: Shapes, shape: EntityShape, imports: set[str]) -> list[LockView]:
    """What locks objects of this entity: its own rules, and those of entities it belongs to."""
    subject = Subject(shapes, shape, imports, set())
    views = []
    for rule in shapes.spec.rules:
        if not isinstance(rule, Locked):
            continue
        if rule.entity == shape.entity.name:
            views.append(_lock(subject, rule))
        owner = shapes[rule.entity]
        children = (*owner.children, *owner.people) if rule.children else ()
        for child in children:
            called = {child.spec_name, child.attr, shape.entity.name, shape.entity.plural}
            if child.child == shape.names and not child.relation.many and called & set(rule.children):
                views.append(_child_lock(subject, rule, child.relation))
    return views


def _lock(subject: Subject, rule: Locked) -> LockView:
    once = _once(rule)
    return LockView(
        fact=rule_id(rule),
        function=unique(f"check_{subject.names.name}_open", subject.known),
        sentence=f"{with_article(subject.names.label).capitalize()} can't be changed{once}.",
        field=first_path(parse(rule.condition)) or "id",
        message=f"can't be changed{once}",
        condition=subject.source().condition(parse(rule.condition)).text if once else "True",
    )


def _child_lock(subject: Subject, rule: Locked, relation: RelationView) -> LockView:
    once, owner = _once(rule), subject.shapes[rule.entity]
    source = PythonSource(subject.shapes, owner, f"{subject.names.var}.{relation.link}", subject.imports)
    return LockView(
        fact=rule_id(rule),
        function=unique(f"check_{relation.relation.name}_open", subject.known),
        sentence=f"What belongs to {with_article(owner.names.label)} can't be changed{once}.",
        field=relation.name,
        message=f"this {owner.names.label} can't be changed{once}",
        condition=source.condition(parse(rule.condition)).text if once else "True",
        parent=relation,
        owner=owner.names,
    )


def _once(rule: Locked) -> str:
    """From when on it is locked, '' for always."""
    return (
        ""
        if rule.condition.strip() == "True"
        else f" once {said(parse(rule.condition)).replace('status is ', 'it is ')}"
    )
