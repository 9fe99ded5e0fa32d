"""What a sentence introduces, so that the next one can say what is written down of it. Used by owners and plan."""

from __future__ import annotations

from collections.abc import Iterator

from engines.kernel.spec import FieldType
from engines.spec.chunks import Tags
from engines.spec.people import is_person
from engines.spec.things import Things

_FINITE = frozenset({"verb", "be", "have", "modal", "do"})
_NEW = frozenset({"a", "an", "each", "every", "some", "several", "various", "many", "our", "another", "one"})
_HELD = (
    FieldType.IMAGE, FieldType.FILE, FieldType.LONG_TEXT, FieldType.EMAIL, FieldType.PHONE, FieldType.URL, FieldType.BOOLEAN, FieldType.DATE, FieldType.DATETIME, FieldType.TIME,
)  # fmt: skip
_ENDS = frozenset({".", ";", "!", "?"})


def introduced(things: Things, tags: Tags) -> tuple[str, ...]:
    """The things that a sentence brings up, the likeliest first: what it is about, else what it newly names, people last."""
    types = things.english.lexicon.types
    found = tuple(n for n in dict.fromkeys(_named(things, tags)) if types.get(n.replace("_", " ")) not in _HELD)
    people = tuple(name for name in found if is_person(name, things.english))
    return (*(name for name in found if name not in people), *people)


def _named(things: Things, tags: Tags) -> Iterator[str]:
    """Subjects first, then what follows the verbs; of several clauses the last comes first."""
    for start, end in reversed(_clauses(tags)):
        verb = next((n for n in range(start, end) if tags[n].tag in _FINITE), end)
        phrases = [*_phrases(things, tags, start, verb), *_phrases(things, tags, verb, end)]
        yield from phrases


def _phrases(things: Things, tags: Tags, start: int, end: int) -> Iterator[str]:
    n = start
    while n < end:
        first, stop = things.phrase_after(tags, n, end)
        if stop == first:
            n += 1
            continue
        while stop > first and tags[stop - 1].tag == "adv":
            stop -= 1
        if stop > first and _is_new(things, tags, first, stop):
            yield from things.names(tags[first:stop])
        n = max(stop, first + 1)


def _is_new(things: Things, tags: Tags, first: int, stop: int) -> bool:
    low = tags[first].low
    several = tags[stop - 1].tag == "noun" and things.english.is_plural(tags[stop - 1].low)
    comes = low == "the" and first > 0 and tags[first - 1].tag == "verb" and tags[first - 1].lemma in ("come", "follow")
    told = low == "the" and several and [t.tag for t in tags[stop : stop + 1]] == ["rel"]
    return told or low in _NEW or tags[first].tag == "num" or (several and tags[first].tag != "det") or comes


def _clauses(tags: Tags) -> list[tuple[int, int]]:
    """The clauses by the marks and conjunctions between them."""
    cuts = [0]
    for n in range(1, len(tags)):
        joint = tags[n].token.text in (*_ENDS, ",", ":", "-", "–", "—") or tags[n].tag == "conj"
        if joint and any(t.tag in _FINITE for t in tags[cuts[-1] : n]) and any(t.tag in _FINITE for t in tags[n:]):
            cuts.append(n + 1)
    return [(one, two) for one, two in zip(cuts, [*cuts[1:], len(tags)], strict=True)]
