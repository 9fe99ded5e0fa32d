"""Takes what a thing is said to be, one or another, for its states, whatever the words: 'a kayak is ready, away or in the workshop'.

Used by reader, for things of which nothing else tells a life.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engines.spec.context import Context
from engines.spec.grammar.tagging import Tagged, tags_of
from engines.spec.lives.naming import Naming
from engines.spec.model import StatesClaim
from engines.spec.patterns import pattern

_EITHER = pattern(
    r"(?:^|[;.:]\s+|,? (?:and|but|so|then) |, )(?:(?:an?|the|each|every|all|any|our|this|such an?) )?(?P<who>[a-z][a-z\-]*(?: [a-z\-]+)?) "
    r"(?:is|are|can be|may be|is always|are always|is first|are first)(?: either| just| simply)? "
    r"(?P<row>[a-z][a-z\-' ]*(?:, [a-z\-' ]+)*,? or [a-z][a-z\-' ]*?)(?=[.;:)]|, (?:and|but|so|which|then|from|of)\b|$)",
    re.IGNORECASE,
)
_PARTS = re.compile(r",? or |, ")
_ITSELF = frozenset({"it", "they", "one", "each"})
_NEVER = frozenset(
    {
        "more", "less", "longer", "shorter", "bigger", "smaller", "higher", "lower", "older", "younger", "later", "earlier", "not", "no", "than",
        "equal", "above", "below", "red", "blue", "green", "yellow", "white", "black", "brown", "grey", "small", "medium", "large", "male", "female",
        "left", "right", "up", "down", "yes", "light", "dark", "hot", "cold", "required", "optional", "allowed", "possible", "necessary",
    }
)  # fmt: skip
_LONGEST, _FEWEST = 4, 2


def alternatives(text: str, topic: str, naming: Naming) -> Iterator[StatesClaim]:
    """The states of each thing of which a text says that it is one or another of at least two."""
    if " or " not in text:
        return
    context = naming.context
    for match in _EITHER.finditer(text):
        entity = _thing(match["who"].lower(), topic, context)
        said = [part.strip().removeprefix("either ") for part in _PARTS.split(match["row"].lower())]
        if not entity or len(said) < _FEWEST or not all(_may_be(part, context) for part in said):
            continue
        if not any(_may_change(part, context) for part in said):
            continue
        states = tuple(dict.fromkeys(context.english.snake(part) for part in said))
        if len(states) >= _FEWEST:
            yield StatesClaim(entity=entity, states=states)


def _thing(who: str, topic: str, context: Context) -> str:
    words = who.split()
    if words[-1] in _ITSELF:
        return topic if len(words) == 1 and topic in context.names else ""
    name = context.english.name(who)
    return name if name in context.names else context.named(who) if len(words) == 1 else ""


def _may_be(said: str, context: Context) -> bool:
    """Whether words tell how something is: an adjective, a participle, a place; no thing, no number, no comparison."""
    words = said.split()
    if not 0 < len(words) <= _LONGEST or not _NEVER.isdisjoint(words) or context.named(said):
        return False
    tags = tags_of(f"it is {said}", context.english.lexicon.grammar)[2:]
    grammar = context.english.lexicon.grammar
    first = tags[0] if tags else None
    if first is None or any(tag.tag in ("pron", "modal", "num", "conj", "sub", "rel", "to") for tag in tags):
        return False
    if first.tag == "prep":
        return len(tags) > 1 and tags[-1].tag == "noun"
    plain = first.tag in ("adj", "verb", "adv") or bool(grammar.classes(first.low) & {"adj", "adv"})
    return plain and all(_goes_with(tag) for tag in tags[1:])


def _may_change(said: str, context: Context) -> bool:
    """Whether words tell what became of a thing, not only what it is like: 'damaged', 'away', 'in use', a known state."""
    first = said.split()[0]
    grammar, known = context.english.lexicon.grammar, context.english.lexicon.known_states
    placed = bool(grammar.classes(first) & {"prep"}) or grammar.classes(first) == {"adv"}
    return placed or grammar.is_participle(first) or context.english.snake(said) in known


def _goes_with(tag: Tagged) -> bool:
    return tag.tag in ("prep", "adv", "noun", "adj", "verb", "det")
