"""Takes a short head, any mark and a list of nominal items for a thing with its properties. Used by document.

The form decides: 'vans - plate, load', 'Bales of a sale: grade, kilos', 'stall [number, row]', wherever it stands in a line or paragraph.
Words that are known as properties, names of other such heads, and the same mark elsewhere only settle doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from engines.kernel.spec import FieldType
from engines.spec.english import English
from engines.spec.layout.heads import Head, before_bracket, head_of
from engines.spec.layout.listing import Listing, closes_last, read_listing
from engines.spec.layout.remarks import is_formula, unbracketed
from engines.spec.lists import top_level
from engines.spec.patterns import pattern

_MARK = re.compile(r"\s*->\s+|\s+[-–—]{1,3}\s+|\s*:{1,2}\s+|(?<![<>!=])\s*={1,2}\s+|\s*\|\s*|\s+[/~]\s+")
_BRACKETED = re.compile(r"^(?P<head>[^()\[\]{}:,;|=]{2,60}?)\s*[(\[{](?P<rest>.+)[)\]}]$")
_NOTED = re.compile(
    r"[(/%#?*]|\b(?:y/n|yes/no|unique|optional|required|max|min|in [a-z]{1,3}\d?)\b|[<>]=?|\d", re.IGNORECASE
)
_TIMED = re.compile(r"\w (?:at|on|by|from|until|since|till|to|for)$", re.IGNORECASE)
_SORTS = frozenset(
    {
        "kind",
        "type",
        "stage",
        "level",
        "role",
        "sort",
        "value",
        "option",
        "step",
        "phase",
        "question",
        "way",
        "size",
        "colour",
        "color",
        "reason",
        "example",
        "thing",
        "entity",
    }
)
_STATES = frozenset({"state", "status", "transition"})
_NEXT = pattern(r"->|^[\w ]+ [/|] ")
_TALK = re.compile(r"(?:and |or )?(?:which (?!day\b|date\b|one\b)|that|each|every|is|are|it|they)\b", re.IGNORECASE)
_SPOKEN = re.compile(r"(?:and )?(?:an?|the|its|their|his|her|whether|what|how|when|where|and)\b", re.IGNORECASE)
_IN_WORDS = pattern(
    r"(?:, | = |\w )[a-z\-]+(?: [a-z\-]+)?,? or (?!not\b|no\b)[a-z\-]+(?:,|$|\.| and )|\band/or\b|\btill\b|\bhow [a-z]+ (?:it|they|he|she|the|an?)\b"
    r"|, (?:and )?(?:did|do|does|is|are|was|has|have) (?:it|they|he|she|you|we|the)\b|, (?:and )?(?:who|when|where|whether|since when|until when)\b",
    re.IGNORECASE,
)
_TERSE = re.compile(
    r"[<>|→]|->|[*?]|\d ?- ?\d|\b(?:such as|one of|either|namely|int|integer|bool|string|y/n|yes/no|fk|pk)\b"
)
_CLEAR = 0.5
_PLAIN = (FieldType.TEXT, FieldType.LONG_TEXT)
_LABELS = frozenset({"name", "title", "label", "code", "number", "description", "address"})
_BEHIND_NAME = re.compile(r"[(=?*#%].*$")


@dataclass(frozen=True)
class Record:
    """A head with its list: the `mark` between them, what the list says, and `share`, how much of it is known to be properties."""

    head: Head
    key: str
    mark: str
    listing: Listing
    share: float
    proper: bool


_CHAIN = 2


@dataclass(frozen=True)
class Records:
    """What the heads of one text are; `heads` in the singular, `marks` those behind which properties surely stood."""

    english: English
    heads: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()

    def learned(self, texts: Iterable[str]) -> Records:
        """With the heads and marks of these texts."""
        found = [record for text in texts for piece in self.pieces(text) if (record := self.form(piece))]
        heads = frozenset(self.english.name(record.head.name) for record in found)
        again = Records(self.english, heads)
        sure = [each for each in found if again._share(each.listing.properties) >= _CLEAR and each.proper]
        return Records(self.english, heads, frozenset(record.mark for record in sure))

    def read(self, text: str) -> Record | None:
        """The thing and its properties that a text is; None when it is something else."""
        found = self.form(text)
        if found is None or (found.mark in (":", "-", "–", "—") and is_spoken(text)):
            return None
        own = self.english.singular(found.head.name.split()[-1])
        named = " ".join((*found.head.name.split()[:-1], own))
        clear = found.share >= _CLEAR
        sort = own in _SORTS
        if (
            (found.head.clause and found.mark == "()" and sort)
            or own in _STATES
            or (own in _SORTS and not clear)
            or ((named in self.english.lexicon.types or own in self.english.lexicon.types) and not found.proper)
        ):
            return None
        if found.head.clause or found.mark in ("()", "->"):
            return found if clear and found.proper else None
        return found if found.share > 0 or (found.mark in self.marks and not found.mark.startswith(":")) else None

    def form(self, text: str) -> Record | None:
        """A head, a mark and at least two nominal items, whatever they are."""
        text = text.strip(" .")
        if text not in self._formed:
            self._formed[text] = self._form(text)
        return self._formed[text]

    @cached_property
    def _formed(self) -> dict[str, Record | None]:
        """What texts are, once it was asked."""
        return {}

    def _form(self, text: str) -> Record | None:
        whole = _BRACKETED.match(text)
        if whole and not _MARK.search(whole["head"]) and closes_last(text[whole.start("rest") - 1 :]):
            return self._record(whole["head"], "()", whole["rest"])
        match = next((m for m in _marks(text) if m[0].strip() != "/" or "," in text[m.end() :]), None)
        return self._record(text[: match.start()], match[0].strip(), text[match.end() :]) if match else None

    def pieces(self, text: str) -> list[str]:
        """A sentence cut where one thing's list ends and the next thing begins; uncut when it is no such chain."""
        for marks in (";", "/;", ",;", ",;/"):
            parts = top_level(text, marks)
            if len(parts) < _CHAIN:
                continue
            lead, first = self._led(parts[0])
            if not self.form(first) or not (marks == ";" or all(map(_BRACKETED.match, (first, *parts[1:])))):
                continue
            opens = [0, *(n for n, part in enumerate(parts) if n and self.form(part))]
            if len(opens) >= _CHAIN:
                cut = [*opens, len(parts)]
                joined = ["; ".join([first, *parts[1:]][one:two]) for one, two in pairwise(cut)]
                return [*([lead] if lead else []), *joined]
        return [text]

    def _led(self, text: str) -> tuple[str, str]:
        """'We need: falcons: ring number' without its lead."""
        for match in _marks(text):
            rest = text[match.end() :]
            if match[0].strip() in (":", "-", "–", "—") and self.form(rest):
                return text[: match.start()], rest
        return "", text

    def _record(self, key: str, mark: str, rest: str) -> Record | None:
        listing = read_listing(_listed(rest))
        if listing is None or len(listing.properties) < 2 or (mark in ("=", "==") and is_formula(rest)):
            return None
        if re.search(r"\b(?:with|having)\b", listing.properties[0]) or (mark == "->" and _NEXT.search(rest)):
            return None
        share = self._share(listing.properties)
        head = head_of(key, self.english, many=share >= _CLEAR)
        if head and head.clause and mark == "()":
            head = before_bracket(key, self.english) or head
        if head is None or any(_TALK.match(item) for item in listing.properties[1:]):
            return None
        if head.clause and any(_SPOKEN.match(item) for item in listing.properties):
            return None
        proper = any(self._is_proper(item) for item in listing.properties)
        return Record(head, key.strip(), mark, listing, share, proper)

    def _share(self, properties: tuple[str, ...]) -> float:
        return sum(self._is_known(item) for item in properties) / len(properties)

    def _is_known(self, item: str) -> bool:
        """Whether an item is known as a property by its name, its notes or its form, or names another head."""
        name = self._name(item)
        types = self.english.lexicon.types
        plain = unbracketed(item)[0]
        return (
            any(" ".join(name[start:]) in types for start in range(len(name)))
            or bool(_NOTED.search(item) or _TIMED.search(plain))
            or "_".join(name) in self.heads
            or self.english.lexicon.grammar.is_participle(name[-1] if name else "")
        )

    def _is_proper(self, item: str) -> bool:
        """Whether an item can be nothing but a property: a label, a date, an amount, a reference."""
        name = self._name(item)
        types = self.english.lexicon.types
        kind = next(
            (types[" ".join(name[s:])] for s in range(len(name)) if " ".join(name[s:]) in types), FieldType.TEXT
        )
        return (
            kind not in (*_PLAIN, FieldType.NUMBER, FieldType.BOOLEAN)
            or (name[-1:] and name[-1] in _LABELS)
            or "_".join(name) in self.heads
            or bool(_TIMED.search(unbracketed(item)[0]))
        )

    def _name(self, item: str) -> list[str]:
        return self.english.name(_BEHIND_NAME.sub("", item)).split("_")


def is_spoken(text: str) -> bool:
    """Whether a list is put in sentences rather than in keywords: 'kind a, b or c', 'how bad it is', 'did they sign'."""
    plain = unbracketed(text)[0]
    return bool(_IN_WORDS.search(plain)) and not _TERSE.search(text)


def _marks(text: str) -> Iterator[re.Match[str]]:
    """The marks outside of brackets among the first words."""
    for match in _MARK.finditer(text):
        before = text[: match.start()]
        if "," in before or ";" in before or not before.strip():
            return
        if not any(before.count(one) > before.count(two) for one, two in ("()", "[]", "{}")):
            yield match


def _listed(rest: str) -> str:
    """'name + mobile + pay' and 'name | mobile' as lists with commas."""
    if len(top_level(rest, ",;")) > 1:
        return rest
    for sign in (r"\s+\|\s+", r"\s+\+\s+", r"\s+and\s+", r"\s+/\s+", r"\s+[·•]\s+"):
        parts = re.split(sign, rest)
        if len(parts) > 2:
            return ", ".join(parts)
    return rest
