"""Reads the fact comments that templates leave in rendered files, removes them and makes anchors of them. Called by render."""

from __future__ import annotations

import re

from engines.kernel.tree import Anchor

_MARK = re.compile(r"^\s*(?:#|//|--|<!--|\{#|/\*)\s*ql:fact=(?P<fact>.+?)\s*(?:-->|#\}|\*/)?\s*$")
_TEST = re.compile(r"^\s*(?:async )?def (?P<name>test_\w+)\(")
_TOP = ("def ", "class ", "async def ", "@")


def anchored(path: str, text: str) -> tuple[str, list[Anchor]]:
    """The text without its marks, and an anchor at the line that each mark stood above."""
    kept: list[str] = []
    marks: list[tuple[str, int]] = []
    waiting: list[str] = []
    for line in text.splitlines(keepends=True):
        if found := _MARK.match(line):
            waiting.append(found["fact"])
        elif not (waiting and _repeats(line, kept)):
            if waiting:
                kept.extend(_gap(path, line, kept))
                marks.extend((fact, len(kept) + 1) for fact in waiting)
                waiting = []
            kept.append(line)
    marks.extend((fact, max(len(kept), 1)) for fact in waiting)
    lines = kept if path.startswith("tests/") else []
    return "".join(kept), [
        Anchor(fact=fact, path=path, line=line, test=_test_after(path, lines, line)) for fact, line in marks
    ]


def _repeats(line: str, kept: list[str]) -> bool:
    """Whether a line is a blank one more, where a mark stood between two."""
    return not line.strip() and (not kept or not kept[-1].strip())


def _gap(path: str, line: str, kept: list[str]) -> list[str]:
    """The blank lines that Python wants above a definition, where a mark stood in their place."""
    if not (path.endswith(".py") and line.startswith(_TOP) and kept):
        return []
    blank = sum(1 for above in kept[-2:] if not above.strip())
    return ["\n"] * (2 - blank)


def _test_after(path: str, lines: list[str], line: int) -> str:
    names = (found["name"] for text in lines[line - 1 :] if (found := _TEST.match(text)))
    name = next(names, "")
    return f"{path}::{name}" if name else ""
