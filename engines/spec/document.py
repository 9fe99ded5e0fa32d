"""Splits a brief into numbered statements: headings, sentences, bullets, table rows. First stage of the plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from engines.spec.lexicon import Lexicon
from engines.spec.model import Statement, StatementKind

_BULLET = re.compile(
    r"^\s*(?:[-*+•‣◦–—▪]|\(?\d{1,3}[.)]|\(?[a-z][)])\s+(?P<text>\S.*)$|^\s*(?P<label>[A-Z]{2,5}-?\d{1,4}(?:\.\d+)*)[:.)]?\s+(?P<labelled>\S.*)$"
)
_HEADING = re.compile(r"^\s*(#{1,6})\s+(?P<text>.+?)\s*#*\s*$")
_RULER = re.compile(r"^\s*([=\-_*~])\1{2,}\s*$")
_TABLE = re.compile(r"^\s*\|.*\|?\s*$")
_LABELLED = re.compile(r"^\s*[A-Z][\w\-/ ]{1,40}:\s+\S")
_END = re.compile(r"[.!?]+[\"')\]]*\s+")


@dataclass
class _Block:
    kind: StatementKind
    lines: list[str] = field(default_factory=list)


def statements(text: str, lexicon: Lexicon) -> tuple[Statement, ...]:
    """Every statement of the text in order, numbered from 1."""
    found: list[Statement] = []
    heading = lead = ""
    headers: tuple[str, ...] = ()
    for block in _blocks(text):
        said = _clean(" ".join(line.strip() for line in block.lines))
        if not said:
            continue
        if block.kind == "row":
            cells = _cells(said)
            if not headers:
                headers = cells
            else:
                found.append(_row(len(found) + 1, cells, headers, heading))
            continue
        headers = ()
        if block.kind in ("title", "heading"):
            heading, lead = said.rstrip(":"), ""
            found.append(Statement(number=len(found) + 1, text=said, kind=block.kind))
            continue
        parts = sentences(said, lexicon)
        if block.kind == "bullet":
            parts = [said] if len(parts) < 2 else parts
        for part in parts:
            found.append(
                Statement(
                    number=len(found) + 1,
                    text=part,
                    kind="bullet" if block.kind == "bullet" and part is parts[0] else "prose",
                    heading=heading,
                    lead=lead if block.kind == "bullet" else "",
                )
            )
        if block.kind != "bullet":
            lead = parts[-1] if parts and parts[-1].endswith(":") else ""
    return tuple(found)


def sentences(text: str, lexicon: Lexicon) -> list[str]:
    """The sentences of a paragraph; abbreviations, numbers and brackets do not end one."""
    parts, start = [], 0
    for match in _END.finditer(text):
        word = text[start : match.start()].rsplit(" ", 1)[-1].lstrip("(").lower()
        inside = text.count("(", start, match.start()) > text.count(")", start, match.end())
        if word.rstrip(".") in lexicon.abbreviations or inside or (len(word) == 1 and word.isalpha() and word != "i"):
            continue
        parts.append(text[start : match.end()].strip())
        start = match.end()
    return [part for part in (*parts, text[start:].strip()) if part]


def _blocks(text: str) -> Iterator[_Block]:
    open_block: _Block | None = None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = _first(lines)
    for position, line in enumerate(lines):
        if not line.strip():
            if open_block:
                yield open_block
            open_block = None
            continue
        if _RULER.match(line):
            if open_block and open_block.kind == "prose" and len(open_block.lines) == 1 and line.strip()[0] in "=-":
                open_block.kind = "heading"
            continue
        fresh = _start(line, first=position == first, following=_next(lines, position))
        goes_on = open_block and (open_block.kind == "prose" or not line[:1].isupper())
        if fresh is None and open_block and goes_on and open_block.kind in ("prose", "bullet"):
            open_block.lines.append(line)
            continue
        if open_block:
            yield open_block
        open_block = fresh or _Block("prose", [line])
    if open_block:
        yield open_block


def _first(lines: list[str]) -> int:
    """Where the title may stand: the first line, unless it is one of several headings of its level."""
    found = next((i for i, line in enumerate(lines) if line.strip()), 0)
    levels = [match[1] for line in lines if (match := _HEADING.match(line))]
    match = _HEADING.match(lines[found])
    return -1 if match and levels.count(match[1]) > 1 else found


def _next(lines: list[str], position: int) -> str:
    return next((line for line in lines[position + 1 : position + 3] if line.strip()), "")


def _start(line: str, *, first: bool, following: str) -> _Block | None:
    if match := _HEADING.match(line):
        return _Block("title" if first else "heading", [match["text"]])
    if _TABLE.match(line) and line.strip().startswith("|"):
        return _Block("row", [line])
    if match := _BULLET.match(line):
        return _Block("bullet", [match["text"] or match["labelled"]])
    if _LABELLED.match(line):
        return _Block("bullet", [line])
    plain = line.strip()
    if first and len(plain.split()) <= 8 and not re.search(r"[.!?:;,]$", plain) and following:
        starts_list = bool(_BULLET.match(following) or _TABLE.match(following) or _HEADING.match(following))
        if starts_list or following[:1].isupper():
            return _Block("title", [plain])
    return None


def _row(number: int, cells: tuple[str, ...], headers: tuple[str, ...], heading: str) -> Statement:
    return Statement(number=number, text=" | ".join(cells), kind="row", heading=heading, cells=cells, headers=headers)


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def _clean(text: str) -> str:
    text = re.sub(r"(\*\*|__|`)(\S.*?\S|\S)\1", r"\2", text)
    return "" if re.fullmatch(r"[\s|:\-=+]*", text) else re.sub(r"\s+", " ", text).strip()
