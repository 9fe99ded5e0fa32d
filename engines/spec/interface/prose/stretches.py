"""Which parts of a text are about which operation, and which about all of them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from engines.spec.interface.prose.naming import Naming, namings
from engines.spec.interface.prose.passages import HIDDEN, Paper, Passage

GENERAL = re.compile(
    r"^(?:(?:all|every|each|any)\s+(?:other\s+)?(?:error|endpoint|request|operation|call|4\d\d|answer|response|time|date|other|the rest)"
    r"|(?:other\s+|validation\s+)?errors?\b(?! here)|everything\s+(?:else|lives|is|below|under|here)|bad (?:requests?|input)\b[^:]*\bare\b|base\b|the base\b"
    r"|if (?:something|anything|the input|the request|an? (?:request|input))\b|invalid (?:requests?|input)\b|no (?:login|auth\w*|accounts?)\b|without a (?:token|session|key)\b)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"^[`*\"(]*(?:response|request|returns?|answers?|body|it\b|the (?:answer|response|reply|result|body)|query|parameters?|headers?|example|errors here|fields|\d{3}\b|"
    r"a missing|if\b|wrong\b|unknown\b|then\b|also\b|this\b|otherwise|input|output|optional|required|takes|accepts|on success|success|where|with\b|curl|and (?:gets?|returns?)|\w+`(?! ?/))",
    re.IGNORECASE,
)
_BAD = re.compile(
    r"(?:wrong|bad|invalid|malformed|incorrect) (?:input|requests?|data|values?|parameters?)\b", re.IGNORECASE
)
NAMED = "\ue001"
_SHARED = re.compile(r"the (?:answer|response|reply)(?:,| and)", re.IGNORECASE)


@dataclass
class Told:
    """An operation with the stretches of text that are about it, the main one first. `queries`: asked for in its addresses.

    `notes`: what stands in brackets behind its method alone; `others`: what stands so behind another's.
    """

    method: str
    path: str
    stretches: list[tuple[int, int]] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    notes: list[tuple[int, int]] = field(default_factory=list)
    first: int = 0
    others: list[tuple[int, int]] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"{self.method} {self.path}"


@dataclass
class Layout:
    """All operations by their key, and the passages that are about none in particular.

    `quiet`: the text with samples and names of operations hidden.
    """

    told: dict[str, Told]
    general: list[Passage]
    namings: list[Naming]
    quiet: str

    def without(self, told: Told) -> str:
        """The quiet text without what is noted of other methods named in one breath."""
        text = self.quiet
        for start, end in told.others:
            text = text[:start] + NAMED * (end - start) + text[end:]
        return text


def layout(paper: Paper) -> Layout:
    """Who is told of where."""
    found = namings(paper)
    named = {one.key for one in found if not one.referred}
    kept = [one for one in found if not (one.referred and one.key in named)]
    told: dict[str, Told] = {}
    covered: list[tuple[int, int]] = []
    before: Told | None = None
    for one in kept:
        begin = _begin(paper, one, kept)
        after = [_begin(paper, other, kept) for other in kept if other.start > one.start]
        end = min([_end(paper, one, kept), *(start for start in after if start > one.start)])
        operation = told.setdefault(one.key, Told(one.method, one.path, first=one.start))
        operation.stretches.append((begin, end))
        both = re.search(r"\bboth\s+(?:return|answer|give|respond)", paper.masked[begin:end], re.IGNORECASE)
        if before and before is not operation and both:
            before.stretches.append((begin + both.start(), end))
        if before and before is not operation and _SHARED.match(paper.masked[begin:end]):
            before.stretches.append((begin, end))
        before = operation
        if one.query:
            operation.queries.append(one.query)
        if one.note[1] > one.note[0]:
            operation.notes.append(one.note)
        covered.append((begin, end))
    general = [
        passage
        for passage in paper.passages
        if _is_general(paper, passage) or not any(start < passage.end and passage.start < end for start, end in covered)
    ]
    for one in found:
        for other in kept:
            if one.note[1] > one.note[0] and other.start == one.start and other.method != one.method:
                told[other.key].others.append(one.note)
    return Layout(told=told, general=general, namings=kept, quiet=_quiet(paper, found))


def _quiet(paper: Paper, found: list[Naming]) -> str:
    """The masked text with names of operations hidden, but not what is noted behind their methods."""
    shown = {at for one in found for at in range(*one.note)}
    hidden = {at for one in found for at in range(one.start, one.end)} - shown
    return "".join(NAMED if at in hidden and sign != "\n" else sign for at, sign in enumerate(paper.masked))


def about(paper: Paper, told: Told) -> Iterator[tuple[int, int]]:
    """The stretches of an operation, sentence by sentence, without what is said of all."""
    for start, end in told.stretches:
        for passage in paper.between(start, end):
            if not _is_general(paper, passage):
                yield max(start, passage.start), min(end, passage.end)


def _is_general(paper: Paper, passage: Passage) -> bool:
    text = paper.masked[passage.start : passage.end].lstrip("`*- ")
    first = passage.number == 1 or paper.passages[passage.number - 2].block != passage.block
    return bool(GENERAL.match(text) or (first and _BAD.match(text))) and not re.match(
        r"errors?\s+(?:here|\d)", text, re.IGNORECASE
    )


def _begin(paper: Paper, naming: Naming, found: list[Naming]) -> int:
    """Where an operation begins to be told of: its sentence, or its part of it behind another operation."""
    here = paper.at(naming.start)
    before = [one for one in found if here.start <= one.start < naming.start]
    if not before:
        return here.start
    last = max(one.end for one in before)
    between = paper.masked[last : naming.start]
    cut = max(between.rfind(sign) for sign in (". ", "; ", ", ", "\n", " and ", ") "))
    return last + cut + 1 if cut >= 0 and last < naming.start else naming.start


def _end(paper: Paper, naming: Naming, found: list[Naming]) -> int:
    """Where the text stops being about an operation: the end of its block and of what goes on with it.

    Where it is the only one under a heading, all of that section is about it.
    """
    here = paper.at(naming.start)
    end = here.end
    if here.kind != "heading" and here.under and (section := _section(paper, here.under[-1])):
        inside = {one.start for one in found if section[0] <= one.start < section[1]}
        if inside == {naming.start} and section[1] < len(paper.text.rstrip()):
            return section[1]
    for passage in paper.passages[here.number :]:
        if here.kind == "heading":
            if passage.kind == "heading" and passage.depth <= here.depth:
                break
        elif passage.kind == "heading" or _is_general(paper, passage) or not _belongs(paper, passage, here):
            break
        end = passage.end
    return end


def _section(paper: Paper, heading: int) -> tuple[int, int]:
    """From a heading to the next one of its rank or above."""
    first = paper.passages[heading - 1]
    rest = paper.passages[heading:]
    end = next((p.start for p in rest if p.kind == "heading" and p.depth <= first.depth), len(paper.text))
    return first.end, end


def _belongs(paper: Paper, passage: Passage, here: Passage) -> bool:
    """Whether a passage after an operation's own is still about it."""
    if passage.block == here.block:
        return True
    text = paper.masked[passage.start : passage.end].strip()
    if passage.kind == "code" or text.startswith(HIDDEN):
        return True
    first = paper.passages[here.number - 1]
    deeper = passage.depth > first.depth
    if passage.kind == "item":
        if _introduced(paper, passage):
            return True
        return deeper or (here.kind == "prose" and not GENERAL.match(text)) or here.kind == "code"
    starts = next((p for p in paper.passages if p.block == passage.block), passage)
    head = paper.masked[starts.start : starts.end].strip()
    return (deeper or bool(_GOES_ON.match(head)) or here.kind == "code") and not GENERAL.match(head)


def _introduced(paper: Paper, passage: Passage) -> bool:
    """Whether an item belongs to a list that a colon leads in."""
    for before in reversed(paper.passages[: passage.number - 1]):
        if paper.text[before.start : before.end].rstrip().endswith(":"):
            return True
        if before.kind != "item" or _named_in(paper, before):
            return False
    return False


def _named_in(paper: Paper, passage: Passage) -> bool:
    return bool(re.match(r"[`*]*(?:GET|HEAD|POST|PUT|PATCH|DELETE|/)", paper.text[passage.start : passage.end]))
