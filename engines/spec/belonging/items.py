"""Where items of a list begin and where the list must end, by the classes of the words. Used by coordination."""

from __future__ import annotations

from engines.spec.chunks import Tags

_OPENS = frozenset({"det", "noun", "adj", "num"})
_INSIDE = frozenset({"det", "noun", "adj", "num", "poss"})
_FINITE = frozenset({"verb", "be", "have", "modal", "do"})
_RANKS = frozenset({"first", "last", "next"})
_ASKS = frozenset({"whether", "how", "when", "what", "which", "where", "who"})
_SPANS = frozenset({"hour", "day", "week", "month", "year", "night", "minute", "dozen", "way", "book"})
_SETS = frozenset({"terms", "set", "list", "combination", "series", "means", "couple", "pair", "way", "record", "row"})
_EACH = frozenset({"each", "every", "all", "both"})
_ENDS = frozenset({";", ".", "!", "?"})
NAMELY = frozenset({"so", "namely", "meaning"})
MARKS = frozenset({":", "-", "–", "—", "->", "→", "=>", "="})


def begins_item(tags: Tags, at: int) -> bool:
    """Whether an item may begin here: no word of its phrase stands before it."""
    here, before = tags[at], tags[at - 1] if at else None
    after = tags[at + 1] if at + 1 < len(tags) else None
    gives = here.low == "who" and after is not None and after.tag == "verb" and tags[at + 2 : at + 3] != ()
    if gives and tags[at + 2].tag == "pron" and [t.tag for t in tags[at + 3 : at + 4]] == ["det"]:
        return False
    if here.low in _ASKS and here.tag in ("sub", "rel"):
        opens = before is None or before.token.text in _ENDS
        related = here.tag == "rel" and before is not None and before.tag in ("prep", "noun")
        return not related and not opens
    if before is not None and (before.tag in _INSIDE or before.low in _RANKS):
        fresh = here.tag == "det" and before.tag in ("noun", "num")
        return fresh and not _is_governing(tags, at)
    if here.low == "one" and after is not None and after.low == "of":
        return False
    if here.low in ("each", "every") and before is not None and before.tag == "prep":
        return False
    if here.low == "some" or (
        before is not None and before.low == "by" and here.low == "the" and after and after.low in _SPANS
    ):
        return False
    ranked = here.low in _RANKS and after is not None and after.tag == "noun"
    return (here.tag in _OPENS or ranked) and not _is_governing(tags, at) and not _is_fronted(tags, at)


def _is_governing(tags: Tags, at: int) -> bool:
    """'each with a name', 'giving it a name': what opens a list is no item of it."""
    here, after = tags[at], tags[at + 1 : at + 2]
    if not after:
        return False
    if here.low in _SETS and after[0].low == "of":
        return True
    each = here.low in _EACH and (
        after[0].low in ("with", "having", "one", "of", "by") or after[0].tag in ("have", "verb", "be")
    )
    return each or (here.low.endswith("ing") and after[0].tag in ("det", "pron"))


def first_piece(tags: Tags, at: int) -> int:
    """Where the first item ends: at the first comma, colon or conjunction."""
    return next((n for n in range(at, len(tags)) if tags[n].tag in ("punct", "conj")), len(tags))


def subject_of(tags: Tags, at: int) -> int:
    """The verb whose subject is the list that begins here: 'name, breed and weight | are'; 0 when it is none's."""
    joined = False
    for n in range(at, len(tags)):
        tag = tags[n]
        if _is_reserve(tags, n) or (n and _is_reserve(tags, n - 1)):
            continue
        if tag.token.text in (",", "+", "&") or tag.low in ("and", "or"):
            joined = True
        elif tag.tag in _FINITE and not tag.low.endswith("ing"):
            plain = n > at and tags[n - 1].tag in ("noun", "note", "adv", "num")
            return n if joined and plain else 0
        elif tag.tag in ("sub", "rel", "pron") or tag.token.text in (*_ENDS, ":", "-", "–", "—"):
            return 0
    return 0


def _is_reserve(tags: Tags, at: int) -> bool:
    """', where available,', ', if known,': said of the next item only."""
    marked = (tags[at].tag == "sub" and at and tags[at - 1].token.text in (",", "(")) or tags[at - 1].tag == "conj"
    return (
        bool(marked)
        and [t.token.text for t in tags[at + 2 : at + 3]] == [","]
        and tags[at + 1].tag in ("adj", "verb", "adv")
    )


def closing(tags: Tags, at: int) -> int:
    """Where the list ends at the latest: '... | on each piece', '..., | and for each one we note'."""
    for n in range(at + 1, len(tags) - 1):
        if tags[n].token.text in _ENDS:
            return n
        joint = tags[n].tag == "conj" or (tags[n].token.text == "," and tags[n + 1].tag == "pron")
        if joint and _is_clause(tags, n + 1):
            return n - 1 if tags[n - 1].token.text == "," else n
        if tags[n].tag == "prep" and tags[n + 1].low in ("each", "every") and _ends_with(tags, n + 2):
            return n
    return len(tags)


def _ends_with(tags: Tags, at: int) -> bool:
    """Whether nothing but a noun phrase stands between here and the end."""
    end = next((n for n in range(at, len(tags)) if tags[n].tag not in ("noun", "adj")), len(tags))
    return end > at and all(t.tag == "punct" for t in tags[end:])


def _is_clause(tags: Tags, at: int) -> bool:
    """'for each piece they note what', 'we keep the': a clause of its own with an object, no item with one inside."""
    n = at
    if tags[n].tag == "prep":
        n += 1
        while n < len(tags) and tags[n].tag in _INSIDE:
            n += 1
    if n >= len(tags) or tags[n].tag != "pron":
        return False
    verb = next((m for m in range(n, min(n + 4, len(tags))) if tags[m].tag in ("verb", "have")), 0)
    return bool(verb) and any(t.tag in ("noun", "sub") for t in tags[verb + 1 : first_piece(tags, verb)])


def _is_fronted(tags: Tags, at: int) -> bool:
    """'Of a lens | I like', 'for each return | a number': what stands in front is no item, but what has them."""
    if sum(t.tag in ("be", "modal", "have", "do") for t in tags[at : first_piece(tags, at)]) > 1:
        return True
    named = False
    for n in range(at, len(tags)):
        tag = tags[n]
        if tag.tag in ("punct", "conj", "prep", "rel", "sub"):
            return tag.token.text in (",", ":") and bool(at) and tags[at - 1].tag == "prep" and _opens(tags, at - 1)
        if named and tag.tag == "det":
            return any(t.tag == "noun" for t in tags[n : first_piece(tags, n)])
        if named and tag.tag == "pron":
            return _goes_on(tags, n)
        named = named or tag.tag == "noun"
    return False


def _goes_on(tags: Tags, at: int) -> bool:
    """'we only require the name': the clause of a pronoun that has an object of its own."""
    end = first_piece(tags, at)
    verb = next((n for n in range(at, end) if tags[n].tag in _FINITE), end)
    return any(t.tag == "noun" for t in tags[verb:end])


def _opens(tags: Tags, at: int) -> bool:
    return all(t.tag in ("adv", "conj") for t in tags[:at]) or tags[at - 1].token.text in (*_ENDS, ":")
