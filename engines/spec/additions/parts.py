"""Claims that several wishes share: whose a remark is and what it is about. Used by the readers of wishes."""

from __future__ import annotations

from collections.abc import Iterator

from engines.kernel.spec import Entity, Origin, Relation
from engines.spec.additions.wishes import Wish
from engines.spec.context import Context
from engines.spec.model import Content, EntityClaim, RelationClaim


def origin_of(wish: Wish) -> Origin:
    """A fact that a wish brings along."""
    return Origin(sentences=(wish.sentence,), confidence=0.8)


def known_thing(things: tuple[str, ...], target: str, context: Context) -> Entity | None:
    """What the brief itself calls the remarks about a target: `comment`, `recipe_comment`."""
    names = [f"{target}_{thing}" for thing in things] + list(things)
    found = (context.entity(name) for name in names)
    return next((entity for entity in found if entity and entity.name != target), None)


def things_of(feature: str, context: Context) -> tuple[str, ...]:
    """The words for the things of a feature."""
    return next(words.things for words in context.english.lexicon.features if words.name == feature)


def about(name: str, target: str, children: str, wish: Wish, context: Context) -> Iterator[Content]:
    """The thing and its relation to what it is about; it goes with it."""
    entity = context.entity(name)
    yield EntityClaim(entity=name)
    known = context.relation_to(entity, target) if entity else None
    relation = Relation(
        name=known.name if known else target,
        target=target,
        on_delete="cascade",
        children=known.children if known and known.children else children,
        origin=origin_of(wish),
    )
    yield RelationClaim(entity=name, relation=relation)


def author(entity: Entity | None, context: Context) -> str:
    """The relation by which a thing knows whose it is; '' when there is none yet."""
    if entity is None:
        return ""
    people = {"user", *context.roles}
    found = [r for r in entity.relations if not r.many and (r.owner or r.target in people or r.name in people)]
    return found[0].name if found else ""


def written_by(name: str, wish: Wish, called: str = "author") -> Content:
    """It belongs to the account that makes it."""
    relation = Relation(name=called, target="user", owner=True, on_delete="cascade", origin=origin_of(wish))
    return RelationClaim(entity=name, relation=relation)
