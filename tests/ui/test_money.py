"""One format for what things cost."""

from __future__ import annotations

import pytest

from ui.language import speak
from ui.money import price


@pytest.mark.parametrize(
    ("dollars", "said"), [(0.0, "$ 0.00"), (0.0042, "$ 0.0042"), (0.128, "$ 0.13"), (1234.5, "$ 1,234.50")]
)
def test_an_amount_has_two_decimals_and_four_below_a_cent(dollars: float, said: str) -> None:
    speak("en")
    assert price(dollars) == said
