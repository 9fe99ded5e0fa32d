"""What stories of an association tell: words that are things, sums with a plus sign, values of another year, anybody."""

from __future__ import annotations

import pytest

from engines.kernel.spec import FieldOrder, Spec
from engines.spec import read_brief

PLOT = "A plot has a number, an area in square metres and a condition (good, neglected, vacant)."
BILL = "A bill has the year, rent, water costs and a community fee"


def spec_of(*sentences: str) -> Spec:
    return read_brief(" ".join(sentences)).spec


def test_a_board_member_and_plots_of_land_are_neither_board_nor_chart() -> None:
    spec = spec_of(f"As a board member I want to manage plots. {PLOT}")
    assert {feature.name for feature in spec.features} == {"auth"}


@pytest.mark.parametrize(
    ("said", "name"),
    [("A chart shows plots by condition.", "charts"), ("Show the plots as a board with lanes by condition.", "kanban")],
)
def test_what_is_meant_as_one_is(said: str, name: str) -> None:
    assert name in {feature.name for feature in spec_of(PLOT, said).features}


@pytest.mark.parametrize(
    "said",
    [
        "; the total is rent + water costs + community fee.",
        ". Its total = rent + water costs + community fee.",
        ". The total is rent plus water costs plus community fee.",
    ],
)
def test_a_plus_sign_in_a_formula_adds(said: str) -> None:
    bill = spec_of(BILL + said).entities[0]
    assert [c.expression for c in bill.computed] == ["rent + water_costs + community_fee"]


def test_a_plus_sign_in_a_list_only_joins() -> None:
    plot = spec_of("A plot has a number + an area + a note.").entities[0]
    assert {field.name for field in plot.fields} == {"number", "area", "note"}


def test_yearly_bills_are_bills() -> None:
    spec = spec_of(f"As the treasurer I create yearly bills for leases. A lease has a start date. {BILL}.")
    assert {entity.name for entity in spec.entities} == {"lease", "bill"}
    bill = next(entity for entity in spec.entities if entity.name == "bill")
    assert [relation.target for relation in bill.relations] == ["lease"]


def test_the_value_of_another_year_is_not_compared_with_the_year() -> None:
    spec = spec_of("A reading has a year and a value in cubic metres. The value must not be lower than last year's.")
    assert not [rule for rule in spec.rules if isinstance(rule, FieldOrder)]


@pytest.mark.parametrize("who", ["anybody", "anyone,", "everybody"])
def test_anybody_of_a_story_needs_no_account(who: str) -> None:
    spec = spec_of("News have a title and a text. A clerk adds news.", f"As {who} I can read news.")
    assert [(g.entity, g.actions) for g in spec.grants if g.role == "visitor"] == [("news", ("read",))]
