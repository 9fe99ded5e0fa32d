"""Three versions of a text become one, or show where they can't."""

from __future__ import annotations

from engines.change import merged
from engines.change.plan import Sides, Words, decisions, merge_text, moves

BASE = "one\ntwo\nthree\nfour\n"


def _text(base: str, ours: str, theirs: str) -> str:
    pieces = merged(base, ours, theirs)
    assert all(piece.decided for piece in pieces)
    return "".join(piece.text for piece in pieces)


def test_what_one_side_changed_is_taken() -> None:
    assert _text(BASE, BASE, "one\n2\nthree\nfour\n") == "one\n2\nthree\nfour\n"
    assert _text(BASE, "one\n2\nthree\nfour\n", BASE) == "one\n2\nthree\nfour\n"


def test_both_sides_are_joined() -> None:
    assert _text(BASE, "zero\n" + BASE, BASE + "five\n") == "zero\n" + BASE + "five\n"
    assert _text(BASE, BASE.replace("two\n", ""), BASE.replace("four", "4")) == "one\nthree\n4\n"


def test_the_same_change_on_both_sides_is_made_once() -> None:
    assert _text(BASE, BASE + "five\n", BASE + "five\n") == BASE + "five\n"


def test_imports_added_at_one_place_are_all_kept() -> None:
    base = "import os\n\nx = 1\n"
    ours, theirs = "import os\nimport mine\n\nx = 1\n", "import os\nimport theirs\n\nx = 1\n"
    assert _text(base, ours, theirs) == "import os\nimport mine\nimport theirs\n\nx = 1\n"


def test_definitions_added_at_one_place_are_all_kept() -> None:
    base = "x = 1\n"
    ours, theirs = base + "\n\ndef mine():\n    return 1\n", base + "\n\ndef made():\n    return 2\n"
    assert _text(base, ours, theirs) == base + "\n\ndef made():\n    return 2\n\n\ndef mine():\n    return 1\n"
    base = "class A:\n    a = 1\n"
    assert _text(base, base + "    b: int = 2\n", base + "    c: str\n") == base + "    c: str\n    b: int = 2\n"


def test_a_definition_behind_a_changed_line_stays_behind_it() -> None:
    base = "def a():\n    return 1\n"
    ours = base + "\n\ndef mine():\n    return 1\n"
    theirs = "def a():\n    return b()\n\n\ndef b():\n    return 2\n"
    assert _text(base, ours, theirs) == theirs + "\n\ndef mine():\n    return 1\n"


def test_two_definitions_of_one_name_are_a_conflict() -> None:
    base = "x = 1\n"
    ours, theirs = base + "\n\ndef same():\n    return 1\n", base + "\n\ndef same():\n    return 2\n"
    assert [piece.decided for piece in merged(base, ours, theirs)] == [True, False]


def test_different_changes_of_a_line_show_both_sides() -> None:
    text, conflicts, _ = merge_text("a.py", BASE, BASE.replace("two", "2"), BASE.replace("two", "zwei"), Sides())
    assert text == "one\n<<<<<<< mine\n2\n=======\nzwei\n>>>>>>> generated\nthree\nfour\n"
    (conflict,) = conflicts
    assert (conflict.line, conflict.base, conflict.mine, conflict.generated) == (2, "two\n", "2\n", "zwei\n")


def test_protected_lines_stay_as_they_are() -> None:
    ours = "one\n# keep: begin\n2\n# keep: end\nthree\nfour\n"
    text, conflicts, kept = merge_text("a.py", BASE, ours, BASE.replace("two", "zwei"), Sides())
    assert text == ours
    assert not conflicts
    assert [each.why for each in kept] == ["protected"]


def test_a_missing_end_of_the_last_line_is_no_loss() -> None:
    assert _text("a\nb", "a\nb", "a\nb\nc") == "a\nb\nc"


def test_files_are_decided_one_by_one() -> None:
    base = {"same": "1", "gone": "1", "edited": "1", "made": "1", "locked": "1", "both": "1"}
    ours = {"same": "1", "gone": "2", "edited": "2", "made": "1", "locked": "2", "both": "2"}
    theirs = {"same": "1", "edited": "1", "made": "2", "locked": "3", "both": "3", "new": "1"}
    assert dict(decisions(base, ours, theirs, ["loc*"])) == {
        "gone": "clash",
        "made": "take",
        "locked": "locked",
        "both": "merge",
        "new": "take",
    }


def test_names_that_were_changed_change_as_words() -> None:
    words = Words({"order": "job", "orders": "jobs", "Order": "Job"})
    assert words.renamed("def order_total(orders: list[Order]) -> ordering") == (
        "def job_total(jobs: list[Job]) -> ordering"
    )
    assert Words({}).renamed("order") == "order"


def test_a_file_that_is_generated_under_another_name_is_found() -> None:
    words = Words({"order": "job"})
    base, ours, theirs = {"app/order.py": "1", "a.py": "1"}, {"app/order.py": "2"}, {"app/job.py": "3", "a.py": "1"}
    assert moves(base, ours, theirs, words) == {"app/order.py": "app/job.py"}
