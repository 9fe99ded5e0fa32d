"""What stands once together: one review of a film by each member, a title within a year. Pure."""

from __future__ import annotations

import re

from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.model import Call
from engines.spec.interface.people import owner_link
from engines.spec.interface.rules import sentences
from engines.spec.patterns import pattern

_EACH = pattern(
    r"\b(?:only once|just once|once|twice|a second (?:time|one)|second|more than one|again|one (?:\w+ ){0,3}(?:per|each|for each|a)\b|"
    r"already (?!exists?|taken|in use|used)|(?:each|every) (?:\w+ ){1,3}(?:\w+s? )?(?:one|once))"
)
_SAME = pattern(r"\b(?:same|already|exists?|duplicates?|unique|twice)\b")


def once_together(draft: Draft, create: Call, study: Study) -> tuple[str, ...]:
    """The fields and links of which together only one record may stand, as the sentences tell; empty where they tell none."""
    owner = owner_link(draft, study)
    above = draft.link_to(draft.parent) if draft.parent else ""
    for sentence in sentences(create, study):
        named = [name for name in draft.given if name in draft.fields and _said(name, sentence)]
        if _SAME.search(sentence) and len(named) > 1 and re.search(r"\band\b", sentence):
            return (*([above] if above else []), *named)
        if owner and above and not named and _EACH.search(sentence) and _speaks_of(draft, sentence):
            return (above, owner)
    return ()


def _said(name: str, sentence: str) -> bool:
    return bool(re.search(rf"\b{name.replace('_', '[ _-]?')}s?\b", sentence))


def _speaks_of(draft: Draft, sentence: str) -> bool:
    """Whether a sentence is about the making of such records: by their name, or the verb that it is."""
    last = draft.name.rpartition("_")[2]
    return bool(re.search(rf"\b{last[:5]}", sentence)) or bool(re.search(r"\b(?:already|once|twice)\b", sentence))
