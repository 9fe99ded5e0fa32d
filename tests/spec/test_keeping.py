"""How long records are kept is read with the states in which it counts."""

from __future__ import annotations

import pytest

from engines.spec import read_brief

BRIEF = """A hiring app. An application has a name, an email address and a letter. An application is open, then hired or rejected.
{}"""


@pytest.mark.parametrize(
    ("sentence", "options"),
    [
        ("Rejected applications are deleted after six months.", (("days", "180"), ("status", "rejected"))),
        ("Applications are kept for 2 years.", (("days", "730"),)),
        (
            "Hired applications are anonymised after 90 days.",
            (("days", "90"), ("status", "hired"), ("act", "anonymise")),
        ),
    ],
)
def test_days_states_and_act_are_read(sentence: str, options: tuple[tuple[str, str], ...]) -> None:
    spec = read_brief(BRIEF.format(sentence)).spec
    found = next(f for f in spec.features if f.name == "retention")
    assert (found.entity, found.options) == ("application", options)
