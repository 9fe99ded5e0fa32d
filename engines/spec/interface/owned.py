"""What each caller has one of below a record: a vote, a rating, an answer to an invitation. Called by things."""

from __future__ import annotations

from collections.abc import Mapping

from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.envelopes import body_members, core, listed
from engines.spec.interface.model import Call, Schema, snake
from engines.spec.interface.places import Place
from engines.spec.interface.schemas import name_of, properties
from engines.spec.patterns import pattern

_ONE_EACH = pattern(
    r"\b(?:each|every|one|a single) (?:\w+ ){0,3}(?:has|have|gives?|casts?|leaves?|may|can|per|a|an|each)\b[^.]{0,40}\b(?:one|once|person|user|member|"
    r"caller|account)\b|\bone (?:\w+ )?(?:per|each|a) \w+|\bagain (?:replaces|changes|overwrites|updates)|\breplaces (?:it|the (?:old|previous|former|last|earlier))"
)


def find_owned(study: Study) -> None:
    """Adds what callers have one of each: PUT /events/{id}/rsvp, with the list of them at /events/{id}/rsvps."""
    for call, place in study.places():
        parent = study.at(place.passed[-1].collection) if place.passed and place.tail else None
        members = body_members(call)
        known = any(draft.create is call for draft in study.drafts) or _lists(study.call("GET", call.path), study)
        if call.method not in ("PUT", "POST") or parent is None or not members or not any(call.security) or known:
            continue
        if not _is_own(call, place, parent, members, study):
            continue
        listing = _listing(call, members, study)
        draft = study.at(listing.path) if listing and listing.path.startswith(call.path.rpartition("/")[0]) else None
        if draft is None:
            draft = _draft(call, place, parent, listing, study)
            study.drafts.append(draft)
        draft.own, draft.create = True, draft.create or call
        draft.given |= {word: schema for word, (_, schema) in members.items()}


def _is_own(call: Call, place: Place, parent: Draft, members: Mapping[str, object], study: Study) -> bool:
    """Whether a caller says this once of a record: by its word, its text, or because it can be taken back or read there."""
    word = study.english.singular(place.word)
    if _shown_by(parent, place.word, study) and not study.words.is_a("opinion", word):
        return False
    if study.words.is_a("opinion", word):
        return True
    if call.method == "POST" and 201 in call.statuses() and 200 not in call.statuses():
        return False
    if _ONE_EACH.search(study.said(call)):
        return True
    if call.method != "PUT" or (len(members) == 1 and place.word in members):
        return False
    return bool(study.call("DELETE", call.path)) and bool(_listing(call, members, study))


def _shown_by(parent: Draft, word: str, study: Study) -> bool:
    """Whether a record itself shows a member of that name."""
    for call, place in study.places():
        reply = call.success
        at_parent = not place.tail and bool(place.passed) and study.at(place.passed[-1].collection) is parent
        if reply and at_parent and word in {snake(name) for name in properties(core(reply.json, study.words))}:
            return True
    return False


def _listing(call: Call, members: Mapping[str, object], study: Study) -> Call | None:
    """The list beside it of what everybody said."""
    before = call.path.rpartition("/")[0]
    for other in study.interface.calls:
        if other.method == "GET" and other.path.rpartition("/")[0] == before and other.success:
            shown = {snake(name) for name in properties(listed(other.success.json, study.words))}
            if shown and set(members) <= shown:
                return other
    return None


def _lists(call: Call | None, study: Study) -> bool:
    return bool(call and call.success and properties(listed(call.success.json, study.words)))


def _draft(call: Call, place: Place, parent: Draft, listing: Call | None, study: Study) -> Draft:
    *first, last = place.word.split("_")
    name = "_".join([*first, study.english.singular(last)])
    name = f"{parent.name}_{name}" if study.named(name) else name
    draft = Draft(name=name, plural=study.english.plural_name(name), parent=parent, create=call, own=True)
    draft.collection = listing.path if listing else ""
    draft.link(parent.name, parent)
    return draft


def shows_own(call: Call, draft: Draft, study: Study) -> bool:
    """Whether an operation at the place of what callers have one of answers with it, not with what it is about."""
    if draft.create is None or call.path != draft.create.path or call.success is None:
        return False
    shown: Schema = core(call.success.json, study.words)
    above = draft.parent.shapes if draft.parent else []
    if any(name_of(shown) and name_of(shown) == name_of(shape) for shape in above):
        return False
    return set(draft.given) <= {snake(name) for name in properties(shown)}
