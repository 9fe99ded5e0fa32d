"""What a later sentence says of a known field refines it."""

from __future__ import annotations

import pytest

from engines.kernel.spec import Field
from engines.spec import read_brief

BRIEF = """We track defects at the yard. A defect has a title, a severity, a cost, a place, a photo and a weight. A crew has a name and a size.
{}"""


def field_of(sentence: str, name: str, entity: str = "defect") -> Field:
    """The field of the brief with one more sentence."""
    spec = read_brief(BRIEF.format(sentence)).spec
    found = next(e for e in spec.entities if e.name == entity)
    return next(f for f in found.fields if f.name == name)


@pytest.mark.parametrize(
    ("sentence", "name", "attribute", "value"),
    [
        ("Titles are at most 80 characters long.", "title", "max_length", 80),
        ("The title of a defect may not exceed 60 characters.", "title", "max_length", 60),
        ("The severity goes from 1 to 4.", "severity", "maximum", 4),
        ("The severity is minor, major or blocker.", "severity", "choices", ("minor", "major", "blocker")),
        ("The cost must be between 5 and 90.", "cost", "minimum", 5),
        ("A cost is not required.", "cost", "required", False),
        ("The place may be empty.", "place", "required", False),
        ("The place must be unique.", "place", "unique", True),
        ("The cost is 20 unless I say something else.", "cost", "default", 20),
    ],
)
def test_a_later_sentence_refines(sentence: str, name: str, attribute: str, value: object) -> None:
    assert getattr(field_of(sentence, name), attribute) == value


@pytest.mark.parametrize(
    "sentence",
    [
        "The cost is the weight times 3.",
        "The title is shown on the start page.",
        "The place is where it was found.",
        "The severity is set by the foreman.",
    ],
)
def test_other_sentences_change_nothing(sentence: str) -> None:
    for name in ("title", "severity", "place"):
        found = field_of(sentence, name)
        assert (found.max_length, found.choices, found.minimum, found.unique) == (None, (), None, False)


def test_the_owner_is_named() -> None:
    assert field_of("The size of a crew is at most 12.", "size", "crew").maximum == 12
