"""Operations that make something: POST to a collection, or PUT to a name that the caller gives."""

from __future__ import annotations

from engines.kernel.spec.service import (
    Change,
    Create,
    Find,
    If,
    Match,
    Require,
    ServiceStep,
    Set,
    Stored,
)
from engines.spec.interface.beginnings import beginning, first_numbers
from engines.spec.interface.doing.booking import overlaps, places_left
from engines.spec.interface.doing.checking import chosen, conflicts, of_link, referred
from engines.spec.interface.doing.conditions import conditions, with_tag
from engines.spec.interface.doing.limiting import limits
from engines.spec.interface.doing.times import ahead
from engines.spec.interface.doing.uploads import room
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.durations import ends
from engines.spec.interface.entries import kinds
from engines.spec.interface.envelopes import body_members, needed
from engines.spec.interface.ledger import booked, movement
from engines.spec.interface.model import Call
from engines.spec.interface.parts import made_with
from engines.spec.interface.people import holder, owner_link, secrets
from engines.spec.interface.places import Place
from engines.spec.interface.reaching import Way, is_private, reach, scope
from engines.spec.interface.replies import Scene, answer
from engines.spec.interface.rules import on_way
from engines.spec.interface.schemas import types
from engines.spec.interface.several import several_in
from engines.spec.interface.slugs import slug_source, slug_steps
from engines.spec.interface.stocks import taken
from engines.spec.interface.totals import made_of_lines
from engines.spec.interface.transfers import transferred

_FILED = {"file_name": "{}.name", "file_size": "{}.size", "file_sum": "digest({}.content)", "file_type": "{}.media"}


def make(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """POST that makes one record."""
    draft = next((d for d in study.drafts if d.made_by(call)), None)
    if draft is None or call.method != "POST" or not body_is_one(call) or several_in(call, study):
        return None
    way = reach(call, place, study)
    if way is None:
        return None
    told, before = handed_out(draft, call, study)
    before = [*on_way(call, way.records, study), *before, *referred(draft, call, way, study)]
    steps = [*way.steps, *repeated(draft, call, way, study), *before, *ahead(draft, call, study)]
    steps += conflicts(draft, call, study)
    steps += [*overlaps(draft, call, way, study), *places_left(draft, call, way, study), *room(draft, call, way, study)]
    steps = _asked_once(steps)
    kept = [
        *values(draft, call, way, study),
        *kinds(draft, call, study),
        *beginning(draft, call, study),
        *first_numbers(draft, call),
    ]
    if slug := _slug(draft, call, study):
        steps += slug
        kept.append(("slug", "slug"))
    above = draft.parent if draft.parent and draft.parent.name in way.records else None
    move = movement(call, above.name, above, study) if above else None
    if move:
        steps += move.steps
        kept += booked(draft, call, move, study)
    steps += [*limits(draft, call, way, study), *transferred(draft, call, study)]
    steps += [] if move else taken(draft, call, way, study)
    kept += ends(draft, call)
    steps.append(Create(record=draft.name, of=draft.name, values=tuple(dict(kept).items())))
    steps += [*made_of_lines(draft, call, study), *made_with(draft, call, study)]
    done = answer(_scene(call, study, way, draft, told))
    return [*steps, with_tag(call, done)] if done else None


def _asked_once(steps: list[ServiceStep]) -> list[ServiceStep]:
    """The steps without what was required before, for another reason."""
    found: dict[str, ServiceStep] = {}
    for number, step in enumerate(steps):
        found.setdefault(step.that if isinstance(step, Require) else str(number), step)
    return list(found.values())


def _slug(draft: Draft, call: Call, study: Study) -> list[ServiceStep]:
    members, stored = body_members(call), draft.fields.get("slug")
    source = slug_source(draft, "slug")
    if stored is None or stored.made or source not in members:
        return []
    within = "".join(f", {name}={of_link(draft, name, call, study)}" for name in stored.within)
    return slug_steps(draft, members[source][0], within)


def put(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """PUT to a name that the caller gives: makes it, or replaces what is there."""
    if call.method != "PUT" or place.tail or not place.passed:
        return None
    draft = study.at(place.passed[-1].collection)
    if draft is None or draft.create is not call:
        return None
    way = reach(call, place, study, passed=place.passed[:-1])
    if way is None:
        return None
    term = place.passed[-1].term
    named: tuple[tuple[str, str], ...] = ((draft.identity, term),)
    before: list[ServiceStep] = []
    if draft.named_by:
        link, _, member = draft.named_by.partition(".")
        to = draft.links[link].to
        before.append(Find(record=to, of=to, where=(Match(field=member, value=term),)))
        own_self = Require(that=f"{to} != caller", otherwise="invalid", says="This is yourself.", field=member)
        before += [own_self] if 400 in call.statuses() or 422 in call.statuses() else []
        named = ((link, to),)
    own = (*(Match(field=field, value=value) for field, value in named), *scope(draft, way, call, study))
    find = Find(record=draft.name, of=draft.name, where=own, otherwise="nothing")
    told, secret = handed_out(draft, call, study)
    given = (*values(draft, call, way, study), *named)
    made: list[ServiceStep] = [*secret, Create(record=draft.name, of=draft.name, values=tuple(dict(given).items()))]
    fresh = answer(_scene(call, study, way, draft, told), status=201 if 201 in call.statuses() else 0)
    if fresh is None:
        return None
    if 200 not in call.statuses() and 204 not in call.statuses() and 409 in call.statuses():
        taken = Require(that=f"{draft.name} is None", otherwise="conflict")
        return [*way.steps, *before, find, taken, *made, fresh]
    replaced = _replacing(draft, call, way, study)
    again = answer(_scene(call, study, way, draft, {}), status=200 if 200 in call.statuses() else 0)
    if again is None:
        return None
    fresh, again = with_tag(call, fresh), with_tag(call, again)
    checks = conditions(call, draft.name, again.body)
    make_it = If(that=f"{draft.name} is None", then=(*made, fresh))
    return [*way.steps, *before, find, *checks, *_of_caller(draft, call, study), make_it, *replaced, again]


def _of_caller(draft: Draft, call: Call, study: Study) -> list[ServiceStep]:
    """What others made is replaced by those alone who made it, where the document can refuse that."""
    owner, who = owner_link(draft, study), holder(call, study)
    if (
        not owner
        or not who
        or draft.links[owner].to != who.name
        or is_private(draft, study)
        or 403 not in call.statuses()
    ):
        return []
    return [Require(that=f"{draft.name} is None or {draft.name}.{owner} == caller", otherwise="forbidden")]


def _replacing(draft: Draft, call: Call, way: Way, study: Study) -> list[ServiceStep]:
    links = set(draft.links)
    given = tuple(
        (name, term) for name, term in values(draft, call, way, study) if name not in links and name != draft.identity
    )
    return [Change(record=draft.name, values=given)] if given else []


def body_is_one(call: Call) -> bool:
    """Whether a body is one object, or none."""
    schema = (call.body.json or call.body.form) if call.body else None
    return schema is None or "array" not in types(schema)


def values(draft: Draft, call: Call, way: Way, study: Study) -> list[tuple[str, str]]:
    """What a new record holds, from the request, the way and the caller."""
    found: list[tuple[str, str]] = []
    for name, link in draft.links.items():
        who = holder(call, study)
        if link.to in way.records:
            found.append((name, link.to))
        elif who and link.to == who.name and name in ("owner", who.name):
            found.append((name, "caller"))
    members = body_members(call)
    for name, (term, _) in members.items():
        stored = draft.fields.get(name)
        if name in draft.referring:
            found.append((draft.referring[name], draft.referring[name]))
        elif chosen(draft, name, study):
            found.append(
                (draft.identity, f"{term} if {term} is not None else code({draft.fields[draft.identity].length})")
            )
        elif stored is None:
            found += _other(draft, name, term, study)
        elif stored.made == "password":
            found.append((name, term))
        elif stored.type == "datetime":
            now = "" if stored.nullable or name in needed(call) else " or now()"
            found.append((name, f"moment({term}){now}"))
        elif stored.type == "bytes":
            found.append((name, f"{term}.content"))
            found += [(field, _FILED[what].format(term)) for field, (part, what) in draft.filed.items() if part == name]
        elif not stored.made:
            found.append((name, term))
    found += [
        (p.word, p.term) for p in call.among("header") if p.word in draft.fields and not draft.fields[p.word].made
    ]
    found += [
        (name, name) for name in secrets(call, study) if name in draft.fields and draft.fields[name].made == "password"
    ]
    return found


def _other(draft: Draft, name: str, term: str, study: Study) -> list[tuple[str, str]]:
    if study.words.is_a("lifetime", name) and draft.expires:
        return [(draft.expires, f"now() + seconds({term}) if {term} is not None else None")]
    if study.words.is_a("initial", name) and (tally := _tally(draft)):
        return [(tally, term)]
    return []


def _tally(draft: Draft) -> str:
    """The only number that the service counts by itself, which a request may begin elsewhere than at nothing."""
    counted = [n for n, f in draft.fields.items() if f.type == "integer" and not f.made and n not in draft.given]
    return counted[0] if len(counted) == 1 else ""


def handed_out(draft: Draft, call: Call, study: Study) -> tuple[dict[str, str], list[ServiceStep]]:
    """What the answer tells of secrets that a new record has, and that are shown this once."""
    names = [name for name in secrets(call, study) if name in draft.fields]
    passwords = [name for name in names if draft.fields[name].made == "password"]
    told = {name: name if name in passwords else f"{draft.name}.{name}" for name in names}
    return told, [Set(name=name, to="secret(24)") for name in passwords]


def repeated(draft: Draft, call: Call, way: Way, study: Study) -> list[ServiceStep]:
    """The same key of the caller's stands for the same request: what it made then is answered again."""
    given = [(n, t) for n, (t, _) in body_members(call).items()] + [(p.word, p.term) for p in call.among("header")]
    word, term = next(((n, t) for n, t in given if study.words.is_a("idempotency", n)), ("", ""))
    again = answer(_scene(call, study, way, draft, {}), status=200) if 200 in call.statuses() else None
    if not word or again is None:
        return []
    draft.store(Stored(name=word, nullable=True))
    where = (Match(field=word, value=term), *scope(draft, way, call, study))
    find = Find(record=draft.name, of=draft.name, where=where, otherwise="nothing")
    return [If(that=f"{term} is not None", then=(find, If(that=f"{draft.name} is not None", then=(again,))))]


def _scene(call: Call, study: Study, way: Way, draft: Draft, told: dict[str, str]) -> Scene:
    return Scene(study, call, {**way.records, draft.name: draft}, told=told, subject=draft)
