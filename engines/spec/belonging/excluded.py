"""Which lists of property-like words say nothing of what a thing has: searches, reports, sums, conditions, limits. Used by reading."""

from __future__ import annotations

from engines.spec.belonging.coordination import Listing
from engines.spec.belonging.frame import Frame
from engines.spec.chunks import Tags
from engines.spec.things import Things

_CONDITIONS = frozenset(
    {"if", "unless", "until", "before", "after", "once", "because", "although", "while", "till", "since"}
)
_SUMS = frozenset(
    {
        "times",
        "plus",
        "minus",
        "multiplied",
        "divided",
        "sum",
        "difference",
        "x",
        "×",
        "*",
        "multiplicated",
        "summed",
        "added",
    }
)
_COMPARED = frozenset(
    {"before", "after", "than", "below", "above", "between", "under", "over", "within", "at", "in", "on"}
)
_ASKED = frozenset({"filter", "search", "sort", "group", "export", "print", "show", "display", "browse"})
_LASTING = frozenset({"matter", "suffice", "belong", "count", "go", "come", "stand", "do", "apply", "interest", "help"})


def is_excluded(things: Things, tags: Tags, frame: Frame) -> bool:
    """Whether the list is no list of what a thing has."""
    listing = frame.listing
    if all(a.plural and not a.children for a in listing.attributes):
        return True
    if _is_alternative(tags, listing) or _is_per(tags, frame):
        return True
    return (
        _is_looked_at(things, tags, frame)
        or _is_felt(things, tags, frame)
        or _is_denied(tags, frame)
        or _is_computed(tags, frame)
        or (frame.place == "subject" and _is_ruled(things, tags, listing))
        or _is_condition(tags, frame)
    )


def _is_alternative(tags: Tags, listing: Listing) -> bool:
    """'in preparation, open or closed': values, not properties."""
    joints = {t.low for t in tags[listing.start : listing.stop] if t.low in ("and", "or")}
    return joints == {"or"} and not any(a.choices or a.type for a in listing.attributes)


def _is_per(tags: Tags, frame: Frame) -> bool:
    """'one entry per apprentice and date'."""
    said = [t.low for t in tags[frame.begin : frame.listing.stop]]
    return "per" in said and "one" in said[: said.index("per")]


def _is_looked_at(things: Things, tags: Tags, frame: Frame) -> bool:
    """'sorted by date and name', 'a report with the number and the sum'."""
    lexicon = things.english.lexicon
    verbs = [n for n in range(frame.begin, frame.listing.start) if n == frame.verb or tags[n].tag == "verb"]
    verbs = [n for n in verbs if not _only_tells_which(things, tags, frame.begin, n)]
    looked = any(lexicon.grammar.lemma(tags[n].low, "verb") in lexicon.looking for n in verbs)
    looked = looked or any(
        tags[n].low in _ASKED
        and tags[n].tag == "noun"
        and (not n or tags[n - 1].tag in ("pron", "to", "modal", "conj"))
        for n in range(frame.begin, frame.listing.start)
    )
    if looked and not (frame.place == "object" and _is_about_every(tags, frame)):
        return True
    if any(
        t.low.endswith(("able", "ible")) and t.tag in ("adj", "noun")
        for t in tags[max(frame.verb, 0) : frame.listing.start]
    ):
        return True
    begin = frame.begin
    if begin and tags[begin - 1].token.text in (":", "-"):
        begin = max((n + 1 for n in range(begin - 1) if tags[n].token.text in (".", ";")), default=0)
    heads = [n for n in range(begin, frame.listing.start) if tags[n].tag == "noun" and tags[n + 1].tag != "noun"]
    if frame.listing.attributes[0].name.split("_")[-1] in lexicon.outputs - {
        "email",
        "mail",
        "total",
        "sum",
        "pdf",
        "view",
        "password",
        "login",
    }:
        return True
    return any(things.english.singular(tags[n].low) in lexicon.outputs and not _is_place(tags, n) for n in heads)


def _only_tells_which(things: Things, tags: Tags, begin: int, at: int) -> bool:
    """'for each object found, ...': a participle behind the thing in front."""
    inside = all(t.tag in ("det", "adj", "noun", "num") for t in tags[begin + 1 : at])
    return (
        begin + 1 < at < len(tags) - 1
        and tags[begin].tag == "prep"
        and inside
        and tags[at + 1].token.text == ","
        and things.english.lexicon.grammar.is_participle(tags[at].low)
    )


def _is_felt(things: Things, tags: Tags, frame: Frame) -> bool:
    """'are happy with a name', 'lies between a start and an end': what is said of the subject is no list."""
    if frame.verb < 0:
        return False
    if frame.place == "said":
        first = tags[frame.listing.start]
        likely = frame.listing.sure or (len(frame.listing.attributes) > 2 and first.tag == "det")
        return first.tag in ("num", "adj") or first.low in ("in", "only") or not likely
    if frame.place != "behind":
        return False
    if tags[frame.listing.start - 1].low in ("between", "among", "than", "like", "against"):
        return True
    said = tags[frame.verb + 1]
    felt = said.tag == "adj" and not things.english.lexicon.grammar.is_participle(said.low)
    return tags[frame.verb].tag == "be" and felt and frame.verb + 2 == frame.listing.start - 1


def _is_about_every(tags: Tags, frame: Frame) -> bool:
    """'On a pallet you will find', 'for each van one sees'."""
    head = tags[frame.begin : frame.listing.start]
    return len(head) > 2 and head[0].tag == "prep" and head[1].low in ("a", "an", "each", "every")


def _is_place(tags: Tags, at: int) -> bool:
    """'into the system': where something is written, not what is written."""
    start = at
    while start and tags[start - 1].tag in ("det", "adj", "noun"):
        start -= 1
    return bool(start) and tags[start - 1].low in ("into", "in", "to", "on", "within")


def _is_denied(tags: Tags, frame: Frame) -> bool:
    """'no two have', 'we don't want', 'than'."""
    listing = frame.listing
    verb = listing.subject or frame.verb
    head = tags[frame.begin : listing.start]
    near = tags[max(frame.begin, verb - 3) : verb + 3] if verb >= 0 else ()
    return any(t.low in ("no", "nobody", "than") for t in head) or any(t.tag == "neg" for t in near)


def _is_computed(tags: Tags, frame: Frame) -> bool:
    listing = frame.listing
    around = tags[max(frame.begin, listing.start - 4) : listing.stop]
    return any(t.low in _SUMS for t in around)


def _is_ruled(things: Things, tags: Tags, listing: Listing) -> bool:
    """'the price and the weight must be positive', 'name and address are shown'."""
    verb = listing.subject
    group = [
        n for n in range(verb, min(verb + 5, len(tags))) if tags[n].tag in ("modal", "be", "verb", "have", "adv", "neg")
    ]
    said = [n for n in group if tags[n].tag == "verb"]
    if said:
        lemma = tags[said[0]].lemma
        passive = any(tags[n].tag == "be" for n in group)
        return lemma in things.english.lexicon.looking or (not passive and lemma not in _LASTING)
    behind = tags[group[-1] + 1] if group[-1] + 1 < len(tags) else None
    modal = any(tags[n].tag == "modal" for n in group)
    return (
        behind is None
        or (modal and behind.low not in ("there", "known", "given"))
        or behind.low in _COMPARED
        or behind.tag == "det"
    )


def _is_condition(tags: Tags, frame: Frame) -> bool:
    before = tags[frame.begin - 1] if frame.begin else tags[frame.begin]
    return before.low in _CONDITIONS and not any(t.token.text == "," for t in tags[frame.begin : frame.listing.start])
