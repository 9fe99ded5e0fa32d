"""What a person hands over for one run is used once and never written down."""

from __future__ import annotations

from app.services.handover import Handover


def test_values_are_fetched_once() -> None:
    handover = Handover()
    key = handover.keep({"ADMIN_PASSWORD": "correct horse"})
    assert handover.fetch(key) == {"ADMIN_PASSWORD": "correct horse"}
    assert handover.fetch(key) == {}


def test_nothing_to_keep_has_no_key() -> None:
    handover = Handover()
    assert handover.keep({}) == ""
    assert handover.fetch("") == {}
