"""Finds the thing that stands before a mark and a list: 'gigs', 'Treatments of a sheep', 'The service stores cars'. Used by records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engines.spec.english import English
from engines.spec.grammar import Clause, Phrase
from engines.spec.grammar.tagging import Tagged, tags_of
from engines.spec.making import last_verb
from engines.spec.patterns import pattern
from engines.spec.presented import presented
from engines.spec.things import Things

_LONGEST = 3
_LONGEST_CLAUSE = 16
_LEADS = pattern(
    r"^(?:(?:and|also|then|next|finally|plus|besides|further(?:more)?|first|second|third|last(?:ly)?|so|now|as for|regarding|concerning)\b,?\s+)+",
    re.IGNORECASE,
)
_ABOUT = pattern(
    r"^(?:(?:for|per|of|about|on|in|with|from) )(?:(?:each|every|any|all|an?|one|the|our|these|some)(?: of (?:the|our))? )*(?P<one>[\w\-]+(?: (?!(?:we|i|you|they|it|people|everyone|everybody|somebody|someone|is|are|the|there|must|should|shall|store|note|keep|record)\b)[\w\-]+){0,2})(?:,? (?:we|i|you|they|it|people|everyone|everybody|somebody|someone|there|the|store|note|keep|record|is|are|must|should|shall)\b.*)?$",
    re.IGNORECASE,
)
_TAIL = pattern(
    r",?\s+(?:too|also|please|again|as well|then|now|namely|i\.e\.?|with|each with|is|are|has|have|having|contains?|includes?|needs?|gets?|holds?|stores?|comprises?|which (?:has|have)|that (?:has|have)|(?:with|has|have) (?:these|the following)(?: (?:fields|data|properties|details|attributes|columns))?|fields?|attributes|properties|columns|data|details)$",
    re.IGNORECASE,
)
_FILE = pattern(r"\.(?:csv|xlsx?|ods|json|db|tsv|txt)$", re.IGNORECASE)
_LINKING = frozenset(
    {
        "of",
        "on",
        "in",
        "at",
        "for",
        "to",
        "from",
        "per",
        "by",
        "with",
        "between",
        "about",
        "within",
        "during",
        "under",
        "among",
        "into",
    }
)
_HOLDERS = frozenset(
    {"list", "data", "detail", "information", "info", "field", "attribute", "property", "column", "fact"}
)
_AMOUNTS = frozenset({"number", "couple", "lot", "bunch", "pair", "range", "variety", "handful", "series"})
_CLAUSAL = frozenset({"pron", "modal", "be", "have", "do", "rel", "sub", "neg"})
_PARTED = frozenset(
    {"divide", "split", "subdivide", "break", "cut", "separate", "part", "organise", "organize", "group"}
)
_MADE_OF = frozenset({"consist", "compose", "make", "contain", "comprise"})


@dataclass(frozen=True)
class Head:
    """A thing as it is named, what it hangs on, and whether a whole clause said so."""

    name: str
    related: tuple[str, ...] = ()
    clause: bool = False


def head_of(key: str, english: English, *, many: bool) -> Head | None:
    """The thing that a key names; `many`: the list behind it is long enough to tell from within a sentence."""
    key = re.sub(r"\s*\([^()]*\)", "", key).strip(" ,.*_`\"'")
    key = _FILE.sub("", _LEADS.sub("", key))
    while trimmed := _TAIL.sub("", key):
        if trimmed == key:
            break
        key = trimmed
    key = re.sub(r"(?<=\w) (?:to be|being) \w+$", "", key)
    if about := _ABOUT.match(key):
        if brought := _beside(key, english):
            return brought
        found = _nominal(about["one"], english)
        return Head(found.name, found.related, clause=not key.endswith(about["one"])) if found else None
    if not key or len(key.split()) > _LONGEST_CLAUSE:
        return None
    if _is_clause(key, english):
        return _from_clause(key, english) if many else None
    return _nominal(key, english)


def before_bracket(key: str, english: English) -> Head | None:
    """'Slopes belong to a resort (name, valley)': brackets tell of what stands right before them; None when that is no thing."""
    tags, things, lexicon = tags_of(key, english.lexicon.grammar), Things(english), english.lexicon
    start, end = things.phrase_before(tags, len(tags))
    name = things.named(tags[start:end])
    last = name.split("_")[-1]
    vague = lexicon.keepers | lexicon.itself | lexicon.outputs | _HOLDERS
    return Head(name.replace("_", " "), clause=True) if name and last not in vague else None


def _is_clause(key: str, english: English) -> bool:
    """Whether a key says something rather than names it."""
    tags = tags_of(key, english.lexicon.grammar)
    if any(tag.tag in _CLAUSAL and not (len(tags) == 1 and tag.low == "mine") for tag in tags):
        return True
    if len(tags) < 3:
        several = (
            len(tags) == 2 and english.lexicon.grammar.is_plural(tags[0].low) and not english.is_plural(tags[1].low)
        )
        return several and tags[1].tag == "verb"
    return any(
        tag.tag == "verb" and not _is_attribute(tag.low, english) and not _is_counted(tags, n, english)
        for n, tag in enumerate(tags)
    )


def _is_counted(tags: tuple[Tagged, ...], at: int, english: English) -> bool:
    """'Work log per job': a noun that could be a verb, behind one thing and before what there is one for."""
    grammar = english.lexicon.grammar
    noun = "noun" in grammar.classes(tags[at].low) and tags[at].lemma == tags[at].low
    one = bool(at) and not grammar.is_plural(tags[at - 1].low)
    return noun and one and [t.low for t in tags[at + 1 : at + 2]] in (["per"], ["of"], ["for"])


def _is_attribute(word: str, english: English) -> bool:
    return english.lexicon.grammar.is_gerund(word) or english.lexicon.grammar.is_participle(word)


def _beside(key: str, english: English) -> Head | None:
    """'For the archive we need boxes' is about boxes, 'for each van we need' about the van."""
    definite = re.match(r"(?:for|in|on|about|with) (?:the|our) ", key, re.IGNORECASE)
    clauses = english.parse(key) if definite and _is_clause(key, english) else ()
    found = _presented(key, clauses[-1], english) if clauses and not clauses[-1].negated else None
    return found if found and english.singular(found.name.split()[-1]) not in english.lexicon.holders else None


def _nominal(key: str, english: English) -> Head | None:
    """'loans of a laptop to a student' are loans that hang on a laptop and a student."""
    parts = [part for part in _between_links(key.split()) if part]
    while len(parts) > 1 and _is_holder(parts[0], parts[1], english):
        parts = parts[1:]
    words = english.words(" ".join(parts[0])) if parts else []
    while len(words) > 1 and english.is_plural(words[-2]) and english.lexicon.grammar.is_participle(words[-1]):
        words = words[:-1]
    if not words or not _names_thing(words, english):
        return None
    related = (english.words(" ".join(part)) for part in parts[1:])
    return Head(" ".join(words), tuple(" ".join(part) for part in related if 0 < len(part) <= _LONGEST))


def _is_holder(words: list[str], of: list[str], english: English) -> bool:
    """'the data of', 'a page of personal records': what is made up of the things meant."""
    held = english.singular(words[-1].lower())
    several = held in english.lexicon.holders and english.is_plural(of[-1].lower())
    return len(words) < 3 and (held in _HOLDERS or several)


def _between_links(words: list[str]) -> Iterator[list[str]]:
    found: list[str] = []
    for word in words:
        if word.lower() in _LINKING or word.lower() in ("and", "or"):
            yield found
            found = []
        else:
            found.append(word.strip(","))
    yield found


def _from_clause(key: str, english: English) -> Head | None:
    """The phrase in a clause that a list behind it describes: its last object, or its subject when it has none."""
    clauses = english.parse(key)
    denied = re.search(r"\b(?:never|not|no|nobody|nothing|none)\b|n't\b", key, re.IGNORECASE)
    if not clauses or denied or clauses[-1].negated:
        return None
    last = next((under for under in clauses[-1].marked("to") if under.objects), clauses[-1])
    made = last.after("of") if last.verb in _MADE_OF else last.after("in", "into", "up") if last.verb in _PARTED else ()
    if made and last.subjects:
        return _phrased(made[-1], (last.subjects[0],), english)
    if brought := _presented(key, last, english):
        return brought
    phrase = _described(last, english)
    if phrase is None:
        return None
    others = tuple(p for name, found in last.preps if name in _LINKING for p in found if p is not phrase)
    return _phrased(phrase, others, english)


def _presented(key: str, clause: Clause, english: English) -> Head | None:
    """'Parents send in an excuse', 'the office works with plumbers', 'for the archive we need boxes': what is brought up."""
    tags = tags_of(key, english.lexicon.grammar)
    things = Things(english)
    verb = last_verb(things, tags, 0, len(tags))
    gets = verb >= 0 and tags[verb].low in ("get", "gets", "got")
    gets = gets or (verb > 0 and tags[verb].tag == "be" and tags[verb - 1].low == "there")
    if verb < 0 or clause.passive or (clause.objects and tags[0].tag != "prep" and not gets):
        return None
    if tags[verb].tag != "verb" and not gets:
        return None
    start, end = presented(things, tags, verb, len(tags))
    name = things.named(tags[start:end]).replace("_", " ")
    if not name or not _names_thing(name.split(), english):
        return None
    related = (other.replace("_", " ") for other in things.related(tags, end, len(tags))[0])
    return Head(name, tuple(related), clause=True)


def _described(clause: Clause, english: English) -> Phrase | None:
    subject = clause.subject
    own = bool(clause.objects) and clause.objects[-1].head in english.lexicon.oneself
    if clause.objects and clause.verb not in ("", "be") and not own:
        return clause.objects[-1]
    kinds = clause.objects[:1] if clause.verb == "be" and len(clause.subjects) > 1 else ()
    if kinds and kinds[0].plural and not kinds[0].of and all(p.plural for p in clause.subjects):
        return kinds[0]
    if subject and not subject.pronoun and subject.name not in english.lexicon.keepers | english.lexicon.itself:
        return subject
    about = clause.after("for", "of", "about", "on")
    return about[-1] if about else None


def _phrased(phrase: Phrase, others: tuple[Phrase, ...], english: English) -> Head | None:
    while phrase.of and english.singular(phrase.head) in _HOLDERS:
        phrase = phrase.of
    if phrase.of:
        others = (phrase.of, *others)
    words = [word for word in phrase.name.replace("_", " ").split() if word not in english.lexicon.pointing]
    if phrase.pronoun or not words or words[-1] in english.lexicon.spans or not _names_thing(words, english):
        return None
    related = [
        p.name.replace("_", " ")
        for p in others
        if not p.pronoun
        and (p.plural or p.determiner in ("a", "an", "each", "every", "one"))
        and p.head not in english.lexicon.spans | english.lexicon.vessels | _AMOUNTS
    ]
    return Head(" ".join(words), tuple(dict.fromkeys(name for name in related if name)), clause=True)


def _names_thing(words: list[str], english: English) -> bool:
    lexicon = english.lexicon
    if len(words) > _LONGEST or not all(
        word.isalnum() and word[0].isalpha() for word in (w.replace("-", "").replace("'", "") for w in words)
    ):
        return False
    if (
        len(words) == 1
        and words[0].lower() != "mine"
        and lexicon.grammar.closed.get(words[0].lower()) in ("pron", "det")
    ):
        return False
    small = lexicon.prepositions | lexicon.modals | lexicon.nobody
    last = english.singular(words[-1])
    listed = last in lexicon.layout.shown and not (last == "list" and len(words) > 1)
    spoken = " ".join(words)
    if any(word in small for word in words) or (
        listed
        and not lexicon.layout.may_be_thing(spoken)
        and not (len(words) > 1 and lexicon.layout.may_be_thing(last))
    ):
        return False
    named = lexicon.layout.section(spoken)
    return not named or lexicon.layout.may_be_thing(spoken)
