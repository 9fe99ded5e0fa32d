"""Openings of a list by a verb that the thing itself governs: it has, it is described by, it belongs to. Used by telling."""

from __future__ import annotations

from engines.spec.chunks import Tags
from engines.spec.people import is_person
from engines.spec.things import Found, Things

_ASKED = frozenset({"which", "who", "when", "how", "what", "whether", "where"})
_THEY = frozenset({"they", "he", "she", "people", "somebody", "someone"})
_NO_LIST = frozenset({"to", "neg", "verb", "be", "modal", "have"})


def lows(tags: Tags, start: int, count: int) -> list[str]:
    """Some words from a place on, in lower case."""
    return [tag.low for tag in tags[start : start + count]]


def possessing(things: Things, tags: Tags, at: int) -> Found | None:
    """'A boat has', 'it also carries', 'committees consist of'."""
    tag, lexicon = tags[at], things.english.lexicon
    got = tag.low in ("got", "gotten") and at > 0 and (tags[at - 1].tag == "have" or tags[at - 1].low == "'s")
    lemma = "have" if tag.tag == "have" or got else "get" if tag.low in ("gets", "get") else tag.lemma
    if (tag.tag not in ("have", "verb") and lemma != "get" and not got) or _fronted(tags, at):
        return None
    behind = lows(tags, at + 1, 2)
    if lemma in ("come", "register", "join", "enrol", "enroll") and behind[:1] == ["with"]:
        return _owned(things, tags, at, at + 2, "come")
    if lemma == "sign" and behind == ["up", "with"]:
        return _owned(things, tags, at, at + 3, "come")
    if (
        lemma in lexicon.giving
        and lows(tags, at + 1, 1)[:1]
        and tags[at + 1].low in _ASKED
        and at
        and tags[at - 1].low in _THEY
    ):
        told = (things.before.deed, *(n for n in (*things.before.new, things.last) if not is_person(n, things.english)))
        names = tuple(name for name in told if name)[:1]
        return Found(names=names, start=at + 1, verb="say", strength=0.8) if names else None
    if lemma in ("say", "tell") and tags[at + 1 : at + 2] and tags[at + 1].low in _ASKED:
        several = at > 0 and things.english.is_plural(tags[at - 1].low) and tags[at - 1].tag == "noun"
        found = _owned(things, tags, at, at + 1, "say") if tags[at].low.endswith("s") or several else None
        return None if found and any(is_person(name, things.english) for name in found.names) else found
    if lemma not in lexicon.possess:
        return None
    if stated := _in_which(things, tags, at):
        return Found(names=stated, start=at + 1, verb="give")
    start = at + 1
    while start < len(tags) and tags[start].tag == "adv" and tags[start].low not in ("first", "last"):
        start += 1
    if start >= len(tags) or tags[start].tag in _NO_LIST or tags[start].low in ("no", "to", "been", "nothing"):
        return None
    if tags[start].low in ("every", "each", "all") and lemma != "have":
        return None
    if tags[start].low in lexicon.stating:
        return None
    denied = any(t.tag == "neg" for t in tags[max(0, at - 2) : at])
    after_be = at > 0 and tags[at - 1].tag in ("be", "have")
    done = (
        lemma != "have" and after_be and not got and (tag.low.endswith("ing") or lexicon.grammar.is_participle(tag.low))
    )
    if lemma != "compose" and (denied or done):
        return None
    return _owned(things, tags, at, start + 1 if lemma in ("consist", "compose") else start, lemma)


def _fronted(tags: Tags, at: int) -> bool:
    """'for each jar they note': the thing stands in front, so that 'they' are people."""
    if at > 1 and tags[at].tag == "verb" and tags[at - 1].low in ("they", "he", "she") and tags[at - 2].tag == "noun":
        return True
    begin = next((n + 1 for n in range(at - 1, -1, -1) if tags[n].token.text in (".", ";", ":")), 0)
    each = lows(tags, begin + 1, 1) in (["each"], ["every"]) and tags[begin].low in ("of", "for", "from", "about", "on")
    return each and tags[at].tag == "verb" and not any(t.tag in ("verb", "have", "be") for t in tags[begin:at])


def _in_which(things: Things, tags: Tags, at: int) -> tuple[str, ...]:
    """'Guests submit complaints about a room, in which they state': the complaints."""
    who = things.group_start(tags, at) - 1
    if who < 3 or tags[who].low not in ("they", "he", "she", "we", "you") or tags[who - 1].tag != "rel":
        return ()
    if tags[who - 2].low not in ("in", "on", "by", "through", "with"):
        return ()
    verb = next((n for n in range(who - 2) if tags[n].tag == "verb"), 0)
    start, stop = things.phrase_after(tags, verb + 1, who - 2)
    return things.names(tags[start:stop]) if verb and start < stop else ()


def _owned(things: Things, tags: Tags, at: int, start: int, verb: str) -> Found | None:
    names = things.subjects(tags, at)
    return Found(names=names, start=start, verb=verb) if names else None


def described(things: Things, tags: Tags, at: int) -> Found | None:
    """'Members are recorded with', 'an issue is identified by'; 'employees, known by name and address,'."""
    lexicon = things.english.lexicon
    if (
        lexicon.grammar.lemma(tags[at].low, "verb") in lexicon.identified
        and lows(tags, at + 1, 1) == ["by"]
        and at
        and tags[at - 1].tag != "be"
    ):
        head = at - 1 if tags[at - 1].token.text == "," else at
        start, end = things.phrase_before(tags, head)
        names = things.names(tags[start:end])
        return Found(names=names, start=at + 2, verb="be") if names else None
    if tags[at].tag != "be" or tags[at].low in ("gets", "get", "got"):
        return None
    verb = next((n for n in range(at + 1, min(at + 5, len(tags))) if tags[n].tag not in ("adv", "be", "to", "neg")), 0)
    if not verb or tags[verb].lemma not in lexicon.described or tags[verb].low.endswith("ing"):
        return None
    start = verb + 1
    while start < len(tags) and tags[start].tag == "adv":
        start += 1
    if any(t.tag == "neg" for t in tags[at:verb]) or start + 1 >= len(tags):
        return None
    if tags[start].low not in ("with", "by", "through") or (
        tags[start].low == "by"
        and tags[verb].lemma not in lexicon.identified
        and lows(tags, start + 1, 2) != ["means", "of"]
    ):
        return None
    start += 2 if lows(tags, start + 1, 2) == ["means", "of"] else 0
    names = things.subjects(tags, at)
    return Found(names=names, start=start + 1, verb="be") if names else None


def inverted(things: Things, tags: Tags, at: int) -> Found | None:
    """'On the label are a number, a name and a date'."""
    if not at or tags[at].low not in (
        "is",
        "are",
        "stays",
        "stay",
        "stands",
        "stand",
        "belong",
        "belongs",
        "come",
        "comes",
        "goes",
        "go",
    ):
        return None
    begin = things.clause_start(tags, at)
    while begin < at and tags[begin].tag in ("adv", "conj", "punct"):
        begin += 1
    if tags[begin].low not in ("on", "in", "to", "with", "for"):
        return None
    start, end = things.phrase_after(tags, begin + 1, at)
    names = things.names(tags[start:end]) if end == at else ()
    after = tags[at + 1] if at + 1 < len(tags) else None
    if not names or after is None or after.tag not in ("det", "noun", "adj", "adv", "num"):
        return None
    return Found(names=names, start=at + 1, verb="show", strength=0.7)


def linked(things: Things, tags: Tags, at: int) -> Found | None:
    """'An article belongs to an issue and a section', 'a plot is part of a garden'."""
    start = _linking(tags, at)
    if not start:
        return None
    found: list[str] = []
    while start < len(tags):
        if lows(tags, start + 1, 1) == ["by"]:
            start += 2
        if lows(tags, start, 2) == ["one", "of"]:
            start += 2
        first, end = things.phrase_after(tags, start, len(tags))
        clear = end > first and (tags[first].tag in ("det", "num") or tags[first].low == "exactly")
        name = things.named(tags[first:end]) if clear else ""
        if not name:
            break
        found.append(name)
        start = end + 1
        if end >= len(tags) or tags[end].low not in ("and", ","):
            break
    names = things.subjects(tags, at)
    if not names or not found:
        return None
    return Found(
        names=names,
        start=start,
        verb="belong",
        related=tuple(found),
    )


def _linking(tags: Tags, at: int) -> int:
    """Where the things begin that a verb links to; 0 when it links to none."""
    tag, start = tags[at], at + 1
    if tag.tag == "verb" and tag.lemma in ("belong", "refer", "pertain", "relate") and lows(tags, start, 1) == ["to"]:
        return start + 1
    if tag.tag != "be" or start >= len(tags):
        return 0
    if lows(tags, start, 2) == ["part", "of"]:
        return start + 2
    return 0
