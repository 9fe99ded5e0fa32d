"""What documents work out in prose: formulas, bounds, points, and examples that must agree."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engines.kernel.spec.service import Answer, NotBuilt, ServiceStep
from engines.spec import read_brief
from engines.spec.interface.sums.arithmetic import NoSum, read_sum
from engines.spec.interface.sums.bands import banded, truth
from engines.spec.interface.sums.formulas import described, formulas
from engines.spec.interface.sums.naming import names_for
from engines.spec.interface.sums.points import points

GIVEN = {
    "netCents": "body.net_cents",
    "ratePercent": "body.rate_percent",
    "years": "body.years",
    "heightM": "body.height_m",
}


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("netCents * ratePercent / 100", "body.net_cents * body.rate_percent / 100"),
        ("netCents / (ratePercent * years)", "body.net_cents / (body.rate_percent * body.years)"),
        ("netCents - (ratePercent - years)", "body.net_cents - (body.rate_percent - body.years)"),
        ("netCents × (1 + ratePercent ÷ 100)^years", "body.net_cents * power(1 + body.rate_percent / 100, body.years)"),
        ("netCents / height²", "body.net_cents / body.height_m ** 2"),
        ("the net cents divided by the height squared", "body.net_cents / body.height_m ** 2"),
        ("`netCents` plus twice the `years`", "body.net_cents + 2 * body.years"),
        ("the sum of netCents and years", "body.net_cents + body.years"),
        ("19 % of netCents", "19 * body.net_cents / 100"),
        ("ratePercent percent of netCents", "body.rate_percent * body.net_cents / 100"),
        ("netCents * 19%", "body.net_cents * (19 / 100)"),
        ("sqrt(years) + max(netCents, 3)", "power(body.years, 0.5) + max(body.net_cents, 3)"),
        ("-netCents ** 2", "-body.net_cents ** 2"),
        ("body.netCents minus one", "body.net_cents - 1"),
        ("1,000 * years", "1000 * body.years"),
    ],
)
def test_arithmetic_as_people_write_it(text: str, term: str) -> None:
    read = read_sum(text, names_for(GIVEN))
    assert (read.term, read.end) == (term, len(text))


@pytest.mark.parametrize("text", ["", "colour + 1", "(netCents + 1", "* 3", "sqrt netCents"])
def test_what_is_no_arithmetic(text: str) -> None:
    with pytest.raises(NoSum):
        read_sum(text, names_for(GIVEN))


@pytest.mark.parametrize(
    ("text", "term"),
    [
        (
            "vatCents = netCents * ratePercent / 100, rounded half up.",
            "round(body.net_cents * body.rate_percent / 100)",
        ),
        ("The vat is netCents * 2 (rounded down).", "floor(body.net_cents * 2)"),
        ("vatCents: netCents / 3, rounded to two decimals", "round(body.net_cents / 3, 2)"),
        ("vatCents equals netCents / 3 and is rounded up to whole cents.", "ceil(body.net_cents / 3)"),
        ("vatCents = netCents * 2 where netCents is what was sent", "body.net_cents * 2"),
        ("vatCents = netCents", ""),
        ("vatCents = netCents * 2 if the shop is open", ""),
        ("vatCents = netCents * 2 unless it is Sunday", ""),
        ("vatCents = netCents * colour", ""),
        ("vatCents = vatCents * 2", ""),
    ],
)
def test_formulas_of_a_text(text: str, term: str) -> None:
    found = formulas(text, {"vatCents": "vat_cents"}, GIVEN)
    assert (found["vatCents"].term if found else "") == term


def test_each_of_several_is_rounded() -> None:
    found = formulas("a = years * 2 and b = years / 3, each rounded to one decimal.", {"a": "a", "b": "b"}, GIVEN)
    assert {name: one.term for name, one in found.items()} == {
        "a": "round(body.years * 2, 1)",
        "b": "round(body.years / 3, 1)",
    }


def test_a_description_may_be_the_formula() -> None:
    made = described("netCents + vatCents, rounded up", "gross", {"vatCents": "vat_cents", "gross": "gross"}, GIVEN)
    assert made is not None
    assert (made.term, "vat_cents" in made.uses) == ("ceil(body.net_cents + vat_cents)", True)
    assert described("the gross amount", "gross", {"gross": "gross"}, GIVEN) is None


@pytest.mark.parametrize(
    ("text", "term"),
    [
        (
            "`low` below 18.5, `mid` below 25 and `high` from there on",
            "'low' if n < 18.5 else 'mid' if n < 25 else 'high'",
        ),
        ("high from 90, mid from 50, low otherwise", "'high' if n >= 90 else 'mid' if n >= 50 else 'low'"),
        ("low: up to 10; mid: 11-20; high: above 20", "'low' if n <= 10 else 'mid' if n <= 20 else 'high'"),
        ("low (less than 3), mid (3 to 5), high (6 or more)", "'low' if n < 3 else 'mid' if n < 6 else 'high'"),
        ("low, mid or high", ""),
        ("low below 3 and mid on Sundays, high else", ""),
    ],
)
def test_words_for_numbers(text: str, term: str) -> None:
    assert banded(text, ["low", "mid", "high"], "n") == term


@pytest.mark.parametrize(
    ("text", "term"),
    [("true from four points on", "n >= 4"), ("whether it is below 3", "n < 3"), ("true on Sundays", "")],
)
def test_truths_about_numbers(text: str, term: str) -> None:
    assert truth(text, "n") == term


def test_points_for_what_a_text_has() -> None:
    said = "One point each for at least eight characters, a capital and a character that is neither letter nor digit."
    assert points(said, "t") == (
        '(1 if len(t) >= 8 else 0) + (1 if fits(t, "(?s).*[A-Z].*") else 0) + (1 if fits(t, "(?s).*[^A-Za-z0-9].*") else 0)'
    )
    assert points("One point each for a capital and for courage.", "t") == ""


def steps(
    description: str, sent: dict[str, Any], shown: dict[str, Any], *, needed: bool = True
) -> tuple[ServiceStep, ...]:
    def side(example: dict[str, Any]) -> dict[str, Any]:
        kinds: dict[type, str] = {int: "integer", float: "number", str: "string", bool: "boolean"}
        schema = {
            "type": "object",
            "required": list(example) if needed else [],
            "properties": {name: {"type": kinds[type(value)]} for name, value in example.items()},
        }
        return {"content": {"application/json": {"schema": schema, "example": example}}}

    operation = {
        "summary": "Work it out",
        "description": description,
        "requestBody": {"required": True, **side(sent)},
        "responses": {"200": {"description": "ok", **side(shown)}},
    }
    document = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/sum": {"post": operation}}}
    spec = read_brief("", interface=json.dumps(document)).spec
    assert spec.service
    return spec.service.operations[0].steps


def test_a_formula_that_its_example_confirms_is_built() -> None:
    (answer,) = steps("area = width * height", {"width": 2.0, "height": 3.5}, {"area": 7.0})
    assert isinstance(answer, Answer)
    assert answer.body == '{"area": body.width * body.height}'


def test_a_formula_that_its_example_contradicts_is_not_built() -> None:
    (left,) = steps("area = width * height", {"width": 2.0, "height": 3.5}, {"area": 7.5})
    assert isinstance(left, NotBuilt)


def test_an_answer_with_a_member_that_nothing_tells_is_not_built() -> None:
    (left,) = steps("area = width * height", {"width": 2.0, "height": 3.5}, {"area": 7.0, "mood": "good"})
    assert isinstance(left, NotBuilt)


def test_a_formula_on_what_may_be_missing_is_not_built() -> None:
    found = steps("area = width * height", {"width": 2.0, "height": 3.5}, {"area": 7.0}, needed=False)
    assert all("body.width" not in str(step) for step in found)
