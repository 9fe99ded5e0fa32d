"""Reads the rules about the values of one thing from whole passages. Called by plan, once for a brief."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from engines.kernel.spec import FieldsDiffer, NoOverlap, Quota, UniqueTogether
from engines.spec.context import Context
from engines.spec.model import Claim, FieldClaim, RuleClaim, Statement
from engines.spec.rules.bounds import read_bounds
from engines.spec.rules.choices import read_choices
from engines.spec.rules.differing import read_differing
from engines.spec.rules.factors import read_factors
from engines.spec.rules.lettering import read_lettering
from engines.spec.rules.moments import read_moments
from engines.spec.rules.once import read_once
from engines.spec.rules.ordering import read_orders
from engines.spec.rules.passage import passages
from engines.spec.rules.told import Told
from engines.spec.rules.values import Values

_READERS = (read_orders, read_bounds, read_choices, read_factors, read_moments, read_lettering, read_differing)


def read_passages(
    parts: Iterable[Statement], lasts: Mapping[int, str], context: Context, settled: Collection[int] = ()
) -> list[Claim]:
    """The claims of all passages; what was spoken of before helps to understand 'it'.

    `settled`: the statements of which other readers know already what may not be twice.
    """
    values, linking, found = Values(context), Values(context, linked=True), list[Claim]()
    told: Told | None = None
    for passage in passages(parts, context.english):
        told = Told(passage, values, linking, lasts.get(passage.sentence, ""), told)
        read = [content for reader in _READERS for content in reader(told)]
        differ = any(isinstance(c, RuleClaim) and isinstance(c.rule, FieldsDiffer) for c in read)
        if passage.sentence not in settled and not differ:
            read += read_once(told)
        found += [Claim(content=c, sentence=passage.sentence, by="rules") for c in read]
    return found


def once_told(claims: Iterable[Claim]) -> frozenset[int]:
    """The statements of which some claim says already what may not be twice."""
    found = set[int]()
    for claim in claims:
        match claim.content:
            case RuleClaim(rule=UniqueTogether() | NoOverlap() | Quota()):
                found.add(claim.sentence)
            case FieldClaim(field=field) if field.unique:
                found.add(claim.sentence)
            case _:
                pass
    return frozenset(found)
