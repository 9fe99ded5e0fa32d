"""English for names: as people say them, with their article. Called by the view-models and samples of every blueprint."""

from __future__ import annotations

import re

_VOWEL = re.compile(
    r"(?:[aio](?!ne[ \-]|ne$)|e(?!u|we)|u(?!ni(?!n|m)|s[aeu]|tili|tens|biq|rol|rin|kul)|h(?:our|onest|onou?r|eir))"
)


def words(name: str) -> str:
    """A snake_case name as people say it."""
    return name.replace("_", " ").strip()


def with_article(name: str) -> str:
    """'a house', 'an order', 'a user', 'an hour'."""
    said = words(name)
    return f"{'an' if _VOWEL.match(said.lower()) else 'a'} {said}"
