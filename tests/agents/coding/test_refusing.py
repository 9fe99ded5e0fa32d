"""What a change may not be: lazy, hollow, destructive, weaker in its tests, or out of bounds."""

from __future__ import annotations

import pytest

from engines.agents.coding.refusing import refused

GOOD = "def fee(days):\n    return days * 2\n"
MODULE = "".join(f"def f{n}(x):\n    return x + {n}\n\n\n" for n in range(6))
TEST = "def test_a():\n    assert fee(1) == 2\n\n\ndef test_b():\n    assert fee(2) == 4\n"


def why(path: str, after: str, before: str = "") -> str:
    return "\n".join(refused({path: before} if before else {}, {path: after}))


def test_complete_code_passes() -> None:
    assert why("app/fees.py", GOOD) == ""
    assert why("app/fees.py", GOOD + "\n\nclass Odd(Exception):\n    pass\n") == ""
    assert why("app/page.html", "<!-- Fees stand here for each day -->\n") == ""


@pytest.mark.parametrize(
    "line",
    [
        "# TODO: implement",
        "# ... rest of the code unchanged",
        "# existing code",
        "# the rest stays the same",
        "# ...",
        "# your code here",
        "# implement the fee logic here",
        "# remaining methods omitted",
    ],
)
def test_a_placeholder_is_refused(line: str) -> None:
    assert "placeholder" in why("app/fees.py", f"{GOOD}{line}\n")


def test_a_placeholder_that_stood_there_before_is_nobodys_fault() -> None:
    before = f"# TODO: later\n{GOOD}"
    assert why("app/fees.py", before.replace("2", "3"), before) == ""


@pytest.mark.parametrize(
    "body", ["pass", "...", '"""Gives the fee."""', "raise NotImplementedError", 'raise NotImplementedError("later")']
)
def test_a_function_without_a_body_is_refused(body: str) -> None:
    assert "'fee' has no body" in why("app/fees.py", f"def fee(days):\n    {body}\n")


def test_protocols_may_be_hollow() -> None:
    text = "from typing import Protocol\n\n\nclass Clock(Protocol):\n    def now(self): ...\n"
    assert why("app/clock.py", text) == ""


def test_broken_code_is_named_with_its_line() -> None:
    assert "no valid Python (line 2)" in why("app/fees.py", "x = 1\ndef fee(:\n")


def test_a_truncated_module_is_refused() -> None:
    assert "more than half" in why("app/many.py", MODULE[:60], MODULE)
    assert "more than half" in why("app/page.html", "<p>", "<p>line</p>\n" * 60)


def test_tests_can_not_be_weakened() -> None:
    assert "tests that exist are gone: test_b" in why("tests/test_fees.py", TEST.split("\n\n\n")[0] + "\n", TEST)
    assert "asserts less" in why("tests/test_fees.py", TEST.replace("assert fee(2) == 4", "fee(2)"), TEST)
    skipped = TEST.replace("def test_b", "@pytest.mark.skip\ndef test_b")
    assert "skipped" in why("tests/test_fees.py", skipped, TEST)
    assert why("tests/test_fees.py", TEST + "\n\ndef test_c():\n    assert fee(3) == 6\n", TEST) == ""


@pytest.mark.parametrize(
    "path",
    ["../x.py", "/etc/passwd", "a/../../x", ".git/hooks/x", "spec.yaml", "a//b.py", "~/x", "requirements-dev.txt"],
)
def test_files_out_of_bounds_are_refused(path: str) -> None:
    assert why(path, "x = 1\n") != ""


def test_locked_files_are_refused() -> None:
    assert "not yours" in "\n".join(refused({}, {"app/own/a.py": "x = 1\n"}, locked=["app/own/*"]))


def test_edits_that_change_nothing_are_refused() -> None:
    assert refused({"a.py": GOOD}, {"a.py": GOOD}) == ["The edits change nothing."]
