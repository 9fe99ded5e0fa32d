"""Entries that several operations book and one list shows, and what each keeps of the number that it moves: an account's statement."""

from __future__ import annotations

import json
from collections.abc import Iterator

from engines.kernel.spec.service import Stored
from engines.spec.interface.described import kept_then
from engines.spec.interface.drafts import Draft, Study, value_type
from engines.spec.interface.envelopes import body_members, core, listed
from engines.spec.interface.ledger import AMOUNTS, booked, movement
from engines.spec.interface.model import Call, Schema, snake
from engines.spec.interface.participles import participle
from engines.spec.interface.places import place_of
from engines.spec.interface.schemas import name_of, nullable, properties, types


def join_entries(study: Study) -> None:
    """Resources that different operations make but one schema shows become one: deposits and withdrawals are entries."""
    for shown, drafts in _alike(study).items():
        parent, schema = shown
        listing = _listing(schema, parent, study)
        if len(drafts) < 2 and (listing is None or listing.path == drafts[0].collection):
            continue
        first = drafts[0]
        if listing and listing.path not in [draft.collection for draft in drafts]:
            word = snake(listing.path.rpartition("/")[2])
            name = study.english.singular(word)
            first.name = name if not study.named(name) else f"{first.name}_{name}"
            first.plural = study.english.plural_name(first.name)
            first.collection = listing.path
        for other in drafts[1:]:
            first.also.extend(call for call in (other.create, *other.also) if call)
            first.given |= {name: part for name, part in other.given.items() if name not in first.given}
            study.drafts.remove(other)


def _alike(study: Study) -> dict[tuple[str, str], list[Draft]]:
    """Resources that nothing addresses, by what they stand under and by the schema that shows them."""
    found: dict[tuple[str, str], list[Draft]] = {}
    addressed = {part.collection for _, place in study.places() for part in place.passed}
    for draft in study.drafts:
        create = draft.create
        shown = core(create.success.json, study.words) if create and create.success else {}
        shape = name_of(shown)
        of_parent = draft.parent is not None and any(name_of(known) == shape for known in draft.parent.shapes)
        if (
            create
            and shape
            and draft.parent
            and not draft.parameter
            and draft.collection not in addressed
            and not of_parent
        ):
            found.setdefault((draft.parent.name, shape), []).append(draft)
    return found


def _listing(schema: str, parent: str, study: Study) -> Call | None:
    for call, place in study.places():
        above = study.at(place.passed[-1].collection) if place.passed else None
        below = call.method == "GET" and place.tail and above is not None and above.name == parent
        if below and call.success and name_of(listed(call.success.json, study.words)) == schema:
            return call
    return None


def keep_entries(study: Study) -> None:
    """The numbers that operations move are kept, and what entries tell of each movement."""
    for draft in tuple(study.drafts):
        for call in (draft.create, *draft.also):
            if draft.parent is None or call is None or draft.own:
                continue
            for name, schema in _shown(draft):
                if name not in draft.fields and kept_then(draft, name, schema, study):
                    draft.store(Stored(name=name, type=value_type(schema)))
                if name not in draft.given and name not in draft.fields and kind_of(draft, name, schema, call, study):
                    draft.store(Stored(name=name))
            if set(AMOUNTS) & set(body_members(call)):
                _keep_moved(draft, draft.parent, call, study)


def _keep_moved(draft: Draft, parent: Draft, call: Call, study: Study) -> None:
    _keep_tallies(parent, study)
    move = movement(call, parent.name, parent, study)
    fresh = {
        name: Stored(name=name, type=value_type(schema), default=0)
        for name, schema in _shown(draft)
        if move and name not in draft.given and name not in draft.fields and types(schema) & {"integer", "number"}
    }
    draft.fields |= fresh
    told = {name for name, _ in booked(draft, call, move, study)} if move else set[str]()
    for name in fresh.keys() - told:
        draft.fields.pop(name)


def _keep_tallies(draft: Draft, study: Study) -> None:
    for name, schema in _shown(draft):
        known = study.words.is_a("holdings", name) or study.words.is_a("tallies", name)
        if known and name not in draft.fields and types(schema) & {"integer", "number"} and not nullable(schema):
            draft.store(Stored(name=name, type=value_type(schema), default=0))


def _shown(draft: Draft) -> Iterator[tuple[str, Schema]]:
    return ((snake(n), part) for shape in draft.shapes for n, part in properties(shape).items())


def kind_of(draft: Draft, name: str, schema: Schema, call: Call, study: Study) -> str:
    """Which of several kinds an operation books: `deposit` at /deposits; empty where its path does not tell."""
    place = place_of(call)
    words = {place.word, study.english.singular(place.word), *call.id.split("_")}
    for choice in schema.get("enum", ()):
        if isinstance(choice, str) and any(snake(choice) == word or participle(choice, word, study) for word in words):
            return json.dumps(choice)
    return ""


def kinds(draft: Draft, call: Call, study: Study) -> list[tuple[str, str]]:
    """The members that tell of which kind a record is, where the path that makes it tells that."""
    found = [
        (name, kind_of(draft, name, schema, call, study))
        for name, schema in _shown(draft)
        if name in draft.fields
        and name not in draft.given
        and not draft.fields[name].made
        and draft.fields[name].default is None
    ]
    then = [
        (name, kept_then(draft, name, schema, study) or "") for name, schema in _shown(draft) if name in draft.fields
    ]
    return [(name, term) for name, term in dict((*found, *((n, t) for n, t in then if t))).items() if term]
