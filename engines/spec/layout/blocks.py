"""Cuts a text into blocks: what belongs together on one or several lines, with how deep it stands. Used by outline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from engines.spec.layout.inline import parted
from engines.spec.layout.marks import Mark, MarkKind, mark
from engines.spec.patterns import pattern

_RULER = re.compile(r"^\s*([=\-_*~+])\1{2,}\s*$")
_RULED = re.compile(r"^\s*\|?[\s:|+=-]*-{2,}[\s:|+=-]*\|?\s*$")
_KEY = re.compile(
    r"^[A-Za-z][\w\-/&' ]{0,40}(?:\.[a-z]{2,4})?(?:\([^()]{0,40}\) ?)?(?:[:=](?:\s|$)|\s(?:[-–—|~/]|::|->|→|=>)\s)"
)
_ENDS = re.compile(r"[.!?;]['\")\]]*$")
_GOES_ON = re.compile(r"(?:[,(\[{&/+]|\b(?:and|or|the|an?|of|to|with|for|in|by|that|which|is|are|per|from))$")
_JOINED = pattern(r"^(?:and|or|but|nor|with|of|to|which|that|than)\b")
_STORY = re.compile(r"^as an? ", re.IGNORECASE)
_GOAL = pattern(
    r"^(?:i|we) (?:want|need|would|can|must|should|may|like|wish|'d)|^(?:so that|in order to|so i|so we|because)\b",
    re.IGNORECASE,
)
_GAP = re.compile(r"\t+|(?<![.!?:])\s{2,}(?=\S)")
_TAB = re.compile(r"(?<=\S)\t+(?=\S)")
_WRAPPED = 50
_LONGEST = 40


@dataclass
class Block:
    """`depth`: the greater, the deeper; two blocks with the same depth are siblings. `apart`: a blank line stands before."""

    kind: MarkKind
    depth: tuple[int, int]
    lines: list[str] = field(default_factory=list)
    apart: bool = False

    @property
    def text(self) -> str:
        """All its lines as one."""
        return " ".join(line.strip() for line in self.lines)


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a text in order."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = [point for line in plain.split("\n") for point in parted(line)]
    for blank, group in groupby(lines, key=lambda line: not line.strip()):
        if not blank:
            yield from _paragraph(list(group))


def _paragraph(lines: list[str]) -> Iterator[Block]:
    """The blocks of lines without a blank one between."""
    width = max(len(line.rstrip()) for line in lines)
    open_block: Block | None = None
    apart = True
    rows = _rows(lines)
    lines = lines if rows else [_TAB.sub(" | ", line) for line in lines]
    wrapped = _is_wrapped(lines, width)
    for position, line in enumerate(lines):
        if _RULER.match(line) and not rows:
            if open_block and len(open_block.lines) == 1 and line.strip()[0] in "=-" and open_block.kind == "plain":
                open_block.kind, open_block.depth = "heading", (-100, 1 if line.strip()[0] == "=" else 2)
            continue
        if _RULED.match(line) and "-" in line and ("|" in line or "+" in line):
            continue
        found = mark(line if not rows or position >= rows else _barred(line))
        if open_block and _joins(open_block, found, lines[position - 1], width if wrapped else 0):
            open_block.lines.append(line)
            continue
        if open_block:
            yield open_block
        depth = (-100, found.rank) if found.kind == "heading" else (found.indent, found.rank)
        open_block, apart = Block(found.kind, depth, [found.text], apart), False
    if open_block:
        yield open_block


def _rows(lines: list[str]) -> int:
    """How many of the first lines are a table without bars at its sides; 0 when it has them or there is none."""
    if any(mark(line).kind != "plain" for line in lines):
        return 0
    if len(lines) > 2 and "|" in lines[0] and _RULED.match(lines[1]) and "|" in lines[1]:
        return next((n for n, line in enumerate(lines) if "|" not in line), len(lines))
    cells = [len(_GAP.split(line.strip())) for line in lines]
    alike = next((n for n, count in enumerate(cells) if not min(2, cells[0]) <= count <= cells[0]), len(cells))
    return alike if alike > 2 and cells[0] > 1 else 0


def _barred(line: str) -> str:
    """A row of a table with bars at its sides."""
    return "| " + line.strip() if "|" in line else "| " + " | ".join(_GAP.split(line.strip()))


def _is_wrapped(lines: list[str], width: int) -> bool:
    """Whether lines end where the paper ends, as in prose, rather than where what they say ends."""
    pairs = [(one, two) for one, two in pairwise(lines) if mark(two).kind == "plain"]
    full = sum(_is_full(one, two.split()[0], width) for one, two in pairs)
    return bool(pairs) and full >= 0.6 * len(pairs)


def _is_full(line: str, word: str, width: int) -> bool:
    return len(line.rstrip()) + 1 + len(word) > 0.85 * max(width, _WRAPPED)


def _joins(block: Block, found: Mark, before: str, width: int) -> bool:
    """Whether a line goes on with the block above it; `width` 0 when this text is not wrapped."""
    if found.kind != "plain" or block.kind not in ("plain", "bullet") or len(block.lines) > _LONGEST:
        return False
    if _STORY.match(block.lines[0]) and _GOAL.match(found.text):
        return True
    before = before.rstrip()
    if found.indent < block.depth[0]:
        return False
    if before.endswith(":"):
        full = bool(width) and _is_full(before, found.text.split()[0], width)
        return full and found.text[:1].islower() and not _KEY.match(found.text)
    if _unclosed(block) or (_GOES_ON.search(before) and not _KEY.match(found.text)):
        return True
    if _JOINED.match(found.text) and len(before) > _WRAPPED and not _ENDS.search(before):
        return True
    if _KEY.match(block.lines[0]) and re.match(r"[A-Z][a-z]", found.text):
        return False
    full = _is_full(before, found.text.split()[0], width) if width else False
    if _KEY.match(found.text) and (_ENDS.search(before) or not full or _KEY.match(block.lines[-1])):
        return False
    if block.kind == "bullet" and found.indent > block.depth[0] and len(before) > _WRAPPED:
        return True
    return full or (0 < width <= _WRAPPED and found.text[:1].islower() and len(before.split()) > 4)


def _unclosed(block: Block) -> bool:
    text = block.text if len(block.lines) < 8 else ""
    return any(text.count(one) > text.count(two) for one, two in ("()", "[]", "{}"))
