"""The facts in which two specifications differ, each with what it risks. Pure; the renames are known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engines.change.comparing import compared, members
from engines.change.model import Difference, FactChange
from engines.change.service_difference import service_changes
from engines.change.wording import said
from engines.kernel.spec import Entity, Grant, Lifecycle, Spec, feature_id, rule_id
from engines.kernel.spec.renames import Renames
from engines.kernel.spec.renaming import renamed

_SETTINGS = ("title", "kind", "accounts", "currency")


def difference(old: Spec, new: Spec, renames: Renames | None = None) -> Difference:
    """Every change as a fact; where sentences and origins alone differ, none."""
    told = renames or Renames()
    if old.service is not None and new.service is not None:
        return Difference(facts=tuple(service_changes(old.service, new.service, told)))
    was = renamed(old, told)
    return Difference(facts=(*_renames(told, old, new), *_facts(was, new)))


def _renames(renames: Renames, old: Spec, new: Spec) -> Iterator[FactChange]:
    names = {entity.name for entity in new.entities}
    for before, after in renames.entities.items():
        if after in names:
            yield FactChange(verb="renamed", what="entity", place=after, before=before, after=after)
    for before, after in renames.roles.items():
        yield FactChange(verb="renamed", what="role", place=after, before=before, after=after)
    for place, after in renames.members.items():
        entity, _, before = place.partition(".")
        called = renames.entity(entity)
        if called in names:
            yield FactChange(verb="renamed", what="field", place=f"{called}.{after}", before=before, after=after)


def _facts(old: Spec, new: Spec) -> Iterator[FactChange]:
    for name in _SETTINGS:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield FactChange(verb="changed", what="setting", place=name, before=str(before), after=str(after))
    was, now = {e.name: e for e in old.entities}, {e.name: e for e in new.entities}
    for name in dict.fromkeys((*was, *now)):
        yield from _entity(was.get(name), now.get(name))
    yield from compared("role", {r.name: r for r in old.roles}, {r.name: r for r in new.roles})
    yield from _rights(old.grants, new.grants)
    yield from compared("rule", {rule_id(r): r for r in old.rules}, {rule_id(r): r for r in new.rules})
    yield from compared("feature", {feature_id(f): f for f in old.features}, {feature_id(f): f for f in new.features})
    yield from compared(
        "endpoint",
        {f"{e.method} {e.path}": e for e in old.endpoints},
        {f"{e.method} {e.path}": e for e in new.endpoints},
    )
    yield from compared("extension", {e.name: e for e in old.extensions}, {e.name: e for e in new.extensions})


def _entity(old: Entity | None, new: Entity | None) -> Iterator[FactChange]:
    if new is None:
        assert old is not None  # noqa: S101 - one of both has the name
        yield FactChange(
            verb="removed", what="entity", place=old.name, risk="high", why="its records leave the application"
        )
        return
    if old is None:
        yield FactChange(verb="added", what="entity", place=new.name, after=said(new))
        old = Entity(name=new.name, plural=new.plural)
        fresh = True
    else:
        fresh = False
    for name in ("plural", "label", "account_role"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after and not fresh:
            yield FactChange(
                verb="changed", what="entity", place=f"{new.name}.{name}", before=str(before), after=str(after)
            )
    yield from members("field", new.name, old.fields, new.fields, fresh)
    yield from members("reference", new.name, old.relations, new.relations, fresh)
    yield from members("value", new.name, old.computed, new.computed, fresh)
    yield from _states(new.name, old.lifecycle, new.lifecycle)


def _states(entity: str, old: Lifecycle | None, new: Lifecycle | None) -> Iterator[FactChange]:
    before, after = (found.states if found else () for found in (old, new))
    if before != after:
        lost = set(before) - set(after)
        why = f"records that are {', '.join(sorted(lost))} get another state" if lost and after else ""
        yield FactChange(
            verb="changed" if before and after else "removed" if before else "added",
            what="states",
            place=entity,
            before=", ".join(before),
            after=", ".join(after),
            risk="high" if lost else "low",
            why=why or ("the state of every record leaves the application" if lost else ""),
        )
    steps = [{f"{entity}.{s.source}-{s.target}": s for s in found.transitions} if found else {} for found in (old, new)]
    yield from compared("step", *steps)


def _rights(old: Sequence[Grant], new: Sequence[Grant]) -> Iterator[FactChange]:
    """By role and entity, since one right may be told in several lines."""
    was, now = _actions(old), _actions(new)
    for place in dict.fromkeys((*was, *now)):
        before, after = was.get(place, ()), now.get(place, ())
        if before != after:
            lost = [action for action in before if action not in after]
            yield FactChange(
                verb="added" if not before else "removed" if not after else "changed",
                what="right",
                place=place,
                before=", ".join(before),
                after=", ".join(after),
                risk="medium" if lost else "low",
                why=f"they may no longer {', '.join(lost)}" if lost else "",
            )


def _actions(grants: Sequence[Grant]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for grant in grants:
        found.setdefault(f"{grant.role}.{grant.entity}", set()).update(
            f"{action} own" if grant.own else action for action in grant.actions
        )
    return {place: tuple(sorted(actions)) for place, actions in found.items()}
