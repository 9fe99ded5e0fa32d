"""Whether a specification holds a wanted rule, judged by its facts alone; the judge tries the same with requests."""

from __future__ import annotations

from datetime import date
from typing import Any

from engines.kernel.spec import (
    Check,
    Entity,
    Field,
    FieldOrder,
    FieldsDiffer,
    FieldType,
    Locked,
    NoOverlap,
    Quota,
    RelatedBound,
    RelatedState,
    RequiredWhen,
    Spec,
    StepNeeds,
    UniqueTogether,
)
from tests.reading.names import best, norm

Wanted = dict[str, Any]


class Held:
    """The wanted rules of one brief against its specification; `place` says where each expected entity lives."""

    def __init__(self, spec: Spec, place: dict[str, str]) -> None:
        self._spec = spec
        self._place = place

    def holds(self, rule: Wanted) -> bool:
        """Whether the rule is there."""
        entity = self._entity(rule["entity"])
        check = getattr(self, f"_{rule['kind']}", None)
        return bool(entity and check and check(entity, rule))

    def _entity(self, name: str) -> Entity | None:
        place = self._place.get(name, "").replace("users", "user")
        return next((e for e in self._spec.entities if e.name == place), None)

    def _field(self, entity: Entity, name: str) -> Field | None:
        hit = best(name, [f.name for f in entity.fields], around=entity.name)
        return next((f for f in entity.fields if f.name == hit), None)

    def _field_range(self, entity: Entity, rule: Wanted) -> bool:
        field = self._field(entity, rule["field"])
        bad = rule["bad"] if isinstance(rule["bad"], list) else [rule["bad"]]
        if field is None:
            return False
        past = any(
            r.condition in (f"{field.name} <= now()", f"{field.name} <= today()") for r in self._rules(Check, entity)
        )
        ahead = any(
            r.condition in (f"{field.name} >= now()", f"{field.name} >= today()") for r in self._rules(Check, entity)
        )

        def refused(value: Any) -> bool:
            today = date.today().isoformat()
            dated = isinstance(value, str) and field.type.value in ("date", "datetime")
            return (past and value > today) or (ahead and value < today) if dated else _refused(field, value)

        return all(refused(value) for value in bad) and not refused(rule.get("good"))

    _field_min = _field_reject = _field_range

    def _unique(self, entity: Entity, rule: Wanted) -> bool:
        field = self._field(entity, rule["field"])
        return bool(field and field.unique)

    def _rules(self, kind: type, entity: Entity) -> list[Any]:
        return [r for r in self._spec.rules if isinstance(r, kind) and r.entity == entity.name]

    def _field_order(self, entity: Entity, rule: Wanted) -> bool:
        computed = [c.name for c in entity.computed]
        if best(rule["later"], computed, around=entity.name):
            return True
        names = [f.name for f in entity.fields]
        pair = (best(rule["earlier"], names, around=entity.name), best(rule["later"], names, around=entity.name))
        direct = any((r.earlier, r.later) == pair for r in self._rules(FieldOrder, entity))
        return direct or any(all(p and p in r.condition for p in pair) for r in self._rules(Check, entity))

    def _same(self, entity: Entity, wanted: list[str]) -> set[str] | None:
        """The fields and relations that are meant."""
        found = set()
        for name in wanted:
            goal = self._place.get(name, name).replace("users", "user")
            relations = {r.name: r.target for r in entity.relations}
            hit = best(name, relations) or next((r for r, target in relations.items() if target == goal), None)
            hit = hit or best(name, [f.name for f in entity.fields], around=entity.name)
            if not hit and name in ("time", "date"):
                hit = next((f.name for f in entity.fields if f.type.value in ("date", "datetime", "time")), None)
            hit = hit or next((r.name for r in entity.relations if r.owner or r.target == "user"), None)
            if not hit:
                return None
            found.add(hit)
        return found

    def _conflict(self, entity: Entity, rule: Wanted) -> bool:
        same = self._same(entity, rule["same"])
        if same is None:
            return False
        once = [set(r.fields) for r in self._rules(UniqueTogether, entity)]
        instants = [{*r.same, r.start, *([r.end] if r.end else [])} for r in self._rules(NoOverlap, entity)]
        quotas = [{r.per} for r in self._rules(Quota, entity) if r.limit == "1"]
        return same in once or any(same <= each for each in instants) or (len(same) == 1 and same in quotas)

    def _overlap(self, entity: Entity, rule: Wanted) -> bool:
        same = self._same(entity, rule["same"])
        names = [f.name for f in entity.fields]
        start, end = (best(rule[key], names, around=entity.name) for key in ("start", "end"))
        return same is not None and any(
            set(r.same) == same and r.start == start and r.end == end for r in self._rules(NoOverlap, entity)
        )

    def _fields_differ(self, entity: Entity, rule: Wanted) -> bool:
        names = [f.name for f in entity.fields] + [r.name for r in entity.relations]
        pair = {best(name, names, around=entity.name) for name in rule["fields"]}
        return any(set(r.fields) == pair for r in self._rules(FieldsDiffer, entity))

    def _ref_max(self, entity: Entity, rule: Wanted) -> bool:
        field, target = self._field(entity, rule["field"]), self._entity(rule["ref"])
        bound = best(rule["ref_field"], [f.name for f in target.fields], around=target.name) if target else None
        if not field or not bound:
            return False
        direct = any((r.field, r.related_field) == (field.name, bound) for r in self._rules(RelatedBound, entity))
        sums = any((r.amount, r.limit) == (field.name, bound) for r in self._rules(Quota, entity))
        return (
            direct
            or sums
            or any(bound in r.condition and field.name in r.condition for r in self._rules(Check, entity))
        )

    def _transition_denied(self, entity: Entity, rule: Wanted) -> bool:
        life = entity.lifecycle
        if life is None:
            return False
        known = {norm(state): state for state in life.states}

        def state(wanted: str) -> str | None:
            return next((known[norm(name)] for name in wanted.split("/") if norm(name) in known), None)

        steps = {(step.source, step.target) for step in life.transitions}
        at: str | None = life.initial
        for want in rule.get("path", []):
            to = state(want)
            if to is None or (at, to) not in steps:
                return False
            at = to
        then = state(rule["then"])
        if then is None or (at, then) in steps:
            return False
        for want in rule.get("allowed", []):
            to = state(want)
            if to is None or (at, to) not in steps:
                return False
            at = to
        return True

    def _ref_state_denied(self, entity: Entity, rule: Wanted) -> bool:
        ref = self._entity(rule["ref"])
        relations = [r.name for r in entity.relations if ref and r.target == ref.name]
        named = any(
            r.relation in relations and _mentions(r.condition, rule["state"], ref)
            for r in self._rules(RelatedState, entity)
        )
        locked = ref and any(
            entity.name in r.children and _mentions(r.condition, rule["state"], ref) for r in self._rules(Locked, ref)
        )
        return bool(named or locked)

    def _locked(self, entity: Entity, rule: Wanted) -> bool:
        """`state` is left out where the record may never be changed."""
        locks = self._rules(Locked, entity)
        return any(
            _mentions(r.condition, rule["state"], entity) if "state" in rule else r.condition == "True" for r in locks
        )

    def _required_when(self, entity: Entity, rule: Wanted) -> bool:
        """`state`: a state, a choice of some field, or a flag."""
        name = best(rule["field"], [f.name for f in entity.fields], around=entity.name)
        told = [norm(rule["state"]), rule["state"]]
        when = [r.condition for r in self._rules(RequiredWhen, entity) if r.field == name]
        when += [f"'{r.to}'" for r in self._rules(StepNeeds, entity) if name and f"{name} is not None" in r.condition]
        return any(state in condition for condition in when for state in told)

    def _needs_line(self, entity: Entity, rule: Wanted) -> bool:
        """The step to state `to` needs one `child` at least."""
        child = self._entity(rule["child"])
        lines = [r.children for r in child.relations if r.target == entity.name] if child else []
        steps = [r for r in self._rules(StepNeeds, entity) if norm(r.to) == norm(rule["to"])]
        return any(f"count({name})" in r.condition for r in steps for name in lines)

    def _quota(self, entity: Entity, rule: Wanted) -> bool:
        """At most `limit` of the entity for each `per`, in a `window` where one is told."""
        per = self._same(entity, [rule["per"]]) or set()
        found = [r for r in self._rules(Quota, entity) if r.per in per]
        return any((r.limit, r.window) == (str(rule["limit"]), rule.get("window", "")) for r in found)

    def _aggregate(self, entity: Entity, rule: Wanted) -> bool:
        hit = best(rule["field"], [c.name for c in entity.computed], around=entity.name)
        computed = next((c for c in entity.computed if c.name == hit), None)
        if computed is None or ("(" not in computed.expression and not rule["of"].startswith(rule["entity"] + ".")):
            return False
        parts = [part.strip().split(".")[1] for part in rule["of"].split("*")]
        return "sum(" in computed.expression or any(best(part, _names_in(computed.expression)) for part in parts)

    _aggregate_product = _aggregate

    def _role_only(self, entity: Entity, rule: Wanted) -> bool:
        roles = [role.name for role in self._spec.roles] + ["admin"]
        allowed, denied = (best(rule[key], roles, 0.7) for key in ("allowed", "denied"))
        if not allowed:
            return False
        if rule["action"] == "create":
            return self._may(allowed, entity, "create") and not (denied and self._may(denied, entity, "create"))
        life = entity.lifecycle
        goal = best(rule.get("to") or rule["action"], life.states, 0.7) if life else None
        steps = [step for step in life.transitions if step.target == goal] if life else []
        return bool(steps) and all(
            (allowed in step.roles or (not step.roles and self._may(allowed, entity, "update")) or allowed == "admin")
            and (denied is None or (denied not in step.roles and bool(step.roles)))
            for step in steps
        )

    def _may(self, role: str, entity: Entity, action: str) -> bool:
        grants = [g for g in self._spec.grants if g.role == role and g.entity == entity.name]
        return role == "admin" or any(action in grant.actions for grant in grants)


def _names_in(expression: str) -> list[str]:
    return list("".join(c if c.isalnum() or c == "_" else " " for c in expression).split())


def _mentions(condition: str, state: str, ref: Entity | None) -> bool:
    known = (
        [
            *(ref.lifecycle.states if ref and ref.lifecycle else ()),
            *(f.name for f in ref.fields if f.type is FieldType.BOOLEAN),
        ]
        if ref
        else []
    )
    hit = best(state, known, 0.8)
    return bool(hit and (hit in condition or "==" in condition))


def _refused(field: Field, value: Any) -> bool:
    """Whether the field's own limits refuse a value."""
    if value is None:
        return False
    if field.choices:
        return norm(str(value)) not in {norm(choice) for choice in field.choices}
    if isinstance(value, bool) or field.type in (FieldType.EMAIL, FieldType.URL):
        return field.type in (FieldType.EMAIL, FieldType.URL) and "@" not in str(value) and ":" not in str(value)
    if isinstance(value, int | float):
        low = field.minimum is not None and value < field.minimum
        return low or (field.maximum is not None and value > field.maximum)
    import re

    long = field.max_length is not None and len(value) > field.max_length
    short = field.min_length is not None and len(value) < field.min_length
    return long or short or bool(field.pattern and not re.fullmatch(field.pattern.strip("^$"), value))
