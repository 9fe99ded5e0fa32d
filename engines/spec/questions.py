"""Reads properties that are asked for: 'until when they have it', 'to which family he belongs', 'how it was paid'. Used by properties."""

from __future__ import annotations

import itertools
import re

from engines.kernel.spec import FieldType
from engines.spec.chunks import Tags, spoken
from engines.spec.clauses import clause_attributes
from engines.spec.english import English
from engines.spec.grammar.tagging import Tagged
from engines.spec.model import Attribute

_VERBS = frozenset({"be", "have", "do", "modal", "verb"})
_EMPTY = frozenset({"it", "they", "he", "she", "we", "i", "you", "there", "somebody", "someone", "people"})
_PERIODS = {
    "month": "monthly",
    "year": "yearly",
    "week": "weekly",
    "day": "daily",
    "night": "nightly",
    "hour": "hourly",
}
_INTRANSITIVE = frozenset(
    {"come", "go", "arrive", "leave", "attend", "win", "lose", "live", "stay", "speak", "play", "sing", "start", "work"}
)
_UNTIL = {"until": "until", "till": "until", "by": "due", "from": "from", "since": "since"}


def question_attributes(tags: Tags, english: English) -> tuple[Attribute, ...]:
    """The attributes of an indirect question; none when it asks for nothing that is kept."""
    if len(tags) > 2 and [t.low for t in tags[:3]] == ["when", "and", "where"]:
        rest = tags[3:]
        return (*question_attributes((tags[0], *rest), english), *question_attributes((tags[2], *rest), english))
    later = next((n for n in range(2, len(tags) - 1) if tags[n].low in _UNTIL and tags[n + 1].low == "when"), 0)
    if later and tags[1].low == "when" and tags[0].low in _UNTIL:
        return (*question_attributes(tags[:later], english), *question_attributes(tags[later:], english))
    lead = tags[0].low if tags[0].tag == "prep" else ""
    asked = tags[1:] if lead else tags
    if not asked:
        return ()
    low, rest = asked[0].low, asked[1:]
    if low == "when" and lead in _UNTIL:
        return (Attribute(name=_UNTIL[lead] + ("_date" if lead in ("by",) else ""), type=None),)
    if low in ("which", "what") and (named := _asked_noun(rest, lead, english)):
        return (named,)
    if (
        low in ("who", "whom")
        and rest
        and (rest[0].low == "to" or (rest[0].tag == "pron" and rest[1:] and rest[1].tag == "modal"))
    ):
        return clause_attributes(spoken(asked), english)
    for reader in (_bare, _life, _is, _how, _what, _who):
        if found := reader(low, rest, english):
            return (found,)
    return clause_attributes(spoken(asked if lead else tags), english)


def _asked_noun(rest: Tags, lead: str, english: English) -> Attribute | None:
    """'which animal it was' asks for the animal, 'on which day they want to pick it up' for the day."""
    noun: list[Tagged] = []
    for tag in rest:
        ends = tag.low in ("start", "end") and not noun
        if (tag.tag not in ("noun", "adj") and not ends) or (noun and tag.low in _EMPTY):
            break
        noun.append(tag)
    if not noun or any(t.tag == "rel" for t in rest):
        return None
    name = english.name(" ".join(t.low for t in noun))
    if lead in ("since", "from", "until") and name in ("year", "day", "date"):
        kind = FieldType.INTEGER if name == "year" else FieldType.DATE
        return Attribute(name=f"{lead}_{name}", type=kind)
    if name in ("day", "date", "time"):
        verb = next((t for t in reversed(rest) if t.tag == "verb" and t.lemma not in ("want", "like")), None)
        particle = rest[-1].low if verb and rest[-1].low in ("up", "off", "out", "in") else ""
        stem = "_".join(word for word in (verb.lemma if verb else "", particle) if word)
        return Attribute(
            name=f"{stem}_{name}".strip("_"), type=FieldType.DATETIME if name == "time" else FieldType.DATE
        )
    return Attribute(name=name)


def _is(low: str, rest: Tags, english: English) -> Attribute | None:
    """'who the vendor is' asks for the vendor, 'where its website is' for the website, 'how large its mirror is' for its size."""
    quality = ""
    if low == "how" and rest and rest[0].tag == "adj":
        quality, rest = rest[0].low, rest[1:]
    if low not in ("who", "what", "where", "how") or len(rest) < 3 or rest[-1].tag != "be" or rest[0].tag != "det":
        return None
    nouns = [t.low for t in rest[1:-1]]
    if any(t.tag not in ("noun", "adj") for t in rest[1:-1]) or (low == "how" and not quality):
        return None
    measure = {
        "large": "size",
        "big": "size",
        "high": "height",
        "tall": "height",
        "long": "length",
        "wide": "width",
        "deep": "depth",
        "heavy": "weight",
    }
    words = [*nouns, measure.get(quality, quality)] if quality else nouns
    return Attribute(name=english.name(" ".join(words)), type=FieldType.NUMBER if quality in measure else None)


def _bare(low: str, rest: Tags, english: English) -> Attribute | None:
    """'when', 'where', 'how many they are', 'where last seen': what is asked without saying of what."""
    plain = [t for t in rest if t.tag != "punct"]
    if not plain and low in ("when", "where"):
        return Attribute(name="time", type=FieldType.DATETIME) if low == "when" else Attribute(name="place")
    if low == "how" and plain and plain[0].low == "many":
        whole = plain[1:2] and plain[1].tag in ("pron", "be", "verb") and plain[1].low not in ("of", "it")
        people = whole and (plain[1].low in ("they", "you", "we") or any(t.lemma == "come" for t in plain))
        if people:
            return Attribute(name="number_of_people", type=FieldType.INTEGER, minimum=0)
        return None if len(plain) > 1 else Attribute(name="quantity", type=FieldType.INTEGER, minimum=0)
    grammar = english.lexicon.grammar
    done = [t.low for t in plain if t.tag in ("adj", "verb", "adv", "noun") or t.low in ("last", "first")]
    said = 0 < len(done) == len(plain) < 3 and grammar.is_participle(done[-1]) and low in ("when", "where")
    if not said or (len(done) == 2 and done[0] not in ("last", "first", "best", "next")):
        return None
    if low == "when":
        return Attribute(name=f"{'_'.join(done)}_at", type=FieldType.DATETIME) if len(done) > 1 else None
    return Attribute(name=f"{'_'.join(done)}_place")


def _life(low: str, rest: Tags, english: English) -> Attribute | None:
    """When and where somebody was born or died; where a thing came from."""
    lemmas = {t.lemma for t in rest} | {t.low for t in rest}
    for words, stem in (({"born", "bear"}, "birth"), ({"die"}, "death")):
        if words & lemmas and low in ("when", "where"):
            return (
                Attribute(name=f"{stem}_date", type=FieldType.DATE)
                if low == "when"
                else Attribute(name=f"{stem}_place")
            )
    if low == "where" and "come" in lemmas and "from" in lemmas:
        return Attribute(name="origin", type=FieldType.TEXT)
    return None


def _how(low: str, rest: Tags, english: English) -> Attribute | None:
    """'how it was paid' is the payment method, 'how much of it' an amount."""
    if low != "how" or not rest:
        return None
    if rest[0].low == "many":
        counted = [t.low for t in itertools.takewhile(lambda t: t.tag in ("noun", "adj"), rest[1:])]
        if (unit := counted[-1] if counted else "") in english.lexicon.units or not counted:
            what = [t.low for t in itertools.takewhile(lambda t: t.tag in ("noun", "adj"), rest[len(counted) + 2 :])]
            if what and rest[len(counted) + 1].low == "of":
                kind = english.lexicon.units.get(unit, FieldType.INTEGER)
                return Attribute(name=english.snake(" ".join(what)), type=kind, unit=unit)
        return Attribute(name=english.snake(" ".join(counted)), type=FieldType.INTEGER, minimum=0) if counted else None
    if rest[0].low in ("often", "frequently", "regularly"):
        return Attribute(name="frequency")
    if rest[0].low == "much":
        of = len(rest) > 1 and rest[1].tag == "noun"
        if of:
            return Attribute(name=english.snake(rest[1].low), type=FieldType.INTEGER)
        if len(rest) == 1 or (
            rest[1].low in ("of", "was", "is", "we", "they", "it")
            and not any(t.lemma in ("cost", "weigh", "pay") for t in rest)
        ):
            return Attribute(name="amount", type=FieldType.NUMBER)
        return Attribute(name="amount", type=FieldType.MONEY) if any(t.lemma == "pay" for t in rest) else None
    verb = next((t for t in rest if t.tag in ("verb", "adj") and t.low not in _EMPTY), None)
    if (
        rest[0].low
        in (
            "many",
            "long",
            "far",
            "old",
            "big",
            "high",
            "tall",
            "deep",
            "wide",
            "warm",
            "loud",
            "heavy",
            "often",
            "well",
            "good",
        )
        or verb is None
    ):
        return None
    if verb.lemma == "pay" or verb.low == "paid":
        return Attribute(name="payment_method")
    return Attribute(name=f"how_{english.snake(verb.low)}")


def _what(low: str, rest: Tags, english: English) -> Attribute | None:
    """'what it is for' is the purpose, 'what it's about' the description, 'what the problem was' the problem."""
    if low != "what" or not rest:
        return None
    words = [t.low for t in rest]
    if words[-1] == "for":
        return Attribute(name="purpose")
    if rest[0].tag == "be" and len(words) == 2 and words[-1] not in ("called", "named"):
        return Attribute(name=f"what_{'_'.join(words)}", type=FieldType.LONG_TEXT)
    if words[-1] in ("called", "named"):
        return Attribute(name="name")
    if any(t.lemma in ("cost", "charge") for t in rest):
        return Attribute(name="price", type=FieldType.MONEY)
    if any(t.lemma in ("pay", "owe", "earn") for t in rest) and not any(t.lemma == "for" for t in rest[-1:]):
        often = next((_PERIODS[t.low] for t in rest if t.low in _PERIODS), "")
        what = {"pay": "payment", "owe": "debt", "earn": "pay"}[
            next(t.lemma for t in rest if t.lemma in ("pay", "owe", "earn"))
        ]
        return Attribute(name=f"{often}_{what}".strip("_"), type=FieldType.MONEY)
    nouns = [t for t in rest if t.tag == "noun"]
    if nouns and any(t.tag == "be" for t in rest):
        return Attribute(name=english.name(" ".join(t.low for t in nouns)))
    return Attribute(name="description", type=FieldType.LONG_TEXT)


def _who(low: str, rest: Tags, english: English) -> Attribute | None:
    """'who is in charge' is a person in charge, 'who took it' the one it was taken by."""
    if low != "who" or not rest:
        return None
    if rest[0].tag == "be" and len(rest) > 2 and rest[1].tag == "prep":
        return Attribute(name="person_" + english.snake(" ".join(t.low for t in rest[1:3])), type=FieldType.TEXT)
    participle = english.lexicon.grammar.is_participle
    verb = next((t for t in rest if t.tag == "verb" or (t.tag == "adj" and participle(t.low))), None)
    if verb is None and rest[0].tag == "do" and len(rest) < 3:
        return Attribute(name="done_by")
    if verb is None:
        return None
    said = re.sub(r"_(?:it|them|him|her|this|the)$", "", english.snake(verb.low))
    if (
        verb is rest[-1] and verb.low == english.lexicon.grammar.lemma(verb.low, "verb")
    ) or verb.lemma in _INTRANSITIVE:
        return Attribute(name=f"who_{said}")
    return Attribute(name=f"{_participle(said, english)}_by", type=None)


def _participle(verb: str, english: English) -> str:
    """'took' is taken, 'wrote' written; regular forms stay."""
    from lemminflect import getInflection, getLemma

    lemma = (getLemma(verb, "VERB") or (verb,))[0]
    found: tuple[str, ...] = getInflection(lemma, "VBN") or (verb,)
    return found[0]
