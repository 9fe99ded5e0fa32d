"""Rules for tools over text: counting, ranking, finding, editing, comparing, checksums. Used by tools."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, get_args

from engines.kernel.spec.tool import (
    Checksum,
    Compare,
    Distinct,
    EditLines,
    Finding,
    FindingKind,
    LineEdit,
    Measure,
    MeasureName,
    Option,
    Ranking,
)
from engines.spec.english import English
from engines.spec.tool_claims import Clause, Said, is_optional, named, number_in
from engines.spec.tool_words import ToolWords, first

_QUESTION: dict[str, Option] = {
    "keep": Option(name="contains", type="text", help="keep only lines that contain this text"),
    "drop": Option(name="exclude", type="text", help="leave out lines that contain this text"),
    "wrap": Option(name="width", type="integer", default=80, help="the longest line, in characters"),
    "head": Option(name="head", type="integer", help="print only so many lines from the beginning"),
    "tail": Option(name="tail", type="integer", help="print only so many lines from the end"),
}
_FLAGS: dict[str, str] = {
    "unique": "print each line once",
    "sort": "sort the lines",
    "reverse": "print the last line first",
    "upper": "print in capitals",
    "lower": "print in small letters",
    "title": "print in title case",
    "slug": "print as slugs",
    "number": "print the number of each line",
    "trim": "drop spaces at the end of lines",
    "drop_blank": "drop blank lines",
    "squeeze": "print one blank line where there are several",
}
_NAMES = {
    "drop_blank": "drop_blank_lines",
    "squeeze": "squeeze_blank_lines",
    "number": "number_lines",
    "reverse": "reverse_lines",
}


def read_counting(clause: Clause, words: ToolWords, english: English) -> Iterator[Said]:
    """What is counted: 'counts lines, words and characters'."""
    found = words.counting.search(clause.text)
    if found:
        rest = clause.text[found.start() :]
        hits = {name: m.start() for name, patterns in words.measures.items() if (m := first(patterns, rest))}
        ranked = any(first(patterns, rest) for patterns in words.rankings.values())
        for name in sorted(hits, key=lambda n: hits[n]):
            if not (ranked and name in ("words", "lines", "characters")):
                yield Measure(what=_measure(name), origin=clause.origin)
    elif first(words.measures["longest_line"], clause.text):
        yield Measure(what="longest_line", origin=clause.origin)


def _measure(name: str) -> MeasureName:
    known: tuple[MeasureName, ...] = get_args(MeasureName)
    return next(measure for measure in known if measure == name)


def read_ranking(clause: Clause, words: ToolWords, english: English) -> Iterator[Said]:
    """The most frequent words, letters or lines."""
    kinds: tuple[Literal["words", "letters", "lines"], ...] = ("words", "letters", "lines")
    for kind in kinds:
        match = first(words.rankings[kind], clause.text)
        if not match:
            continue
        bounded = re.search(r"\b(most|top|commonest)\b", clause.text) or number_in(clause.text, english)
        option = named(
            Option(
                name="top",
                type="integer",
                default=number_in(clause.text, english) or 10,
                help=f"how many of the most frequent {kind} to show",
                origin=clause.origin,
            ),
            clause,
            ("n", "limit", "top", "count", "max", "most", "number"),
        )
        yield Ranking(of=kind, option=option.name if bounded else "", origin=clause.origin)
        if bounded:
            yield option
        return


def read_findings(clause: Clause, words: ToolWords, english: English) -> Iterator[Said]:
    """What is taken out of text: 'extracts all email addresses', 'finds TODO comments'."""
    if not words.finding_verbs.search(clause.text):
        return
    kinds: tuple[FindingKind, ...] = get_args(FindingKind)
    hits = [(m.start(), k) for k in kinds if (m := first(words.findings[k], clause.text))]
    for _, kind in sorted(hits):
        if kind in ("dates", "numbers") and not re.search(r"\b(extract|pull|find|collect|list)\w*\b", clause.text):
            continue
        if kind == "numbers" and re.search(r"\b(line|phone|telephone) numbers\b", clause.text):
            continue
        places = bool(words.places_words.search(clause.text))
        yield Finding(what=kind, places=places, origin=clause.origin)


def found_options(clause: Clause, words: ToolWords, found: bool) -> Iterator[Said]:
    """The flags of finding: each once, or counted."""
    if not found:
        return
    if words.unique_words.search(clause.text) and not is_optional(clause, words):
        yield Distinct(origin=clause.origin)
    elif words.unique_words.search(clause.text):
        yield Option(name="unique", help="print each one once", origin=clause.origin)
    if words.counted_words.search(clause.text):
        yield Option(name="count", help="print how often each one occurs", origin=clause.origin)


def read_edits(clause: Clause, words: ToolWords, english: English) -> Iterator[Said]:
    """What happens to lines, in the order of the clause."""
    hits = [(m.start(), name, m) for name, patterns in words.edits.items() if (m := first(patterns, clause.text))]
    cases = [name for _, name, _ in hits if name in ("upper", "lower", "title")]
    spans = {name: match.span() for _, name, match in hits}
    for _, name, match in sorted(hits, key=lambda hit: hit[0]):
        if _shadowed(name, spans):
            continue
        yield from _edit(name, match, clause, words, english, choice=len(cases) > 1 and name in cases)


def _shadowed(name: str, spans: dict[str, tuple[int, int]]) -> bool:
    """Whether another edit says the same more exactly, in the same words."""
    pairs = {
        "drop": {"drop_blank"}, "keep": {"drop", "replace", "unique"}, "trim": {"drop_blank"}, "reverse": {"sort"},
        "squeeze": {"drop_blank"}, "sort": {"reverse"}, 
    }  # fmt: skip
    start, end = spans[name]
    over = (spans[other] for other in pairs.get(name, set()) if other in spans)
    return any(a < end and start < b for a, b in over) or (name == "lower" and "slug" in spans)


def _edit(
    name: str, match: re.Match[str], clause: Clause, words: ToolWords, english: English, *, choice: bool
) -> Iterator[Said]:
    edit = _line_edit(name)
    if name == "replace":
        yield EditLines(edit="replace", option="find", other="replace", origin=clause.origin)
        yield Option(name="find", type="text", help="the text to replace", required=True, origin=clause.origin)
        yield Option(name="replace", type="text", default="", help="the new text", origin=clause.origin)
        return
    if name in _QUESTION:
        usual = _QUESTION[name]
        default = number_in(clause.text, english) if usual.type == "integer" else None
        option = Option(
            name=usual.name,
            type=usual.type,
            default=default or (None if is_optional(clause, words) else usual.default),
            help=usual.help,
            origin=clause.origin,
        )
        option = named(option, clause)
        yield EditLines(edit=edit, option=option.name, origin=clause.origin)
        yield option
        return
    if choice or is_optional(clause, words, match.end()):
        option = named(Option(name=_NAMES.get(name, name), help=_FLAGS[name], origin=clause.origin), clause)
        yield EditLines(edit=edit, when=option.name, origin=clause.origin)
        yield option
    else:
        yield EditLines(edit=edit, origin=clause.origin)


def _line_edit(name: str) -> LineEdit:
    known: tuple[LineEdit, ...] = get_args(LineEdit)
    return next(edit for edit in known if edit == name)


def read_whole(clause: Clause, words: ToolWords, english: English) -> Iterator[Said]:
    """Comparing two texts, and checksums."""
    if first(words.compare, clause.text):
        both = bool(first(words.compare_both, clause.text))
        yield Compare(shows=("first", "second", "both") if both else ("first", "second"), origin=clause.origin)
    if match := first(words.checksum, clause.text):
        sha512 = "512" in clause.text[match.start() :]
        yield Checksum(algorithm="sha512" if sha512 else "sha256", origin=clause.origin)
    if first(words.verify, clause.text) and first(words.checksum, clause.whole):
        yield Option(name="check", type="path", help="check the files of this list of checksums", origin=clause.origin)


def merged_compare(found: Sequence[Compare]) -> Compare:
    """All that is to be shown of a comparison, once."""
    shows: tuple[Literal["first", "second", "both"], ...] = ("first", "second", "both")
    wanted = {place for compare in found for place in compare.shows}
    return Compare(shows=tuple(place for place in shows if place in wanted), origin=found[0].origin)
