"""Patterns of the lexicon: searched only where they can match."""

from __future__ import annotations

import re

import pytest

from engines.spec.lexicon_files import load_lexicon
from engines.spec.needles import needles
from engines.spec.patterns import Patterns, pattern, rewriting, rewritten


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        (r"\bcsv\b.*\b(export|download)", [{"export", "download"}, {"csv"}]),
        (r"\bsearch(es|ed|ing)?\b", [{"search"}]),
        (r"\b(an?|the) chart\b", [{" chart"}]),
        (r"\bcolou?rs?\b", [{"colo"}]),
        (r"(?<!price )tag(s|ged)\b(?! number)", [{"tag"}]),
        (r"ab+c{2}de{0,3}", [{"ab"}]),
        (r"\ba\.b\.c\b", [{"a.b.c"}]),
        (r"^\w+ \d+$", [{" "}]),
        (r"(one|\w+)", []),
        (r"(?i)report", []),
        (r"[csv] file|folder", [{" file", "folder"}]),
        (r"\w[)\]}] x", [{" x"}]),
        (r"a.[<>]|[)>]", [{"<", ">", ")"}]),
        (r"[<>]|\bover", [{"<", ">", "over"}]),
        (r"[^ab] [x-z]!", [{"!"}]),
        (r"\b(is|are) (?:not|never) allowed to\b", [{" allowed to"}, {"not", "never"}, {"is", "are"}]),
        (r"\bca (?=n't)", [{"ca "}]),
        (r"(?:over)?book", [{"book"}]),
    ],
)
def test_needles_are_letters_of_every_match(expression: str, found: list[set[str]]) -> None:
    assert list(needles(expression)) == found


def test_a_pattern_finds_what_its_expression_finds() -> None:
    lexicon = load_lexicon()
    patterns = [p for words in lexicon.features for p in words.says] + [
        p for words in lexicon.refusals for p in (*words.patterns, *words.groups, *words.unless)
    ]
    texts = [
        "members export their loans as csv, and download invoices as a pdf",
        "everybody can comment on recipes, rate them with 5 stars and tag photos",
        "we want a monthly report, charts and reminders by e-mail, a calendar and a kanban board",
        "sign in with a password; every change is logged; deleted after two years; 20 items per page",
    ]
    matched = [(p, text) for p in patterns for text in texts if p.regex.search(text)]
    assert len(matched) > 20
    assert all(p.search(text) for p, text in matched)
    assert not any(p.search(text) for p in patterns for text in texts if not p.regex.search(text))


def test_most_patterns_have_needles() -> None:
    features = [p for words in load_lexicon().features for p in words.says]
    assert sum(bool(p.needles) for p in features) > 0.95 * len(features)


def test_a_pattern_without_needles_is_always_searched() -> None:
    assert pattern(r"^\w+\d+$").search("room12")
    assert not pattern(r"^\w+\d+$").search("room")


@pytest.mark.parametrize("text", ["Export it as CSV.", "export it as csv", "EXPORT as Csv", "as csv, then export"])
def test_case_is_as_the_flags_say(text: str) -> None:
    expression = r"\bexport\b.*\bcsv\b"
    assert bool(pattern(expression, re.IGNORECASE).search(text)) == bool(re.search(expression, text, re.IGNORECASE))
    assert bool(pattern(expression).search(text)) == bool(re.search(expression, text))


def test_a_pattern_does_what_its_expression_does() -> None:
    dash = pattern(r" - (?=\w)")
    assert (dash.sub(", ", "a - b"), dash.split("a - b"), dash.sub(", ", "a-b"), dash.split("a-b")) == (
        "a, b",
        ["a", "b"],
        "a-b",
        ["a-b"],
    )
    assert [found[0] for found in pattern(r"\w+ly\b").finditer("only really so")] == ["only", "really"]
    assert list(pattern(r"\w+ly\b").finditer("so")) == []
    assert pattern(r"over").match("over it")
    assert not pattern(r"over").match("it is over")
    assert pattern(r"over").fullmatch("over")
    assert not pattern(r"over").fullmatch("over it")


def test_rewritings_see_what_those_before_them_said() -> None:
    rewritings = (rewriting(pattern(r"\bcannot\b"), "can not"), rewriting(pattern(r"\bcan not\b"), "must not"))
    assert rewritten("It cannot move.", rewritings) == "It must not move."


def test_of_many_patterns_those_are_found_that_may_match() -> None:
    many = Patterns(
        pattern(said, re.IGNORECASE)
        for said in (r"\bcsv\b", r"\b(?:pdf|print)", r"^\w+$", r"\bno\b", r"\bexport.*\bcsv\b")
    )
    assert many.fitting("export it as csv") == [0, 2, 4]
    assert many.fitting("print no list") == [1, 2, 3]
    assert many.fitting("") == [2]
