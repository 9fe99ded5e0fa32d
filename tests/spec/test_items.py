"""Items of a list say what a property is called and what it holds."""

from __future__ import annotations

import pytest

from engines.spec.fieldtypes import to_field
from engines.spec.model import Attribute
from engines.spec.telling import told
from tests.spec.test_telling import ENGLISH


def short(attribute: Attribute) -> str:
    """The name and the type, with the values of a choice."""
    field = to_field(attribute, 1, ENGLISH)
    return f"{field.name} {field.type.value}" + ("=" + "|".join(field.choices) if field.choices else "")


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("whether it floats", ["floats boolean"]),
        ("a flag showing that it is under repair", ["repair boolean"]),
        ("a checkbox for paid", ["paid boolean"]),
        ("a tick for insured", ["insured boolean"]),
        ("an indication whether it is fragile", ["fragile boolean"]),
        ("a yes/no for breakfast", ["breakfast boolean"]),
        ("breakfast (yes or no)", ["breakfast boolean"]),
        ("vaccinated y/n", ["vaccinated boolean"]),
        ("with or without music", ["music boolean"]),
        ("furnished or not", ["furnished boolean"]),
        ("and is it heated", ["heated boolean"]),
        ("the information whether children are allowed", ["children_allowed boolean"]),
        ("left or right arm", ["arm enum=left|right"]),
        ("a size (small, medium or large)", ["size enum=small|medium|large"]),
        ("a size - small, medium or large", ["size enum=small|medium|large"]),
        ("a size, which is small, medium or large", ["size enum=small|medium|large"]),
        ("a size that is either small or large", ["size enum=small|large"]),
        ("how it is processed (that's washed, natural or honey)", ["how_processed enum=washed|natural|honey"]),
        ("sex: ewe / ram / wether", ["sex enum=ewe|ram|wether"]),
        ("a difficulty of easy, moderate or hard", ["difficulty enum=easy|moderate|hard"]),
        ("a severity from I to IV", ["severity enum=i|ii|iii|iv"]),
        ("a level A to D", ["level enum=a|b|c|d"]),
        ("the units produced", ["units_produced integer"]),
        ("the minutes spent", ["minutes_spent integer"]),
        ("the number of guests", ["number_of_guests integer"]),
        ("how many guests come", ["guests integer"]),
        ("a pulse, always a whole number", ["pulse integer"]),
        ("the year it was built", ["year_built integer"]),
        ("the vintage", ["vintage integer"]),
        ("the hectares", ["hectares number"]),
        ("its length in metres", ["length number"]),
        ("the day it was found", ["day_found date"]),
        ("when it was found", ["found_at datetime"]),
        ("the last night", ["last_night date"]),
        ("the end of its term", ["term_end date"]),
        ("the start of the shift", ["shift_start datetime"]),
        ("from when", ["from date"]),
        ("since which start day", ["start_day date"]),
        ("the time of arrival", ["arrival_time datetime"]),
        ("what it costs", ["price money"]),
        ("what they pay per month", ["monthly_payment money"]),
        ("the commission", ["commission money"]),
        ("a photo before", ["photo_before image"]),
        ("the poster", ["poster image"]),
        ("an optional remark", ["remark long_text"]),
        ("if he wants a remark", ["remark long_text"]),
        ("possibly a second phone number", ["second_phone_number phone"]),
        ("broken", ["broken boolean"]),
        ("organic", ["organic boolean"]),
        ("whose it is", ["owner text"]),
        ("a web address with advice", ["web_address url"]),
        ("number of his room", ["room_number text"]),
        ("the box it stands in", ["box text"]),
        ("what they did", ["description long_text"]),
        ("the price I paid", ["price_paid money"]),
        ("the price I'm asking", ["asking_price money"]),
        ("work done", ["work_done long_text"]),
        ("the fee paid", ["fee_paid money"]),
        ("the date paid", ["date_paid date"]),
        ("born on", ["born_on date"]),
        ("given on", ["given_on date"]),
        ("due back", ["due_back date"]),
        ("needed by", ["needed_by date"]),
        ("on a day and at a time", ["day date", "time datetime"]),
        ("most animals it can carry", ["most_animals integer"]),
        ("a whole number of nights", ["nights integer"]),
        ("whether it comes daily, weekly or monthly", ["frequency enum=daily|weekly|monthly"]),
        ("whether it is matt or glossy", ["kind enum=matt|glossy"]),
        ("who came (vet, farrier)", ["who_came enum=vet|farrier"]),
        ("how it was paid, cash or card", ["payment_method enum=cash|card"]),
        ("language en, de or es", ["language enum=en|de|es"]),
        ("a flag state", ["flag_state text"]),
        ("the languages spoken", ["languages_spoken text"]),
        ("the place of writing", ["place_of_writing text"]),
    ],
)  # fmt: skip
def test_an_item_is_read(item: str, expected: list[str]) -> None:
    joint = "" if item.startswith("and ") else " and"
    found = told(f"A jug has a name, a rating{joint} {item}.", 1, "", ENGLISH)
    assert [short(a) for description in found for a in description.attributes[2:]] == expected
