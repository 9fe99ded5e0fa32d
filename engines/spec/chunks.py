"""Cuts a list of properties into pieces by the classes of its words: things, notes on them, questions, asides. Used by properties."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Literal

from engines.kernel.spec import FieldType
from engines.spec.english import English
from engines.spec.grammar.tagging import Tagged
from engines.spec.people import is_person

Kind = Literal["thing", "note", "question", "relative", "each", "verb", "clause"]
Tags = tuple[Tagged, ...]

_FINITE = frozenset({"modal", "be", "have", "do", "verb"})
_ASKS = frozenset({"how", "when", "where", "whether", "what", "why", "who", "whom", "which"})
_JOINS = frozenset({"and", "or", "but", "plus", "and/or", "nor"})
_NOTE_WORDS = frozenset(
    {
        "unique", "optional", "optionally", "required", "mandatory", "obligatory", "positive", "empty", "max", "min", "maximal",
        "maximally", "minimal", "between", "under", "over", "above", "below", "never", "always", "e", "like", "such", "not",
        "usually", "mostly", "default", "free", "none", "later", "earlier", "somewhere", "yes", "y/n", "anything", "anywhere", "either", "namely",
    }
)  # fmt: skip
_SIGNS = frozenset({"character", "characters", "letters", "words", "signs", "digits", "euros", "percent", "minutes"})
_SOFT = frozenset({"optionally", "maybe", "possibly", "perhaps", "eventually"})
_SETTINGS = (FieldType.DATE, FieldType.DATETIME, FieldType.TIME, FieldType.MONEY)
_ANAPHORS = frozenset(
    {
        "one",
        "it",
        "any",
        "some",
        "them",
        "known",
        "available",
        "necessary",
        "needed",
        "there",
        "given",
        "possible",
        "like",
        "want",
    }
)
_ARTICLES = frozenset({"the", "a", "an", "their", "its", "his", "her", "our", "my"})
_FILLERS = frozenset({"obviously", "naturally", "please", "too", "also", "only", "always", "usually"})
_EACH = frozenset({"each", "all", "every", "both"})


@dataclass(frozen=True, kw_only=True)
class Chunk:
    """A piece of a list; `glue` is what joins it to the piece before: '' , ';' ':' and or but. `at`: its first word's position."""

    kind: Kind
    glue: str
    tags: Tags
    at: int
    soft: bool = False

    @cached_property
    def text(self) -> str:
        """The words, in their spelling, with single spaces."""
        return spoken(self.tags)


def spoken(tags: Tags) -> str:
    """The words with single spaces; possessors keep their mark at the word."""
    return " ".join([tag.token.text for tag in tags]).replace(" 's ", "'s ")


def chunks(tags: Tags, english: English) -> tuple[Chunk, ...]:
    """The pieces of a list, in order, each with its kind."""
    found: list[Chunk] = []
    pieces = tuple(_pieces(tags))
    for n, piece in enumerate(pieces):
        value = all(t.tag == "adv" for t in piece.tags) and "or" in (
            piece.glue,
            *(p.glue for p in pieces[n + 1 : n + 2]),
        )
        inner = piece if value else _stripped(piece)
        if inner.tags and inner.tags[0].low == "where" and found and [t.low for t in found[-1].tags] == ["when"]:
            joined = (*found[-1].tags, tags[inner.at - 1], *inner.tags)
            found[-1] = replace(found[-1], tags=joined)
            continue
        if not inner.tags or _is_aside(inner, english):
            continue
        if inner.at > 1 and inner.tags[0].low == "if" and tags[inner.at - 1].token.text == ",":
            inner = replace(inner, glue=",")
        things = any(chunk.kind in ("thing", "question") for chunk in found)
        if things and inner.glue in (",", "and") and _is_setting(inner.tags, english):
            inner = replace(inner, tags=inner.tags[1:], at=inner.at + 1)
        kind = _kind(inner, english, after_thing=things)
        if kind == "relative" and inner.glue == "," and _asks_who(inner.tags, found[-1], english):
            kind = "question"
        found.append(inner if kind == inner.kind else replace(inner, kind=kind))
    return tuple(found)


def _asks_who(tags: Tags, before: Chunk, english: English) -> bool:
    """'a date, who came': a question of its own, where no person stands before."""
    noun = next((t.low for t in reversed(before.tags) if t.tag == "noun"), "")
    person = noun and is_person(english.singular(noun), english)
    return tags[0].low == "who" and tags[1].tag == "verb" and before.kind == "thing" and not person


def _pieces(tags: Tags) -> Iterator[Chunk]:
    start, glue = 0, ""
    for at in range(len(tags)):
        joint = _joint(tags, at, start)
        if not joint:
            continue
        if at > start:
            yield Chunk(kind="thing", glue=glue, tags=tags[start:at], at=start)
            glue = ""
        glue, start = (joint if joint not in (",",) or not glue else glue), at + 1
    if start < len(tags):
        yield Chunk(kind="thing", glue=glue, tags=tags[start:], at=start)


def _joint(tags: Tags, at: int, start: int) -> str:
    """What joins two pieces here; '' when the word is inside of one."""
    tag, text = tags[at], tags[at].token.text
    after = tags[at + 1] if at + 1 < len(tags) else None
    before = tags[at - 1] if at else None
    numbers = before is not None and after is not None and before.tag == "num" and after.tag == "num"
    if text in (",", ";", ":"):
        return text
    if text == "=" and _lists_values(tags, at):
        return ":"
    if text in ("+", "&"):
        return "and"
    if text in ("-", "–", "—"):
        inner = after is not None and after.token.at == tags[at].token.at + 1
        return "" if numbers or inner else ":" if _lists_values(tags, at) else ","
    if text in (".", "!", "?") or (tag.low == "so" and after is not None and after.tag in ("det", "rel", "pron")):
        return "."
    if tag.low not in _JOINS or (tag.low == "plus" and before is None):
        return ""
    inside = tags[start:at]
    if tag.low == "or" and after is not None and (after.low in ("not", "without") or _modifies(inside, tags[at + 1 :])):
        return ""
    if tag.low == "and" and any(t.low == "between" for t in inside) and not any(t.low == "and" for t in inside):
        return ""
    pair = (before.low if before else "", after.low if after else "")
    if pair in (("date", "time"), ("day", "time"), ("yes", "no"), ("time", "date")) or (numbers and tag.low == "or"):
        return ""
    if before is not None and before.tag == "num" and pair[1] in ("more", "less", "fewer"):
        return ""
    return "and" if tag.low in ("and/or", "plus") else tag.low


def _is_setting(tags: Tags, english: English) -> bool:
    """'on a day and | at a time, | for an expected number of guests': items in spite of their prepositions."""
    if (
        len(tags) < 3
        or tags[0].low not in ("on", "at", "in", "for", "from", "until", "with")
        or tags[1].low not in ("a", "an")
    ):
        return False
    words = [english.singular(t.low) for t in tags[2:] if t.tag in ("noun", "adj")]
    spoken_ = " ".join(words)
    known = english.lexicon.types
    counted = "number" in words and any(t.low == "of" for t in tags)
    return counted or (len(tags) == len(words) + 2 and spoken_ in known and known[spoken_] in _SETTINGS)


def _lists_values(tags: Tags, at: int) -> bool:
    """'a size - small, medium or large': nothing but single words up to an 'or'."""
    words = 0
    for tag in tags[at + 1 :]:
        if tag.low == "or":
            return words > 0
        if tag.low == "and" or tag.token.text in (";", ".", ":", "-", "–") or tag.tag in ("pron", "prep", "sub", "rel"):
            return False
        words += tag.tag != "punct"
    return False


def _modifies(inside: Tags, behind: Tags) -> bool:
    """'left | or right arm', 'an inside | or outside seat': one word on each side, before one noun."""
    one = [t for t in inside if t.tag != "det"]
    end = next((n for n, t in enumerate(behind) if t.tag not in ("noun", "adj", "verb", "adv")), len(behind))
    bare = len(one) == 1 and end == 2 and behind[1].tag == "noun" and behind[0].tag in ("adj", "verb", "noun")
    small = bare and len(inside) <= 2 and (one[0].tag in ("adj", "verb") or behind[0].tag == "adj")
    return small and one[0].low not in ("email", "phone", "name", "address", "number")


def _stripped(piece: Chunk) -> Chunk:
    """Without the adverbs that lead it; 'optionally' and its like are remembered."""
    tags, soft, start = piece.tags, False, 0
    if [t.low for t in tags[:2]] == ["of", "course"]:
        start = 2
    while (
        start < len(tags) and tags[start].tag in ("adv", "conj", "punct") and tags[start].low not in _NOTE_WORDS - _SOFT
    ):
        if tags[start].low in ("first", "last", "only", "next", "once", "twice"):
            break
        soft = soft or tags[start].low in _SOFT
        start += 1
    end = len(tags)
    if [t.low for t in tags[-2:]] == ["of", "course"]:
        end -= 2
    while (
        end > start
        and tags[end - 1].tag == "adv"
        and tags[end - 1].low in ("also", "too", "obviously", "naturally", "please", *_SOFT)
    ):
        soft = soft or tags[end - 1].low in _SOFT
        end -= 1
    kept = tuple(t for n, t in enumerate(tags[start:end], start) if not _is_filler(tags, n))
    if len(kept) == len(tags) and soft == piece.soft:
        return piece
    return replace(piece, tags=kept, soft=soft, at=piece.at + start)


def _is_filler(tags: Tags, at: int) -> bool:
    """'email obviously (unique)': an adverb between a name and its note."""
    after = tags[at + 1 : at + 2]
    return bool(at and after) and after[0].tag == "note" and tags[at].low in _FILLERS


def _is_aside(piece: Chunk, english: English) -> bool:
    return piece.text.lower().strip(" .") in english.lexicon.asides


def _kind(piece: Chunk, english: English, *, after_thing: bool) -> Kind:
    tags = piece.tags
    first = tags[0]
    low = first.low
    second = tags[1] if len(tags) > 1 else None
    if low in ("in", "on", "for", "there", "within", "per") and _there_is(tags):
        return "clause"
    if low in ("which", "who", "that", "whose") and second and second.tag in (*_FINITE, "adv", "neg", "pron"):
        charge = low == "who" and len(tags) > 2 and second.tag == "be" and tags[2].tag == "prep"
        attached = after_thing and piece.glue != "and" and low != "whose" and not charge
        return "relative" if attached else "question"
    if low in _ASKS or (
        first.tag in ("prep", "sub") and second and second.low in _ASKS and second.tag in ("sub", "rel")
    ):
        return "question"
    if low in ("both", "each") and after_thing and _says_what(tags):
        return "relative"
    if low in _EACH and second and (second.low in ("with", "having", "of", "one", "being") or second.tag == "have"):
        return "each"
    if low == "with" and second and second.low == "or":
        return "thing"
    if low in ("with", "having"):
        return "each"
    if low == "if" and piece.glue == "and" and len(tags) > 3 and tags[-1].low not in _ANAPHORS:
        return "question"
    if low == "if" or (low in ("unless", "because", "as", "so", "since") and len(tags) > 1):
        return "note"
    if _is_note(tags, english):
        return "note"
    if [t.low for t in tags[-2:]] == ["or", "not"] and len(tags) == 3:
        return "thing"
    if is_asked(tags) and (after_thing or tags[1].tag != "det"):
        return "question"
    if first.tag == "verb" and second and second.tag == "noun" and all(t.tag == "note" for t in tags[2:]):
        return "thing" if second.low in english.lexicon.types else "verb"
    if first.tag in _FINITE and not first.low.endswith("ing"):
        return "thing" if len(tags) > 1 and all(t.tag in ("prep", "adv", "note") for t in tags[1:]) else "verb"
    return "clause" if is_clause(tags, english) else "thing"


def _there_is(tags: Tags) -> bool:
    """'in the order there are cakes': what follows is another thing, not 'the opus if there is one'."""
    there = next((n for n, (one, two) in enumerate(pairwise(tags)) if one.low == "there" and two.tag == "be"), -1)
    return there >= 0 and not any(t.tag in ("sub", "rel") for t in tags[:there])


def is_open(tags: Tags) -> bool:
    """'anything the family told the nurse', 'anything else worth knowing', 'whatever they said': what is left to tell."""
    rest = [t for t in tags[1:] if t.low != "else"]
    known = tags[0].low in ("anything", "everything", "whatever") and (rest != [] or len(tags) > 1)
    return known and (
        not rest or (rest[0].tag not in ("prep", "num") and rest[0].low not in ("goes", "from", "between", "up"))
    )


def _says_what(tags: Tags) -> bool:
    """'both of them housemates', 'each an employee': what the two before are."""
    if tags[0].low == "each" and [t.low for t in tags[1:2]] not in (["a"], ["an"]):
        return False
    return (
        len(tags) < 7 and tags[-1].tag == "noun" and all(t.low not in ("with", "having", "has", "have") for t in tags)
    )


def is_asked(tags: Tags) -> bool:
    """'did they sign it', 'is the seat taken or not': a question with its verb in front."""
    if len(tags) < 3 or tags[0].tag not in ("do", "be", "have", "modal"):
        return False
    if tags[1].tag == "pron" or (tags[1].tag == "det" and [t.low for t in tags[-2:]] == ["or", "not"]):
        return True
    plain = [t for t in tags if t.tag != "note"]
    said = all(t.tag in ("noun", "adj", "verb", "adv") for t in plain[2:])
    return tags[0].low in ("is", "are", "was", "were") and tags[1].tag == "det" and len(plain) > 3 and said


def _is_note(tags: Tags, english: English) -> bool:
    low = tags[0].low
    if low in ("anything", "everything", "whatever") and is_open(tags):
        return False
    if low in _NOTE_WORDS and not (
        low in ("max", "min", "default", "free", "minimal", "maximal", "positive")
        and len(tags) > 1
        and tags[1].tag in ("noun", "adj")
    ):
        return True
    if low == "at" and len(tags) > 1 and tags[1].low in ("most", "least", "max"):
        return not any(t.tag == "noun" and t.low not in _SIGNS for t in tags)
    if low == "up" and any(t.tag == "noun" and t.low not in english.lexicon.units for t in tags):
        return False
    if tags[0].tag == "prep":
        return len(tags) > 1
    if low in ("both", "all") and len(tags) > 1 and tags[1].tag == "prep" and tags[1].low != "of":
        return True
    if tags[0].tag == "num":
        rest = [t for t in tags[1:] if t.tag not in ("num", "to", "prep", "conj", "punct")]
        return all(
            t.low in english.lexicon.units or t.low in ("character", "characters", "star", "stars", "more")
            for t in rest
        )
    second = tags[1].low if len(tags) > 1 else ""
    few = (low == "a" and second in ("few", "couple")) or (
        low in ("some", "several") and second in ("words", "sentences", "lines")
    )
    if few and any(t.low in ("about", "on", "of", "describing") for t in tags):
        return False
    return few or low == "no" or (low == "the" and len(tags) > 1 and tags[1].low == "same")


def is_clause(tags: Tags, english: English) -> bool:
    """Whether a piece says something with a subject and a verb of its own."""
    finite = next((n for n, t in enumerate(tags) if t.tag in _FINITE and not t.low.endswith("ing")), None)
    avoid = finite and finite > 1 and tags[finite - 1].tag == "to" and tags[finite - 2].tag == "noun"
    if not finite or avoid or tags[finite - 1].tag == "prep" or any(t.tag in ("rel", "sub") for t in tags[:finite]):
        return False
    verb = tags[finite]
    if verb.tag == "verb" and english.lexicon.grammar.is_participle(verb.low) and verb.lemma != verb.low:
        following = tags[finite + 1].tag if finite + 1 < len(tags) else "punct"
        if following in ("prep", "adv", "punct", "note", "conj"):
            return False
    subject = tags[:finite]
    contact = [n for n, t in enumerate(subject) if t.tag == "pron" or t.low in _ARTICLES]
    return not (contact and contact[-1] and (subject[contact[-1] - 1].tag in ("noun", "note") or is_open(tags)))
