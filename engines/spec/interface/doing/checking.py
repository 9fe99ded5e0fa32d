"""What has to hold before a record is made: names that stand once, times that are free, records that are referred to."""

from __future__ import annotations

from dataclasses import replace

from engines.kernel.spec.service import FaultName, Find, Match, Require, ServiceStep
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.envelopes import body_members, needed
from engines.spec.interface.model import Call
from engines.spec.interface.places import place_of
from engines.spec.interface.reaching import Way
from engines.spec.interface.referring import missing_reference, own_only
from engines.spec.interface.rules import rules
from engines.spec.interface.transfers import sides


def chosen(draft: Draft, name: str, study: Study) -> bool:
    """Whether callers may choose by a member what a record is addressed by: `alias` for a short address."""
    made = draft.fields.get(draft.identity)
    return made is not None and made.made == "code" and (name == draft.identity or study.words.is_a("alias", name))


def referred(draft: Draft, call: Call, way: Way, study: Study, *, given_only: bool = False) -> list[ServiceStep]:
    """The records that a request names by their identities: there, or the request is wrong. `given_only`: if it names one."""
    found: list[ServiceStep] = []
    members = body_members(call)
    for name, link in draft.referring.items():
        other = study.named(draft.links[link].to)
        if name not in members or other is None or not other.identity:
            continue
        term = members[name][0]
        where = [Match(field=other.identity, value=term)]
        where += [
            Match(field=n, value=known.to)
            for n, known in other.links.items()
            if known.to in way.records and n == known.to
        ]
        pair = sides(draft, study)
        where += own_only(other, call, study) if pair is None or link != pair[1] else []
        found.append(Find(record=link, of=other.name, where=tuple(where), otherwise="nothing"))
        there = f"{link} is not None" if not draft.links[link].optional else f"{term} is None or {link} is not None"
        there = f"not given({term}) or {there}" if given_only else there
        found.append(
            Require(that=there, otherwise=missing_reference(call, study), says="There is no such thing.", field=name)
        )
        if pair is None:
            found += _fit(call, draft, link, other, study)
    return found


def _fit(call: Call, draft: Draft, link: str, other: Draft, study: Study) -> list[ServiceStep]:
    """What sentences ask of a record that a request names, and that it is not used more often than it may be."""
    found = rules(call, link, other, study, named=True)
    most = next((n for n, f in other.fields.items() if n.startswith("max_") and f.type == "integer"), "")
    if most and 409 in call.statuses():
        says = "It may not be used more often."
        free = f"count({draft.name}, {link}={link}) < {link}.{most}"
        that = f"{link}.{most} is None or {free}" if other.fields[most].nullable else free
        found.append(Require(that=that, otherwise="conflict", says=says))
    if draft.links[link].optional:
        found = [
            replace(
                rule,
                that=f"{link} is None or {rule.that}"
                if " or " not in rule.that or "is None or" in rule.that
                else f"{link} is None or ({rule.that})",
            )
            for rule in found
        ]
    return list(found)


def conflicts(draft: Draft, call: Call, study: Study) -> list[ServiceStep]:
    """What stands once must not be there yet."""
    members = body_members(call)
    files = [term for name, (term, _) in members.items() if name in draft.fields and draft.fields[name].type == "bytes"]
    named = draft.filed_as("file_name")
    found: list[ServiceStep] = [
        Require(that=f"safe_name({term}.name)", otherwise="invalid", says="This is no name for a file.", field=named)
        for term in files
        if named
    ]
    if named and draft.fields[named].unique:
        within = "".join(f", {link}={of_link(draft, link, call, study)}" for link in draft.fields[named].within)
        unused = [f"not exists({draft.name}, {named}={term}.name{within})" for term in files]
        found += [
            Require(that=that, otherwise=_taken(call), says="This name is taken.", field=named) for that in unused
        ]
    for name, (term, _) in members.items():
        if chosen(draft, name, study):
            free = f"{term} is None or not exists({draft.name}, {draft.identity}={term})"
            says = f"This {name.replace('_', ' ')} is taken."
            found.append(Require(that=free, otherwise=_taken(call), says=says, field=name))
    for stored in draft.fields.values():
        if not stored.unique or stored.made or stored.name not in members:
            continue
        term = members[stored.name][0]
        within = "".join(f", {name}={of_link(draft, name, call, study)}" for name in stored.within)
        clash = f"not exists({draft.name}, {stored.name}={term}{within})"
        fault = _taken(call)
        found.append(
            Require(
                that=clash, otherwise=fault, says=f"This {stored.name.replace('_', ' ')} is taken.", field=stored.name
            )
        )
    return found + _together(draft, call, study)


def _together(draft: Draft, call: Call, study: Study) -> list[ServiceStep]:
    """Of several fields and links together only one record may stand."""
    members, found = body_members(call), list[ServiceStep]()
    for names in draft.once:
        if not all(name in members or name in draft.links for name in names):
            continue
        asked = [f"{n}={members[n][0] if n in members else of_link(draft, n, call, study)}" for n in names]
        that = f"not exists({draft.name}, {', '.join(asked)})"
        found.append(Require(that=that, otherwise=_taken(call), says="There is one already."))
    return found


def still_free(draft: Draft, record: str, call: Call, study: Study) -> list[ServiceStep]:
    """What stands once is not taken by another record when one is changed."""
    members, found = body_members(call), list[ServiceStep]()
    for stored in draft.fields.values():
        if not stored.unique or stored.made or stored.name not in members:
            continue
        term = members[stored.name][0]
        within = "".join(f", {name}={record}.{name}" for name in stored.within)
        taken = f"exists({draft.name}, {stored.name}={term}{within}, pk__ne={record}.pk)"
        that = f"not {taken}" if stored.name in needed(call) else f"not given({term}) or not {taken}"
        says = f"This {stored.name.replace('_', ' ')} is taken."
        found.append(Require(that=that, otherwise=_taken(call), says=says, field=stored.name))
    return found


def _taken(call: Call) -> FaultName:
    return "conflict" if 409 in call.statuses() else "invalid"


def of_link(draft: Draft, link: str, call: Call, study: Study) -> str:
    """The record behind a link: one that the path passes, or the caller."""
    to = draft.links[link].to
    passed = {known[0].name for part in place_of(call).passed if (known := study.addressed(part))}
    return to if to in passed else "caller"
