"""The pure parts of Code: the tree, marks, comparisons, traces, colours line by line, failures."""

from __future__ import annotations

import pytest

from ui.engine.failing import failure_of
from ui.rooms.code.differing import compare, put_back
from ui.rooms.code.plan import (
    FileRow,
    Trace,
    enclosing,
    fits,
    marks_of,
    moved,
    next_of,
    pattern_of,
    search,
    traces_of,
    tree_of,
)
from ui.rooms.code.syntax import START, lexer_for

CODE = [
    "import a",
    "",
    "def one():",
    "    x = 1",
    "    return x",
    "",
    "class Two:",
    "    def three(self):",
    "        pass",
]


def test_folders_come_before_files_and_the_filter_keeps_what_leads_to_a_file() -> None:
    rows = [FileRow(file=name) for name in ("b.py", "app/main.py", "app/web/page.html", "a.md")]
    assert [node.name for node in tree_of(rows).children] == ["app", "a.md", "b.py"]
    found = tree_of(rows, "pghtml")
    assert [node.name for node in found.children] == ["app"]
    assert found.children[0].children[0].children[0].path == "app/web/page.html"
    assert tree_of(rows, "xyz").children == []


def test_files_that_hold_the_words_keep_those_away_that_only_hold_their_letters() -> None:
    paths = ("app/batch.py", "alembic/base_html.py", "web/base.html", "b/a/s/e.html")
    assert [fits("base.html", path) for path in paths] == [0, 0, 5, 1]
    assert fits("base html", "alembic/base_html.py") == 2
    assert fits("bshtml", "web/base.html") == 1
    found = tree_of([FileRow(file=name) for name in ("a/b/c/main.py", "app/banc.md", "bc.txt")], "bc")
    assert [node.path for node in found.children] == ["bc.txt"]


def test_lines_are_found_again_where_they_moved_unless_they_were_changed() -> None:
    old, new = ["a", "b", "c", "d"], ["new", "a", "B", "c", "d"]
    assert moved(old, new, {1, 2, 4}) == {2, 5}


def test_lines_are_marked_by_how_they_differ() -> None:
    old, new = ["a", "b", "c", "d"], ["a", "B", "b2", "c"]
    assert marks_of(old, new) == {2: "changed", 3: "added", 4: "removed"}
    assert marks_of(old, old) == {}


def test_changes_stand_side_by_side_and_one_under_the_other() -> None:
    found = compare("a\nb\nc\n", "a\nB\nc\nd\n")
    assert [(row.kind, row.old, row.new) for row in found.beside] == [
        ("same", 1, 1),
        ("change", 2, 2),
        ("same", 3, 3),
        ("add", None, 4),
    ]
    assert [row.kind for row in found.under] == ["same", "remove", "add", "same", "add"]
    assert (found.added, found.removed) == (2, 1)


@pytest.mark.parametrize(("at", "expected"), [(0, "a\nb\nc\nd\n"), (1, "a\nB\nc\n")])
def test_a_change_is_put_back_alone(at: int, expected: str) -> None:
    assert put_back(compare("a\nb\nc\n", "a\nB\nc\nd\n"), at) == expected


def test_the_mark_above_speaks_for_a_line_of_the_same_function() -> None:
    traces = [Trace(file="f.py", line=3, sentence=6)]
    assert [trace.sentence for trace in traces_of(traces, 5, CODE)] == [6]
    assert traces_of(traces, 9, CODE) == []
    assert traces_of(traces, 1, CODE) == []


def test_the_function_around_a_line_is_named() -> None:
    assert enclosing(CODE, 4) == "one"
    assert enclosing(CODE, 9) == "Two.three"
    assert enclosing(CODE, 1) == ""


def test_the_next_place_goes_around_the_end() -> None:
    assert next_of([3, 9], 3, 1) == 9
    assert next_of([3, 9], 9, 1) == 3
    assert next_of([3, 9], 3, -1) == 9
    assert next_of([], 3, 1) is None


def test_a_search_tells_line_and_column() -> None:
    hits = search("f.py", "one\nTwo two\n", pattern_of("two", regex=False, case=False))
    assert [(hit.line, hit.column) for hit in hits] == [(2, 1), (2, 5)]
    assert search("f.py", "a.b", pattern_of("a.b", regex=False, case=True))[0].length == 3


def coloured(path: str, text: str) -> list[list[tuple[str, str]]]:
    """The coloured words of each line with their roles."""
    lexer, state, found = lexer_for(path), START, []
    assert lexer is not None
    for line in text.split("\n"):
        spans, state = lexer.line(line, state)
        found.append([(line[at : at + length], role) for at, length, role in spans])
    return found


def test_a_text_over_several_lines_keeps_its_colour() -> None:
    lines = coloured("a.py", 'x = """one\ntwo\nthree""" + y\nreturn 3')
    assert lines[1] == [("two", "success")]
    assert ('three"""', "success") in lines[2]
    assert lines[3] == [("return", "plum"), ("3", "warning")]


def test_a_template_is_coloured_inside_its_page() -> None:
    words = dict(coloured("a.html", '<p class="x">{% if user %}\n{{ name }}</p>')[0])
    assert words["p"] == "accent_text"
    assert words["if"] == "plum"


LANGUAGES = {
    "a.py": "def f(): pass",
    "a.js": "const x = 1",
    "a.ts": "const x: number = 1",
    "a.html": "<p>x</p>",
    "a.css": "p { color: red; }",
    "a.json": '{"a": 1}',
    "a.yaml": "a: 1",
    "a.toml": 'a = "b"',
    "a.sql": "select 1 from t",
    "a.sh": "if true; then echo hi; fi",
    "a.md": "# Title",
    "Dockerfile": "FROM debian",
    "Makefile": "all: x\n\techo",
    "a.ini": "[a]\nb=1",
    "a.go": "func main() {}",
    "a.rs": "fn main() {}",
    "a.java": "public class A {}",
    "a.c": "int main() { return 0; }",
    "a.cpp": "class A { };",
    "a.rb": "def a; end",
    "a.tf": 'resource "a" "b" {}',
    "a.xml": "<a>x</a>",
    "a.kt": "fun main() {}",
    "a.proto": "message A {}",
}


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_language_has_its_colours(name: str) -> None:
    assert any(coloured(name, LANGUAGES[name])), name


def test_a_file_of_no_language_stays_plain() -> None:
    assert lexer_for("notes.unknown") is None
    assert lexer_for("notes.txt") is None


MESSAGE = """
    def test_a_whole_is_shared():
>       assert share(9, 2) == 5
E       assert 4 == 5
E        +  where 4 = share(9, 2)

tests/test_arithmetic.py:9: AssertionError
"""


def test_a_failure_tells_what_was_expected_and_where() -> None:
    failure = failure_of(MESSAGE)
    assert list(failure.lines) == ["- 5", "+ 4"]
    assert [(place.file, place.line) for place in failure.places] == [("tests/test_arithmetic.py", 9)]


def test_a_bare_assertion_is_told_by_its_line() -> None:
    plain = MESSAGE.replace("E       assert 4 == 5\n", "E       AssertionError\n").replace(
        "E        +  where 4 = share(9, 2)\n", ""
    )
    assert failure_of(plain).reason == "assert share(9, 2) == 5"
