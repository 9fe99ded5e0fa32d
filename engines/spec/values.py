"""Reads what is worked out rather than entered: formulas in lists, totals, figures. Used by plan once fields are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from engines.kernel.spec import Entity
from engines.spec.computed import formula_claim, read_computed
from engines.spec.context import Context
from engines.spec.describing import clauses
from engines.spec.fieldtypes import to_field
from engines.spec.lateness import read_lateness
from engines.spec.model import Attribute, Claim, ComputedClaim, Content, FieldClaim, FormulaClaim, Statement
from engines.spec.remaining import read_remaining
from engines.spec.rules.asides import asides
from engines.spec.sums import read_sum

_LONGEST_CLAUSE = 400


def read_values(
    parts: Sequence[Statement], lasts: Mapping[int, str], claims: Sequence[Claim], context: Context
) -> list[Claim]:
    """The computed values of a brief; totals once more where they may stand on values of records that are computed too."""
    found = _read(parts, lasts, claims, context)
    again = _standing_on_others(found, context)
    if not again:
        return found
    kept = [claim for claim in found if claim.sentence not in again]
    told = [claim for claim in claims if claim.sentence in again]
    return kept + _read([part for part in parts if part.number in again], lasts, told, _knowing(context, kept))


def telling_clauses(part: Statement) -> list[str]:
    """The clauses that a value or a rule can be read from."""
    plain = clauses(part.sentences) if part.kind in ("prose", "bullet", "story") else []
    found = (*plain, *asides(part)) if part.kind not in ("title", "heading") else ()
    return [clause for clause in dict.fromkeys(found) if len(clause) <= _LONGEST_CLAUSE]


def _standing_on_others(found: Sequence[Claim], context: Context) -> set[int]:
    """The sentences that tell totals over records that have a computed value themselves, told elsewhere."""
    told = [(claim, claim.content) for claim in found if isinstance(claim.content, ComputedClaim)]
    computed = {content.entity for _, content in told}
    return {
        claim.sentence
        for claim, content in told
        for child, relation in context.children_of(content.entity)
        if child.name in computed and content.computed.expression.startswith(f"sum({relation.children},")
    }


def _knowing(context: Context, found: Sequence[Claim]) -> Context:
    """With the values found so far."""
    told = [claim.content for claim in found if isinstance(claim.content, ComputedClaim)]
    return replace(context, entities=tuple(_with_values(entity, told) for entity in context.entities))


def _with_values(entity: Entity, told: Sequence[ComputedClaim]) -> Entity:
    values = {content.computed.name: content.computed for content in told if content.entity == entity.name}
    fields = tuple(field for field in entity.fields if field.name not in values)
    known = {computed.name: computed for computed in entity.computed}
    return replace(entity, fields=fields, computed=tuple((known | values).values())) if values else entity


def _read(
    parts: Sequence[Statement], lasts: Mapping[int, str], claims: Sequence[Claim], context: Context
) -> list[Claim]:
    found: list[Claim] = []
    for claim in claims:
        if isinstance(claim.content, FormulaClaim):
            content = claim.content
            read_ = formula_claim(content.entity, content.name, content.formula, claim.sentence, context)
            read_ = read_ or read_sum(f"{content.name} = {content.formula}", claim.sentence, context, content.entity)
            read_ = read_ or [_unread(content, claim.sentence, context)]
            found += [Claim(content=c, sentence=claim.sentence, by="computed") for c in read_]
    known, brief = 0, " ".join(part.text for part in parts).lower()
    for part in parts:
        last = lasts[part.number]
        if found[known:]:
            context, known = _knowing(context, found[known:]), len(found)
        late = read_lateness(part.text, part.number, context, last) if part.kind not in ("title", "heading") else []
        found += [Claim(content=c, sentence=part.number, by="computed") for c in late]
        for clause in telling_clauses(part):
            contents = read_computed(clause, part.number, context, last) or read_sum(clause, part.number, context, last)
            found += [
                Claim(content=c, sentence=part.number, by="computed")
                for c in contents
                if not _told_whole(c, part, found)
            ]
        if not any(claim.sentence == part.number for claim in found):
            whole = part.text if part.kind not in ("title", "heading") and len(part.text) <= _LONGEST_CLAUSE else ""
            contents = read_remaining(whole, part.number, context, last, brief) or read_sum(
                whole, part.number, context, last
            )
            found += [Claim(content=c, sentence=part.number, by="computed") for c in contents]
    return found


def _told_whole(content: Content, part: Statement, found: Sequence[Claim]) -> bool:
    """Whether the sentence told this value before: what is cut off at a comma ('..., plus 19% VAT') says less."""
    return isinstance(content, ComputedClaim) and any(
        isinstance(before.content, ComputedClaim)
        and (before.sentence, before.content.entity, before.content.computed.name)
        == (part.number, content.entity, content.computed.name)
        for before in found
    )


def _unread(content: FormulaClaim, sentence: int, context: Context) -> Content:
    """A formula that is not understood leaves a plain field that people fill in."""
    attribute = Attribute(name=content.name, required=False)
    return FieldClaim(entity=content.entity, field=to_field(attribute, sentence, context.english))
