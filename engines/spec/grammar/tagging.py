"""Chooses each word's class from its neighbours, left to right. Used by clause."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from functools import lru_cache

from engines.spec.grammar.words import Tag, Token, Words, tokens

_BEFORE_NOUN = frozenset({"det", "adj", "num", "poss", "prep"})
_FINITE = frozenset({"modal", "be", "have", "do"})
_NOUNS_TOO = frozenset({"well", "can", "will", "must", "might"})
_ARTICLES = frozenset({"a", "an", "the", "every"})
_OPENS = frozenset({"punct", "conj", "sub"})
_WISHES = frozenset(
    {
        "want",
        "like",
        "wish",
        "need",
        "love",
        "prefer",
        "hope",
        "try",
        "able",
        "allow",
        "wanna",
        "ought",
        "used",
        "possible",
    }
)
_PLACED = frozenset({"away", "back", "inside", "outside", "overseas", "upstairs", "downstairs", "forward"})
"""Adverbs that tell a thing from its like between an article and a noun: 'an away team'."""
_TIMES = frozenset({"last", "first", "next"})
_PLACE = frozenset({"prep", "det", "adj", "noun", "num"})
_ONE_OF_THEM = frozenset({"a", "an", "each", "every", "one"})
_AFTER_VERB = frozenset({"det", "num", "adj", "noun", "prep", "pron", "adv", "to", "note", "poss"})


@dataclass(frozen=True, slots=True, eq=False)
class Tagged:
    """A token with its class; `low` is the word in lower case. It is only itself, so that what is read of it can be kept."""

    token: Token
    tag: Tag
    lemma: str
    low: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "low", self.token.low)

    @property
    def gerund(self) -> bool:
        """'lending' as a verb, but not 'bring'."""
        return self.tag == "verb" and self.low.endswith("ing") and self.lemma != self.low


@lru_cache(maxsize=4096)
def tags_of(text: str, words: Words) -> tuple[Tagged, ...]:
    """The words of a text with their classes; a sentence is looked at by many readers and tagged once."""
    return tagged(tokens(text), words)


def tagged(found: tuple[Token, ...], words: Words) -> tuple[Tagged, ...]:
    """Every token with its class."""
    chosen: list[Tagged] = []
    for position, token in enumerate(found):
        tag = _choose(token, chosen, found[position + 1 :], words)
        chosen.append(Tagged(token, tag, words.lemma(token.low, tag)))
    return tuple(chosen)


def _choose(token: Token, before: list[Tagged], after: tuple[Token, ...], words: Words) -> Tag:
    low, classes = token.low, words.classes(token.low)
    following = words.classes(after[0].low) if after else frozenset[Tag]()
    last = _last(before)
    if low == "'s":
        return _apostrophe(before, after, words)
    if low == "to":
        wished = last is not None and (last.lemma in _WISHES or last.tag == "have") and bool(after)
        base = _is_base(after, words) or (
            wished and "verb" in following and words.lemma(after[0].low, "verb") == after[0].low
        )
        return "to" if base and not (last and last.tag == "num") else "prep"
    if low == "that":
        resumes = (
            bool(before)
            and before[-1].token.text == ","
            and before[0].tag == "sub"
            and (following & {"be", "modal"} or after[0].low == "'s")
        )
        return "pron" if resumes else _that(last, following)
    if low in ("like", "past") and last and (last.tag in ("modal", "pron")):
        return "verb"
    if low in ("so", "yet"):
        return "conj"
    if low in _TIMES and last is not None and last.tag == "be" and after and words.is_participle(after[0].low):
        return "adv"
    if low in ("consisting", "composed") and after and after[0].low == "of":
        return "verb"
    if low == "first" and "noun" in following and (last is None or last.tag in ("det", "poss", "conj", "punct")):
        return "adj"
    if low in _NOUNS_TOO and before and before[-1].tag == "det" and before[-1].low in _ARTICLES:
        return "noun"
    if not words.is_participle(low) and "be" in following and _is_joined(before):
        return "noun"
    if len(classes) == 1 and not classes & {"noun", "verb", "adj", "adv"}:
        return next(iter(classes))
    if low == "about" and before and before[-1].tag in ("be", "verb", "noun") and _is_topic(after, words):
        return "prep"
    if low in _PLACED and before and before[-1].tag == "det" and "noun" in following:
        return "adj"
    if low in words.closed:
        return words.closed[low]
    return _open(low, classes, last, before, after, following, words)


def _is_joined(before: list[Tagged]) -> bool:
    """'Sire and | dam are': the second of two nouns at the beginning."""
    return len(before) > 1 and before[-1].low == "and" and before[-2].tag == "noun" and _only_nouns(before[:-2])


def _only_nouns(tags: list[Tagged]) -> bool:
    return all(t.tag in ("noun", "adj", "det", "punct") for t in tags)


def _is_topic(after: tuple[Token, ...], words: Words) -> bool:
    """'about a boat', 'about one member', where 'about 12 minutes' is a rough figure."""
    if not after:
        return False
    one = after[0].low == "one" and len(after) > 1 and not words.classes(after[1].low) & {"conj", "num", "prep"}
    return one or bool(words.classes(after[0].low) & {"det", "noun", "adj", "rel", "pron"} - {"num"})


def _last(before: list[Tagged]) -> Tagged | None:
    """What stands before, looking through adverbs and notes."""
    return next((t for t in reversed(before) if t.tag not in ("adv", "neg", "note")), None)


def _open(
    low: str,
    classes: frozenset[Tag],
    last: Tagged | None,
    before: list[Tagged],
    after: tuple[Token, ...],
    following: frozenset[Tag],
    words: Words,
) -> Tag:
    previous = last.tag if last else "punct"
    spoken = previous == "pron" and last is not None and last.low in words.subjects
    free = spoken or previous in ("modal", "to", "do", "rel", "be")
    named = words.lemma(low, "noun") in words.rather_nouns and not free
    opens = following == {"det"} or following <= {"rel", "sub"} or (bool(after) and after[0].low == "to")
    acts = previous == "noun" and words.is_third(low) and bool(after) and opens
    acts = acts or _acts_on(low, before, after, words) or _acts_further(low, before, following, words)
    verb = "verb" in classes and (acts or not named)
    if _is_inverted(low, before, after, words):
        return "verb"
    agrees = (verb or following == {"det"}) and _agrees(low, before, following, words)
    agrees = agrees or (verb and _would_disagree(low, before, after, words))
    if verb and low.endswith("ing") and last is not None and last.tag == "noun" and _is_several(last, after, words):
        return "verb"
    if agrees or _is_said(low, last, following, words) or _lacks_s(low, before, after, words):
        return "verb"
    does = bool(after) and words.lemma(after[0].low, "verb") == after[0].low and "verb" in following
    if last and last.tag == "rel" and does and words.is_plural(low) and after[0].low not in words.rather_nouns:
        return "noun"
    if before and before[-1].low == "how" and "adj" in classes:
        return "adj"
    if last and last.low == "one" and words.is_third(low) and following == {"det"}:
        return "verb"
    if _is_one_of_us(before) and words.is_third(low) and not following & {"be", "modal"}:
        return "verb"
    if before and before[-1].low in ("which", "what", "whose") and _is_asked(low, classes, after, words):
        return "noun"
    one_of_them = last is not None and last.low in _ONE_OF_THEM and bool(after) and words.is_plural(after[0].low)
    acting_next = (
        len(after) > 1
        and words.is_third(after[0].low)
        and (one_of_them or words.lemma(after[0].low, "verb") in words.rather_verbs)
    )
    if (
        acting_next
        and (previous == "det" or one_of_them)
        and "noun" in classes
        and words.classes(after[1].low) & {"det", "prep", "num"}
    ):
        return "noun"
    if named and "noun" in classes and previous in ("det", "poss") and not following & {"noun", "adj"}:
        return "noun"
    if previous in ("modal", "to", "do"):
        done = previous == "do" and words.is_third(low) and "noun" in classes
        return "verb" if "verb" in classes and not done else _still(classes)
    if previous == "be":
        if verb and (words.is_participle(low) or low.endswith("ing")) and low not in ("open",):
            return "verb"
        return "adj" if "adj" in classes and "noun" not in following else _still(classes)
    if previous == "have":
        perfect = verb and words.is_participle(low) and "noun" not in classes and not following & {"noun", "adj"}
        return "verb" if perfect else _inside(low, classes, following)
    if previous in ("pron", "rel") and verb and (last is None or last.low in words.subjects or previous == "rel"):
        return "verb"
    acting = words.is_third(low) and words.is_plural(low) and following & {"det", "adj", "num", "rel", "sub"}
    if last and last.low == "each" and acting:
        return "verb"
    if previous in _BEFORE_NOUN:
        plain = classes == {"verb"} and not words.is_participle(low) and not low.endswith("ing")
        return "noun" if plain and previous in ("det", "poss") else _inside(low, classes, following)
    if previous in _OPENS:
        return _opening(low, classes, verb, before, after, following, words)
    if acts and not any(t.tag in _FINITE or t.tag == "verb" for t in before):
        return "verb"
    if previous == "noun" and verb:
        if _is_finite(low, classes, before, after, following, words):
            return "verb"
        if words.is_participle(low) and "noun" not in classes:
            return "adj"
    return _inside(low, classes, following)


def _is_one_of_us(before: list[Tagged]) -> bool:
    """'one of us | types in a sale'."""
    return (
        len(before) > 2
        and before[-1].low in ("us", "them", "you")
        and before[-2].low == "of"
        and before[-3].low in ("one", "each", "none")
    )


def _is_inverted(low: str, before: list[Tagged], after: tuple[Token, ...], words: Words) -> bool:
    """'In the depot stand trams': a place, where something stands, and what stands there."""
    if low not in words.rather_verbs or len(before) < 2 or not after or not words.is_plural(after[0].low):
        return False
    return before[0].tag == "prep" and before[-1].tag == "noun" and all(t.tag in _PLACE for t in before[1:])


def _acts_on(low: str, before: list[Tagged], after: tuple[Token, ...], words: Words) -> bool:
    """'Our coaches offer training courses', 'members book courts': several at the beginning, what they do, and to what."""
    if not before or before[-1].tag != "noun" or not words.is_plural(before[-1].low) or words.lemma(low, "verb") != low:
        return False
    if "verb" not in words.classes(low) or any(t.tag in ("verb", *_FINITE) for t in before):
        return False
    start = len(before) - 1
    while start and before[start - 1].tag in ("det", "adj"):
        start -= 1
    if start and before[start - 1].tag not in ("sub",):
        return False
    objects = []
    for token in after:
        if not words.classes(token.low) & {"noun", "adj", "det", "num"}:
            break
        objects.append(token.low)
    several = bool(objects) and words.is_plural(objects[-1]) and "noun" in words.classes(objects[-1])
    if low in words.rather_verbs and after and words.classes(after[0].low) <= {"rel", "sub"}:
        return True
    return several or (bool(after) and words.classes(after[0].low) in ({"det"}, {"num"}))


def _acts_further(low: str, before: list[Tagged], following: frozenset[Tag], words: Words) -> bool:
    """'Visits are paid to a patient and | state the day': a bare word between 'and' and an article is a further verb."""
    joined = bool(before) and before[-1].low == "and" and following == {"det"} and words.lemma(low, "verb") == low
    return joined and any(t.tag in ("verb", "be", "have") for t in before)


def _is_said(low: str, last: Tagged | None, following: frozenset[Tag], words: Words) -> bool:
    """'A patient comes to', 'each bears a', ', lives in one': forms that are hardly ever plurals when a phrase follows."""
    if not words.is_third(low) or words.lemma(low, "verb") not in words.rather_verbs:
        return False
    if last is None or not following & {"det", "prep", "num", "pron"}:
        return False
    return last.tag in ("noun", "adj", "punct", "conj", "pron") or last.low in ("each", "this", "one")


def _agrees(low: str, before: list[Tagged], following: frozenset[Tag], words: Words) -> bool:
    """'Every player plays for': what stands behind one of something is no plural, so it is what that one does."""
    if not words.is_third(low) or not before or before[-1].tag != "noun" or "noun" in following - {"det", "num"}:
        return False
    if words.is_plural(before[-1].low):
        return False
    start = len(before)
    while start and before[start - 1].tag in ("noun", "adj"):
        start -= 1
    conditional = start > 1 and before[start - 2].tag == "sub"
    if following <= {"punct", "conj", "note", "rel"} and not (conditional and following == {"punct"}):
        return False
    opens = start < 2 or before[start - 2].tag in ("punct", "conj", "sub")
    return bool(start) and opens and before[start - 1].low in (*_ONE_OF_THEM, "this")


def _would_disagree(low: str, before: list[Tagged], after: tuple[Token, ...], words: Words) -> bool:
    """'A representative | files expense claims': as a noun it would end in a plural that 'a' can't have."""
    if not words.is_third(low) or not before or "noun" not in words.classes(before[-1].low):
        return False
    if words.is_plural(before[-1].low) or before[-1].tag not in ("noun", "adj"):
        return False
    start = len(before)
    while start and before[start - 1].tag in ("noun", "adj"):
        start -= 1
    opens = start < 2 or before[start - 2].tag in ("punct", "conj", "sub")
    if not start or not opens or before[start - 1].low not in ("a", "an", "each", "every"):
        return False
    row = list(itertools.takewhile(lambda t: words.classes(t.low) & {"noun", "adj"} and t.low.isalpha(), after))
    return bool(row) and words.is_plural(row[-1].low)


def _is_several(last: Tagged, after: tuple[Token, ...], words: Words) -> bool:
    """'Requests | indicating the item': behind a plural and before an article it tells what they do."""
    return words.is_plural(last.low) and bool(after) and after[0].low in ("the", "a", "an", "their", "its")


def _lacks_s(low: str, before: list[Tagged], after: tuple[Token, ...], words: Words) -> bool:
    """'The customer bring a sample': two phrases beside one another need a verb, whatever its ending."""
    if low not in words.rather_verbs or not after or words.classes(after[0].low) != {"det"} or words.is_gerund(low):
        return False
    behind = [t for t in before if t.tag != "note"]
    start = len(behind)
    while start and behind[start - 1].tag in ("noun", "adj"):
        start -= 1
    one = start and start < len(behind) and behind[start - 1].low in (*_ONE_OF_THEM, "the")
    return bool(one) and not any(t.tag in ("verb", *_FINITE) for t in behind)


def _is_asked(low: str, classes: frozenset[Tag], after: tuple[Token, ...], words: Words) -> bool:
    """'which glaze they used', 'which film, which hall': a noun that is asked for."""
    if "noun" not in classes or words.is_third(low):
        return False
    if not after or after[0].text in ",;.)":
        return True
    acts = words.is_third(after[0].low) and len(after) > 1 and after[1].text not in ",;."
    return (
        acts
        or words.is_participle(after[0].low)
        or bool(words.classes(after[0].low) & {"pron", "conj", "modal", "be", "have"})
    )


def _opening(
    low: str,
    classes: frozenset[Tag],
    verb: bool,
    before: list[Tagged],
    after: tuple[Token, ...],
    following: frozenset[Tag],
    words: Words,
) -> Tag:
    """The first word of a clause or of a list's next item: an imperative, a further verb, or a noun."""
    content = [t for t in before if t.tag in ("noun", "verb")]
    if words.is_participle(low) and "noun" in following and "noun" not in classes:
        return "adj"
    if words.is_third(low) and following & _FINITE:
        return "noun"
    if verb and "noun" not in classes and "adj" not in classes:
        return "noun" if _ends_row(low, before, following, words) else "verb"
    further = bool(after) and (following == {"det"} or following <= {"rel", "sub"})
    if further and words.is_third(low) and any(t.tag in ("verb", "have") for t in before):
        return "verb"
    goes_on = bool(content) and content[-1].tag == "verb" and before[-1].tag == "conj"
    base = words.lemma(low, "verb") == low
    if verb and (goes_on or (not content and base)) and following & {"det", "pron", "prep", "adj"} - {"noun"}:
        return "verb"
    if verb and base and following & {"det"}:
        return "verb"
    if verb and base and goes_on and low in words.rather_verbs and words.is_plural(after[0].low if after else ""):
        return "verb"
    return _inside(low, classes, following)


def _ends_row(low: str, before: list[Tagged], following: frozenset[Tag], words: Words) -> bool:
    """'has a number, | begin and end': a bare verb without anything to act on is what such a row has next."""
    had = next((t.tag for t in reversed(before) if t.tag in ("verb", *_FINITE)), "")
    return had == "have" and following <= {"punct", "conj", "note"} and words.lemma(low, "verb") == low


def _is_finite(
    low: str,
    classes: frozenset[Tag],
    before: list[Tagged],
    after: tuple[Token, ...],
    following: frozenset[Tag],
    words: Words,
) -> bool:
    """Whether a word after a noun is the clause's verb."""
    start = max((n for n, t in enumerate(before) if t.tag in ("punct", "sub", "rel")), default=-1)
    if any(t.tag in ("verb", *_FINITE) for t in before[start + 1 :] if t.tag != "to") and "noun" in classes:
        return False
    if words.is_gerund(low):
        return False
    later = any(words.classes(t.low) & _FINITE for t in _same_clause(after, words))
    if words.is_participle(low):
        ends = not after or after[0].text in ",;)." or after[0].low in ("by", "and", "or")
        said = any(t.tag in ("verb", *_FINITE) for t in before)
        return not later and not (ends and said) and not (after and after[0].low == "by")
    if "noun" not in classes and "adj" not in classes:
        return True
    if later or not (following & _AFTER_VERB or not following):
        return False
    plural = any(t.tag == "noun" and words.is_plural(t.low) for t in before[start + 1 :])
    return words.is_third(low) if not plural else words.lemma(low, "verb") == low


def _same_clause(after: tuple[Token, ...], words: Words) -> list[Token]:
    found: list[Token] = []
    for token in after:
        joined = (
            bool(found)
            and words.classes(found[-1].low) == {"conj"}
            and words.classes(token.low) & {"be", "have", "modal"}
        )
        if words.classes(token.low) & {"sub", "rel"} or token.text in ",;:." or joined:
            break
        found.append(token)
    return found


def _inside(low: str, classes: frozenset[Tag], following: frozenset[Tag]) -> Tag:
    """Within a noun phrase, or where nothing speaks for a verb."""
    if "noun" in classes and not ("adj" in classes and "noun" in following and not low.endswith("ing")):
        return "noun"
    if "adj" in classes:
        return "adj"
    if "verb" in classes and "noun" in following:
        return "adj"
    return _still(classes)


def _still(classes: frozenset[Tag]) -> Tag:
    order: tuple[Tag, ...] = ("noun", "adj", "adv", "verb")
    return next((tag for tag in order if tag in classes), "noun")


def _is_base(after: tuple[Token, ...], words: Words) -> bool:
    if not after:
        return False
    low = after[0].low
    if low in ("be", "have", "do"):
        return True
    classes = words.classes(low)
    if low in words.closed:
        return classes == {"adv"} and len(after) > 1 and "verb" in words.classes(after[1].low)
    return "verb" in classes and words.lemma(low, "verb") == low and low not in words.rather_nouns


def _apostrophe(before: list[Tagged], after: tuple[Token, ...], words: Words) -> Tag:
    """'the book's title' owns; 'it's open' is."""
    if before and before[-1].tag in ("pron", "rel"):
        return "be"
    following = words.classes(after[0].low) if after else frozenset[Tag]()
    return "poss" if following & {"noun", "adj"} else "be"


def _that(last: Tagged | None, following: frozenset[Tag]) -> Tag:
    if last and last.tag in ("noun", "pron", "num"):
        return "rel"
    if last and last.tag == "verb":
        return "sub"
    return "det" if following & {"noun"} and not following & {"verb"} else "rel"
