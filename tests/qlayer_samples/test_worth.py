"""What expressions are worth: as the generated application would work them out."""

from datetime import date, datetime

import pytest

from engines.qlayer.samples.worth import _binary

DAY = date(2095, 3, 1)
MOMENT = datetime(2095, 3, 1, 11)


@pytest.mark.parametrize(
    ("operator", "left", "right", "holds"),
    [("<=", MOMENT, DAY, True), ("<", DAY, MOMENT, False), ("==", MOMENT, DAY, True), (">", MOMENT, DAY, False)],
)
def test_a_moment_held_against_a_day_counts_as_its_day(operator: str, left: date, right: date, holds: bool) -> None:
    assert _binary(operator, left, right) is holds
