"""Patterns of the lexicon: searched only where they can match."""

from __future__ import annotations

import pytest

from engines.spec.lexicon_files import load_lexicon
from engines.spec.patterns import needles, pattern


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        (r"\bcsv\b.*\b(export|download)", {"export", "download"}),
        (r"\bsearch(es|ed|ing)?\b", {"search"}),
        (r"\b(an?|the) chart\b", {" chart"}),
        (r"\bcolou?rs?\b", {"colo"}),
        (r"(?<!price )tag(s|ged)\b(?! number)", {"tag"}),
        (r"ab+c{2}de{0,3}", {"ab"}),
        (r"\ba\.b\.c\b", {"a.b.c"}),
        (r"^\w+ \d+$", {" "}),
        (r"(one|\w+)", set()),
        (r"(?i)report", set()),
        (r"[csv] file|folder", {" file", "folder"}),
    ],
)
def test_needles_are_letters_of_every_match(expression: str, found: set[str]) -> None:
    assert needles(expression) == found


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
