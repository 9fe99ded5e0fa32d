"""Turns wishes for features into things, fields, relations and rules, once the things of the brief are known. Used by plan."""

from __future__ import annotations

from collections.abc import Iterator

from engines.spec.additions.comments import comments
from engines.spec.additions.favourites import favourites
from engines.spec.additions.files import files
from engines.spec.additions.positions import positions
from engines.spec.additions.ratings import ratings
from engines.spec.additions.tags import tags
from engines.spec.additions.wishes import MADE, wishes
from engines.spec.asked import asked
from engines.spec.context import Context
from engines.spec.model import Claim, Content, Statement

_READERS = {"comments": comments, "ratings": ratings, "favourites": favourites, "tags": tags, "file_upload": files}
_NAMED = ("comments", "ratings")


def addition_names(statements: tuple[Statement, ...], context: Context) -> tuple[str, ...]:
    """The names of things that wishes will make, so that other rules know them: 'editors delete comments'."""
    lexicon = context.english.lexicon
    texts = (s.text.lower() for s in statements if s.kind not in ("title", "row"))
    wished = {words.name for text in texts for words, _ in asked(text, lexicon, _NAMED)}
    named = (words for words in lexicon.features if words.name in wished)
    return tuple(words.things[0] for words in named if not set(words.things) & set(context.names))


def read_additions(statement: Statement, last: str, context: Context, *, accounts: bool) -> list[Claim]:
    """The claims that a statement's wishes bring along; `accounts`: people sign in."""
    return [
        Claim(content=content, sentence=statement.number, confidence=0.8, by="additions")
        for content in _contents(statement, last, context, accounts)
    ]


def _contents(statement: Statement, last: str, context: Context, accounts: bool) -> Iterator[Content]:
    yield from positions(statement.text.lower(), statement.number, context)
    for wish in wishes(statement, last, context):
        if wish.feature in MADE and wish.targets:
            yield from _READERS[wish.feature](wish, context, accounts=accounts)
