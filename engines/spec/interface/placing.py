"""Paths whose last parameter names a record that is kept elsewhere: `/me/favorites/{articleId}`, `/watchlist/{film_id}`. Pure."""

from __future__ import annotations

from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.envelopes import body_members
from engines.spec.interface.model import Call, snake
from engines.spec.interface.places import Place


def names_other(place: Place, study: Study) -> Draft | None:
    """The resource, made elsewhere, whose record the last parameter of a path names."""
    if place.tail or not place.passed:
        return None
    collection, parameter = place.passed[-1].collection, snake(place.passed[-1].parameter)
    for draft in study.drafts:
        if draft.collection == collection or not draft.collection:
            continue
        names = {f"{draft.name}_id", f"{draft.name}_{draft.identity}", f"{draft.name}_slug", f"{draft.name}_uuid"}
        if parameter in names or (
            parameter == snake(draft.parameter) and parameter not in ("id", "uuid", "slug", "key")
        ):
            return draft
    return None


def only_marks(call: Call, place: Place, study: Study) -> bool:
    """Whether a path addresses no records of its own: what it names is made elsewhere, and nothing is brought along."""
    if call.method != "PUT" or place.tail or not place.passed or body_members(call) or not any(call.security):
        return False
    word = snake(place.passed[-1].parameter).removesuffix("_id").removesuffix("_slug").removesuffix("_uuid")
    last = place.passed[-1].collection.rpartition("/")[2]
    if study.english.singular(snake(last)) == word or study.call("POST", place.passed[-1].collection):
        return False
    return any(
        snake(path.rpartition("/")[2]) == study.english.plural_name(word) and path != place.passed[-1].collection
        for path in (other.path for other in study.interface.calls)
    )
