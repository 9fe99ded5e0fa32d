"""Puts the many ways of forbidding and demanding into one form, so that the grammar sees a plain clause. Used by the rules."""

from __future__ import annotations

import re
from functools import lru_cache

from engines.spec.patterns import pattern, rewriting, rewritten

_FORMS = (
    (r"\bca(?:n't|nt)\b", "can not"),
    (r"\bwont\b", "will not"),
    (r"\b(could|may|must|shall|should|will|would|do|does|is|are|was|has|have|did)nt\b", r"\1 not"),
    (r"\b(?:can no longer|can not any longer|cannot any longer)\b", "can not"),
    (r"\bno longer\b|\bnever again\b|\bunder no circumstances\b|\bin no case\b|\bby no means\b|\bat no time\b", "not"),
    (
        r"\bneither\b (?P<one>.+?) \bnor\b (?P<two>.+?) (?P<may>may|can|must|shall|should|will)\b",
        r"\g<one> and \g<two> \g<may> not",
    ),
    (r"\bneither\b (.+?) \bnor\b", r"not \1 or"),
    (r"\bno one\b|\bno-one\b|\bno user\b|\bno person\b|\bnot (?:anyone|anybody)\b", "nobody"),
    (r",? ?\b(?:any ?more|any longer|afterwards|ever again|later on|thereafter|whatsoever|at all)\b", ""),
    (
        r"^(?P<who>(?:an? |the |every |each |any )?[\w ]{2,30}?),? (?:once|when) (?P<done>\w+(?:ed|en|id)),? (?=(?:must|may|can|is|are|shall|should|will)\b)",
        r"once \g<done>, \g<who> ",
    ),
    (
        r"^(?P<when>(?:once|when|if|after|while) (?:[\w]+ ){1,4}?(?:is|are|was|were|has been|have been|gets?) (?:\w+ly )?\w+(?:ed|en|id|ne|nt)) (?=(?:its|their|the|it|they|nobody|no|all|any|an?|you|we|his|her)\b)",
        r"\g<when>, ",
    ),
    (r"\b(?:is|are) (?:not|never) to (?=be\b)", "must not "),
    (r"\b(?:has|have|needs?|is|are|got|gotta|ought) to (?=\w)", "must "),
    (r"\b(?:is|are) (?:not|never) (?:allowed|permitted|supposed|possible|able) to\b", "must not"),
    (r"\bis (?:not (?:allowed|permitted|possible)|impossible|forbidden|prohibited) to (\w+)", r"must not be \1"),
    (r"\b(?:is|are) (?:allowed|permitted|able) to\b", "may"),
    (r"\b(?:as soon as|from the moment|the moment)\b", "once"),
    (r"\b(?:in case|provided(?: that)?|whenever|in the event that)\b", "when"),
    (r"\b(?:as|so) long as\b", "while"),
    (r"\b(?:at least|at a minimum|a minimum of|minimum|min\.?) (?=(?:one|two|three|four|five|\d+|an?)\b)", ""),
)
_REWRITINGS = tuple(rewriting(pattern(said, re.IGNORECASE), form) for said, form in _FORMS)


@lru_cache(maxsize=512)
def normal(clause: str) -> str:
    """The clause in plain words: 'no longer' is 'not', 'has to' is 'must', 'as soon as' is 'once'."""
    return " ".join(rewritten(clause.replace("’", "'"), _REWRITINGS).split())
