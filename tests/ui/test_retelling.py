"""What the engine says in English stands in the window in the person's language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from app.client.errors import Refused
from tests.ui.engine_words import engine_words
from ui.application import Desktop
from ui.language import speak
from ui.retelling import retell, retold
from ui.rooms.home.room import HomeRoom


@pytest.fixture
def german() -> Iterator[None]:
    speak("de")
    yield
    speak("en")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("there is nothing to undo", "es gibt nichts zurückzunehmen"),
        ("'shop' is not empty", "„shop“ ist nicht leer"),
        ("Writes 85 files with 34 tests in /x.", "Schreibt 85 Dateien mit 34 Tests in /x."),
        ("Backend developer reads the change", "Backend-Entwickler liest die Änderung"),
        (
            "no passing test for rule:late: an example of it also breaks rule:b; no code for x; and 3 more",
            "kein bestandener Test für rule:late: ein Beispiel dafür verletzt auch rule:b; kein Code für x; und 3 weitere",
        ),
        ("Something that no form fits.", "Something that no form fits."),
        ("", ""),
    ],
)
def test_a_sentence_is_told_with_its_values(german: None, said: str, told: str) -> None:
    assert retell(said) == told


@pytest.mark.parametrize("form", sorted(engine_words()))
def test_each_form_fits_what_the_engine_makes_of_it(german: None, form: str) -> None:
    values = {name: f"wert{name}" for name in re.findall(r"{([0-9]+)}", form)}
    catalogue = json.loads(Path("resources/languages/de.json").read_text("utf-8"))["engine"]

    def filled(text: str) -> str:
        return re.sub(r"{([0-9]+)}", lambda hole: values[hole[1]], text)

    assert retell(filled(form)) == filled(catalogue[form])


def test_english_stays_as_it_is() -> None:
    assert retell("there is nothing to undo") == "there is nothing to undo"


def test_an_error_is_told_with_its_hint_and_its_fields(german: None) -> None:
    error = Refused(
        "The request is not valid.", status=422, hint="Correct the named fields.", fields=[("a", "Add it.")]
    )
    assert str(retold(error)) == "Die Anfrage ist nicht gültig."
    assert error.hint == "Die genannten Felder berichtigen."
    assert error.fields == (("a", "Ergänzen."),)


def visible(desktop: Desktop) -> set[str]:
    """All words that can be seen in the window."""
    parts = [*desktop.window.findChildren(QLabel), *desktop.window.findChildren(QAbstractButton)]
    return {part.text() for part in parts if part.isVisible() and part.text()}


def test_a_person_meets_the_engine_in_german(german: None, desktop: Desktop, qtbot: QtBot) -> None:
    """A refusal, a question and a folder that is no project: nothing of it could still be told in German."""
    desktop.preferences.set("look/language", "de")
    home = desktop.window.room
    assert isinstance(home, HomeRoom)
    home.composer.compose("We need something modern for our team. It should be easy and fast.")
    home.primary()
    qtbot.waitUntil(lambda: desktop.window.room_name == "spec", timeout=20_000)
    qtbot.waitUntil(lambda: any(w.startswith("Die Beschreibung sagt nicht") for w in visible(desktop)), timeout=20_000)
    seen = visible(desktop)
    desktop.window.go("home", "open:/")
    qtbot.waitUntil(lambda: any("ist kein Projekt" in words for words in visible(desktop)), timeout=20_000)
    seen |= visible(desktop)
    assert {words for words in seen if retell(words) != words} == set()
