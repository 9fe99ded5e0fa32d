"""Where the verb of a clause stands, and what comes before and behind it. Used by predicates and clauses."""

from __future__ import annotations

from engines.spec.grammar.tagging import Tagged

_WISHES = frozenset({"want", "need", "like", "wish", "love", "try", "plan", "have", "hope", "expect", "happen", "seem"})
_LIGHT = frozenset({"be", "have", "do", "modal"})


def finite(words: tuple[Tagged, ...]) -> int | None:
    """Where the predicate begins: at an auxiliary before any other verb; participles before a noun are none."""
    light = next((n for n, w in enumerate(words) if w.tag in _LIGHT), None)
    verb = next(
        (n for n, w in enumerate(words) if w.tag == "verb" and not w.low.endswith("ing") and not _bare_stage(words, n)),
        None,
    )
    if light is None:
        return verb
    if verb is None or verb > light:
        return light
    before = words[verb]
    return verb if before.lemma == before.low or before.low.endswith("s") else light


def _bare_stage(words: tuple[Tagged, ...], at: int) -> bool:
    """'done or cancelled', 'picked up': a participle, or a word like open, without a subject and an object."""
    word, rest = words[at], words[at + 1 :]
    if any(w.tag in ("noun", "pron") for w in words[:at]) and words[0].tag != "prep":
        return False
    if word.lemma != word.low:
        return not word.low.endswith("s")
    return not any(w.tag in ("det", "pron", "noun") for w in rest)


def verb_group(words: tuple[Tagged, ...]) -> tuple[tuple[Tagged, ...], tuple[Tagged, ...]]:
    """The verb group with its adverbs, and what follows."""
    at = 0
    seen = False
    while at < len(words):
        word = words[at]
        if word.tag == "verb" and word.lemma in _WISHES and at + 1 < len(words) and words[at + 1].low == "to":
            at += 2
            continue
        going = word.tag in (*_LIGHT, "neg", "adv") or (word.low in ("able", "to", "either", "allowed") and not seen)
        if word.tag == "verb" and not seen:
            seen = True
        elif (
            not going or (seen and word.tag not in ("adv", "neg")) or (seen and word.low in ("back", "in", "out", "up"))
        ):
            break
        at += 1
    return words[:at], words[at:]


def head(rest: tuple[Tagged, ...]) -> tuple[Tagged, ...]:
    """What the subject is said to be, up to the words that tell by whom or when: 'cancelled | up to an hour before'."""
    limit = next((n for n, w in enumerate(rest[:-1]) if w.low == "up" and rest[n + 1].low == "to"), len(rest))
    rest = rest[:limit]
    end = next(
        (n for n, w in enumerate(rest) if n and w.low in ("by", "with", "from", "because", "for") and w.tag == "prep"),
        None,
    )
    return rest if end is None or (rest[end:][1:2] and rest[end - 1].tag not in ("verb", "adj", "noun")) else rest[:end]


def is_back(rest: tuple[Tagged, ...]) -> bool:
    return any(w.low in ("back", "again") for w in rest)


def nobody(words: tuple[Tagged, ...]) -> bool:
    return any(w.low in ("nobody", "no", "none", "noone", "nothing", "neither") for w in words[:2])
