"""The tests of a generated application as its templates see them. Called by the context of python-fastapi."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from engines.kernel.spec import Entity, Field, FieldType, Locked, Spec, feature_id, parse
from engines.qlayer.python_fastapi.test_access import RoleTests, access_tests
from engines.qlayer.python_fastapi.test_people import People, people
from engines.qlayer.python_fastapi.test_source import Source, quoted
from engines.qlayer.python_fastapi.test_views import (
    EntityTests,
    Factory,
    Reference,
    Sorted,
    StateStep,
    case_test,
    unproven_rules,
)
from engines.qlayer.samples import computed_cases, plain_spec, rule_proofs, samples, step_cases
from engines.qlayer.samples.access_rules import scope
from engines.qlayer.samples.claim import known as by_entity
from engines.qlayer.samples.edits import edits
from engines.qlayer.samples.model import Account as AccountGiven
from engines.qlayer.samples.model import (
    Case,
    Change,
    Changes,
    Coded,
    Counted,
    Given,
    Make,
    Move,
    New,
    Refused,
    Sample,
    Samples,
    Text,
)
from engines.qlayer.samples.model import Upload as UploadGiven
from engines.qlayer.samples.object_cases import renamed
from engines.qlayer.samples.solve import goal, solve
from engines.qlayer.samples.titles import alias, collections, property_name, reference_name, shown_name, slug
from engines.qlayer.samples.towards import towards
from engines.qlayer.samples.values import NUMBERS, refused, settled
from engines.qlayer.wording import with_article, words


@dataclass(frozen=True, kw_only=True)
class ReminderTest:
    """A test of one reminder: an object that needs attention is named, another is not."""

    fact: str
    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TestsView:
    """All tests: entities in the order in which they can be created, and who may do what."""

    spec: Spec
    entities: tuple[EntityTests, ...]
    access: tuple[RoleTests, ...]
    uploads: bool
    accounts: bool
    codes: bool
    dates: bool
    default_role: str
    roles: tuple[str, ...]
    facts: dict[str, tuple[str, ...]]
    people: People
    reminders: tuple[ReminderTest, ...]
    dashboard: bool


def tests_view(spec: Spec) -> TestsView:
    """Everything that tests/ is rendered from."""
    persons = people(spec)
    spec = plain_spec(spec)
    known = samples(spec)
    proofs = rule_proofs(spec, known)
    cases = (*proofs.cases, *computed_cases(spec, known), *step_cases(spec, known))
    entities = tuple(
        replace(
            _entity(spec, known, spec.entity(sample.entity), cases),
            unproven=unproven_rules(proofs.unproven, sample.entity),
        )
        for sample in known.all
    )
    sent = [value for sample in known.all for _, value in (*sample.values, *sample.optional)]
    open_roles = [role.name for role in spec.roles if role.self_register]
    roles = tuple(role.name for role in spec.roles if role.name not in ("admin", "visitor"))
    return TestsView(
        spec=spec,
        entities=entities,
        access=access_tests(spec, known) if spec.accounts else (),
        uploads=any(isinstance(value, UploadGiven) for value in sent),
        accounts=spec.accounts,
        codes=any(isinstance(value, Coded) for value in sent),
        dates=any(isinstance(value, Counted) and isinstance(value.start, date) for value in sent),
        default_role=(open_roles or list(roles[-1:]) or ["user"])[0],
        roles=roles,
        people=persons,
        reminders=tuple(_reminders(spec, known)),
        dashboard=spec.kind == "web" or any(f.name == "dashboard" and f.built for f in spec.features),
        facts={
            name: tuple(feature_id(f) for f in spec.features if f.name == name and f.built)
            for name in (
                "auth",
                "accounts",
                "own_records",
                "dashboard",
                "file_upload",
                *(f.name for f in spec.features),
            )
        },
    )


def _reminders(spec: Spec, known: Samples) -> Iterator[ReminderTest]:
    source = Source(spec)
    features = [f for f in spec.features if f.name == "reminders" and f.built and f.expression]
    for number, feature in enumerate(features, 1):
        if all(entity.name != feature.entity for entity in spec.entities):
            continue
        wanted = parse(feature.expression)
        due = solve(spec, by_entity(known), goal(spec, feature.entity, wanted, True))
        calm = solve(spec, by_entity(known), goal(spec, feature.entity, wanted, False))
        if due is None or calm is None:
            continue
        acts = [Make(alias="due", entity=feature.entity, changes=due.changes), *renamed(due, "due")]
        acts += [Make(alias="calm", entity=feature.entity, changes=calm.changes), *renamed(calm, "calm")]
        made = [line if " = " in line.split("(")[0] else f"due = {line}" for line in source.lines(acts[:1])]
        lines = (
            *made,
            *source.lines(tuple(act for act in acts[1:] if isinstance(act, Make) and act.alias != "due")),
            'found = api.get("/api/reminders").json()',
            f'assert [one["id"] for one in found if one["entity"] == "{collections(spec)[feature.entity].split("/")[-1].replace("-", "_")}"] == [due["id"]]',
        )
        suffix = f"_{number}" if number > 1 else ""
        name = f"test_{slug(spec.entity(feature.entity).plural)}_that_need_attention_are_named{suffix}"
        yield ReminderTest(fact=feature_id(feature), name=name, lines=lines)


def _entity(spec: Spec, known: Samples, entity: Entity, cases: tuple[Case, ...]) -> EntityTests:
    source, sample = Source(spec), known.of(entity.name)
    mine = [case for case in cases if case.entity == entity.name]
    forbidden = tuple(pair for case in mine if (pair := _forbidden(entity, case)))
    taken: set[str] = set()
    named = tuple(
        case_test(case, tuple(source.lines(case.acts)), taken) for case in mine if _forbidden(entity, case) is None
    )
    label = words(entity.name)
    changes = edits(spec, known, entity)
    return EntityTests(
        name=entity.name,
        var=alias(entity.name),
        label=label,
        labels=words(entity.plural),
        article=with_article(entity.name),
        plural=collections(spec)[entity.name].split("/")[-1].replace("-", "_"),
        path=collections(spec)[entity.name],
        fact=f"entity:{entity.name}",
        factory=_factory(spec, known, entity),
        every=source.body(entity.name, tuple((name, _held(value)) for name, value in sample.optional)),
        field_facts=_field_facts(entity),
        required=tuple(_required(spec, entity)),
        bad=tuple(_bad(source, entity)),
        uniques=tuple(_uniques(source, sample, entity)),
        references=tuple(_references(spec, entity)),
        changes=source.body(entity.name, changes) if changes else "",
        deletable=not any(
            isinstance(r, Locked) and r.entity == entity.name and r.condition == "True" for r in spec.rules
        )
        and (bool(changes) or not any(isinstance(r, Locked) for r in spec.rules)),
        sorted=_sorted(spec, known, entity),
        searched=tuple(_searched(spec, known, entity)),
        feature_facts=_feature_facts(spec, entity.name),
        rule_tests=named,
        unproven=(),
        forbidden=forbidden,
        states_fact=f"states:{entity.name}",
        csv_export=_wanted(spec, "csv_export", entity.name),
        csv_import=_wanted(spec, "csv_import", entity.name),
        csv_column=next(iter(sample.values), ("id", None))[0] if sample.values else "id",
        pdf=_wanted(spec, "pdf", entity.name),
        initial=entity.lifecycle.initial if entity.lifecycle else "",
        amounts={
            f"each.{f.name}": f.name for f in entity.fields if f.type in NUMBERS and f.name in dict(sample.values)
        },
        open_to_visitors=scope(spec, "visitor", entity.name, "read") == "all",
    )


def _field_facts(entity: Entity) -> tuple[str, ...]:
    fields = [f"field:{entity.name}.{field.name}" for field in entity.fields]
    return (f"entity:{entity.name}", *fields, *(f"relation:{entity.name}.{one.name}" for one in entity.relations))


def _forbidden(entity: Entity, case: Case) -> tuple[str, str] | None:
    """The pair of states that a case of a missing step is about."""
    last = case.acts[-1]
    if case.fact != f"states:{entity.name}" or not isinstance(last, Refused) or not isinstance(last.step, Move):
        return None
    first = case.acts[0]
    state = dict(getattr(first, "changes", ())).get("status")
    return (str(state or (entity.lifecycle.initial if entity.lifecycle else "")), last.step.to)


def _factory(spec: Spec, known: Samples, entity: Entity) -> Factory:
    source, sample = Source(spec), known.of(entity.name)
    shown = [(shown_name(spec, entity, name), value) for name, value in sample.values]
    plain = [(name, value) for name, value in shown if not _made(value)]
    prepares: dict[str, StateStep] = {}
    for walk in sample.walks:
        before = [step for step in walk.steps if not isinstance(step, Move) or step == walk.steps[-1]]
        moves = [step for step in walk.steps if isinstance(step, Move)]
        since = walk.steps.index(moves[-2]) + 1 if len(moves) > 1 else 0
        needed = [step for step in walk.steps[since:] if step in before and not isinstance(step, Move)]
        if needed:
            acts = tuple(towards(step, alias(entity.name)) for step in needed)
            lines = [line.replace(f"{act_alias(act)} = ", "") for act in acts for line in _prepare(source, entity, act)]
            prepares[walk.state] = StateStep(state=walk.state, lines=tuple(lines))
    return Factory(
        plain=tuple((name, source.value(value)) for name, value in plain),
        references=tuple((name, source.value(value)) for name, value in shown if _made(value)),
        counts=any(isinstance(value, Text | Coded | Counted) for _, value in plain),
        initial=entity.lifecycle.initial if entity.lifecycle else "",
        ways=tuple((walk.state, tuple(s.to for s in walk.steps if isinstance(s, Move))) for walk in sample.walks),
        prepares=tuple(prepares.values()),
    )


def act_alias(act: object) -> str:
    """The name that an act gives to what it makes."""
    return str(getattr(act, "alias", ""))


def _prepare(source: Source, entity: Entity, act: object) -> Iterator[str]:
    if isinstance(act, Make):
        yield source.make(act)
    elif isinstance(act, Change):
        yield source.request(act, {act.alias: entity.name})


def _made(value: Given) -> bool:
    return isinstance(value, New | AccountGiven | UploadGiven | tuple)


def _held(value: Given) -> Given:
    return value if _made(value) else settled(value)


def _required(spec: Spec, entity: Entity) -> Iterator[str]:
    for field in entity.fields:
        if field.required and field.default is None and field.type is not FieldType.BOOLEAN:
            yield property_name(field)
    for relation in entity.relations:
        if relation.required and not relation.many and not _filled(spec, entity, relation.name):
            yield reference_name(spec, relation)


def _filled(spec: Spec, entity: Entity, relation: str) -> bool:
    """Whether a reference may be left out because the account's own object is taken."""
    owners = {one.name for one in entity.relations if one.owner}
    return relation in owners and any(g.own and g.entity == entity.name and "create" in g.actions for g in spec.grants)


def _bad(source: Source, entity: Entity) -> Iterator[tuple[str, str]]:
    for field in entity.fields:
        for wrong in refused(field):
            if wrong.value is not None:
                value = (
                    f'"x" * {len(str(wrong.value))}' if set(str(wrong.value)) == {"x"} else source.value(wrong.value)
                )
                yield property_name(field), value


def _uniques(source: Source, sample: Sample, entity: Entity) -> Iterator[tuple[str, str, str]]:
    """Properties that are unique, their facts, and with what an object is made that has them."""
    values, optional = dict((*sample.values, *sample.optional)), dict(sample.optional)
    for field in entity.fields:
        if field.unique and field.type not in (FieldType.FILE, FieldType.IMAGE) and field.name in values:
            given: Changes = ((field.name, settled(optional[field.name])),) if field.name in optional else ()
            yield property_name(field), f"field:{entity.name}.{field.name}", source.arguments(entity.name, given)


def _references(spec: Spec, entity: Entity) -> Iterator[Reference]:
    paths = collections(spec)
    for relation in entity.relations:
        account = spec.accounts and relation.target == "user"
        yield Reference(
            name=reference_name(spec, relation),
            fact=f"relation:{entity.name}.{relation.name}",
            label=words(relation.name),
            target=relation.target,
            target_path="/api/users" if account else paths[relation.target],
            on_delete=relation.on_delete,
            many=relation.many,
            account=account,
            required=relation.required,
        )


_MOMENTS = (FieldType.DATE, FieldType.DATETIME, FieldType.TIME)


def _sorted(spec: Spec, known: Samples, entity: Entity) -> Sorted | None:
    """A property of which two values in order can be given."""
    sample, source = known.of(entity.name), Source(spec)
    changeable = dict(edits(spec, known, entity))
    values = dict(sample.values)
    for field in sorted(entity.fields, key=lambda f: (f.type not in NUMBERS, f.name != entity.label)):
        value, other = settled(values.get(field.name)), changeable.get(field.name)
        if field.unique or other is None or value is None or isinstance(value, bool) or not _alone(entity, field):
            continue
        if field.type in (*_MOMENTS, FieldType.ENUM, FieldType.LONG_TEXT):
            continue
        low, high = sorted([value, other], key=lambda one: (str(type(one)), one))
        return Sorted(
            name=property_name(field), low=source.value(low), high=source.value(high), ranged=field.type in NUMBERS
        )
    return None


def _alone(entity: Entity, field: Field) -> bool:
    """Whether a field can stand in a query under its own name."""
    return property_name(field) == field.name and field.name not in ("q", "page", "size", "sort")


def _searched(spec: Spec, known: Samples, entity: Entity) -> Iterator[tuple[str, str]]:
    asked = [f for f in spec.features if f.name == "search" and f.entity in ("", entity.name) and f.built]
    names = {name for feature in asked for name in feature.fields}
    for field in entity.fields:
        texts = field.type in (FieldType.TEXT, FieldType.LONG_TEXT)
        roomy = (
            (field.max_length is None or field.max_length >= 9) and not field.pattern and (field.min_length or 0) <= 9
        )
        if asked and texts and roomy and (not names or field.name in names):
            yield field.name, quoted("Zanzibar!")[0:-2] + '"'


def _wanted(spec: Spec, name: str, entity: str) -> bool:
    return any(f.name == name and f.entity in ("", entity) and f.built for f in spec.features)


def _feature_facts(spec: Spec, entity: str) -> dict[str, tuple[str, ...]]:
    def facts(name: str) -> tuple[str, ...]:
        return tuple(feature_id(f) for f in spec.features if f.name == name and f.entity in ("", entity) and f.built)

    return {
        name: facts(name)
        for name in (
            "search",
            "filter",
            "sort",
            "csv_export",
            "csv_import",
            "pdf",
            "own_records",
            "kanban",
            "drag_and_drop",
            "pagination",
            "print",
        )
    }
