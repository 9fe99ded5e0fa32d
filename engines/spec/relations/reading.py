"""All links of a brief, once its things and their properties are known. Used by plan."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from engines.kernel.spec import Origin, Relation
from engines.spec.context import Context
from engines.spec.model import Claim, EntityClaim, RelationClaim, Statement
from engines.spec.patterns import pattern
from engines.spec.relations.actors import acting
from engines.spec.relations.goals import Link
from engines.spec.relations.hanging import AT_ONCE, counted, hanging, letting, of_another, paired, several, within
from engines.spec.relations.holding import holding, met
from engines.spec.relations.identity import both, contending, identified
from engines.spec.relations.isolated import isolated
from engines.spec.relations.making import assigned, done, taken
from engines.spec.relations.occasions import asked, each_one, occasioned
from engines.spec.relations.parties import kinds, parties, played, playing
from engines.spec.relations.placing import after_each, chosen, placed, served
from engines.spec.relations.sayings import sayings
from engines.spec.relations.untied import is_tied, untied

Said = tuple[Link, int]

_POINTS_BACK = pattern(r"\W*(?:it|they|them|these|this|each|both|in it|on it|for it)\b", re.IGNORECASE)


def read_relations(parts: tuple[Statement, ...], lasts: dict[int, str], text: str, context: Context) -> list[Claim]:
    """The references that sentences tell beside the lists of properties; weak ones only where nothing else links two things."""
    found = [*_said(parts, lasts, text, context)]
    found += [
        (link, entity.origin.sentences[0] if entity.origin.sentences else 0)
        for entity in context.entities
        for link in contending(entity, [said for said, _ in found], context)
    ]
    known = {(e.name, r.target) for e in context.entities for r in e.relations}
    named = {(e.name, r.name) for e in context.entities for r in e.relations}
    claims: list[Claim] = []
    for link, sentence in (*(x for x in found if not x[0].weak), *(x for x in found if x[0].weak)):
        role = link.name != link.target and link.target != "user"
        linked = (link.entity, link.target) in known or (not role and (link.target, link.entity) in known)
        again = (link.entity, link.name) in named
        if link.entity not in context.names or (again and (link.required or link.weak)):
            continue
        if linked and not again and not link.many and (link.weak or not (role or link.target == "user")):
            continue
        known.add((link.entity, link.target))
        named.add((link.entity, link.name))
        claims += _tie(link, sentence, 0.8, context)
    for link, sentence in _untied(parts, lasts, context):
        if link.entity in context.names and not is_tied(link.entity, link.target, known):
            known.add((link.entity, link.target))
            claims += _tie(link, sentence, 0.6, context)
    tied = frozenset(name for pair in known for name in pair)
    for link, sentence in isolated(parts, tied, context):
        claims += _tie(link, sentence, 0.4, context)
    return claims


def _tie(link: Link, sentence: int, confidence: float, context: Context) -> Iterator[Claim]:
    """The claim of a link, and that what it leads to is a thing where nothing has said so yet."""
    if link.target in context.names and context.entity(link.target) is None:
        thing = EntityClaim(entity=link.target, strength=0.5)
        yield Claim(content=thing, sentence=sentence, confidence=0.5, by="relations")
    yield Claim(content=_claim(link, sentence), sentence=sentence, confidence=confidence, by="relations")


def _untied(parts: tuple[Statement, ...], lasts: dict[int, str], context: Context) -> Iterator[Said]:
    for part, _, meant in _spoken_of(parts, lasts):
        for said in sayings(part, context, meant):
            for link in untied(said, context):
                yield link, part.number


def _spoken_of(parts: tuple[Statement, ...], lasts: dict[int, str]) -> Iterator[tuple[Statement, str, str]]:
    """Each statement with the thing that it tells of, and the one that its first 'it' means."""
    last = ""
    for part in parts:
        here = lasts[part.number] or last
        yield part, here, last if last and not part.under and _POINTS_BACK.match(part.text) else here
        last = here


def without_shortcuts(claims: list[Claim]) -> list[Claim]:
    """Without what an order's lines say better: 'guests order dishes' ties no order to one dish where each line names one."""
    told = [c.content for c in claims if isinstance(c.content, RelationClaim)]
    parts = {(r.entity, r.relation.target) for r in told if r.relation.on_delete == "cascade"}
    through = {
        (whole, r.relation.target) for r in told for part, whole in parts if r.entity == part != r.relation.target
    }

    def shortcut(claim: Claim) -> bool:
        content = claim.content
        return (
            isinstance(content, RelationClaim)
            and claim.by in ("relations", "events")
            and content.relation.name == content.relation.target
            and content.relation.on_delete != "cascade"
            and (content.entity, content.relation.target) in through
        )

    parted = Counter((r.entity, r.relation.target) for r in told if r.relation.name != r.relation.target)

    def owned(claim: Claim) -> bool:
        """'their own challenges' names no third player where a challenge has a challenger and an opponent."""
        content = claim.content
        if not isinstance(content, RelationClaim) or not content.relation.owner:
            return False
        name, target = content.relation.name, content.relation.target
        return name == target != "user" and parted[content.entity, target] > 1

    return [claim for claim in claims if not shortcut(claim) and not owned(claim)]


def without_limits(claims: list[Claim], parts: tuple[Statement, ...]) -> list[Claim]:
    """References that only limit others the other way round: 'a venue has one event at a time' says that events have a venue."""
    texts = {part.number: part.text.lower() for part in parts}
    links = {(r.entity, r.relation.target) for c in claims if isinstance(r := c.content, RelationClaim)}
    found: list[Claim] = []
    for claim in claims:
        content = claim.content
        if not isinstance(content, RelationClaim) or not _only_limits(content, texts.get(claim.sentence, "")):
            found.append(claim)
        elif (content.relation.target, content.entity) not in links:
            origin = content.relation.origin
            back = Relation(name=content.entity, target=content.entity, origin=origin)
            found.append(replace(claim, content=RelationClaim(entity=content.relation.target, relation=back)))
    return found


def _only_limits(claim: RelationClaim, text: str) -> bool:
    plain = claim.relation.name == claim.relation.target and not claim.relation.children
    one = rf"\b(?:one|1|a single) (?:[a-z]+ )?{claim.relation.target.replace('_', ' ')}\b"
    limited = plain and claim.entity != claim.relation.target != "user" and AT_ONCE.search(text) is not None
    return limited and re.search(one, text) is not None


def _said(parts: tuple[Statement, ...], lasts: dict[int, str], text: str, context: Context) -> Iterator[Said]:
    known = _kinds(parts, lasts, context)
    for part, here, meant in _spoken_of(parts, lasts):
        spoken = sayings(part, context, meant)
        for said in spoken:
            for link in (
                *identified(said, here, part.number, context),
                *parties(said, here, context),
                *playing(said, known, context),
                *hanging(said, context),
                *met(said, context),
                *several(said, context),
                *paired(said, context),
                *holding(said, context),
                *within(said, context),
                *counted(said, context),
                *assigned(said, context),
                *taken(said, context),
                *done(said, text, context),
                *of_another(said, context),
                *placed(said, context),
                *served(said, context),
                *after_each(said, context),
            ):
                yield link, part.number
        for link in (
            *both(part, here, context),
            *chosen(part, context),
            *occasioned(spoken, context),
            *asked(part, here, context),
            *each_one(part, context),
            *letting(spoken, context),
        ):
            yield link, part.number
    for entity in context.entities:
        for link in acting(entity, context):
            yield link, entity.origin.sentences[0] if entity.origin.sentences else 0
    for link in played(known, context):
        yield link, next((n for e in context.entities if e.name == link.entity for n in e.origin.sentences), 0)


def _kinds(parts: tuple[Statement, ...], lasts: dict[int, str], context: Context) -> dict[str, str]:
    found = (said for part, _, meant in _spoken_of(parts, lasts) for said in sayings(part, context, meant))
    return dict(pair for said in found for pair in kinds(said, context))


def _claim(link: Link, sentence: int) -> RelationClaim:
    origin = Origin(sentences=(sentence,), confidence=0.8)
    return RelationClaim(
        entity=link.entity,
        relation=Relation(
            name=link.name,
            target=link.target,
            required=link.required,
            owner=link.owner,
            many=link.many,
            on_delete="restrict" if link.required or link.many else "set_null",
            origin=origin,
        ),
    )
