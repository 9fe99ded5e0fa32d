"""Finds where a list of property-like items stands in a sentence, and how surely it is one. Used by reading."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engines.kernel.spec import FieldType
from engines.spec.belonging.items import MARKS, NAMELY, begins_item, closing, first_piece, subject_of
from engines.spec.chunks import Tags
from engines.spec.english import English
from engines.spec.fieldtypes import may_be_things, type_of
from engines.spec.model import Attribute
from engines.spec.properties import read_properties

_LISTING = frozenset({"with", "by", "under", "for", "through", "via", "having", "as", "per"})
_PARTING = frozenset({"so", "plus", "which", "range", "="})


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A coordination of property-like items: tags[start:stop]; `known` of its `attributes` are properties by their words.

    subject: the verb whose subject the list is, 0 when it is none's.
    """

    start: int
    stop: int
    attributes: tuple[Attribute, ...]
    known: int
    subject: int = 0

    @property
    def sure(self) -> bool:
        """Whether the list is one of properties for certain: at least two are known, and half of them."""
        return self.known >= 2 and self.known * 2 >= len(self.attributes)


def listing_at(tags: Tags, at: int, english: English, *, alone: bool) -> Listing | None:
    """The list that begins at this word; None when no list of properties does, of several unless one may stand `alone`."""
    if not begins_item(tags, at):
        return None
    verb = subject_of(tags, at)
    stop = verb or closing(tags, at)
    if not alone and not _may_be_several(tags[at:stop]):
        return None
    read = read_properties(tags[at:stop], english)
    if not read.attributes or not _opens_list(tags, at, read.attributes[0], english):
        return None
    known = sum(is_known(a, english) for a in read.attributes)
    if not known or known * 3 < len(read.attributes):
        return None
    return Listing(start=at, stop=at + read.end, attributes=read.attributes, known=known, subject=verb)


def _may_be_several(words: Tags) -> bool:
    """Whether anything parts the words, or one stands for two: 'a date range'."""
    parted = any(tag.tag in ("punct", "conj", "note") or tag.low in _PARTING for tag in words[1:-1])
    return parted or words[-1].low == "range"


def is_known(attribute: Attribute, english: English) -> bool:
    """Whether an item is a property by its words: of a known type, with values, or asked for."""
    types = english.lexicon.types
    words = attribute.name.split("_")
    if may_be_things(attribute.name) and attribute.type is None and not attribute.unit:
        return bool(attribute.children)
    return (
        attribute.type is not None
        or bool(attribute.choices or attribute.children or attribute.unit)
        or type_of(attribute.name, english) is not FieldType.TEXT
        or words[-1] in types
        or " ".join(words) in types
    )


def _opens_list(tags: Tags, at: int, first: Attribute, english: English) -> bool:
    """Whether the first item is one itself, and not what the list behind it belongs to."""
    end = first_piece(tags, at)
    if any(t.tag == "note" for t in tags[at:end]) and first.children:
        return False
    mark = tags[end].token.text if end < len(tags) else ""
    if mark == "=":
        return False
    if at and tags[at - 1].tag == "prep" and any(t.low == "with" for t in tags[at:end]):
        return False
    if mark == "," and tags[end + 1 : end + 2] and tags[end + 1].low in NAMELY:
        return False
    if mark in MARKS and (behind := read_properties(tags[end + 1 :], english).attributes):
        return sum(is_known(a, english) for a in behind) < 2
    if mark == "," and [t.tag for t in tags[end + 1 : end + 3]] == ["rel", "have"]:
        return False
    if is_known(replace(first, children=()), english):
        return True
    if first.children or _listed_behind(tags, at, end):
        return False
    after = tags[end + 1 : end + 3]
    goes_on = (
        mark == ","
        and len(after) == 2
        and (
            after[0].tag == "rel"
            or (after[0].tag == "prep" and after[1].tag == "rel")
            or (after[0].low.endswith("ing") and after[1].tag in ("det", "pron"))
            or (
                after[0].tag in ("verb", "adj") and after[1].tag == "prep" and after[0].low.endswith(("ed", "wn", "en"))
            )
            or (after[0].tag == "verb" and after[1].tag == "prep")
        )
    )
    return not goes_on


def _listed_behind(tags: Tags, start: int, end: int) -> bool:
    """'a café by its name, ...', 'orders with an order date and ...': the list begins behind the preposition."""
    return any(tags[n].low in _LISTING for n in range(start + 1, end))
