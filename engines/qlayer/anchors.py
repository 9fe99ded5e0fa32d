"""Reads the fact comments that templates leave in rendered files, removes them and makes anchors of them. Called by render."""

from __future__ import annotations

import re

from engines.kernel.tree import Anchor

_MARK = re.compile(r"^\s*(?:#|//|--|<!--|\{#|/\*)\s*ql:fact=(?P<fact>.+?)\s*(?:-->|#\}|\*/)?\s*$")
_TEST = re.compile(r"^\s*(?:async )?def (?P<name>test_\w+)\(")


def anchored(path: str, text: str) -> tuple[str, list[Anchor]]:
    """The text without its marks, and an anchor at the line that each mark stood above."""
    kept: list[str] = []
    marks: list[tuple[str, int]] = []
    below = False
    for line in text.splitlines(keepends=True):
        if found := _MARK.match(line):
            marks.append((found["fact"], len(kept) + 1))
            below = True
        elif not (below and _repeats(line, kept)):
            kept.append(line)
            below = False
    lines = kept if path.startswith("tests/") else []
    return "".join(kept), [
        Anchor(fact=fact, path=path, line=line, test=_test_after(path, lines, line)) for fact, line in marks
    ]


def _repeats(line: str, kept: list[str]) -> bool:
    """Whether a line is a blank one more, where a mark stood between two."""
    return not line.strip() and (not kept or not kept[-1].strip())


def _test_after(path: str, lines: list[str], line: int) -> str:
    names = (found["name"] for text in lines[line - 1 :] if (found := _TEST.match(text)))
    name = next(names, "")
    return f"{path}::{name}" if name else ""
