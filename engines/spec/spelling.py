"""Openings of a list by a mark: a colon behind what is spoken of, or brackets behind a thing. Used by telling."""

from __future__ import annotations

from dataclasses import replace

from engines.kernel.spec import FieldType
from engines.spec.chunks import Tags
from engines.spec.grammar.tagging import tags_of
from engines.spec.layout.records import Records
from engines.spec.making import is_making, last_verb
from engines.spec.presented import fronted, is_new, presented
from engines.spec.things import Found, Things

_FIGURES = (FieldType.MONEY, FieldType.INTEGER, FieldType.NUMBER)
_SORTS = frozenset(
    {
        "kind",
        "type",
        "state",
        "status",
        "stage",
        "level",
        "role",
        "rule",
        "sort",
        "value",
        "option",
        "step",
        "phase",
        "question",
    }
)
_DASHES = frozenset({"-", "–", "—", "="})
_HAS = frozenset({"needs", "has", "requires", "gets", "contains", "includes", "holds", "shows", "records", "stores"})
_ENDS = frozenset({";", ".", ":", "!", "?"})
_SAID = frozenset({"following", "these", "this"})


def coloned(things: Things, tags: Tags, at: int) -> Found | None:
    """'Record inspections of applications: the date, ...'; 'workshops happen as well: a title, a fee'."""
    if not at or at + 1 >= len(tags):
        return None
    if tags[at].token.text in _DASHES:
        return _dashed(things, tags, at)
    if tags[at].token.text != ":":
        return None
    begin = next((n + 1 for n in range(at - 1, -1, -1) if tags[n].token.text in (";", ".", ":", "!", "?")), 0)
    head = tags[begin:at]
    if any(things.english.singular(t.low) in _SORTS for t in head) or not head:
        return None
    while begin < at and tags[begin].tag in ("adv", "conj", "punct"):
        begin += 1
    if (
        begin < at
        and tags[begin].low in ("for", "of", "with", "about", "on")
        and not (
            tags[begin].low == "with"
            and (verb := last_verb(things, tags, begin, at)) > 0
            and is_making(things, tags, verb)
        )
        and (names := _first(things, tags, begin + 1, at) or _them(things, tags, begin + 1, at))
    ):
        return _brought(things, tags, begin, at) or Found(names=names, start=at + 1, verb="with")
    if (
        at - begin > 1
        and tags[at - 1].low in _HAS
        and tags[at - 1].tag == "noun"
        and (names := things.names(tags[begin : at - 1]))
    ):
        return _found(names, at)
    start, end = fronted(things, tags, begin, at)
    if names := things.names(tags[start:end]):
        return _found(names, at)
    relative = next((n for n in range(begin, at) if tags[n].tag == "rel"), at)
    if sum(t.tag in ("verb", "have") and not t.gerund for t in tags[relative:at]) > 1 and any(
        t.token.text == "," for t in tags[relative:at]
    ):
        relative = at
    verb = last_verb(things, tags, begin, relative)
    if verb < 0:
        return _found(_first(things, tags, begin, relative) or _last_word(things, tags, relative), at)
    if made := _made(things, tags, verb):
        return _found(made, at, *things.related(tags, verb, at))
    start, end = presented(things, tags, verb, at)
    if start < end and tags[verb].tag != "be":
        return _found(things.names(tags[start:end]), at, *things.related(tags, end, at))
    if is_making(things, tags, verb):
        start, end = things.phrase_after(tags, verb + 1, at)
        while start < at and (start == end or tags[start].tag in ("prep", "adv")) and not things.names(tags[start:end]):
            start, end = things.phrase_after(tags, max(end, start) + 1, at)
        names = things.names(tags[start:end])
        return _found(_of(things, names), at, *things.related(tags, end, at))
    if tags[verb].tag == "be" and verb == at - 1:
        return None
    first, stop = things.phrase_before(tags, at)
    parts = (
        first > verb
        and tags[first - 1].tag == "prep"
        and tags[first].tag != "det"
        and things.english.is_plural(tags[at - 1].low)
    )
    if parts and tags[at - 1].tag == "noun" and (names := things.names(tags[first:stop])):
        whole = things.subjects(tags, verb)
        return _found(names, at, (), tuple(name for name in whole if name not in names))
    return _found(things.subjects(tags, verb), at) or _found(_nearest(things, tags, at), at)


def _made(things: Things, tags: Tags, verb: int) -> tuple[str, ...]:
    """'A result is written down for the game: hints, minutes': what is made, not what it is made for."""
    lexicon = things.english.lexicon
    be = next((n for n in range(verb - 1, max(verb - 4, 0), -1) if tags[n].tag == "be"), 0)
    start, stop = things.phrase_before(tags, things.group_start(tags, be)) if be else (0, 0)
    new = start < stop and tags[start].low in ("a", "an", "one", "another")
    return (
        things.names(tags[start:stop])
        if new and tags[verb].lemma in lexicon.make | lexicon.record | lexicon.opening
        else ()
    )


def _them(things: Things, tags: Tags, begin: int, at: int) -> tuple[str, ...]:
    """'For them: name, phone': whoever was spoken of before."""
    pointing = begin + 1 == at and tags[begin].low in ("them", "these", "those", "it", "him", "her", "this")
    known = (things.before.several, *things.before.new, things.last) if pointing else ()
    return tuple(name for name in known if name)[:1]


def _brought(things: Things, tags: Tags, begin: int, at: int) -> Found | None:
    """'For the archive we need boxes:' is about the boxes, 'for each box we need:' about the box."""
    first, stop = things.phrase_after(tags, begin + 1, at)
    verb = last_verb(things, tags, stop, at)
    if verb < 0 or is_new(things, tags, first, stop):
        return None
    start, end = presented(things, tags, verb, at)
    if start < end and things.english.singular(tags[end - 1].low) in things.english.lexicon.holders:
        return None
    return _found(things.names(tags[start:end]), at) if start < end else None


def _dashed(things: Things, tags: Tags, at: int) -> Found | None:
    """'Film - title, genre, length', 'examiners = name, email': nothing but the thing stands before."""
    start, stop = things.phrase_before(tags, at)
    opens = not start or tags[start - 1].token.text in _ENDS
    listed = any(t.token.text in (",", "+") for t in tags[at:])
    if not opens and listed and tags[at].token.text != "=":
        return _presented_before(things, tags, at)
    if not opens or not listed or start == stop or stop - start > 4:
        return None
    names = things.names(tags[start:stop])
    counted = bool(names) and things.english.lexicon.types.get(names[0].replace("_", " ")) in _FIGURES
    return Found(names=names, start=at + 1, verb="=", strength=0.8) if names and not counted else None


def _presented_before(things: Things, tags: Tags, at: int) -> Found | None:
    """'whoever saw it leaves a sighting - place, time and a photo': what is brought up, where nothing but a list follows."""
    if any(t.tag in ("verb", "be", "have", "modal", "pron", "sub", "rel") for t in tags[at:]):
        return None
    begin = next((n + 1 for n in range(at - 1, -1, -1) if tags[n].token.text in (*_ENDS, *_DASHES)), 0)
    verb = last_verb(things, tags, begin, at)
    start, end = presented(things, tags, verb, at) if verb >= 0 else (at, at)
    if start == end or any(t.tag == "neg" for t in tags[begin:verb]):
        return None
    found = _found(things.names(tags[start:end]), at, *things.related(tags, end, at))
    return replace(found, verb="=") if found else None


def _last_word(things: Things, tags: Tags, end: int) -> tuple[str, ...]:
    """'supervisors post topics:' whose verb looks like a noun is about the topics."""
    several = end > 1 and tags[end - 1].tag == "noun" and things.english.is_plural(tags[end - 1].low)
    return things.names(tags[end - 1 : end]) if several else ()


def _nearest(things: Things, tags: Tags, at: int) -> tuple[str, ...]:
    """'... types in a sale:' is about the sale."""
    start, stop = things.phrase_before(tags, at)
    return things.names(tags[start:stop]) if tags[start].low in ("a", "an") else ()


def _first(things: Things, tags: Tags, begin: int, end: int) -> tuple[str, ...]:
    start, stop = things.phrase_after(tags, begin, end)
    return things.names(tags[start:stop])


def _of(things: Things, names: tuple[str, ...]) -> tuple[str, ...]:
    """'We need the following data:' is about what was spoken of."""
    told = bool(names) and names[-1].split("_")[-1] in things.english.lexicon.particulars
    return ((things.last,) if things.last else ()) if told else names


def _found(names: tuple[str, ...], at: int, related: tuple[str, ...] = (), near: tuple[str, ...] = ()) -> Found | None:
    return Found(names=names, start=at + 1, verb="list", strength=0.8, related=related, near=near) if names else None


def _is_yes_or_no(tags: Tags, at: int) -> bool:
    return bool(at) and tags[at - 1].low == "yes" and [t.low for t in tags[at + 1 : at + 2]] == ["no"]


def bracketed(things: Things, tags: Tags, at: int) -> tuple[str, Tags] | None:
    """'Guests browse films (title, genre, poster)': the thing and the words of its brackets."""
    if tags[at].tag != "note" or not at:
        return None
    inner = tags_of(tags[at].token.text[1:-1], things.english.lexicon.grammar)
    types = things.english.lexicon.types
    known = sum(things.english.singular(t.low) in types for t in inner)
    pieces = sum(t.token.text in (",", ";") for t in inner)
    alternative = (
        any(t.low in ("or", "e") and not _is_yes_or_no(inner, n) for n, t in enumerate(inner))
        and known < 3
        and not any(t.token.text in (":", ";") for t in inner)
    )
    talk = any(t.low in ("we", "i", "you", "they") or t.tag in ("modal", "be") for t in inner)
    if alternative or (talk and known < 3):
        return None
    only = len(inner) == 2 and inner[0].low in things.english.lexicon.labels and inner[1].low == "unique"
    start, end = things.phrase_before(tags, at)
    if things.speaker and tags[at - 1].low in things.english.lexicon.oneself:
        return (things.speaker, inner) if known >= 2 else None
    name = things.named(tags[start:end])
    form = Records(things.english).form(f"{name.replace('_', ' ')} {tags[at].token.text}") if name and pieces else None
    shaped = form is not None and form.proper and 2 * form.share >= 1
    several = things.english.is_plural(tags[at - 1].low)
    if name and several and (only or shaped):
        return name, inner
    listed = only or shaped or (known >= 2 and pieces)
    return (name, inner) if name and listed and name.replace("_", " ") not in types else None
