"""Finds who sees nothing but what is theirs: 'only their own', 'what they booked', 'nobody else's', 'no others than those they made'. Used by acts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engines.spec.doing import action_of
from engines.spec.english import English
from engines.spec.patterns import pattern
from engines.spec.people import role_name
from engines.spec.users import people

_SELF = r"(?:they|he|she|i|we|he or she|he/she|one)"
_KEPT = pattern(
    r"\b(?:only|just|solely|merely|exclusively|alone|nothing but|nothing else|nobody else|no one else|none but|nobody but|no one but|other than|others? than|except|apart from|restricted|limited|confined|no \w+ but)\b|\bn(?:o|ot|ever)\b.*\bother",
    re.IGNORECASE,
)
_THEIRS = re.compile(
    rf"\b(?:(?:their|his|her|my|our|your|its|of one's|whose) own|own|theirs|his or hers|mine|that (?:belong|concern)s? (?:to )?(?:them|him|her|me)|(?:about|of|by) (?:themselves|himself|herself|myself)|made by (?:them|him|her)\w*"
    rf"|(?:what|whatever|those|the ones|the \w+|\w+s)(?: that| which)? {_SELF}(?:'ve| have| has)?(?: themselves| once| already| previously)? (?P<made>\w+))\b|\b(?:nobody|no one|anybody|anyone|somebody) else's\b",
    re.IGNORECASE,
)
_OTHERS = pattern(
    r"\b(?:(?:not?|never|n't|nobody|without|cannot|hidden|invisible|none)\b.*\b(?:others'|(?:other|another) (?:\w+'s?|\w+s')|each other's|one another's|(?:nobody|anybody|anyone|somebody) else's|of (?:the )?others)|(?:other|another) \w+'?s?'? .*\bhidden)",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Own:
    """People who see only what is theirs; `said` are the words that name what it is, perhaps none."""

    roles: tuple[str, ...]
    said: str


def read_own(text: str, english: English, speaker: str = "") -> Own | None:
    """Who sees only their own of what; `speaker` is whoever says 'I'."""
    theirs = _THEIRS.search(text)
    kept = bool(_KEPT.search(text)) and theirs is not None and _is_made(theirs, english)
    if not (kept or _OTHERS.search(text)) or not _is_sight(text, english):
        return None
    start = theirs.start() if theirs else len(text)
    roles = (speaker,) if speaker else people(text[:start], english)[-1:] or _subject(text, english)
    return Own(roles=roles, said=text) if roles else None


def _subject(text: str, english: English) -> tuple[str, ...]:
    """'Schools see only what they booked': whoever it is said of signs in."""
    name = role_name(english.noun_phrase(text)[0], english)
    known = name and not set(name.split("_")) & (english.lexicon.nobody | english.lexicon.not_people)
    return (name,) if known else ()


def _is_made(theirs: re.Match[str], english: English) -> bool:
    """'what they booked': a participle or a past form follows, unless 'own' says it."""
    made = theirs["made"]
    words = english.lexicon.grammar
    return made is None or words.is_participle(made.lower())


def _is_sight(text: str, english: English) -> bool:
    """Whether this may be about seeing: any verb will do, unless all that are known change something."""
    words = re.findall(r"[a-z]+", text.lower())
    grammar = english.lexicon.grammar
    actions = {action_of(grammar.lemma(word, "verb"), english) for word in words if "verb" in grammar.classes(word)}
    return "read" in actions or "all" in actions or not actions & {"update", "delete"}
