"""Which resources stand behind an interface: what its operations create, list and address. Called by the plan of this room."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engines.spec.interface.beginners import begun_by
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.envelopes import body_members, core, listed, overlap
from engines.spec.interface.model import Call, Schema, snake
from engines.spec.interface.owned import find_owned, shows_own
from engines.spec.interface.places import Passed, Place, place_of
from engines.spec.interface.placing import only_marks
from engines.spec.interface.profiles import people_paths
from engines.spec.interface.schemas import is_array, is_object, items, name_of, properties
from engines.spec.interface.several import several_in

_RESERVED = frozenset(
    "body form parts raw path query header cookie caller session call list set dict int str float min max sum len all any "  # noqa: SIM905
    "count first rows total class type import return object exists average least greatest code secret digest join".split()
)
_AFFIXES = re.compile(
    r"^(?:new|create|update|add|a|one)_(?=\w)|_(?:in|out|new|created|details?|info|dto|view|response|request|body|full|public|input|output|schema)$"
)


def find_things(study: Study) -> None:
    """Fills the study's drafts, those of outer collections first."""
    study.people = people_paths(_becoming(study), study)
    found = dict.fromkeys(path for path in _collections(study) if path not in study.people)
    for collection in sorted(found, key=lambda path: path.count("/")):
        study.drafts.append(_draft(collection, study))
    find_owned(study)


def _becoming(study: Study) -> Call | None:
    """How somebody becomes known by a password, else how they are recognized by one."""
    calls = study.interface.calls
    registering = next((call for call in calls if is_registration(call, study)), None)
    return registering or next((call for call, place in study.places() if _signs_in(call, place, study)), None)


def creates(call: Call, study: Study) -> bool:
    """Whether an operation makes something that stays."""
    place = place_of(call)
    if call.method != "POST" or not place.tail or _signs_in(call, place, study):
        return False
    if study.call("GET", call.path) and _lists(study.call("GET", call.path), study):
        return True
    if any(p.collection == call.path for _, other in study.places() for p in other.passed):
        return True
    if 201 not in call.statuses():
        return False
    if not place.passed:
        return True
    return not _shows_parent(call, place, study) and _leaves_something(call, study)


def _leaves_something(call: Call, study: Study) -> bool:
    """Whether an answer shows what was sent, or names what was made."""
    shown = {snake(name) for name in properties(core(call.success.json, study.words))} if call.success else set[str]()
    return bool(shown & set(body_members(call))) or any(study.words.is_a("identity", name) for name in shown)


def is_registration(call: Call, study: Study) -> bool:
    """Whether somebody becomes known by an operation, with a password of their own."""
    word = place_of(call).word
    if study.words.is_a("log_in", word):
        return False
    members = body_members(call)
    has_password = any(study.words.is_a("account_password", name) for name in members)
    has_password = has_password and any(study.words.is_a("login", name) for name in members)
    nobody = () in call.security or not call.security
    return has_password and call.method == "POST" and 201 in call.statuses() and nobody and bool(word)


def _collections(study: Study) -> Iterator[str]:
    marking = {place.passed[-1].collection for call, place in study.places() if only_marks(call, place, study)}
    for call, place in study.places():
        if call.path in marking or (place.passed and not place.tail and place.passed[-1].collection in marking):
            continue
        if begun := begun_by(call, place, study):
            yield begun.collection
        elif creates(call, study):
            yield call.path
        elif call.method == "PUT" and not place.tail and place.passed and _upserts(call, place, study):
            yield place.passed[-1].collection
        elif call.method == "GET" and place.tail and _lists(call, study) and _has_members(call.path, study):
            yield from () if _made_elsewhere(call.path, study) else (call.path,)
        for passed in place.passed:
            if _maker(passed, study):
                yield passed.collection


def _made_elsewhere(collection: str, study: Study) -> bool:
    """Whether things of a list are made below something else: `/todos` at `/lists/{id}/todos`."""
    word = collection.rpartition("/")[2]
    return any(
        c.path != collection and c.path.rpartition("/")[2] == word and creates(c, study) for c in study.interface.calls
    )


def _upserts(call: Call, place: Place, study: Study) -> bool:
    if len(place.passed) > 1 and _shows_parent(call, Place(place.passed[:-1], "", ""), study):
        return False
    if len(place.passed) > 1 and study.call("DELETE", call.path) and _names_people(place.passed[-1], study):
        return True
    return 201 in call.statuses() or bool(
        study.call("GET", call.path)
        and not study.call("POST", place.passed[-1].collection)
        and not _made_elsewhere(place.passed[-1].collection, study)
    )


def _names_people(passed: Passed, study: Study) -> bool:
    """Whether a path names an account as one of several below a record: `/boards/{slug}/moderators/{username}`."""
    becoming, word = _becoming(study), snake(passed.parameter)
    known = set(body_members(becoming)) if becoming else set[str]()
    return word in ("user_id", "account_id", "member_id") or (word in known and word not in ("name", "title", "id"))


def _maker(passed: Passed, study: Study) -> Call | None:
    """The operation at another path that makes what a path addresses: its answer tells the parameter's value."""
    word = snake(passed.parameter)
    known = study.words.is_a("identity", word) or word.rpartition("_")[2] in ("id", "key", "code", "number", "token")
    if word in ("id", "name") or not known or study.call("POST", passed.collection):
        return None
    for call, place in study.places():
        shown = core(call.success.json, study.words) if call.success else {}
        named = {snake(name) for name in properties(shown)}
        elsewhere = call.method == "POST" and 201 in call.statuses() and passed not in place.passed
        if elsewhere and word in named and not creates(call, study):
            return call
    return None


def _has_members(path: str, study: Study) -> bool:
    return any(p.collection == path for _, place in study.places() for p in place.passed)


def _lists(call: Call | None, study: Study) -> bool:
    reply = call.success if call else None
    return bool(reply and is_object(listed(reply.json, study.words)))


def _signs_in(call: Call, place: Place, study: Study) -> bool:
    has_password = any(study.words.is_a("password", name) for name in body_members(call))
    return has_password and study.words.is_a("log_in", place.word)


def _shows_parent(call: Call, place: Place, study: Study) -> bool:
    """Whether the answer is the thing that the path passes: then the tail is something done to it."""
    parent = next((c for c in study.interface.calls if c.method == "GET" and _is_member(c, place)), None)
    shown = core(call.success.json, study.words) if call.success else {}
    known = core(parent.success.json, study.words) if parent and parent.success else {}
    return bool(name_of(shown)) and name_of(shown) == name_of(known)


def _is_member(call: Call, place: Place) -> bool:
    other = place_of(call)
    return not other.tail and bool(other.passed) and other.passed[-1].collection == place.passed[-1].collection


def _draft(collection: str, study: Study) -> Draft:
    word = collection.rpartition("/")[2]
    passed = [p for _, place in study.places() for p in place.passed if p.collection == collection]
    passed += [p for _, place in study.places() for p in place.passed if p.collection.rpartition("/")[2] == word]
    create = study.call("POST", collection) or _putting(collection, study)
    begun = None if create else _beginning(collection, study)
    create = create or (begun[0] if begun else _maker(passed[0], study) if passed else None)
    above = place_of(create).passed if create else ()
    above = tuple(p for p in above if p.collection != collection) or _above(collection, study)
    parent = study.at(above[-1].collection) if above else None
    name = _name(collection, create, parent, study)
    draft = Draft(
        name=name,
        plural=study.english.plural_name(name),
        collection=collection,
        parameter=passed[0].parameter if passed else "",
        parent=parent,
        create=create,
    )
    if parent:
        draft.link(parent.name, parent)
    if begun:
        said = next((p.schema for p in begun[0].among("path") if p.name == begun[1].parameter), {"type": "string"})
        draft.given[snake(begun[1].parameter)] = said
    return draft


def _putting(collection: str, study: Study) -> Call | None:
    """The operation that makes a member of a collection under the name that the caller gives it."""
    for call, place in study.places():
        if call.method == "PUT" and not place.tail and place.passed and place.passed[-1].collection == collection:
            return call
    return None


def _beginning(collection: str, study: Study) -> tuple[Call, Passed] | None:
    """The operation whose first call for a name makes a member of a collection."""
    for call, place in study.places():
        if (begun := begun_by(call, place, study)) and begun.collection == collection:
            return call, begun
    return None


def _above(collection: str, study: Study) -> tuple[Passed, ...]:
    return next((place_of(call).passed for call in study.interface.calls if call.path == collection), ())


def _name(collection: str, create: Call | None, parent: Draft | None, study: Study) -> str:
    segments = [part for part in collection.split("/") if part and "{" not in part]
    literal = snake(segments[-1].partition(".")[0]) if segments else ""
    if study.words.is_a("register", literal):
        before = snake(segments[-2]) if len(segments) > 1 else ""
        literal = before if before and before not in ("auth", "api", "identity", "account", "v1") else "user"
    name = study.english.plural_name(literal) and _singular(literal, study)
    shown = core(create.success.json, study.words) if create and create.success else {}
    if len(name) < 3 and name_of(shown):
        name = _AFFIXES.sub("", snake(name_of(shown)))
    if name in _RESERVED or not name:
        name = f"{name}_record" if name else "record"
    if study.named(name):
        name = f"{parent.name}_{name}" if parent else f"{name}_2"
    return name


def _singular(name: str, study: Study) -> str:
    *first, last = name.split("_")
    return "_".join([*first, study.english.singular(last)])


def shows(draft: Draft, study: Study) -> None:
    """Gathers how answers show a resource, and what requests give it."""
    if draft.create is None:
        draft.create = _bulk(draft, study)
    for call, place in study.places():
        reply = call.success
        mine = _of(call, place, draft, study)
        if reply and mine and is_object(shape := core(reply.json, study.words)) and not _is_list(call, place, study):
            _add(draft, shape)
        elif reply and call.method == "GET" and call.path == draft.collection:
            _add(draft, listed(reply.json, study.words))
        elif reply and draft.own and shows_own(call, draft, study):
            _add(draft, core(reply.json, study.words))
        gives = call is draft.create or (mine and not place.tail)
        if gives and call.method in ("POST", "PUT", "PATCH"):
            several = several_in(call, study) if call is draft.create else None
            brought = properties(several[1]) if several else {n: part for n, (_, part) in body_members(call).items()}
            for name, schema in brought.items():
                draft.given.setdefault(snake(name), schema)


def link_passed(study: Study) -> None:
    """Links what is made below a record that the path addresses by a code of its own: `/join/{code}`."""
    for draft in study.drafts:
        for passed in place_of(draft.create).passed if draft.create else ():
            found = study.addressed(passed)
            if found and found[0] is not draft and not draft.link_to(found[0]):
                draft.link(found[0].name, found[0])
                draft.parent = draft.parent or found[0]


def _of(call: Call, place: Place, draft: Draft, study: Study) -> bool:
    known = study.at(place.passed[-1].collection) if place.passed else None
    at_member = not place.tail and known is not None and known is draft
    return (call is draft.create and call.path == draft.collection) or (at_member and not place.suffix)


def _bulk(draft: Draft, study: Study) -> Call | None:
    """The operation at another path that takes what a list shows: several at once, or one."""
    listing = study.call("GET", draft.collection)
    shown = listed(listing.success.json, study.words) if listing and listing.success else {}
    best: Call | None = None
    share = 0.5
    for call, _ in study.places():
        taken = bulk_items(call)
        if call.method == "POST" and len(properties(taken)) > 1 and overlap(taken, shown) > share:
            best, share = call, overlap(taken, shown)
    if best:
        draft.given |= {snake(name): part for name, part in properties(bulk_items(best)).items()}
    return best


def bulk_items(call: Call) -> Schema:
    """The schema of the things that a body lists; that of the body where it lists none."""
    body = call.body.json if call.body else None
    if is_array(body):
        return items(body)
    lists = [part for part in properties(body).values() if is_array(part) and is_object(items(part))]
    alternatives = [part for part in (*(body or {}).get("oneOf", ()), *(body or {}).get("anyOf", ())) if is_array(part)]
    return items(lists[0]) if lists else items(alternatives[0]) if alternatives else body or {}


def _is_list(call: Call, place: Place, study: Study) -> bool:
    return call.method == "GET" and bool(place.tail) and _lists(call, study)


def _add(draft: Draft, shape: Schema) -> None:
    others = draft.parent.shapes if draft.parent else []
    of_parent = any(name_of(shape) and name_of(shape) == name_of(known) for known in others)
    if properties(shape) and shape not in draft.shapes and not of_parent:
        draft.shapes.append(shape)
