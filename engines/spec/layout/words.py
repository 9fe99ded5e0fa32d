"""Words of documents as values: what headings and columns announce, how letters begin, what shorthand stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_NUMBERING = re.compile(r"^(?:[\d.]+[.)]?|[a-z]\)|[ivx]+\.)\s+|^(?:part|section|chapter)\s+\w+\s*[:.–-]\s*")
_LEADING = re.compile(r"^(?:the|our|my|some|a few|an?|all|main|these|other|general|basic|key|core|following)\s+")
_NOTES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


@dataclass(frozen=True, kw_only=True, eq=False)
class LayoutWords:
    """`sections` and `columns` by phrase, the rest as lists in lower case; one set of words is like no other."""

    sections: Mapping[str, str]
    columns: Mapping[str, tuple[str, ...]]
    header: frozenset[str]
    greeting: tuple[str, ...]
    closing: tuple[str, ...]
    shorthand: Mapping[str, str]
    meta: frozenset[str]
    ambiguous: frozenset[str]
    shown: frozenset[str]

    def section(self, heading: str) -> str:
        """What a heading or key announces: rules, roles, things ...; '' when it names something else."""
        plain = plain_heading(heading)
        if not plain:
            return ""
        words = plain.split()
        for phrase in (plain, _one(plain), " ".join(words[-1:]) if len(words) in (2, 3) else ""):
            found = self.sections.get(phrase) or self.sections.get(_one(phrase))
            if found and (phrase in (plain, _one(plain)) or found in ("rules", "roles", "states", "features", "notes")):
                return found
        return ""

    def may_be_thing(self, heading: str) -> bool:
        """Whether a heading can name a thing all the same when properties stand below it."""
        return _one(plain_heading(heading)) in self.ambiguous

    def column(self, header: str) -> tuple[str, ...]:
        """What a column may hold, by its header."""
        plain = " ".join(re.findall(r"[a-z#]+", header.lower()))
        return self.columns.get(plain, ())


def plain_heading(heading: str) -> str:
    """The words of a heading in lower case, without number, brackets and article."""
    low = _NOTES.sub(" ", heading.lower()).replace("&", " and ").strip(" .:*_#-–=")
    low = _LEADING.sub("", _NUMBERING.sub("", low))
    return " ".join(re.findall(r"[a-z0-9']+", low.replace("'", "'")))


def _one(phrase: str) -> str:
    """Each word in the singular, as the lexicon has them."""
    return " ".join(_singular(word) for word in phrase.split())


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def build_layout(file: Mapping[str, Any]) -> LayoutWords:
    """The words from the parsed file."""
    columns: dict[str, tuple[str, ...]] = {}
    for kind, phrases in file["columns"].items():
        for phrase in phrases:
            columns[str(phrase)] = (*columns.get(str(phrase), ()), kind)
    sections = {form: kind for kind, phrases in file["sections"].items() for p in phrases for form in (p, _one(p))}
    letters = file["letters"]
    return LayoutWords(
        sections=sections,
        columns=columns,
        header=frozenset(letters["header"]),
        greeting=tuple(letters["greeting"]),
        closing=tuple(letters["closing"]),
        shorthand=file["shorthand"],
        meta=frozenset(file["meta"]),
        ambiguous=frozenset(file["ambiguous"]),
        shown=frozenset(file["shown"]),
    )
