"""What holds or not within a list, and where the list of an inner thing ends."""

from __future__ import annotations

import pytest

from engines.spec.telling import told
from tests.spec.test_telling import ENGLISH, line


@pytest.mark.parametrize(
    ("sentence", "things"),
    [
        ("A room has a name, a price per hour, and either has a kitchen or not.", ["room: name, price_per_hour, kitchen"]),
        ("A car has a plate, a make and a colour, and is electric or not.", ["car: plate, make, colour, electric"]),
        ("Each object is kept at a shelf, which has a code, a building, and is locked or not.", ["shelf: code, building, locked"]),
        ("Seafarers are recorded with name and the passport's expiry date, and with their rank.", ["seafarer: name, passport_expiry_date, rank"]),
        ("A patent bears a title, the office it was lodged with (EPO, USPTO or WIPO), an abstract and the filing date.", ["patent: title, office=epo|uspto|wipo, abstract, filing_date"]),
        ("A job carries a job number shared with no other job, the title and the promised date.", ["job: job_number, title, promised_date"]),
    ],
)  # fmt: skip
def test_a_list_goes_on(sentence: str, things: list[str]) -> None:
    assert [line(description) for description in told(sentence, 1, "", ENGLISH)] == things
