"""Fact comments become anchors and leave no trace."""

from __future__ import annotations

from engines.qlayer.anchors import anchored


def test_marks_are_removed_and_point_to_the_next_line() -> None:
    text, anchors = anchored("app/a.py", "x = 1\n# ql:fact=field:a.x\n# ql:fact=rule:a b\ny = 2\n")
    assert text == "x = 1\ny = 2\n"
    assert [(a.fact, a.line, a.test) for a in anchors] == [("field:a.x", 2, ""), ("rule:a b", 2, "")]


def test_marks_of_other_languages_are_known() -> None:
    text, anchors = anchored("a.html", "<p>\n  <!-- ql:fact=feature:search -->\n</p>\n{# ql:fact=x #}\n")
    assert text == "<p>\n</p>\n"
    assert [a.fact for a in anchors] == ["feature:search", "x"]


def test_in_tests_an_anchor_names_the_test_below_it() -> None:
    source = "import a\n\n\n# ql:fact=rule:x\n@mark\ndef test_x() -> None:\n    pass\n"
    _, [anchor] = anchored("tests/test_a.py", source)
    assert anchor.test == "tests/test_a.py::test_x"


def test_a_mark_between_blank_lines_takes_one_gap_with_it() -> None:
    text, _ = anchored("a.py", "x = 1\n\n\n# ql:fact=y\n\n\ndef f(): ...\n")
    assert text == "x = 1\n\n\ndef f(): ...\n"
