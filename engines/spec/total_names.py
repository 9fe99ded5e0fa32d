"""What a total is called that is no field yet: 'its total minutes', 'shows the returned pieces, the sum of'. Used by sums."""

from __future__ import annotations

import re

from engines.kernel.spec import Entity
from engines.spec.context import Context
from engines.spec.patterns import pattern

_TOTAL = pattern(r"\b(?:total|overall|summed|accumulated|combined) (?P<what>[a-z]+(?: [a-z]+)?)", re.IGNORECASE)
_HEAD = re.compile(r"^.*\b(?:the|its|their|an?|his|her|each|every)\s+|^.*\b(?:shows?|displays?|sees?|reads?)\s+")
_OF = pattern(r"\s+(?:of|per|for|on|is|are|isn't|comes?|adds?|should|shall|will|works?|results?|gets?)\b")
_LONGEST_NAME = 4


def total_name(parent: Entity, child: Entity, clause: str, at: int, context: Context) -> str:
    """The name; `at` is where the sum is spoken of: in quotes, 'its total minutes', 'shows the returned pieces, the sum of'."""
    if quoted := re.search(r"[\"“](?P<name>[\w ]{3,30})[\"”]", clause):
        return context.english.snake(quoted["name"])
    own = {parent.name, child.name, child.plural, parent.plural}
    for match in _TOTAL.finditer(clause):
        words = _nouns(match["what"].lower().split(), context)
        if words and context.english.snake(" ".join(words)) not in own:
            return "_".join(["total", *words])
    before = re.split(r"\s=\s|[,:(=]", clause[:at])
    for piece in reversed(before):
        words = _OF.split(_HEAD.sub("", piece.lower().strip()))[0].split()
        name = context.english.snake(" ".join(words))
        known = words and context.english.lexicon.grammar.classes(words[-1]) - {"verb", "det", "be", "pron", "rel"}
        if known and len(words) <= _LONGEST_NAME and name not in own:
            return name
    return "total"


def _nouns(words: list[str], context: Context) -> list[str]:
    """The words up to the first that can't be part of a name."""
    stop = ("of", "is", "as", "amount", "sum", "over", "for", "in", "by", "per", "and", "shall", "are")
    end = next(
        (
            n
            for n, w in enumerate(words)
            if w in stop or not context.english.lexicon.grammar.classes(w) & {"noun", "adj", "verb"}
        ),
        len(words),
    )
    return words[:end]
