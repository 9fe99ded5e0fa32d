"""The look of generated applications: readable accents, one icon per noun, the same for the same brief."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise, product

import pytest

from engines.kernel.spec import Entity, Lifecycle, Spec, Transition
from engines.qlayer.web import ACCENTS, entity_icon, label, look, main_line, state_views
from engines.qlayer.web.look import load_wardrobe

GROUNDS = {"light": ("#F6F6F4", "#FFFFFF", "#F0F0ED", "#F3F3F0"), "dark": ("#131513", "#1B1E1C", "#151715", "#222623")}


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("name", "theme"), list(product(ACCENTS, GROUNDS)))
def test_every_accent_is_readable_on_every_ground(name: str, theme: str) -> None:
    tones = ACCENTS[name].light if theme == "light" else ACCENTS[name].dark
    assert contrast(tones.fill, "#FFFFFF") >= 4.5
    for ground in (*GROUNDS[theme], tones.soft):
        assert contrast(tones.text, ground) >= 4.5, ground


def test_there_are_eight_accents_and_all_are_worn() -> None:
    assert len(ACCENTS) == 8
    assert set(load_wardrobe().accent_of.values()) == set(ACCENTS)


def test_the_title_decides_before_the_entities() -> None:
    spec = Spec(name="bike-workshop", title="Bike Workshop", entities=(Entity(name="order", plural="orders"),))
    assert (look(spec).icon, look(spec).accent.name) == ("bike", "pine")
    assert look(replace(spec, name="acme", title="Acme")).icon == entity_icon("order")


def test_an_unknown_brief_always_wears_the_same() -> None:
    spec = Spec(name="zyx", title="Zyx")
    assert look(spec) == look(spec)
    assert look(spec).icon == "layers"


def test_compound_names_are_known_by_their_last_word() -> None:
    assert entity_icon("rental_car") == entity_icon("car")
    assert entity_icon("companies") == entity_icon("company")


def test_every_icon_of_the_lexicon_is_drawn_in_our_manner() -> None:
    for name in load_wardrobe().accent_of:
        text = files("resources").joinpath("icons", f"{name}.svg").read_text("utf-8")
        assert 'viewBox="0 0 24 24"' in text
        assert 'stroke-width="1.75"' in text
        assert not re.search(r'fill="(?!none)|https?://(?!www\.w3\.org)', text)


def test_tones_follow_the_place_in_the_lifecycle() -> None:
    states = ("received", "diagnosed", "in_repair", "ready", "collected", "cancelled")
    steps = [*pairwise(states[:5]), ("received", "cancelled")]
    lifecycle = Lifecycle(
        states=states, initial="received", transitions=tuple(Transition(source=a, target=b) for a, b in steps)
    )
    views = {state.name: state for state in state_views(lifecycle)}
    assert [views[state].tone for state in states] == ["", "info", "warn", "ok", "alt", "bad"]
    assert views["received"].steps == ("diagnosed", "cancelled")
    assert views["cancelled"].step == "Cancel"
    assert main_line(lifecycle) == states[:5]


def test_acronyms_keep_their_capitals() -> None:
    assert label("vat_number") == "VAT number"
