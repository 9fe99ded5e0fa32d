"""Members of an answer that a document works out in prose, checked against its examples. Called by computing and making."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engines.kernel.spec.service import Find, Match, ServiceStep
from engines.kernel.spec.service_terms import FUNCTIONS, MEMBERS, QUERIES
from engines.spec.interface.drafts import Study
from engines.spec.interface.envelopes import body_members, core
from engines.spec.interface.model import Body, Call, Parameter, Reply, Schema, snake
from engines.spec.interface.schemas import properties, required, types
from engines.spec.interface.sums.arithmetic import number_of
from engines.spec.interface.sums.bands import banded, truth
from engines.spec.interface.sums.formulas import described, formulas, unread
from engines.spec.interface.sums.points import points
from engines.spec.interface.sums.worked import NotHere, agrees, worked_out
from engines.spec.patterns import pattern

_DEFAULT = pattern(
    r"\bdefaults?(?: is| to|:)?\s+(-?\d+(?:\.\d+)?)|\b(-?\d+(?:\.\d+)?|zero|one) (?:by default|if (?:absent|missing|left out|omitted))",
    re.IGNORECASE,
)
_NUMBERS = frozenset(("integer", "number"))


@dataclass
class Reckoning:
    """What prose works out: terms by the wire names of an answer's members, in an order in which each stands on earlier ones.

    `records`: those that terms name, with their resource, the field that addresses them and the term for it. `unread`: members
    with a formula that was not understood.
    """

    terms: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    records: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)


def looked_up(reckoned: Reckoning) -> list[ServiceStep]:
    """Finds the records that terms name."""
    used = " ".join(reckoned.terms.values())
    return [
        Find(record=record, of=of, where=(Match(field=identity, value=term),))
        for record, (of, identity, term) in reckoned.records.items()
        if re.search(rf"\b{record}\.", used)
    ]


def reckon(call: Call, study: Study) -> Reckoning | None:
    """What is told of an operation's answer; None where its own examples contradict it."""
    reply = call.success
    shown = properties(core(reply.json, study.words)) if reply else {}
    given = {wire: term for wire, (term, schema) in sent(call, study).items() if types(schema) & _NUMBERS}
    made = {wire: _name(wire) for wire in shown if wire not in given and snake(wire) not in {snake(w) for w in given}}
    numbers = {wire: name for wire, name in made.items() if types(shown[wire]) & _NUMBERS}
    text = _text(call, reply, study)
    records: dict[str, tuple[str, str, str]] = {}
    given |= _kept(call, study, records)
    told = formulas(text, numbers, given)
    found = {wire: (one.term, one.uses) for wire, one in told.items()}
    for wire in numbers:
        said = str(shown[wire].get("description", ""))
        if wire not in found and said and (one := described(said, wire, numbers, given)):
            found[wire] = (one.term, one.uses)
    _points(call, shown, numbers, text, found, study)
    _bands(shown, made, numbers, given, text, found)
    reckoning = Reckoning(names=made, records=records, unread=unread(text, numbers, told))
    _ordered(found, made, reckoning)
    return reckoning if _agree(call, reply, reckoning) else None


def sent(call: Call, study: Study) -> dict[str, tuple[str, Schema]]:
    """What a request brings, by its name on the wire: a term and its schema. What may be missing has what the text says then."""
    members = body_members(call)
    wires = {snake(wire): wire for wire in _wires(call)}
    needed = _needed(call)
    found: dict[str, tuple[str, Schema]] = {}
    for word, (term, schema) in members.items():
        wire = wires.get(word, word)
        sure = wire in needed or ("default" in schema and call.method != "PATCH")
        if usual := term if sure else _usual(term, schema):
            found[wire] = (usual, schema)
    for parameter in call.parameters:
        sure = parameter.required or "default" in parameter.schema
        if usual := parameter.term if sure else _usual(parameter.term, _described(parameter)):
            found[parameter.name] = (usual, parameter.schema)
    return found


def _kept(call: Call, study: Study, records: dict[str, tuple[str, str, str]]) -> dict[str, str]:
    """The numbers of records that a text of the request may name: `from.rate`, where `from` names a currency."""
    found: dict[str, str] = {}
    for wire, (term, schema) in sent(call, study).items():
        for draft in study.drafts if types(schema) == {"string"} else ():
            numbers = [n for n, f in draft.fields.items() if f.type in ("integer", "number") and n in draft.given]
            identity = draft.fields.get(draft.identity)
            if not numbers or identity is None or identity.made or identity.type != "text" or draft.parent:
                continue
            record = f"{snake(wire).rstrip('_')}_{draft.name}"
            records[record] = (draft.name, draft.identity, term)
            found |= {f"{wire}.{n}": f"{record}.{n}" for n in numbers}
            found |= {
                f"{wire}.{name}": f"{record}.{snake(name)}"
                for s in draft.shapes
                for name in properties(s)
                if snake(name) in numbers
            }
    return found


def _described(parameter: Parameter) -> Schema:
    return {**parameter.schema, "description": f"{parameter.schema.get('description', '')} {parameter.description}"}


def _usual(term: str, schema: Schema) -> str:
    """A member that may be left out, with the number that its description says it has then; empty where that says none."""
    match = _DEFAULT.search(str(schema.get("description", "")))
    number = number_of(match[1] or match[2]) if match else ""
    return f"({term} if {term} is not None else {number})" if number else ""


def _wires(call: Call) -> Iterator[str]:
    schema = (call.body.json or call.body.form) if call.body else None
    members = properties(schema)
    yield from members
    if len(members) == 1:
        yield from properties(next(iter(members.values())))


def _needed(call: Call) -> frozenset[str]:
    schema = (call.body.json or call.body.form) if call.body and call.body.required else None
    found = set((schema or {}).get("required", ()))
    for part in properties(schema).values():
        found |= set(part.get("required", ()))
    return frozenset(found)


def _name(wire: str) -> str:
    word = snake(wire)
    return f"{word}_" if word in {*FUNCTIONS, *QUERIES, *MEMBERS, "raw", "found", "caller", "session"} else word


def _text(call: Call, reply: Reply | None, study: Study) -> str:
    said = [call.words, study.prose.get(call.key, ""), reply.description if reply else ""]
    said += [parameter.description for parameter in call.parameters]
    body = (call.body.json or call.body.form) if call.body else None
    said += [str((body or {}).get("description", ""))]
    return "\n".join(part for part in said if part)


def _points(
    call: Call,
    shown: Mapping[str, Schema],
    numbers: Mapping[str, str],
    text: str,
    found: dict[str, tuple[str, frozenset[str]]],
    study: Study,
) -> None:
    texts = [term for term, schema in sent(call, study).values() if types(schema) == {"string"}]
    left = [wire for wire in numbers if wire not in found and "integer" in types(shown[wire])]
    if len(texts) == 1 and len(left) == 1 and (term := points(text, texts[0])):
        found[left[0]] = (term, frozenset())


def _bands(
    shown: Mapping[str, Schema],
    made: Mapping[str, str],
    numbers: Mapping[str, str],
    given: Mapping[str, str],
    text: str,
    found: dict[str, tuple[str, frozenset[str]]],
) -> None:
    """Members that say in a word, or in truth or untruth, where a number lies."""
    known = {wire: name for wire, name in numbers.items() if wire in found}
    subjects = known or dict(given)
    for wire, schema in shown.items():
        if wire in found or wire not in made:
            continue
        said = str(schema.get("description", ""))
        subject = _subject(said or text, subjects)
        if not subject:
            continue
        choices = [value for value in schema.get("enum", ()) if isinstance(value, str)]
        term = ""
        if choices:
            term = banded(said, choices, subject) or banded(_about(wire, text), choices, subject)
        elif types(schema) == {"boolean"}:
            term = truth(said, subject)
        if term:
            found[wire] = (term, frozenset((subject,)))


def _subject(text: str, subjects: Mapping[str, str]) -> str:
    """The number that a text is about; the only one there is, where it names none."""
    named = [term for wire, term in subjects.items() if re.search(rf"\b{re.escape(wire)}\b", text)]
    if len(subjects) == 1:
        return next(iter(subjects.values()))
    return named[0] if len(named) == 1 else ""


def _about(wire: str, text: str) -> str:
    """The text from where it names a member, else all of it."""
    match = re.search(rf"\b{re.escape(wire)}\b", text, re.IGNORECASE)
    return text[match.end() :] if match else text


def _ordered(found: Mapping[str, tuple[str, frozenset[str]]], made: Mapping[str, str], reckoning: Reckoning) -> None:
    """Those whose parts are known, each behind what it stands on; circles are left out."""
    own = {name: wire for wire, name in made.items()}
    left = dict(found)
    while left:
        ready = [w for w, (_, uses) in left.items() if all(own[u] in reckoning.terms for u in uses if u in own)]
        if not ready:
            return
        for wire in ready:
            reckoning.terms[wire] = left.pop(wire)[0]


def _agree(call: Call, reply: Reply | None, reckoning: Reckoning) -> bool:
    """Whether every example of the document that shows both sides comes out as it is told."""
    for request, shown in _examples(call, reply):
        values = dict(request)
        for wire, term in reckoning.terms.items():
            try:
                values[reckoning.names[wire]] = worked_out(term, values)
            except NotHere:
                continue
            if wire in shown and not agrees(values[reckoning.names[wire]], shown[wire]):
                return False
    return True


def _examples(call: Call, reply: Reply | None) -> Iterator[tuple[dict[str, Any], Mapping[str, Any]]]:
    """Requests with the answers that belong to them: those of one name, else one of each."""
    known: dict[str, Any] = {parameter.where: {} for parameter in call.parameters}
    for parameter in call.parameters:
        shown = parameter.example if parameter.example is not None else parameter.schema.get("default")
        if shown is not None:
            known[parameter.where][parameter.name] = shown
    answers = _labelled(reply)
    if call.body is None:
        yield from ((known, answer) for answer in answers.values() if len(answers) == 1)
        return
    bodies = _labelled(call.body)
    place = "body" if call.body.json is not None else "form"
    if len(bodies) == len(answers) == 1:
        answers = dict(zip(bodies, answers.values(), strict=True))
    for label, answer in answers.items():
        if label in bodies:
            yield {**known, place: bodies[label]}, _inner(answer)


def _labelled(side: Body | Reply | None) -> dict[str, Mapping[str, Any]]:
    """The examples of one side by their names; where there is none, one made of those of the schema's members."""
    if side is None:
        return {}
    found = {label: e for label, e in zip(side.labels, side.examples, strict=False) if isinstance(e, Mapping)}
    schema = side.json or (side.form if isinstance(side, Body) else None)
    if found or not schema:
        return found
    if isinstance(whole := _shown(schema), Mapping):
        return {"": whole}
    parts = {name: shown for name, part in properties(schema).items() if (shown := _shown(part)) is not None}
    return {"": parts} if parts and required(schema) <= set(parts) else {}


def _shown(schema: Schema) -> Any:
    several = schema.get("examples")
    return schema.get("example", several[0] if isinstance(several, list) and several else None)


def _inner(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """What stands in an envelope."""
    only = next(iter(answer.values()), None)
    return only if len(answer) == 1 and isinstance(only, Mapping) else answer
