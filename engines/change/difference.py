"""The facts in which two specifications differ, each with what it risks. Pure; the renames are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from engines.change.model import Difference, FactChange, Risk, What
from engines.change.wording import changed_in, said
from engines.kernel.spec import Entity, Field, FieldType, Grant, Lifecycle, Spec, feature_id, rule_id
from engines.kernel.spec.renames import Renames
from engines.kernel.spec.renaming import renamed

_TEXTS = (FieldType.TEXT, FieldType.EMAIL, FieldType.URL, FieldType.PHONE, FieldType.ENUM)
_SETTINGS = ("title", "kind", "accounts", "currency")


def difference(old: Spec, new: Spec, renames: Renames | None = None) -> Difference:
    """Every change as a fact; where sentences and origins alone differ, none."""
    told = renames or Renames()
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
    yield from _compared("role", {r.name: r for r in old.roles}, {r.name: r for r in new.roles})
    yield from _rights(old.grants, new.grants)
    yield from _compared("rule", {rule_id(r): r for r in old.rules}, {rule_id(r): r for r in new.rules})
    yield from _compared("feature", {feature_id(f): f for f in old.features}, {feature_id(f): f for f in new.features})
    yield from _compared(
        "endpoint",
        {f"{e.method} {e.path}": e for e in old.endpoints},
        {f"{e.method} {e.path}": e for e in new.endpoints},
    )
    yield from _compared("extension", {e.name: e for e in old.extensions}, {e.name: e for e in new.extensions})


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
    yield from _members("field", new.name, old.fields, new.fields, fresh)
    yield from _members("reference", new.name, old.relations, new.relations, fresh)
    yield from _members("value", new.name, old.computed, new.computed, fresh)
    yield from _states(new.name, old.lifecycle, new.lifecycle)


def _members(what: What, entity: str, old: Sequence[Any], new: Sequence[Any], fresh: bool) -> Iterator[FactChange]:
    before, after = ({f"{entity}.{each.name}": each for each in some} for some in (old, new))
    yield from _compared(what, before, after, fresh=fresh)


def _compared(
    what: What, old: Mapping[str, Any], new: Mapping[str, Any], *, fresh: bool = False
) -> Iterator[FactChange]:
    for place in dict.fromkeys((*old, *new)):
        was, now = old.get(place), new.get(place)
        if now is None:
            risk, why = _loss(what)
            yield FactChange(verb="removed", what=what, place=place, before=said(was), risk=risk, why=why)
        elif was is None:
            risk, why = ("low", "") if fresh else _gain(now)
            yield FactChange(verb="added", what=what, place=place, after=said(now), risk=risk, why=why)
        elif not alike(was, now):
            risk, why = _turn(was, now)
            before, after = changed_in(was, now)
            yield FactChange(verb="changed", what=what, place=place, before=before, after=after, risk=risk, why=why)


def _loss(what: What) -> tuple[Risk, str]:
    if what in ("field", "reference"):
        return "high", "its values leave the application; they are set aside in the database"
    return ("medium", "what it protected is open") if what in ("rule", "role") else ("low", "")


def _gain(now: object) -> tuple[Risk, str]:
    if isinstance(now, Field) and now.required and now.default is None:
        return "medium", "records that exist get a value that nobody gave"
    return "low", ""


def _turn(was: object, now: object) -> tuple[Risk, str]:
    if not (isinstance(was, Field) and isinstance(now, Field)):
        return "low", ""
    if was.type != now.type and not _wider(was, now):
        return "high", "values that the new type can't hold are set aside in the database"
    if set(was.choices) - set(now.choices):
        return "high", "records with a choice that is no more get another one"
    if now.unique and not was.unique:
        return "medium", "it fails where records share a value"
    if now.required and not was.required:
        return "medium", "records without one get a value that nobody gave"
    return "low", ""


def _wider(was: Field, now: Field) -> bool:
    """Whether every value of the old type is one of the new, too."""
    numbers = (FieldType.INTEGER, FieldType.NUMBER)
    if now.type is FieldType.LONG_TEXT:
        return was.type in _TEXTS
    if now.type is FieldType.TEXT:
        return was.type in (FieldType.ENUM, FieldType.PHONE)
    return was.type is numbers[0] and now.type is numbers[1]


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
    yield from _compared("step", *steps)


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


def alike(one: Any, two: Any) -> bool:
    """Equal but for where they come from."""
    if type(one) is not type(two):
        return False
    if is_dataclass(one):
        return all(alike(getattr(one, f.name), getattr(two, f.name)) for f in fields(one) if f.name != "origin")
    if isinstance(one, tuple):
        return len(one) == len(two) and all(map(alike, one, two))
    return bool(one == two)
