"""All links of a brief, once its things and their properties are known. Used by plan."""

from __future__ import annotations

from collections.abc import Iterator

from engines.kernel.spec import Origin, Relation
from engines.spec.context import Context
from engines.spec.model import Claim, RelationClaim, Statement
from engines.spec.relations.actors import acting
from engines.spec.relations.goals import Link
from engines.spec.relations.hanging import counted, hanging, of_another
from engines.spec.relations.identity import both, identified
from engines.spec.relations.making import assigned, done
from engines.spec.relations.sayings import sayings

Said = tuple[Link, int]


def read_relations(parts: tuple[Statement, ...], lasts: dict[int, str], text: str, context: Context) -> list[Claim]:
    """The references that sentences tell beside the lists of properties; weak ones only where nothing else links two things."""
    found = [*_said(parts, lasts, text, context)]
    known = {(e.name, r.target) for e in context.entities for r in e.relations}
    named = {(e.name, r.name) for e in context.entities for r in e.relations}
    claims: list[Claim] = []
    for link, sentence in (*(x for x in found if not x[0].weak), *(x for x in found if x[0].weak)):
        role = link.name != link.target and link.target != "user"
        linked = (link.entity, link.target) in known or (not role and (link.target, link.entity) in known)
        again = (link.entity, link.name) in named
        if link.entity not in context.names or (again and (link.required or link.weak)):
            continue
        if linked and not again and (link.weak or not (role or link.target == "user")):
            continue
        known.add((link.entity, link.target))
        named.add((link.entity, link.name))
        claims.append(Claim(content=_claim(link, sentence), sentence=sentence, confidence=0.8, by="relations"))
    return claims


def _said(parts: tuple[Statement, ...], lasts: dict[int, str], text: str, context: Context) -> Iterator[Said]:
    last = ""
    for part in parts:
        here = lasts[part.number] or last
        for said in sayings(part, context, here):
            for link in (
                *identified(said, here, part.number, context),
                *hanging(said, context),
                *counted(said, context),
                *assigned(said, context),
                *done(said, text, context),
                *of_another(said, context),
            ):
                yield link, part.number
        for link in both(part, here, context):
            yield link, part.number
        last = here
    for entity in context.entities:
        for link in acting(entity, context):
            yield link, entity.origin.sentences[0] if entity.origin.sentences else 0


def _claim(link: Link, sentence: int) -> RelationClaim:
    origin = Origin(sentences=(sentence,), confidence=0.8)
    return RelationClaim(
        entity=link.entity,
        relation=Relation(
            name=link.name, target=link.target, required=link.required, owner=link.owner, many=link.many, origin=origin
        ),
    )
