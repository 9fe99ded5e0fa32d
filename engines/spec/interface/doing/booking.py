"""What has to be free before a record is made: a stretch of time, a place among so many, the caller's only one."""

from __future__ import annotations

import re

from engines.kernel.spec.service import FaultName, Require, ServiceStep
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.envelopes import body_members
from engines.spec.interface.model import Call, Schema
from engines.spec.interface.people import holder, owner_link
from engines.spec.interface.reaching import Way
from engines.spec.interface.rules import sentences
from engines.spec.interface.schemas import types
from engines.spec.patterns import pattern

_BEGIN, _END = ("start", "starts_at", "start_time", "from_", "begin", "begins_at", "start_at", "check_in", "start_date", "starts_on", "arrival", "from_date", "pickup", "pickup_at"), (
    "end", "ends_at", "end_time", "to", "until", "ends", "end_at", "check_out", "end_date", "ends_on", "departure", "to_date", "dropoff", "return_at",
)  # fmt: skip
_CAPACITY = (
    "capacity", "seats", "places", "max_participants", "max_attendees", "max_members", "max_guests", "limit", "slots", "size", "max_players", "max_entries",
    "max_seats", "quota", "max_bookings", "tickets_total", "total_seats", "max_signups",
)  # fmt: skip
_HEADS = (
    "quantity",
    "seats",
    "guests",
    "party_size",
    "tickets",
    "people",
    "places",
    "persons",
    "attendees",
    "count",
    "number_of_guests",
    "participants",
)
_WHERE = (
    "room",
    "resource",
    "table",
    "court",
    "desk",
    "place",
    "vehicle",
    "seat",
    "hall",
    "car",
    "equipment",
    "lane",
    "station",
    "trainer",
    "doctor",
)
_OF_ONE = pattern(r"\b(?:of|in|for|at|on) (?:one|the same|a|each|any) ([a-z]\w*)")
_TWICE = pattern(r"\b(?:twice|only once|already|second time|once (?:per|for|each)|at most one|again|the same)\b")
_FULL = pattern(
    r"\b(?:full|capacity|no (?:more )?(?:places?|seats?|room)|sold out|booked out|fully booked|no longer free|too many)\b"
)


def begin_and_end(draft: Draft) -> tuple[str, str]:
    """The fields between which something lasts; empty where it does not."""
    begin = next((n for n in _BEGIN if n in draft.given), "")
    end = next((n for n in _END if n in draft.given), "")
    timely = all(_is_time(draft.given[name]) for name in (begin, end) if name)
    return (begin, end) if begin and end and timely else ("", "")


def _is_time(schema: Schema) -> bool:
    """Whether a member is a moment, a day, or a number or text that stands for one."""
    told = schema.get("format") in ("date", "date-time", "time") or "integer" in types(schema)
    return told or (bool(schema.get("pattern")) and "string" in types(schema))


def overlaps(draft: Draft, call: Call, way: Way, study: Study) -> list[ServiceStep]:
    """A stretch of time that another record has: where the document refuses with 409 and nothing else stands once."""
    members = body_members(call)
    begin, end = begin_and_end(draft)
    if not {begin, end} <= members.keys() or not {begin, end} <= draft.fields.keys() or not begin:
        return []
    moment = "moment({})" if draft.fields[begin].type == "datetime" else "{}"
    first, last = moment.format(members[begin][0]), moment.format(members[end][0])
    wrong: FaultName = "unprocessable" if {400, 422} <= call.statuses() else "invalid"
    found: list[ServiceStep] = [
        Require(that=f"{first} < {last}", otherwise=wrong, says="It ends before it begins.", field=end)
    ]
    if 409 in call.statuses() and not any(f.unique and not f.made for f in draft.fields.values()):
        rows = f"rows({', '.join((draft.name, *_among(draft, call, way, study)))})"
        free = f"not any([one.{begin} < {last} and one.{end} > {first}{_alive(draft)} for one in {rows}])"
        found.append(Require(that=free, otherwise="conflict", says="That time is taken."))
    return found


def _among(draft: Draft, call: Call, way: Way, study: Study) -> list[str]:
    """Where two may not be at once: in what the path passes, in what they refer to, in the room that a sentence names."""
    passed = [f"{name}={link.to}" for name, link in draft.links.items() if link.to in way.records]
    if passed:
        return passed
    members = body_members(call)
    told = [match[1] for sentence in sentences(call, study) for match in _OF_ONE.finditer(sentence)]
    places = [name for name in (*told, *_WHERE) if name in members and name in draft.fields]
    return [f"{link}={link}" for link in draft.referring.values()] or [
        f"{name}={members[name][0]}" for name in places[:1]
    ]


def _alive(draft: Draft) -> str:
    """That a record still stands: cancelled ones take no room."""
    state = next(
        (f for f in draft.fields.values() if f.name in ("status", "state") and f.type == "text" and not f.made), None
    )
    return (
        f' and one.{state.name} not in ["cancelled", "canceled", "rejected", "declined"]'
        if state and state.default is not None
        else ""
    )


def places_left(draft: Draft, call: Call, way: Way, study: Study) -> list[ServiceStep]:
    """That what a record is made below is not full, and that the caller has none there yet, where sentences say so."""
    parent, who = draft.parent, holder(call, study)
    if parent is None or parent.name not in way.records or 409 not in call.statuses():
        return []
    link, found, members = draft.link_to(parent), list[ServiceStep](), body_members(call)
    owner = owner_link(draft, study)
    own = owner_link(parent, study)
    others = not (own and who and parent.links[own].to == who.name)
    once = (not members and bool(owner) and others) or any(
        _TWICE.search(sentence) and _about_caller(sentence) for sentence in sentences(call, study)
    )
    if once and who and owner and draft.links[owner].to == who.name:
        that = f"not exists({draft.name}, {link}={parent.name}, {owner}=caller)"
        found.append(Require(that=that, otherwise="conflict", says="There is one already."))
    capacity = next((n for n in _CAPACITY if n in parent.fields and parent.fields[n].type == "integer"), "")
    told = any(_FULL.search(sentence) for sentence in sentences(call, study))
    if capacity and (told or not members or set(_HEADS) & members.keys()):
        heads = next((n for n in _HEADS if n in members and n in draft.fields), "")
        taken = (
            f"total({draft.name}, {heads}, {link}={parent.name})"
            if heads
            else f"count({draft.name}, {link}={parent.name})"
        )
        most = f"{parent.name}.{capacity}"
        that = f"{taken} + {members[heads][0]} <= {most}" if heads else f"{taken} < {most}"
        that = f"{most} is None or {that}" if parent.fields[capacity].nullable else that
        found.append(Require(that=that, otherwise="conflict", says="There is no place left."))
    return found


def _about_caller(sentence: str) -> bool:
    return bool(
        re.search(
            r"\b(?:nobody|no one|each|every|a|the|one|same) (?:member|user|person|customer|caller|guest|player|student|\w+er)\b|\bnobody\b|\btwice\b|\balready (?:booked|joined|registered|signed|has|have)",
            sentence,
        )
    )
