"""What one record gives another of the number that both keep: transfers between accounts, stock between places. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator

from engines.kernel.spec.service import Change, Create, FaultName, Require, ServiceStep, Set
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.envelopes import body_members
from engines.spec.interface.ledger import AMOUNTS, refused_below, tally_of
from engines.spec.interface.model import Call, snake
from engines.spec.interface.people import owner_link
from engines.spec.interface.rules import FAULTS, rules, sentences
from engines.spec.interface.schemas import nullable, properties, types
from engines.spec.patterns import pattern

_SAME = pattern(r"\bsame (\w+)\b")
_STATUS = pattern(r"\b(4\d\d)\b")
_AFTER = ("after", "resulting", "new")


def sides(draft: Draft, study: Study) -> tuple[str, str] | None:
    """The links to who gives and to who takes, where a record has both to one resource."""
    gives = next((link for link in draft.referring.values() if is_side("gives", link, study)), "")
    takes = next((link for link in draft.referring.values() if is_side("takes", link, study)), "")
    alike = gives and takes and draft.links[gives].to == draft.links[takes].to
    return (gives, takes) if alike else None


def is_side(kind: str, name: str, study: Study) -> bool:
    """Whether a name says who gives, or who takes."""
    return any(study.words.is_a(kind, part) for part in name.split("_"))


def transferred(draft: Draft, call: Call, study: Study) -> list[ServiceStep]:
    """The steps that move a number from one record to another, refused where there is not enough; entries are booked on both."""
    pair = sides(draft, study)
    other = study.named(draft.links[pair[0]].to) if pair else None
    members = body_members(call)
    amount = next((n for n in AMOUNTS if n in members and types(members[n][1]) & {"integer", "number"}), "")
    kept = tally_of(other, study, study.said(call)) if other else ""
    if pair is None or other is None or not amount or not kept:
        return []
    gives, takes = pair
    brought = next(name for name, link in draft.referring.items() if link == takes)
    term = members[amount][0]
    wrong: FaultName = "unprocessable" if {400, 422} <= call.statuses() else "invalid"
    steps: list[ServiceStep] = [
        Require(that=f"{gives} != {takes}", otherwise=wrong, says="Both are the same.", field=brought)
    ]
    steps += _alike(call, other, pair, brought, study)
    steps += rules(call, gives, other, study)
    steps += rules(call, takes, other, study)
    left, more = f"{gives}_left", f"{takes}_then"
    steps.append(Set(name=left, to=f"{gives}.{kept} - {term}"))
    if enough := refused_below(call, study):
        steps.append(Require(that=f"{left} >= 0", otherwise=enough, says="There is not enough for that.", field=amount))
    steps.append(Change(record=gives, values=((kept, left),)))
    steps.append(Set(name=more, to=f"{takes}.{kept} + {term}"))
    steps.append(Change(record=takes, values=((kept, more),)))
    for entry in study.drafts:
        if entry.parent is other and entry.also:
            steps += _entries(entry, ((gives, left, "decreases"), (takes, more, "increases")), term, call, study)
    return steps


def _alike(call: Call, other: Draft, pair: tuple[str, str], brought: str, study: Study) -> Iterator[Require]:
    """`both must have the same currency (422)`."""
    for sentence in sentences(call, study):
        for match in _SAME.finditer(sentence):
            if match[1] in other.fields:
                status = next((int(s[1]) for s in _STATUS.finditer(sentence[match.end() :])), 0)
                fault: FaultName = FAULTS[status][0] if status in FAULTS and status in call.statuses() else "invalid"
                fault = "invalid" if status == 422 and 400 not in call.statuses() else fault
                yield Require(
                    that=f"{pair[0]}.{match[1]} == {pair[1]}.{match[1]}",
                    otherwise=fault,
                    says=f"The {match[1]} is another.",
                    field=brought,
                )


def _entries(
    entry: Draft, moved: tuple[tuple[str, str, str], ...], term: str, call: Call, study: Study
) -> Iterator[Create]:
    """An entry on each side, where the entries have a kind for that."""
    for record, after, way in moved:
        values = [(entry.link_to(entry.parent), record)]
        if owner := owner_link(entry, study):
            of = owner_link(entry.parent, study) if entry.parent else ""
            values.append((owner, f"{record}.{of}" if of else "caller"))
        for shape in entry.shapes:
            for member, schema in properties(shape).items():
                name, choices = snake(member), [c for c in schema.get("enum", ()) if isinstance(c, str)]
                if name not in entry.fields or entry.fields[name].made:
                    continue
                kind = next(
                    (
                        c
                        for c in choices
                        if "transfer" in snake(c)
                        and any(study.words.is_a(way, w) for w in (snake(c), *snake(c).split("_")))
                    ),
                    "",
                )
                if choices and not kind:
                    return
                if kind:
                    values.append((name, json.dumps(kind)))
                elif types(schema) & {"integer", "number"}:
                    values.append((name, after if set(name.split("_")) & set(_AFTER) else term))
                elif not nullable(schema) and not entry.fields[name].nullable:
                    return
        yield Create(record=f"{record}_entry", of=entry.name, values=tuple(dict(values).items()))
