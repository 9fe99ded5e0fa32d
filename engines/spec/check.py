"""Checks a specification, read or edited by hand: dangling names, duplicates, bad expressions, unknown states and roles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from engines.kernel.errors import UserError
from engines.kernel.findings import Finding, Severity
from engines.kernel.spec import (
    Check,
    Entity,
    FieldOrder,
    FieldsDiffer,
    FieldType,
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
    facts,
    rule_id,
)
from engines.spec.cycles import loosened
from engines.spec.learning.check import check_training
from engines.spec.scope import Scope, problems, property_names
from engines.spec.tool_check import check_tool


def check_spec(spec: Spec) -> list[Finding]:
    """Every fault of a specification; an empty list when it can be built. `place` is the fact's id."""
    found = [*_names(spec), *_duplicates(spec)]
    for entity in spec.entities:
        found += [*_entity(spec, entity), *_life(spec, entity), *_values(spec, entity)]
    found += list(_circles(spec))
    found += [finding for rule in spec.rules for finding in _rule(spec, rule)]
    found += list(_people(spec))
    found += list(_features(spec))
    found += list(check_training(spec.training)) if spec.training else []
    found += list(_sentences(spec))
    found += list(check_tool(spec))
    return found


def _fault(place: str, title: str, advice: str, severity: Severity = "high") -> Finding:
    return Finding(severity=severity, title=title, place=place, advice=advice, by="spec")


def _twice(names: Iterable[str], place: str, what: str) -> Iterator[Finding]:
    for name, count in Counter(names).items():
        if count > 1:
            yield _fault(f"{place}{name}", f"the {what} '{name}' stands twice", "Give each a name of its own.")


def _names(spec: Spec) -> Iterator[Finding]:
    for entity in spec.entities:
        names = [entity.name, entity.plural, *(f.name for f in entity.fields), *(r.name for r in entity.relations)]
        for name in names:
            if not name.isidentifier() or name != name.lower():
                yield _fault(f"entity:{entity.name}", f"'{name}' is not a name", "Use snake_case: letters, digits, _.")


def _duplicates(spec: Spec) -> Iterator[Finding]:
    yield from _twice((e.name for e in spec.entities), "entity:", "entity")
    yield from _twice((e.plural for e in spec.entities), "entity:", "plural")
    yield from _twice((r.name for r in spec.roles), "role:", "role")
    told = Counter(place for place, _ in facts(spec) if place.startswith(("rule:", "grant:", "feature:")))
    for place, count in told.items():
        if count > 1:
            yield _fault(place, f"'{place}' stands twice", "Leave one of them out.")
    children = ((r.target, r.children) for e in spec.entities for r in e.relations if r.children)
    for (target, name), count in Counter(children).items():
        if count > 1:
            yield _fault(f"entity:{target}", f"two relations are its '{name}'", "Give `children` another name.")


def _entity(spec: Spec, entity: Entity) -> Iterator[Finding]:
    own = property_names(entity)
    yield from _twice(own, f"field:{entity.name}.", "property")
    known = {e.name for e in spec.entities} | {"user"}
    for relation in entity.relations:
        place = f"relation:{entity.name}.{relation.name}"
        if relation.target not in known:
            yield _fault(
                place, f"there is no entity '{relation.target}'", f"Known: {', '.join(sorted(known))}.", "critical"
            )
        if relation.target == "user" and not spec.accounts and "user" not in {e.name for e in spec.entities}:
            yield _fault(place, "it points to an account, but there are none", "Set `accounts: true`.")
    for field in entity.fields:
        place = f"field:{entity.name}.{field.name}"
        if (field.type is FieldType.ENUM) != bool(field.choices):
            yield _fault(place, "choices and the type enum go together", "Give `type: enum` and `choices`.")
        if field.minimum is not None and field.maximum is not None and field.minimum > field.maximum:
            yield _fault(place, f"the minimum {field.minimum} is above the maximum {field.maximum}", "Swap them.")
        if field.name in ("id", "status"):
            yield _fault(place, f"the name '{field.name}' is taken", "Rename it, e.g. to number or condition.")
    if entity.label and entity.label not in own:
        yield _fault(f"entity:{entity.name}", f"its label '{entity.label}' is no field", "Name one of its fields.")


def _circles(spec: Spec) -> Iterator[Finding]:
    """Relations that must be given but lead in a circle: none of their objects could be created first."""
    loose = {entity.name: entity for entity in loosened(spec.entities)}
    for entity in spec.entities:
        for relation, free in zip(entity.relations, loose[entity.name].relations, strict=True):
            if relation.required and not free.required:
                place = f"relation:{entity.name}.{relation.name}"
                yield _fault(place, "required relations run in a circle", "Set `required: false` for one.", "critical")


def _life(spec: Spec, entity: Entity) -> Iterator[Finding]:
    lifecycle = entity.lifecycle
    if lifecycle is None:
        return
    place = f"states:{entity.name}"
    for state in (lifecycle.initial, *(s for t in lifecycle.transitions for s in (t.source, t.target))):
        if state not in lifecycle.states:
            yield _fault(place, f"there is no state '{state}'", f"Known: {', '.join(lifecycle.states)}.")
    roles = {role.name for role in spec.roles} | {"admin"}
    for step in lifecycle.transitions:
        for role in step.roles:
            if role not in roles:
                yield _fault(f"step:{entity.name}.{step.source}-{step.target}", f"there is no role '{role}'", "Add it.")


def _values(spec: Spec, entity: Entity) -> Iterator[Finding]:
    for computed in entity.computed:
        yield from _expression(spec, entity, computed.expression, f"computed:{entity.name}.{computed.name}")


def _expression(spec: Spec, entity: Entity, text: str, place: str) -> Iterator[Finding]:
    if not text:
        return
    try:
        for problem in problems(text, Scope(spec=spec, entity=entity)):
            yield _fault(place, problem, f"Correct the expression: {text}")
    except UserError as error:
        yield _fault(place, str(error), error.hint)


def _rule(spec: Spec, rule: Rule) -> Iterator[Finding]:
    place = rule_id(rule)
    entity = next((e for e in spec.entities if e.name == rule.entity), None)
    if entity is None:
        yield _fault(place, f"there is no entity '{rule.entity}'", "Name a known entity.", "critical")
        return
    scope = Scope(spec=spec, entity=entity)
    for name in _properties(rule):
        if name and not scope.has(name):
            yield _fault(place, f"a {entity.name} has no '{name}'", f"Known: {', '.join(scope.names())}.")
    for text in _conditions(rule):
        yield from _expression(spec, entity, text, place)
    if isinstance(rule, RelatedState | RelatedBound | Quota):
        yield from _related(spec, scope, rule, place)
    if isinstance(rule, StepNeeds) and (entity.lifecycle is None or rule.to not in entity.lifecycle.states):
        yield _fault(place, f"a {entity.name} has no state '{rule.to}'", "Name one of its states.")


def _properties(rule: Rule) -> tuple[str, ...]:
    match rule:
        case FieldOrder():
            return (rule.earlier, rule.later)
        case FieldsDiffer() | UniqueTogether():
            return rule.fields
        case NoOverlap():
            return (*rule.same, rule.start, rule.end)
        case Quota():
            return (rule.per, rule.amount, rule.window_field)
        case RelatedBound():
            return (rule.field, rule.relation)
        case RelatedState():
            return (rule.relation,)
        case RequiredWhen() | Check():
            return (rule.field,)
        case _:
            return ()


def _conditions(rule: Rule) -> tuple[str, ...]:
    match rule:
        case UniqueTogether() | NoOverlap() | Quota():
            return (rule.where,)
        case Locked() | RequiredWhen() | StepNeeds() | Check():
            return (rule.condition,)
        case _:
            return ()


def _related(spec: Spec, scope: Scope, rule: RelatedState | RelatedBound | Quota, place: str) -> Iterator[Finding]:
    target = scope.target(rule.per if isinstance(rule, Quota) else rule.relation)
    if target is None:
        yield _fault(place, "it needs a relation to one object of an entity", "Name such a relation.")
        return
    if isinstance(rule, RelatedState):
        yield from _expression(spec, target, rule.condition, place)
        return
    name = rule.limit if isinstance(rule, Quota) else rule.related_field
    if not name.isdigit() and not Scope(spec=spec, entity=target).has(name):
        yield _fault(place, f"a {target.name} has no '{name}'", "Name one of its fields, or a number.")


def _people(spec: Spec) -> Iterator[Finding]:
    roles = {role.name for role in spec.roles}
    entities = {entity.name for entity in spec.entities}
    if roles and not spec.accounts:
        yield _fault(f"role:{sorted(roles)[0]}", "there are roles but no accounts", "Set `accounts: true`.")
    for grant in spec.grants:
        place = f"grant:{grant.role}.{grant.entity}"
        if grant.role not in roles | {"visitor", "admin"}:
            yield _fault(place, f"there is no role '{grant.role}'", "Add it to `roles`.")
        if grant.entity not in entities:
            yield _fault(place, f"there is no entity '{grant.entity}'", "Name a known entity.")
    for entity in spec.entities:
        if entity.account_role and entity.account_role not in roles:
            yield _fault(f"entity:{entity.name}", f"there is no role '{entity.account_role}'", "Add it to `roles`.")


def _features(spec: Spec) -> Iterator[Finding]:
    known = {place for place, _ in facts(spec)}
    for feature in spec.features:
        for fact in feature.realised_by:
            if fact not in known:
                yield _fault(f"feature:{feature.name}", f"there is no fact '{fact}'", "Correct its `realised_by`.")


def _sentences(spec: Spec) -> Iterator[Finding]:
    known = {sentence.number for sentence in spec.sentences}
    for place, origin in facts(spec):
        for number in origin.sentences:
            if number not in known:
                yield _fault(place, f"there is no sentence {number}", "Correct its `from`.", "low")
