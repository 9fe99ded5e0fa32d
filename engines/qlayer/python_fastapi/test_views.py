"""What the test templates see of one entity: its factory, its values good and bad, and its named cases. Called by `tests`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import PurePosixPath

from engines.qlayer.samples.model import Case, Unproven
from engines.qlayer.samples.titles import slug


@dataclass(frozen=True, kw_only=True)
class CaseTest:
    """A test of its own: function name, sentence, lines and the facts that it proves."""

    name: str
    said: str
    lines: tuple[str, ...]
    facts: tuple[str, ...]
    arguments: str = "api: TestClient"
    owns: bool = False


@dataclass(frozen=True, kw_only=True)
class UnprovenRule:
    """A test that is skipped with its reason, in place of one that would prove a rule."""

    name: str
    fact: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class StateStep:
    """What must be done before an object goes to a state on the way of the factory."""

    state: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Factory:
    """How a valid object is made: `plain` values, `references` made when not given, and the ways to its states."""

    plain: tuple[tuple[str, str], ...]
    references: tuple[tuple[str, str], ...]
    counts: bool
    initial: str
    ways: tuple[tuple[str, tuple[str, ...]], ...]
    prepares: tuple[StateStep, ...]


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A reference to another collection and what happens to this object when that one is deleted."""

    name: str
    fact: str
    label: str
    target: str
    target_path: str
    on_delete: str
    many: bool
    account: bool
    required: bool


@dataclass(frozen=True, kw_only=True)
class Sorted:
    """Two values of a property in their order, to sort and filter by."""

    name: str
    low: str
    high: str
    ranged: bool


@dataclass(frozen=True, kw_only=True)
class EntityTests:
    """All that the tests of one entity are rendered from."""

    name: str
    var: str
    label: str
    labels: str
    article: str
    plural: str
    path: str
    fact: str
    factory: Factory
    every: str
    field_facts: tuple[str, ...]
    required: tuple[str, ...]
    bad: tuple[tuple[str, str], ...]
    uniques: tuple[tuple[str, str, str], ...]
    references: tuple[Reference, ...]
    changes: str
    deletable: bool
    sorted: Sorted | None
    searched: tuple[tuple[str, str], ...]
    feature_facts: dict[str, tuple[str, ...]]
    rule_tests: tuple[CaseTest, ...]
    unproven: tuple[UnprovenRule, ...]
    forbidden: tuple[tuple[str, str], ...]
    states_fact: str
    csv_export: bool
    csv_import: bool
    csv_column: str
    pdf: bool
    initial: str
    open_to_visitors: bool
    amounts: dict[str, str]
    module: str = ""

    @property
    def has_rules(self) -> bool:
        """Whether there is anything to say about rules, states and computed values."""
        return bool(self.rule_tests or self.unproven or self.forbidden or self.initial)


def with_modules(suites: Iterable[EntityTests], paths: Iterable[str]) -> tuple[EntityTests, ...]:
    """The tests of all entities, each with a module name that no file among `paths` has and no other's tests take."""
    taken = {PurePosixPath(path).stem.removeprefix("test_") for path in paths}
    found: list[EntityTests] = []
    for suite in suites:
        names = chain((suite.plural, f"{suite.name}_records"), (f"{suite.plural}_{n}" for n in count(2)))
        module = next(name for name in names if not {name, f"{name}_rules"} & taken)
        taken |= {module, f"{module}_rules"}
        found.append(replace(suite, module=module))
    return tuple(found)


def docstring(text: str) -> str:
    """A sentence as a docstring; nothing for nothing."""
    plain = text.replace("\\", "/").replace('"""', "'").strip().rstrip('"')
    return f'"""{plain}"""' if plain else ""


def case_test(case: Case, lines: tuple[str, ...], taken: set[str]) -> CaseTest:
    """A case as a test with a name that no other has."""
    name = slug(case.title)
    number = 2
    while name in taken:
        name, number = f"{slug(case.title)}_{number}", number + 1
    taken.add(name)
    return CaseTest(name=f"test_{name}", said=docstring(case.said), lines=lines, facts=(case.fact,))


def unproven_rules(found: Iterable[Unproven], entity: str) -> tuple[UnprovenRule, ...]:
    """The rules of an entity that no test proves."""
    return tuple(
        UnprovenRule(name=f"test_{slug(one.fact)}", fact=one.fact, reason=one.reason)
        for one in found
        if one.entity == entity
    )
