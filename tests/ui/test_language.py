"""Every text that the window can say is written once in English and translated in every catalogue."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.engine_words import engine_words
from ui.language import catalogue, figure, languages, say, say_many, speak

ROOT = Path(__file__).parents[2]
CATALOGUES = sorted((ROOT / "resources/languages").glob("*.json"))


def calls() -> Iterator[tuple[Path, ast.Call]]:
    for path in sorted((ROOT / "ui").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("say", "say_many"):
                yield path, node


def said() -> tuple[set[str], dict[str, str]]:
    """The texts, and the counted texts by their form for one."""
    texts: set[str] = set()
    counted: dict[str, str] = {}
    for path, call in calls():
        words = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
        if isinstance(call.func, ast.Name) and call.func.id == "say":
            assert words, f"{path}:{call.lineno}: give `say` its text as it stands, so that it can be translated"
            texts.add(str(words[0]))
        else:
            assert len(words) >= 2, f"{path}:{call.lineno}: give `say_many` both its texts as they stand"
            counted[str(words[0])] = str(words[1])
    return texts, counted


def holes(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)", text))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_translates_every_text(path: Path) -> None:
    given, (texts, counted) = json.loads(path.read_text("utf-8")), said()
    assert sorted(texts - set(given["texts"])) == []
    assert sorted(set(counted) - set(given["counted"])) == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_holds_nothing_that_is_not_said(path: Path) -> None:
    given, (texts, counted) = json.loads(path.read_text("utf-8")), said()
    assert sorted(set(given["texts"]) - texts) == []
    assert sorted(set(given["counted"]) - set(counted)) == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_translations_keep_the_places_of_values(path: Path) -> None:
    given = json.loads(path.read_text("utf-8"))
    differing = [text for text, other in given["texts"].items() if holes(text) != holes(other)]
    differing += [one for one, forms in given["counted"].items() if any(holes(form) - holes(one) for form in forms)]
    assert differing == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_translates_every_sentence_of_the_engine(path: Path) -> None:
    given, written = json.loads(path.read_text("utf-8"))["engine"], engine_words()
    assert {form: place for form, place in written.items() if form not in given} == {}
    assert sorted(set(given) - set(written)) == []
    assert [form for form, said in given.items() if holes(form) != holes(said)] == []


def test_numbers_choose_their_form() -> None:
    speak("en")
    assert say_many("{n} preview", "{n} previews", 1) == "1 preview"
    assert say_many("{n} preview", "{n} previews", 0) == "0 previews"


def test_german_is_spoken_after_it_was_chosen() -> None:
    speak("de")
    try:
        assert say("Settings") == "Einstellungen"
        assert say_many("{n} preview", "{n} previews", 2) == "2 Vorschauen"
    finally:
        speak("en")


def test_an_unknown_language_is_english() -> None:
    assert catalogue("xx").code == "en"
    assert set(languages()) >= {"en", "de"}


def test_decimals_are_parted_as_the_language_does() -> None:
    assert figure(94.44) == "94.4"
    speak("de")
    assert (figure(94.44), figure(1.005, 2), figure(7, 0)) == ("94,4", "1,00", "7")
    speak("en")
