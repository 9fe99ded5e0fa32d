"""Samples are valid, in an order in which they can be created, and the same each time."""

from string import ascii_lowercase, ascii_uppercase, digits

import pytest

from engines.kernel.spec import Spec
from engines.qlayer.samples import plain_spec, samples
from engines.qlayer.samples.broken import broken
from engines.qlayer.samples.claim import known
from engines.qlayer.samples.model import Coded, Counted, Make, New, Text
from engines.qlayer.samples.pattern import fitting
from engines.qlayer.samples.world import World
from tests.qlayer.specs import FLATS, HOSTILE, INVOICES, LIBRARY, SPECS, TICKETS

every = pytest.mark.parametrize("spec", SPECS.values(), ids=list(SPECS))


@every
def test_no_sample_breaks_a_rule(spec: Spec) -> None:
    plain = plain_spec(spec)
    made = samples(plain)
    world = World(plain, known(made))
    for sample in made.all:
        for number in range(3):
            record = world.make(Make(alias=f"{sample.entity}_{number}", entity=sample.entity))
            assert set(broken(world, record)) == set()


@every
def test_objects_come_behind_those_that_they_refer_to(spec: Spec) -> None:
    seen: set[str] = set()
    for sample in samples(plain_spec(spec)).all:
        needed = {value.entity for _, value in sample.values if isinstance(value, New)}
        assert needed <= seen
        seen.add(sample.entity)


@every
def test_the_same_specification_gives_the_same_samples(spec: Spec) -> None:
    assert samples(plain_spec(spec)) == samples(plain_spec(spec))


def test_a_sample_gives_all_required_properties_and_tells_the_optional_ones() -> None:
    loan = samples(plain_spec(LIBRARY)).of("loan")
    assert {name for name, _ in loan.values} == {"book", "member", "borrowed_at", "due_date"}
    assert [name for name, _ in loan.optional] == ["returned_at"]


def test_the_way_to_a_state_makes_what_its_steps_need() -> None:
    way = samples(plain_spec(HOSTILE)).of("order").walk("approved")
    assert way is not None
    assert [type(step).__name__ for step in way.steps] == ["Make", "Move"]


def test_the_way_to_a_state_is_the_shortest() -> None:
    way = samples(plain_spec(TICKETS)).of("event").walk("cancelled")
    assert way is not None
    assert len(way.steps) == 1


def test_accounts_are_no_entity_of_their_own() -> None:
    assert "user" not in [sample.entity for sample in samples(plain_spec(HOSTILE)).all]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"^\d{13}$", Text("{n:013d}")),
        (r"[A-Z]{2}\d+", Text("BB{n:04d}")),
        (r"^(INV|CR)-\d{4}/[a-z]$", Text("INV-{n:04d}/b")),
        (r"^[A-Z]{4}$", Coded("", 4, "", ascii_uppercase)),
        (r"^[a-z]{2,3}-\d$", Coded("", 2, "-1", ascii_lowercase)),
        (r"^[a-z0-9-]+$", Text("{n:04d}")),
        (r"^[A-Z]\d{2}$", Coded("B", 2, "", digits)),
        (r"^[^@]+@x$", Text("{n:04d}@x")),
        (r"^fixed$", "fixed"),
        (r"^(?=impossible)no$", None),
    ],
)
def test_a_pattern_becomes_texts_that_it_accepts(pattern: str, expected: object) -> None:
    assert fitting(pattern, True) == expected


def test_codes_and_bounded_numbers_differ_as_long_as_they_can() -> None:
    code, number = Coded("A-", 2, "", ascii_uppercase), Counted(1, span=40)
    assert len({code.text(n) for n in range(26 * 26)}) == 26 * 26
    assert {number.value(n) for n in range(500)} == set(range(2, 41))


def test_specifications_without_accounts_have_samples_too() -> None:
    assert len(samples(plain_spec(INVOICES)).all) == len(INVOICES.entities)
    assert len(samples(plain_spec(FLATS)).all) == len(FLATS.entities)
