"""Reads the rules about the values of one thing from whole passages. Called by plan, once for a brief."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engines.spec.context import Context
from engines.spec.model import Claim, Statement
from engines.spec.rules.bounds import read_bounds
from engines.spec.rules.lettering import read_lettering
from engines.spec.rules.moments import read_moments
from engines.spec.rules.ordering import read_orders
from engines.spec.rules.passage import passages
from engines.spec.rules.told import NUMBERS, Told
from engines.spec.rules.values import Spot, Values

_READERS = (read_orders, read_bounds, read_moments, read_lettering)


def read_passages(parts: Iterable[Statement], lasts: Mapping[int, str], context: Context) -> list[Claim]:
    """The claims of all passages; what was spoken of before helps to understand 'it'."""
    values, found = Values(context), list[Claim]()
    earlier: Spot | None = None
    for passage in passages(parts, context.english):
        told = Told(passage, values, lasts.get(passage.sentence, ""), earlier)
        for reader in _READERS:
            found += [Claim(content=c, sentence=passage.sentence, by="rules") for c in reader(told)]
        spots = [spot for each in told.spots.values() for spot in each if told.kind(spot) in NUMBERS]
        earlier = max(spots, key=lambda s: s.start, default=earlier)
    return found
