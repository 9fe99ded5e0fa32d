"""Reads what nobody may do to what is their own: 'nobody rates their own recipe', 'the buyer is not the seller'. Used by reading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engines.kernel.spec import Check, Entity, Origin
from engines.spec.context import Context
from engines.spec.model import Content, RuleClaim
from engines.spec.patterns import pattern
from engines.spec.rules.mentions import Mentions, mentions
from engines.spec.rules.wording import normal

_OWN = pattern(
    r"\b(?:not|never|nobody|no|none|cannot)\b.*\b(?:(?:their|his|her|his or her|its|your|one's|my|our) own (?P<thing>[a-z][\w\-]*(?: [\w\-]+)?)|(?P<before>[a-z][\w\-]*(?: [\w\-]+)?) of (?:their|his|her|his or her|your|one's|my|our) own|(?P<themselves>themselves|himself|herself))\b",
    re.IGNORECASE,
)


def read_oneself(clause: str, sentence: int, context: Context, last: str, text: str) -> list[Content]:
    """Who makes a record for a thing may not be who owns the thing."""
    plain = normal(clause)
    match = _OWN.search(plain)
    if not match or re.search(r"\b(?:only|others?|except)\b", plain, re.IGNORECASE):
        return []
    said = mentions(plain, context, text)
    thing = context.entity(_thing(match["thing"] or match["before"] or "", context))
    for child, path, theirs in _pairs(thing, said, context) if thing else ():
        condition = f"{theirs} != {path}"
        return [
            RuleClaim(
                rule=Check(entity=child.name, condition=condition, field=theirs, origin=Origin(sentences=(sentence,)))
            )
        ]
    return []


def _thing(words: str, context: Context) -> str:
    """'Post', or 'post again'."""
    return context.named(words) or context.named(words.split()[0] if words else "")


def _pairs(thing: Entity, said: Mentions, context: Context) -> Iterator[tuple[Entity, str, str]]:
    """The records that the clause would make for the thing, the path to the thing's person, and the record's person."""
    children = [(child, r.name) for child, r in context.children_of(thing.name) if child != thing]
    made = [pair for pair in children if pair[0].name in (*said.events, *said.entities)]
    for child, relation in made:
        owners = {r.target: r.name for r in reversed(thing.relations) if not r.many}
        for own in child.relations:
            person = own.target == "user" or own.target in context.roles or own.owner
            if own.name != relation and not own.many and person and own.target in owners:
                yield child, f"{relation}.{owners[own.target]}", own.name
