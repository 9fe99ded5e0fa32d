"""Stars that people give, once each, and what they come to on average. Used by claims."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engines.kernel.spec import Computed, Entity, Field, FieldType, UniqueTogether
from engines.spec.additions.parts import about, author, known_thing, origin_of, things_of, written_by
from engines.spec.additions.wishes import Wish
from engines.spec.context import Context
from engines.spec.model import ComputedClaim, Content, FieldClaim, RuleClaim

_NUMBERS = (FieldType.INTEGER, FieldType.NUMBER)
_GIVEN = ("stars", "star", "rating", "score", "rate", "grade", "points")
_UPTO = re.compile(
    r"\b(?:1|one|0|zero)\s*(?:-|–|to|and|up to|through)\s*(?P<upto>\d+|five|ten|six|three|four)\b|\bout of (?P<out>\d+|five|ten)\b|\b(?P<stars>\d+|five|ten)[- ]stars?\b"
)
_TEXT = r"\b(?:reviews?|comments?|text|feedback|opinions?|words|message|remarks?)\b"


def ratings(wish: Wish, context: Context, *, accounts: bool) -> Iterator[Content]:
    """'Members rate a recipe from 1 to 5 stars.'"""
    things = things_of("ratings", context)
    for target in wish.targets:
        rated, entity = context.entity(target), known_thing(things, target, context)
        if rated is None or (entity is None and any(_holds(f, wish) for f in rated.fields)):
            continue
        name = entity.name if entity else _word(wish) if len(wish.targets) == 1 else f"{target}_rating"
        children = context.english.plural_name(name)
        yield from about(name, target, children, wish, context)
        stars = _given(entity)
        if stars is None:
            stars = Field(name="stars", type=FieldType.INTEGER, origin=origin_of(wish))
        if stars.maximum is None:
            bounds = Field(
                name=stars.name, type=FieldType.INTEGER, minimum=1, maximum=_upto(wish, context), origin=origin_of(wish)
            )
            yield FieldClaim(entity=name, field=bounds, sure=True)
        if wish.says(_TEXT) and not (entity and any(f.type is FieldType.LONG_TEXT for f in entity.fields)):
            comment = Field(name="comment", type=FieldType.LONG_TEXT, required=False, origin=origin_of(wish))
            yield FieldClaim(entity=name, field=comment, sure=True)
        by = author(entity, context)
        if accounts and not by:
            by = "author"
            yield written_by(name, wish)
        if by:
            yield RuleClaim(rule=UniqueTogether(entity=name, fields=(by, target), origin=origin_of(wish)))
        yield from _averages(rated, children, stars.name, wish)


def _holds(field: Field, wish: Wish) -> bool:
    """Whether a thing has its stars itself: 'a score', 'a condition in stars from 1 to 5'."""
    told = field.maximum is not None and wish.sentence in field.origin.sentences
    return field.type in _NUMBERS and (
        field.name in _GIVEN or (told and not wish.says(r"\brat(?:e|es|ed|ing|ings)\b|\breviews?\b"))
    )


def _word(wish: Wish) -> str:
    return "review" if re.search(r"\breviews?\b", wish.text) else "rating"


def _given(entity: Entity | None) -> Field | None:
    fields = [f for f in entity.fields if f.type in _NUMBERS] if entity else []
    return next((f for f in fields if f.name in _GIVEN), next((f for f in fields if f.maximum is not None), None))


def _upto(wish: Wish, context: Context) -> float:
    match = _UPTO.search(wish.text)
    said = next((word for word in match.groups() if word), "5") if match else "5"
    return float(context.english.number(said) or 5)


def _averages(rated: Entity, children: str, stars: str, wish: Wish) -> Iterator[Content]:
    known = {f.name for f in rated.fields} | {c.name for c in rated.computed}
    mean = Computed(
        name="average_rating",
        type=FieldType.NUMBER,
        expression=f"average({children}, {stars})",
        origin=origin_of(wish),
    )
    number = Computed(
        name="number_of_ratings", type=FieldType.INTEGER, expression=f"count({children})", origin=origin_of(wish)
    )
    for computed in (mean, number):
        if computed.name not in known:
            yield ComputedClaim(entity=rated.name, computed=computed)
