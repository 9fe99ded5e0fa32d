"""Which nouns mean people with an account, and how people call themselves. Used by acts, lives and grants."""

from __future__ import annotations

import re
from functools import lru_cache

from engines.spec.english import English
from engines.spec.lexicon import Lexicon
from engines.spec.patterns import pattern, rewriting, rewritten

_ENDING = re.compile(
    r"(?:[a-z]{3}(?:er|or|ist|ian|eer|ee|ant)|man|woman|person|keeper|master|lead|head|chief|clerk|office|staff|team|desk|crew|board|department|committee|administration|management|"
    r"secretary|guide|host|coach|nurse|counsel|council|captain|boss|representative|apprentice|trainee|volunteer|expert|official|colleague)$"
)
_DROPPED = frozenset(
    {"only", "all", "each", "every", "any", "other", "registered", "logged", "in", "logged-in", "our", "the", "just", "responsible", "authorised", "authorized", "active", "new",
     "signed-in", "normal", "ordinary", "regular", "simple", "both", "own", "several", "assigned", "single", "certain", "different", "same", "another", "one", "two", "three", "future", "current", "former", "role", "roles", "user", "users", "want", "wants"}
)  # fmt: skip
_SELF = (
    rewriting(pattern(r"\b(?:[a-z]+ and (?=i\b|me\b))?(?:me|i|we|us),?\s+(?:i am|i'm|am|are|as|we are)\s+(?:the |an? )?(?P<role>[\w\-]+(?: [\w\-]+)??),?\s+(?:and )?(?=(?:can|may|must|do|does|look|see|manage|want|keep|will)\b)", re.IGNORECASE), r"the \g<role> "),
    rewriting(pattern(r"\b(?:only |just )?(?:i|I|me|[A-Z][a-z]+) ?\((?:the |also )?(?P<role>[\w\-]+(?: [\w\-]+)?)\)(?: and [A-Z][a-z]+ ?\(also (?P=role)\))?"), r"only the \g<role>"),
    rewriting(pattern(r"\b[Oo]nly [A-Z][a-z]+ \((?:she|he) is the (?P<role>[\w ]+)\)"), r"only the \g<role>"),
    rewriting(pattern(r"^(?P<who>only [\w\-]+(?: [\w\-]+)?), [^,]{3,40}, (?=may|can|must|shall|should)", re.IGNORECASE), r"\g<who> "),
    rewriting(pattern(r"\b(?:nobody|no one|none) (?:but|except|other than) (?:the )?(?P<role>[\w\-]+(?: [\w\-]+)?) (?=may|can|must|shall|should|is|are)", re.IGNORECASE), r"only \g<role> "),
    rewriting(pattern(r"\b(?:nobody|no one|none) (?:but|except|other than) (?:me|us|him|her|[A-Z][a-z]+), (?:the |our )?(?P<role>[a-z\-]+(?: [a-z\-]+)?)(?: if you like| so to speak| as it were)?,? (?=(?:can|may|must|shall|should|is|are|[a-z]+s)\b)", re.IGNORECASE), r"only the \g<role> may "),
    rewriting(pattern(r"(?:^|(?<=[;,.] ))(?:the |an? |our )?(?:[\w\-]+'s )?(?P<role>[\w\-]+(?: [\w\-]+)?) alone (?=\w)", re.IGNORECASE), r"only the \g<role> "),
)  # fmt: skip


def role_kind(role: str, english: English) -> str:
    """administrator, staff, customer, visitor or '' when the word is none for people."""
    return _kind(role, english.lexicon)


@lru_cache(maxsize=8192)
def _kind(role: str, lexicon: Lexicon) -> str:
    spoken = role.replace("_", " ")
    last = spoken.split()[-1] if spoken else ""
    for kind, words in (
        ("administrator", lexicon.administrators),
        ("visitor", lexicon.visitors),
        ("staff", lexicon.staff),
        ("customer", lexicon.customers),
    ):
        if spoken in words:
            return kind
    for kind, words in (("staff", lexicon.staff), ("customer", lexicon.customers)):
        if last in words and last != "user":
            return kind
    return ""


def is_person(role: str, english: English) -> bool:
    """Whether a name is one for people: a word for a role, or one that ends like it and is not known for a thing."""
    return _is_person(role, english.lexicon)


@lru_cache(maxsize=8192)
def _is_person(role: str, lexicon: Lexicon) -> bool:
    last = role.split("_")[-1]
    if last in lexicon.nobody or last in lexicon.not_people:
        return bool(_kind(role, lexicon)) and role not in lexicon.nobody
    return bool(_kind(role, lexicon)) or bool(_ENDING.search(last))


def role_name(phrase: str, english: English) -> str:
    """The role that a phrase means, without words that only point: 'all other registered members' is member."""
    words = [w for w in english.words(phrase) if w not in _DROPPED]
    return english.name(" ".join(words)) if words and len(words) <= 3 else ""


@lru_cache(maxsize=512)
def spelt_out(text: str) -> str:
    """'Only Mia (she is the shop manager) may' is 'only the shop manager may'; 'we as organisers look' 'the organisers look'."""
    return rewritten(text, _SELF)
