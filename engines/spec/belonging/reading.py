"""Reads a list of properties with whose it is. Used by telling, where no opening of its own says so."""

from __future__ import annotations

from engines.spec.belonging.coordination import listing_at
from engines.spec.belonging.excluded import is_excluded
from engines.spec.belonging.frame import Frame, framed
from engines.spec.belonging.owners import owners
from engines.spec.chunks import Tags
from engines.spec.things import Found, Things

_MEANS = frozenset({"with", "by", "under", "through"})


def belonging(things: Things, tags: Tags, at: int) -> Found | None:
    """The list that begins at this word with the things it belongs to; None when it is nobody's."""
    listing = listing_at(tags, at, things.english, alone=_is_mark(tags, at))
    if listing is None:
        return None
    frame = framed(things, tags, listing)
    if is_excluded(things, tags, frame) or (len(listing.attributes) < 2 and not _identifies(tags, frame)):
        return None
    lexicon = things.english.lexicon
    names = tuple(name for name in owners(things, tags, frame) if name.split("_")[-1] not in lexicon.outputs)
    if not names:
        return None
    return Found(
        names=names,
        start=listing.start,
        stop=listing.stop,
        verb="belongs",
        strength=0.8,
        after=_behind_verb(tags, listing.subject) if listing.subject else 0,
    )


def _behind_verb(tags: Tags, at: int) -> int:
    """The end of a verb's group: '... | must be entered |'."""
    while at < len(tags) and tags[at].tag in ("modal", "be", "have", "adv", "verb", "neg", "to"):
        at += 1
    return at


def _identifies(tags: Tags, frame: Frame) -> bool:
    """Whether a single property is given as a mark: 'identified by its number', 'travels under a number'."""
    return _is_mark(tags, frame.listing.start) and frame.place == "behind" and frame.verb >= 0


def _is_mark(tags: Tags, at: int) -> bool:
    return tags[at].tag == "det" and bool(at) and tags[at - 1].low in _MEANS
