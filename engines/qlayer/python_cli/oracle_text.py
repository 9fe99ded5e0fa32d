"""What edits, counts and findings make of text; the oracle's half for lines."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from engines.kernel.spec.tool import Command, EditLines, FindingKind, MeasureName
from engines.qlayer.python_cli.commands import steps
from engines.qlayer.python_cli.vocabulary import PATTERNS, STOP_WORDS, TODO, WORD

Given = Mapping[str, object]


def edited(command: Command, lines: Sequence[str], given: Given) -> list[str]:
    """The lines after all edits that are switched on."""
    result = list(lines)
    for edit in steps(command, EditLines):
        unset = edit.option and given.get(edit.option) is None
        if not unset and (not edit.when or given.get(edit.when)):
            result = _edit(edit, result, given)
    return result


def _edit(edit: EditLines, lines: list[str], given: Given) -> list[str]:
    small = bool(given.get("ignore_case"))
    text = str(given[edit.option]) if edit.option else edit.value

    def key(line: str) -> str:
        return line.casefold() if small else line

    match edit.edit:
        case "keep" | "drop":
            pattern = re.compile(text if given.get("regex") else re.escape(text), re.IGNORECASE if small else 0)
            return [line for line in lines if bool(pattern.search(line)) == (edit.edit == "keep")]
        case "replace":
            new = str(given[edit.other])
            pattern = re.compile(text if given.get("regex") else re.escape(text), re.IGNORECASE if small else 0)
            return [pattern.sub(lambda _: new, line) for line in lines]
        case "unique":
            return [line for n, line in enumerate(lines) if key(line) not in map(key, lines[:n])]
        case "sort":
            return _sorted(lines, given, small)
        case "reverse":
            return lines[::-1]
        case "wrap":
            return [part for line in lines for part in textwrap.wrap(line, int(text), break_long_words=False) or [""]]
        case "upper":
            return [line.upper() for line in lines]
        case "lower":
            return [line.lower() for line in lines]
        case "title":
            return [line.title() for line in lines]
        case "slug":
            return [_slug(line) for line in lines]
        case "number":
            return [f"{number:>6}  {line}" for number, line in enumerate(lines, 1)]
        case "trim":
            return [line.rstrip() for line in lines]
        case "drop_blank":
            return [line for line in lines if line.strip()]
        case "squeeze":
            return [line for n, line in enumerate(lines) if line.strip() or not n or lines[n - 1].strip()]
        case "head":
            return lines[: int(text)]
        case "tail":
            return lines[-int(text) :]


def _sorted(lines: list[str], given: Given, small: bool) -> list[str]:
    turned = bool(given.get("reverse"))
    if given.get("numeric"):
        return sorted(lines, key=_leading, reverse=turned)
    return sorted(lines, key=str.casefold if small else str, reverse=turned)


def _leading(line: str) -> float:
    found = re.match(r"\s*(-?\d+(?:\.\d+)?)", line)
    return float(found[1]) if found else 0.0


def _slug(line: str) -> str:
    import unicodedata

    plain = unicodedata.normalize("NFKD", line).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower()))


def measured(what: Sequence[MeasureName], content: str, given: Given) -> dict[str, int]:
    """Counts of a text by their names."""
    lines = content.splitlines()
    words = [word.casefold() if given.get("ignore_case") else word for word in WORD.findall(content)]
    values: dict[MeasureName, int] = {
        "lines": len(lines),
        "words": len(content.split()),
        "characters": len(content),
        "bytes": len(content.encode()),
        "sentences": sum(len(re.findall(r"[.!?]+(?=\s|$)", line)) for line in lines),
        "paragraphs": len(re.findall(r"(?:^|\n[ \t]*\n)\s*\S", "\n\n" + content)),
        "blank_lines": sum(not line.strip() for line in lines),
        "different_words": len(set(words)),
        "longest_line": max(map(len, lines), default=0),
    }
    return {name: values[name] for name in what}


def words_of(kind: Literal["words", "letters", "lines"], line: str, given: Given) -> list[str]:
    """What a line adds to a ranking."""
    text = line.casefold() if given.get("ignore_case") else line
    match kind:
        case "words":
            return [word for word in WORD.findall(text) if _counts(word, given)]
        case "letters":
            return [letter for letter in text if letter.isalpha()]
        case "lines":
            return [text] if text.strip() else []


def _counts(word: str, given: Given) -> bool:
    skipped = bool(given.get("stop_words")) and word.casefold() in STOP_WORDS
    shortest = given.get("min_length")
    return not skipped and (shortest is None or len(word) >= int(str(shortest)))


def found_in(kind: FindingKind, line: str) -> Iterator[tuple[str, str]]:
    """The things of a kind in a line; to-do marks come with their tag."""
    if kind == "todos":
        if found := re.search(TODO, line):
            yield found[1], found[2]
        return
    yield from (("", found[0]) for found in re.finditer(PATTERNS[kind], line))
