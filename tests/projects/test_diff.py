"""Differences between texts: whatever the texts are, the hunks lead from one to the other."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.history import compared
from engines.kernel.diff import changes, hunks, moved

TEXTS = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "\n", "\x0c\n", "\r\n", "é\u2028"]), max_size=30).map("".join)


@given(old=TEXTS, new=TEXTS, context=st.integers(0, 4))
def test_hunks_lead_from_the_old_text_to_the_new_one(old: str, new: str, context: int) -> None:
    before, after = old.split("\n"), new.split("\n")
    found = hunks(old, new, context=context)
    assert bool(found) == (old != new)
    told = [line for hunk in found for line in hunk.lines]
    assert all(before[line.old - 1] == line.text for line in told if line.old is not None)
    assert all(after[line.new - 1] == line.text for line in told if line.new is not None)
    gone = {line.old for line in told if line.kind == "-"}
    added = {line.new for line in told if line.kind == "+"}
    kept = [text for n, text in enumerate(before, 1) if n not in gone]
    same = [text for n, text in enumerate(after, 1) if n not in added]
    assert "\n".join(kept).rstrip("\n") == "\n".join(same).rstrip("\n")


@given(old=TEXTS, new=TEXTS)
def test_moved_lines_are_equal_and_keep_their_order(old: str, new: str) -> None:
    lines = moved(old, new)
    assert all(old.split("\n")[a - 1] == new.split("\n")[b - 1] for a, b in lines.items())
    assert sorted(lines.values()) == [lines[a] for a in sorted(lines)]
    assert (
        moved(old, old) == {n: n for n in range(1, len(old.split("\n")) + (not old.endswith("\n") and old != ""))}
        or not old
    )


def test_a_missing_end_of_the_last_line_is_a_change() -> None:
    [hunk] = hunks("a\nb", "a\nb\n")
    assert [(line.kind, line.text) for line in hunk.lines] == [(" ", "a"), ("-", "b"), ("+", "b")]


def test_states_are_compared_by_what_stands_for_them() -> None:
    assert changes({"a": "1", "b": "1", "c": "1"}, {"b": "1", "c": "2", "d": "1"}) == {"a": "D", "c": "M", "d": "A"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("x\n" * 15_000, "x\n" * 14_000 + "y\n" * 1_000),
        ("".join(f"{n % 7}\n" for n in range(15_000)), "".join(f"{n % 5}\n" for n in range(15_000))),
        ("".join(f"{n}\n" for n in range(19_000)), "".join(f"{n}\n" for n in reversed(range(19_000)))),
        ("".join(f"{n % 150}\n" for n in range(15_000)), "".join(f"{n % 149}\n" for n in range(15_000))),
        ("".join(f"{n}\n=\n" for n in range(9_000)), "".join(f"{n}\n{n * 7}-\n" for n in range(9_000))),
        ("".join(f"{n % 2}\n" * (n % 3) for n in range(15_000)), "".join(f"{n % 2}\n" * (n % 5) for n in range(8_000))),
        (
            "".join(f"a{n}\nu{n}\na{n - 1}\n" for n in range(6_000)),
            "".join(f"b{n}\nu{n}\na{n - 1}\n" for n in range(6_000)),
        ),
    ],
    ids=["one line", "few lines", "turned round", "many repeats", "every other", "two lines", "new ones each time"],
)
def test_texts_that_are_hard_to_compare_take_seconds_at_most(old: str, new: str) -> None:
    began = time.monotonic()
    found = compared("a", "M", old.encode(), new.encode())
    assert time.monotonic() - began < 5
    assert (found.added > 0, found.binary, found.too_long) == (True, False, False)


def test_what_is_too_long_or_binary_has_no_hunks() -> None:
    long = compared("a", "M", b"a\n" * 30_000, b"b\n")
    huge = compared("a", "A", b"", None)
    image = compared("a", "M", b"\x89\0", b"text")
    assert [(each.too_long, each.binary, list(each.hunks)) for each in (long, huge, image)] == [
        (True, False, []),
        (True, False, []),
        (False, True, []),
    ]
