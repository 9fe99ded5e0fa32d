"""Tests of what a specification adds to accounts: their fields, references and rules. Called by tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from engines.kernel.spec import Entity, FieldOrder, FieldType, NoOverlap, Quota, Spec, UniqueTogether
from engines.qlayer.python_fastapi.test_source import Source
from engines.qlayer.python_fastapi.test_views import CaseTest, UnprovenRule, case_test, unproven_rules
from engines.qlayer.samples import plain_spec, rule_proofs, samples
from engines.qlayer.samples.accounts import USER, is_account
from engines.qlayer.samples.model import Case, Make, Move, Refused, Remove, Unproven
from engines.qlayer.samples.plain_spec import ACCOUNT
from engines.qlayer.samples.titles import reference_name
from engines.qlayer.samples.values import Place, given, settled
from engines.qlayer.wording import words

Pairs = tuple[tuple[str, str], ...]
STATES = "accounts have no states yet"


@dataclass(frozen=True, kw_only=True)
class PersonReference:
    """A reference of accounts, which administrators give; `maker` makes what it refers to."""

    name: str
    fact: str
    label: str
    maker: str
    many: bool


@dataclass(frozen=True, kw_only=True)
class People:
    """What is tested of accounts: values sent at sign-up, references, rules, and how an account is made for these."""

    facts: tuple[str, ...] = ()
    values: Pairs = ()
    references: tuple[PersonReference, ...] = ()
    plain: Pairs = ()
    made: Pairs = ()
    tests: tuple[CaseTest, ...] = ()
    unproven: tuple[UnprovenRule, ...] = ()


def people(spec: Spec) -> People:
    """The tests of the entity that is merged with accounts; nothing without one."""
    entity = next((one for one in spec.entities if is_account(spec, one.name)), None)
    if entity is None:
        return People()
    rules = [rule for rule in spec.rules if rule.entity == USER]
    strict = [rule for rule in rules if not isinstance(rule, Quota | UniqueTogether | NoOverlap | FieldOrder)]
    free = [one for one in entity.relations if not any(one.name in str(vars(rule).values()) for rule in strict)]
    built = People(
        facts=(f"entity:{USER}", *(f"field:{USER}.{name}" for name in _sent(entity))),
        values=tuple(_values(spec, entity)),
        references=tuple(
            PersonReference(
                name=reference_name(spec, one),
                fact=f"relation:{USER}.{one.name}",
                label=words(one.name),
                maker="open_account" if one.target == USER else f"make_{one.target}",
                many=one.many,
            )
            for one in free
        ),
    )
    return _with_rules(built, spec) if rules else built


def _sent(entity: Entity) -> Iterator[str]:
    for field in entity.fields:
        if field.name in ("email", "name") or (field.name not in ACCOUNT and not _is_file(field.type)):
            yield field.name


def _is_file(kind: FieldType) -> bool:
    return kind in (FieldType.FILE, FieldType.IMAGE)


def _values(spec: Spec, entity: Entity) -> Iterator[tuple[str, str]]:
    """What an account has beside address, name and password, as far as its rules let it stand together."""
    known = dict(samples(plain_spec(replace(spec, accounts=False))).of(USER).values)
    for field in entity.fields:
        if field.name not in ACCOUNT and not _is_file(field.type):
            value = known.get(field.name, given(entity, field, Place(rank=3)))
            yield field.name, Source(spec).value(settled(value))


def _with_rules(built: People, spec: Spec) -> People:
    """The cases of the rules, as if accounts were objects like others; what needs more than that stays unproven."""
    alone = plain_spec(replace(spec, accounts=False))
    proofs = rule_proofs(alone, samples(alone))
    mine = [case for case in proofs.cases if case.entity == USER]
    beyond = {case.fact for case in mine if _needs_states(case)}
    taken: set[str] = set()
    source = Source(alone)
    shown = source.shown(USER, samples(alone).of(USER).values)
    return replace(
        built,
        plain=tuple(pair for pair in shown if "make_" not in pair[1] and "upload(" not in pair[1]),
        made=tuple(pair for pair in shown if "make_" in pair[1] or "upload(" in pair[1]),
        tests=tuple(
            case_test(case, tuple(source.lines(_kept(case).acts)), taken) for case in mine if case.fact not in beyond
        ),
        unproven=unproven_rules([*proofs.unproven, *_stateless(beyond)], USER),
    )


def _stateless(facts: Iterable[str]) -> Iterator[Unproven]:
    yield from (Unproven(fact=fact, entity=USER, reason=STATES) for fact in sorted(facts))


def _kept(case: Case) -> Case:
    """The case without deletions: accounts are kept."""
    return replace(case, acts=tuple(act for act in case.acts if not isinstance(getattr(act, "step", act), Remove)))


def _needs_states(case: Case) -> bool:
    steps = [act.step if isinstance(act, Refused) else act for act in case.acts]
    return any(
        isinstance(step, Move) or (isinstance(step, Make) and step.entity == USER and "status" in dict(step.changes))
        for step in steps
    )
