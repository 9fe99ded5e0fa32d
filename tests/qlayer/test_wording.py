"""Names as people say them."""

import pytest

from engines.qlayer.wording import with_article


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("house", "a house"),
        ("hour", "an hour"),
        ("order_line", "an order line"),
        ("user", "a user"),
        ("unit", "a unit"),
        ("uninvoiced_job", "an uninvoiced job"),
        ("umpire", "an umpire"),
        ("utility_bill", "a utility bill"),
        ("one_off", "a one off"),
        ("european_patent", "a european patent"),
        ("ewe", "a ewe"),
        ("onion", "an onion"),
    ],
)
def test_the_article_follows_the_sound(name: str, said: str) -> None:
    assert with_article(name) == said
