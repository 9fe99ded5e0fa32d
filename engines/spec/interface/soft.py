"""Records that are marked as deleted, not deleted: they stay as a gap, or go where they can be restored from. Pure."""

from __future__ import annotations

import re

from engines.kernel.spec.service import Change, Match, Require, ServiceStep, Stored
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.model import Call, snake
from engines.spec.interface.places import Place, place_of
from engines.spec.interface.schemas import nullable, properties, types
from engines.spec.patterns import pattern

_TRUTHS = ("deleted", "is_deleted", "removed", "is_removed", "trashed", "in_trash")
_MOMENTS = ("deleted_at", "removed_at", "trashed_at")
_BACK = ("restore", "undelete", "recover")
_TRASH = ("trash", "deleted", "bin", "removed", "recycle_bin", "trashed")
_STAYS = pattern(
    r"\b(?:stays?|remains?|kept|keeps|placeholder|tombstone|gap|still (?:listed|shown)|in place|emptied|blanked)\b"
)
_EMPTY = pattern(r"\b(?:null|empty|emptied|blank|blanked|removed|gone|without)\b")


def soft_field(draft: Draft) -> str:
    """The member that tells that a record is deleted; empty where deleting leaves nothing."""
    shown = {snake(name): schema for shape in draft.shapes for name, schema in properties(shape).items()}
    truth = next((n for n in _TRUTHS if n in shown and "boolean" in types(shown[n])), "")
    return truth or next((n for n in _MOMENTS if n in shown and nullable(shown[n])), "")


def unless_deleted(call: Call, draft: Draft, study: Study) -> list[Match]:
    """That a record is not deleted, where those are hidden; the way to restoring one leads to those that are."""
    field, deleting = soft_field(draft), _deleting(draft, study)
    if not field or deleting is None:
        return []
    place = place_of(call)
    if call is not deleting and _STAYS.search(study.said(deleting)) and not _restores(draft, study):
        return []
    if place.word in _BACK or any(p.word.startswith(("include_deleted", "with_deleted")) for p in call.among("query")):
        return []
    return [_match(draft, field, deleted=place.word in _TRASH)]


def keep_soft(draft: Draft, study: Study) -> None:
    """Keeps the member that tells that a record is deleted."""
    if (field := soft_field(draft)) and _deleting(draft, study):
        draft.fields.pop(field, None)
        _match(draft, field, deleted=True)


def marked_deleted(call: Call, draft: Draft, study: Study) -> list[ServiceStep]:
    """The steps that mark a record as deleted; none where it is deleted for good."""
    field = soft_field(draft)
    if not field:
        return []
    _match(draft, field, deleted=True)
    values = [(field, "now()" if field in _MOMENTS else "True")]
    said = study.said(call)
    for name, stored in list(draft.fields.items()):
        shown = [s for shape in draft.shapes for n, s in properties(shape).items() if snake(n) == name]
        told = " ".join(str(s.get("description", "")).lower() for s in shown)
        emptied = re.search(rf"\b{name}\b", said) and _EMPTY.search(said)
        if stored.type == "text" and name in draft.given and any(map(nullable, shown)) and (emptied or "delet" in told):
            draft.alter(name, nullable=True)
            values.append((name, "None"))
    return [Change(record=draft.name, values=tuple(values))]


def restored(call: Call, place: Place, draft: Draft, study: Study) -> list[ServiceStep]:
    """The steps that bring a deleted record back."""
    field = soft_field(draft)
    if not field or place.word not in _BACK:
        return []
    is_deleted = f"{draft.name}.{field} is not None" if field in _MOMENTS else f"{draft.name}.{field}"
    _match(draft, field, deleted=True)
    checks = [Require(that=is_deleted, otherwise="conflict")] if 409 in call.statuses() else []
    return [*checks, Change(record=draft.name, values=((field, "None" if field in _MOMENTS else "False"),))]


def _match(draft: Draft, field: str, *, deleted: bool) -> Match:
    if field in _MOMENTS:
        draft.store(Stored(name=field, type="datetime", nullable=True))
        return Match(field=field, operator="!=" if deleted else "=", value="None")
    draft.store(Stored(name=field, type="boolean", default=False))
    return Match(field=field, value=str(deleted))


def _deleting(draft: Draft, study: Study) -> Call | None:
    for call, place in study.places():
        at_member = not place.tail and bool(place.passed) and study.at(place.passed[-1].collection) is draft
        if call.method == "DELETE" and at_member:
            return call
    return None


def _restores(draft: Draft, study: Study) -> bool:
    passed = (place for _, place in study.places() if place.passed and place.word in _BACK)
    return any(study.at(place.passed[-1].collection) is draft for place in passed)
