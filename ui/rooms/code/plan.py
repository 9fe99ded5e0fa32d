"""Pure decisions of the room Code: the tree of files, their icons, where sentences stand, how lines differ. No Qt, no files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Mark = Literal["added", "changed", "removed"]
LARGE, HELD = 2 * 1024 * 1024, 2
FAR = 2_000
"""How many lines above a place are looked at for what it belongs to."""
_ICONS = {
    ".py": "file-code",
    ".js": "file-code",
    ".html": "file-code",
    ".css": "file-code",
    ".sql": "file-code",
    ".sh": "file-code",
    ".md": "file-text",
    ".txt": "file-text",
    ".csv": "file-text",
    ".yaml": "braces",
    ".yml": "braces",
    ".json": "braces",
    ".toml": "braces",
    ".svg": "image",
    ".png": "image",
}


@dataclass(frozen=True, kw_only=True)
class FileRow:
    """A file as the engine lists it; `change` is '', A, M or D since the newest commit."""

    file: str
    size: int = 0
    change: str = ""
    generated: bool = False

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> FileRow:
        """From a row of GET /projects/files."""
        return cls(
            file=str(row["file"]),
            size=int(row.get("size") or 0),
            change=str(row.get("change") or ""),
            generated=bool(row.get("generated")),
        )


@dataclass(kw_only=True, eq=False)
class Node:
    """A folder or a file of the tree; folders come first, each in the order of their names."""

    name: str
    path: str
    row: FileRow | None = None
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)

    @property
    def place(self) -> int:
        """Its row below its parent."""
        return self.parent.children.index(self) if self.parent else 0


def tree_of(rows: Iterable[FileRow], words: str = "") -> Node:
    """The tree of all files whose path holds the words; of those that hold their letters in order where no path does."""
    root = Node(name="", path="")
    folders: dict[str, Node] = {"": root}
    listed = sorted(rows, key=lambda row: row.file)
    least = HELD if any(fits(words, row.file) >= HELD for row in listed) else 1
    for row in listed:
        if fits(words, row.file) < least:
            continue
        parent, path = root, ""
        *above, name = row.file.split("/")
        for part in above:
            path = f"{path}/{part}".lstrip("/")
            if path not in folders:
                folders[path] = Node(name=part, path=path, parent=parent)
                parent.children.append(folders[path])
            parent = folders[path]
        parent.children.append(Node(name=name, path=row.file, row=row, parent=parent))
    for folder in folders.values():
        folder.children.sort(key=lambda node: (node.row is not None, node.name.casefold()))
    return root


def fits(words: str, path: str) -> int:
    """How well words fit a path: 0 not at all, 1 their letters stand in it in order, HELD the words do, more for the name."""
    text, sought = path.casefold(), words.casefold().split()
    name = text.rpartition("/")[2]
    if all(word in text for word in sought):
        whole = " ".join(sought)
        return HELD + (whole in name) + name.startswith(whole) + (name == whole)
    return int(all(_in_order(word, text) for word in sought))


def _in_order(word: str, text: str) -> bool:
    at = -1
    for letter in word:
        at = text.find(letter, at + 1)
        if at < 0:
            return False
    return True


def icon_of(path: str) -> str:
    """The icon of a file by its name."""
    name = path.rpartition("/")[2]
    if name.startswith("test_") or name.endswith("_test.py"):
        return "flask"
    return _ICONS.get(name[name.rfind(".") :].lower() if "." in name else "", "file")


@dataclass(frozen=True, kw_only=True)
class Trace:
    """A line (from 1) that carries out a sentence, by which facts, and the tests that prove it."""

    file: str
    line: int
    sentence: int
    text: str = ""
    facts: Sequence[str] = ()
    tests: Sequence[str] = ()
    status: str = ""

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Trace:
        """From a row of GET /projects/trace."""
        return cls(
            file=str(row["file"]),
            line=int(row["line"]),
            sentence=int(row["sentence"]),
            text=str(row.get("text") or ""),
            facts=tuple(row.get("facts") or ()),
            tests=tuple(row.get("tests") or ()),
            status=str(row.get("status") or ""),
        )


def traces_of(traces: Iterable[Trace], line: int, lines: Sequence[str]) -> list[Trace]:
    """What the line is there for: the marks on it, else the nearest above it in the same block of code."""
    by_line: dict[int, list[Trace]] = {}
    for trace in traces:
        by_line.setdefault(trace.line, []).append(trace)
    for at in range(line, max(0, line - FAR), -1):
        if at in by_line:
            return by_line[at]
        text = lines[at - 1] if at <= len(lines) else ""
        if at != line and re.match(r"(def|class|async def|@|function|export)\b", text):
            return []
    return []


_OUTER = re.compile(r"^(\s*)(?:async\s+)?(?:def|class|function)\s+(\w+)")


def enclosing(lines: Sequence[str], line: int) -> str:
    """The dotted name of the function or class that a line (from 1) stands in; '' outside of all."""
    names: list[str] = []
    depth = 1_000
    for at in range(min(line, len(lines)) - 1, max(-1, line - 1 - FAR), -1):
        found = _OUTER.match(lines[at])
        if found and len(found[1]) < depth:
            names.append(found[2])
            depth = len(found[1])
        if depth == 0:
            break
    inside = lines[line - 1] if 0 < line <= len(lines) else ""
    return ".".join(reversed(names)) if inside.startswith((" ", "\t")) or _OUTER.match(inside) else ""


def marks_of(old: Sequence[str], new: Sequence[str]) -> dict[int, Mark]:
    """How each line (from 1) of the new text differs from the old; a removal is marked on the line behind it."""
    found: dict[int, Mark] = {}
    for kind, a, b, c, d in opcodes(old, new):
        if kind == "delete":
            found[min(c + 1, max(len(new), 1))] = "removed"
        elif kind != "equal":
            for at in range(c, d):
                found[at + 1] = "changed" if at - c < b - a else "added"
    return found


def moved(old: Sequence[str], new: Sequence[str], lines: Iterable[int]) -> frozenset[int]:
    """Where lines (from 1) of the old text stand in the new one; those that were changed stand nowhere."""
    places = {a + n + 1: c + n + 1 for kind, a, b, c, _ in opcodes(old, new) if kind == "equal" for n in range(b - a)}
    return frozenset(places[line] for line in lines if line in places)


def opcodes(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """difflib's, with what both begin and end with cut off first, so that small changes of long texts are quick."""
    from difflib import SequenceMatcher

    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    inner = SequenceMatcher(None, old[head : len(old) - tail], new[head : len(new) - tail], autojunk=False)
    found: list[tuple[str, int, int, int, int]] = [("equal", 0, head, 0, head)] if head else []
    found += [(kind, a + head, b + head, c + head, d + head) for kind, a, b, c, d in inner.get_opcodes()]
    if tail:
        found.append(("equal", len(old) - tail, len(old), len(new) - tail, len(new)))
    return found


@dataclass(frozen=True, kw_only=True)
class Hit:
    """Where words were found: line and column from 1, with the line's text."""

    file: str
    line: int
    column: int
    length: int
    text: str


def search(file: str, text: str, pattern: re.Pattern[str], *, most: int = 200) -> list[Hit]:
    """The places of a pattern, at most so many."""
    found: list[Hit] = []
    for number, line in enumerate(text.split("\n"), 1):
        for match in pattern.finditer(line):
            if match.end() > match.start():
                hit = Hit(
                    file=file,
                    line=number,
                    column=match.start() + 1,
                    length=match.end() - match.start(),
                    text=line[:400],
                )
                found.append(hit)
            if len(found) >= most:
                return found
    return found


def pattern_of(words: str, *, regex: bool, case: bool) -> re.Pattern[str]:
    """What to look for; `re.error` for a wrong regular expression."""
    return re.compile(words if regex else re.escape(words), 0 if case else re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something to look at: `tone` is warning or danger, `line` from 1."""

    file: str
    line: int
    text: str
    tone: Literal["warning", "danger"] = "warning"
    source: str = ""


def runs_of(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbouring numbers as (first, last)."""
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if found and number <= found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def next_of(numbers: Iterable[int], at: int, step: int, *, start: Callable[[int], bool] | None = None) -> int | None:
    """The next number behind (step 1) or before (step -1) a place, around the end; none when there is none."""
    ordered = sorted(number for number in numbers if start is None or start(number))
    if not ordered:
        return None
    if step > 0:
        return next((number for number in ordered if number > at), ordered[0])
    return next((number for number in reversed(ordered) if number < at), ordered[-1])
