"""Finds wishes for features that things are made for, and what they are about: 'comment on recipes'. Used by claims."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from engines.kernel.spec import Entity
from engines.spec.asked import asked
from engines.spec.context import Context
from engines.spec.lexicon import FeatureWords
from engines.spec.model import Statement
from engines.spec.patterns import pattern
from engines.spec.people import role_kind

MADE = ("comments", "ratings", "favourites", "tags", "file_upload")
_END = re.compile(r"[.;:]|, (?:and )?(?:\w+ )?(?:can|may|must|should|is|are)\b| (?:so that|when|if|because|while)\b")
_PRONOUN = pattern(r"\b(?:them|it|these|those|each one|one another|there)\b")
_JOINED = re.compile(r"^[\s,]*(?:,|and|or|&|as well as)[\s,]*(?:(?:and|or|the|an?|both|all|every|each|also) )*$")


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A feature that a statement asks for: `targets` are what it is about, `said` the words from its pattern on."""

    feature: str
    targets: tuple[str, ...]
    sentence: int
    text: str
    said: str

    def says(self, pattern: str) -> bool:
        """Whether the statement matches a pattern, in lower case."""
        return re.search(pattern, self.text) is not None


def wishes(statement: Statement, last: str, context: Context) -> Iterator[Wish]:
    """The wishes of one statement; `last` is what the text was about before."""
    if statement.kind in ("title", "row"):
        return
    low = statement.text.lower()
    for words, match in asked(low, context.english.lexicon, MADE):
        about = targets(low, match, words, statement, last, context)
        yield Wish(feature=words.name, targets=about, sentence=statement.number, text=low, said=low[match.start() :])


def targets(
    low: str, match: re.Match[str], words: FeatureWords, statement: Statement, last: str, context: Context
) -> tuple[str, ...]:
    """What a wish is about: named behind it, before it, above it, or else what the whole brief is about."""
    behind = low[match.start() :]
    if cut := _END.search(behind, match.end() - match.start()):
        behind = behind[: cut.start()]
    before = low[: match.start()]
    found = _things(behind, words, context, people=True)
    if _PRONOUN.search(behind):
        found = _things(before, words, context, people=False) or found
    if not found:
        found = _nearest(before, words, context)
    if not found:
        near = [context.named(phrase.replace("_", " ")) for phrase in (statement.under, last) if phrase]
        found = [name for name in near if _is_thing(name, words, context, people=False)][:1]
    return tuple(found) or central(context, words)


def _things(text: str, words: FeatureWords, context: Context, *, people: bool) -> list[str]:
    """The things that a text names first, several when they are joined: 'posts and photos'."""
    named = [name for name in context.mentioned(text) if _is_thing(name, words, context, people=people)]
    found = named[:1]
    for one, two in pairwise(named):
        between = _between(text, one, two, context)
        if between is None or not _JOINED.match(between):
            break
        found.append(two)
    return found


def _nearest(text: str, words: FeatureWords, context: Context) -> list[str]:
    """The things named last, several when they are joined: 'recipes and articles can be tagged'."""
    named = [name for name in context.mentioned(text) if _is_thing(name, words, context, people=False)]
    found = named[-1:]
    for two, one in pairwise(reversed(named)):
        between = _between(text, one, two, context)
        if between is None or not _JOINED.match(between):
            break
        found.insert(0, one)
    return found


def _between(text: str, one: str, two: str, context: Context) -> str | None:
    first, second = (_spoken(name, context) for name in (one, two))
    match = re.search(rf"\b(?:{first})\b(?P<gap>.*?)\b(?:{second})\b", text)
    return match["gap"] if match else None


def _spoken(name: str, context: Context) -> str:
    return "|".join(re.escape(form.replace("_", " ")) for form in (context.english.plural_name(name), name))


def _is_thing(name: str, words: FeatureWords, context: Context, *, people: bool) -> bool:
    if not name or name == "user" or name in words.things or name.split("_")[-1] in words.things:
        return False
    return people or (name not in context.roles and not role_kind(name, context.english))


def central(context: Context, words: FeatureWords) -> tuple[str, ...]:
    """What the brief is about: a thing with states, else the one with most to say, that is no person."""
    known = [e for e in context.entities if _is_thing(e.name, words, context, people=False)]
    return tuple(entity.name for entity in sorted(known, key=_weight)[:1])


def _weight(entity: Entity) -> tuple[bool, int]:
    return (entity.lifecycle is None, -len(entity.fields) - len(entity.relations))
