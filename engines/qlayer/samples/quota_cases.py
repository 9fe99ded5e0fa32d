"""Cases of quotas: as many (or as much) as the limit allows pass, one more is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from engines.kernel.spec import Entity, Quota, Spec, parse
from engines.qlayer.samples.accounts import is_account
from engines.qlayer.samples.claim import claim, known
from engines.qlayer.samples.claim import holder as holder_changes
from engines.qlayer.samples.model import Act, Case, Changes, Given, Make, Refused, Samples, Use
from engines.qlayer.samples.set_cases import moved
from engines.qlayer.samples.solve import Fix, goal, solve
from engines.qlayer.samples.titles import alias
from engines.qlayer.samples.wording import with_what, without_what
from engines.qlayer.samples.world import merged
from engines.qlayer.wording import with_article, words

MOST = 12


def quota_cases(spec: Spec, samples: Samples, rule: Quota) -> Iterator[Case]:
    """The limit is reached exactly; beyond it stands the refusal."""
    entity = spec.entity(rule.entity)
    relation = next((one for one in entity.relations if one.name == rule.per), None)
    if relation is None:
        return
    limit, given = _limit(spec, rule, relation.target)
    counting = _counting(spec, samples, rule)
    holder = alias(rule.per)
    base = merged(counting, ((rule.per, Use(holder)),))
    given = merged(holder_changes(samples, rule.entity, rule.per), given)
    if limit is None or (limit > MOST and not rule.amount):
        return
    fills = _fills(rule, entity, base, limit)
    acts: list[Act] = [Make(alias=holder, entity=relation.target, changes=given), *fills]
    over = merged(base, _least(rule, entity))
    acts.append(
        Refused(
            step=Make(alias=f"extra_{rule.entity}", entity=rule.entity, changes=over),
            status=409,
            fields=(rule.per, rule.amount) if rule.amount else (rule.per,),
        )
    )
    if rule.window:
        beyond = timedelta(days=400 if rule.window == "year" else 40)
        later = moved(samples, entity, beyond, (rule.window_field,))
        acts.append(Make(alias=f"later_{rule.entity}", entity=rule.entity, changes=merged(over, later)))
    yield claim(spec, rule, _title(spec, rule, entity), tuple(acts))
    yield from _uncounted(spec, samples, rule, acts[:1], fills, over)


def _limit(spec: Spec, rule: Quota, target: str) -> tuple[int | None, Changes]:
    """The number that the case goes by, and what the object it is counted for is given."""
    if rule.limit.replace(".", "", 1).isdigit():
        return int(Decimal(rule.limit)), ()
    for field in () if is_account(spec, target) else spec.entity(target).fields:
        if field.name == rule.limit.removeprefix(f"{rule.per}."):
            low = int(field.minimum) if field.minimum is not None else 1
            limit = max(low, 5 if rule.amount else 1)
            return limit, ((field.name, limit),)
    return None, ()


def _counting(spec: Spec, samples: Samples, rule: Quota) -> Changes:
    fix = solve(spec, known(samples), goal(spec, rule.entity, parse(rule.where), True)) if rule.where else Fix()
    return fix.changes if fix else ()


def _fills(rule: Quota, entity: Entity, base: Changes, limit: int) -> list[Act]:
    if rule.amount:
        return [Make(alias=alias(rule.entity), entity=rule.entity, changes=merged(base, ((rule.amount, limit),)))]
    names = [alias(rule.entity)] if limit == 1 else [f"{rule.entity}_{number}" for number in range(1, limit + 1)]
    return [Make(alias=name, entity=rule.entity, changes=base) for name in names]


def _least(rule: Quota, entity: Entity) -> Changes:
    if not rule.amount:
        return ()
    field = next((field for field in entity.fields if field.name == rule.amount), None)
    least: Given = max(1, int(field.minimum)) if field and field.minimum is not None else 1
    return ((rule.amount, least),)


def _uncounted(
    spec: Spec, samples: Samples, rule: Quota, holder: list[Act], fills: list[Act], over: Changes
) -> Iterator[Case]:
    """What the quota's `where` leaves out takes no place."""
    if not rule.where:
        return
    fixed = tuple((name, value) for name, value in over if name != rule.per)
    away = solve(spec, known(samples), goal(spec, rule.entity, parse(rule.where), False))
    if away is None or away.extra or any(name == rule.amount for name, _ in away.changes):
        return
    gone = merged(fixed, (*away.changes, *((name, value) for name, value in over if name == rule.per)))
    past = Make(alias=f"past_{rule.entity}", entity=rule.entity, changes=gone)
    title = f"{with_article(rule.entity)} with {without_what(rule.where)} takes no place"
    yield claim(spec, rule, f"{title} of its {words(rule.per)}", (*holder, past, *fills))


def _title(spec: Spec, rule: Quota, entity: Entity) -> str:
    what = f"{words(rule.amount)} of {words(entity.plural)}" if rule.amount else words(entity.plural)
    which = f" with {with_what(rule.where)}" if rule.where else ""
    window = f" in one {rule.window}" if rule.window else ""
    if rule.limit.replace(".", "", 1).isdigit():
        return f"{with_article(rule.per)} has at most {rule.limit} {what}{which}{window}"
    return f"the {what} of {with_article(rule.per)}{which} stay within its {words(rule.limit)}{window}"
