"""Cuts a text into passages: headings, sentences, items and code, with where each stands and what it stands under. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from engines.spec.interface.prose.samples import Found, samples
from engines.spec.interface.prose.tables import Line, with_rows_said

Kind = Literal["heading", "prose", "item", "code"]
HIDDEN = "\ue000"
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(\S.*?)\s*#*$")
_BOLD = re.compile(r"\s*(?:\*\*|__)([^*_]{2,80}?)(?:\*\*|__):?\s*$")
_ITEM = re.compile(
    r"(\s*)(?:[-*+•‣]\s+|\(?\d{1,3}[.)]\s+|[A-Z]{1,4}-?\d{1,3}(?:\.\d+)*[.:)]\s+|\(?[a-z]\)\s+)(?:\[[ x]\]\s+)?(?=\S)"
)
_CALLED = re.compile(
    r"\s*(?:[`*]*(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b[`*]*[ ,/]|[`*]*/[\w{}:<>.\-/]*[`*]*:?\s+(?:GET|HEAD|POST|PUT|PATCH|DELETE)\b)"
)
_COMMAND = re.compile(r"\s*(?:\$\s+)?(?:curl\s|HTTP/\d)")
_END = re.compile(r"[.!?]+[\"')\]`]*\s+")
_SHORT = frozenset(
    "e.g i.e min max etc approx incl excl resp no nr vs cf ca opt def chars char std dev misc a.k.a".split()  # noqa: SIM905
)
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1|(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![\w*])")
_CODE_SPAN = re.compile(r"(`[^`\n]*`)")
_GOES_ON = re.compile(r"(?:[,(:\[{&/+–-]|\b(?:and|or|the|an?|of|to|with|for|in|by|that|which|is|are|per|from))\s*$")
_WRAPPED = 55


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A stretch of the text. `block`: what belongs together on the page; `under`: numbers of the headings above.

    `depth`: of a heading its rank, of an item how far it is indented. `shown`: as it was written.
    """

    number: int
    start: int
    end: int
    kind: Kind
    depth: int
    block: int
    under: tuple[int, ...]
    shown: str


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A text with its passages and samples. `masked` is as long as `text`, with all samples hidden."""

    text: str
    passages: tuple[Passage, ...] = ()
    samples: tuple[Found, ...] = ()

    @cached_property
    def masked(self) -> str:
        signs = self.text
        for found in self.samples:
            hidden = re.sub(r"[^\n]", HIDDEN, signs[found.start : found.end])
            signs = signs[: found.start] + hidden + signs[found.end :]
        return signs

    def at(self, place: int) -> Passage:
        """The passage that a place belongs to."""
        return next((p for p in reversed(self.passages) if p.start <= place), self.passages[0])

    def between(self, start: int, end: int) -> Iterator[Passage]:
        """The passages that a stretch touches."""
        return (p for p in self.passages if p.start < end and p.end > start)


@dataclass
class _Block:
    kind: Kind
    depth: int
    start: int
    end: int
    shown: list[str] = field(default_factory=list)


def paper(text: str) -> Paper:
    """The passages of a text."""
    lines = [Line(_plain(line.text), line.original) for line in with_rows_said(text)]
    read = "\n".join(line.text for line in lines)
    found = tuple(samples(read))
    bare = Paper(text=read, samples=found)
    passages: list[Passage] = []
    headings: list[tuple[int, int]] = []
    for number, block in enumerate(_blocks(lines, bare)):
        if block.kind == "heading":
            headings = [(rank, n) for rank, n in headings if rank < block.depth]
        parts = (
            [(block.start, block.end)] if block.kind in ("heading", "code") else list(_sentences(bare.masked, block))
        )
        for start, end in parts:
            whole = len(parts) == 1 and block.kind == "item"
            passages.append(
                Passage(
                    number=len(passages) + 1,
                    start=start,
                    end=end,
                    kind=block.kind,
                    depth=block.depth,
                    block=number,
                    under=tuple(n for _, n in headings),
                    shown=" ".join(block.shown) if whole and block.shown else read[start:end].strip(),
                )
            )
        if block.kind == "heading":
            headings.append((block.depth, len(passages)))
    return Paper(text=read, samples=found, passages=tuple(passages))


def _plain(line: str) -> str:
    """A line without the signs of emphasis, which code keeps."""
    if line.lstrip().startswith("#") or ("*" not in line and "__" not in line) or _BOLD.match(line):
        return line
    return "".join(
        part if part.startswith("`") else _EMPHASIS.sub(lambda m: m[2] or m[3], part) for part in _CODE_SPAN.split(line)
    )


def _blocks(lines: list[Line], bare: Paper) -> Iterator[_Block]:
    open_block: _Block | None = None
    fence, at = "", 0
    for index, line in enumerate(lines):
        start, end = at, at + len(line.text)
        at = end + 1
        words = line.text.strip()
        if fence:
            if words.startswith(fence):
                fence = ""
                if open_block:
                    yield open_block
                open_block = None
            elif open_block:
                open_block.end = end
            continue
        if words.startswith(("```", "~~~")):
            if open_block:
                yield open_block
            fence, open_block = words[:3], _Block("code", 0, at, at)
            continue
        inside = any(found.start < start < found.end for found in bare.samples)
        if not words:
            if open_block:
                yield open_block
            open_block = None
            continue
        begun = None if inside and open_block else _begin(line, start, end, open_block, lines, index)
        if begun:
            if open_block:
                yield open_block
            open_block = begun
            if begun.kind == "heading":
                yield begun
                open_block = None
        elif open_block:
            open_block.end = end
            open_block.shown.append(line.original.strip())
    if open_block:
        yield open_block


def _begin(line: Line, start: int, end: int, before: _Block | None, lines: list[Line], index: int) -> _Block | None:
    """The block that begins with a line; None where the line goes on with the one before."""
    text = line.text
    indent = len(text) - len(text.lstrip())
    if heading := _HEADING.match(text):
        return _Block("heading", len(heading[1]), start + heading.start(2), end, [line.original.strip()])
    if heading := _BOLD.match(text):
        return _Block("heading", 7, start + heading.start(1), start + heading.end(1), [line.original.strip()])
    if _COMMAND.match(text):
        return _Block("code", indent, start + indent, end, [line.original.strip()])
    if item := _ITEM.match(text):
        return _Block("item", indent, start + item.end(), end, [line.original.strip()])
    if _is_title(text, before, lines, index):
        return _Block("heading", 8, start + indent, end, [line.original.strip()])
    if before is None or _CALLED.match(text):
        kind: Kind = "item" if _CALLED.match(text) else "prose"
        return _Block(kind, indent, start + indent, end, [line.original.strip()])
    last = lines[index - 1].text
    outdented = indent < len(last) - len(last.lstrip()) and bool(re.search(r"[.!?:]\s*$", last))
    apart = (len(last.rstrip()) < _WRAPPED and not _GOES_ON.search(last)) or outdented
    if before.kind == "item" and (indent > before.depth or not apart):
        called = _CALLED.match(before.shown[0]) if before.shown else None
        return _Block("item", indent, start + indent, end, [line.original.strip()]) if called and apart else None
    if (indent > before.depth + 1 and apart) or (apart and before.kind == "prose"):
        return _Block("item" if indent else "prose", indent, start + indent, end, [line.original.strip()])
    if before.kind == "item" and indent <= before.depth and apart:
        return _Block("prose", indent, start + indent, end, [line.original.strip()])
    return None


def _is_title(text: str, before: _Block | None, lines: list[Line], index: int) -> bool:
    """Whether a short line stands over others: 'Accounts' before bullets, 'For pupils (no account):' before lines of calls."""
    words = text.strip()
    if before is not None or _CALLED.match(text) or HIDDEN in text or "{" in words or len(words) > 110:
        return False
    after = lines[index + 1].text if index + 1 < len(lines) else ""
    bare = re.sub(r"\([^()]*\)", "", words).strip()
    if words.endswith(":") and len(bare.split()) <= 6 and (_ITEM.match(after) or _CALLED.match(after)):
        return not re.match(
            r"(?:request|response|body|returns?|answers?|errors?|parameters|example|fields)\b", words, re.I
        )
    short = len(bare.split()) <= 6 and not re.search(r"[.!?,;:]$", bare) and "/" not in words
    return short and (bool(_ITEM.match(after)) or words.isupper() or (index == 0 and not after.strip()))


def _sentences(masked: str, block: _Block) -> Iterator[tuple[int, int]]:
    text = masked[block.start : block.end]
    balanced = text.count("(") == text.count(")")
    start = 0
    for match in _END.finditer(text):
        before = text[start : match.start()]
        word = re.split(r"[\s(]", before)[-1].lower().strip("`\"'")
        depth = text.count("(", 0, match.end()) - text.count(")", 0, match.end())
        ticks = text.count("`", start, match.end()) % 2
        if word in _SHORT or (balanced and depth > 0) or ticks or text[match.start() : match.start() + 3] == "...":
            continue
        yield block.start + start, block.start + match.end()
        start = match.end()
    if text[start:].strip():
        yield block.start + start, block.end
