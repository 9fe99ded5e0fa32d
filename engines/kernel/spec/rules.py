"""The business rules that a specification can state; each is enforced on the server and has a test of its own.

A closed union: blueprints `match` over it and end in `assert_never`. Violations answer 409 and name the field; 422 is for what
breaks the published schema, and no schema can say what holds between two fields.
"""

from __future__ import annotations

from dataclasses import dataclass

from engines.kernel.spec.facts import CONVENTION, Origin


@dataclass(frozen=True, kw_only=True)
class FieldOrder:
    """`earlier` < `later` (dates, times, numbers); `strict` False allows equality. 409."""

    entity: str
    earlier: str
    later: str
    strict: bool = True
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class FieldsDiffer:
    """Two fields or relations may not be equal. 409."""

    entity: str
    fields: tuple[str, str]
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class UniqueTogether:
    """At most one object with the same values of these fields and relations; `where` limits which objects count. 409."""

    entity: str
    fields: tuple[str, ...]
    where: str = ""
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class NoOverlap:
    """Objects with the same `same` may not overlap in [start, end); `where` limits which objects count. 409.

    `end` empty: one instant, no two with the same start.
    """

    entity: str
    same: tuple[str, ...]
    start: str
    end: str = ""
    where: str = ""
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Quota:
    """Per object of relation `per`: count of objects (or the sum of `amount`) with `where` is at most `limit`. 409.

    `limit` is a number or a field of the related object: "3", "copies". `window`: only objects of the same "day",
    "week", "month" or "year" of field `window_field` count.
    """

    entity: str
    per: str
    limit: str
    amount: str = ""
    where: str = ""
    window: str = ""
    window_field: str = ""
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class RelatedBound:
    """A number is at most (`at_least`: at least) a field of the object that `relation` refers to. 409."""

    entity: str
    field: str
    relation: str
    related_field: str
    at_least: bool = False
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class RelatedState:
    """Objects may be created only when what `relation` refers to satisfies `condition` (read in that entity). 409.

    "cancelled events sell nothing" is condition `status != 'cancelled'`.
    """

    entity: str
    relation: str
    condition: str
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Locked:
    """While `condition` holds the object, and `children` that belong to it, can't be changed or deleted. 409.

    "Paid invoices can't be changed" is condition `status == 'paid'`; an immutable record is `True`.
    """

    entity: str
    condition: str
    children: tuple[str, ...] = ()
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class RequiredWhen:
    """A field must be given while a condition holds. 409."""

    entity: str
    field: str
    condition: str
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class StepNeeds:
    """The step to state `to` needs `condition`, e.g. `count(lines) >= 1` or `cost is not None`. 409."""

    entity: str
    to: str
    condition: str
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Check:
    """Any other condition over an object's own and related values that must hold when it is written. 409."""

    entity: str
    condition: str
    field: str
    origin: Origin = CONVENTION


Rule = (
    FieldOrder
    | FieldsDiffer
    | UniqueTogether
    | NoOverlap
    | Quota
    | RelatedBound
    | RelatedState
    | Locked
    | RequiredWhen
    | StepNeeds
    | Check
)
