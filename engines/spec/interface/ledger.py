"""Numbers that records keep and that operations move: a balance by deposits and withdrawals, a stock by movements. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from engines.kernel.spec.service import Change, FaultName, If, Require, ServiceStep, Set
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.envelopes import body_members
from engines.spec.interface.model import Call, Schema, snake
from engines.spec.interface.places import place_of
from engines.spec.interface.rules import sentences, states_of
from engines.spec.interface.schemas import properties, types
from engines.spec.patterns import pattern

AMOUNTS = (
    "amount",
    "amount_cents",
    "quantity",
    "qty",
    "points",
    "delta",
    "change",
    "units",
    "count",
    "value",
    "by",
    "cents",
    "credits",
    "adjustment",
)
_SIGNED = ("delta", "change", "by", "adjustment", "difference")
_MORE = pattern(r"\b(?:adds?|added|increases?|raises?|credits?|tops? up|puts? (?:back|in|into)|pays? in|fills?)\b")
_LESS = pattern(
    r"\b(?:subtracts?|deducts?|decreases?|reduces?|lowers?|debits?|takes? (?:away|out|from|off)|removes?|spends?|consumes?|redeems?|pays? out|withdraws?)\b"
)
_ENOUGH = pattern(
    r"\b(?:negative|below (?:zero|0)|under (?:zero|0)|overdr\w+|insufficient|not enough|without enough|too (?:little|low|few)|exceeds?|more than|at most|short)\b"
)
_AFTER = ("after", "new", "resulting", "running", "then", "now", "current")


@dataclass(frozen=True)
class Movement:
    """A number of a record that an operation moves. `term`: the value that it has then; `signed`: by how much, as a term."""

    field: str
    term: str
    signed: str
    steps: tuple[ServiceStep, ...]


def movement(call: Call, record: str, draft: Draft, study: Study) -> Movement | None:
    """How an operation moves a number of a record that its path passes; None where it moves none."""
    members = body_members(call)
    amount = next((n for n in AMOUNTS if n in members and types(members[n][1]) & {"integer", "number"}), "")
    kept = tally_of(draft, study, study.said(call))
    if not amount or not kept:
        return None
    term, schema = members[amount]
    signed = _signed(call, amount, term, schema, members, f"{record}.{kept}", study)
    if not signed:
        return None
    after = f"{kept}_after" if kept not in members else "after"
    steps: list[ServiceStep] = []
    fits = signed != term
    if signed.startswith("(") and signed != f"({term})":
        steps.append(Set(name="moved", to=signed[1:-1]))
        signed = "moved"
    steps.append(Set(name=after, to=_sum(f"{record}.{kept}", signed.strip("()"))))
    if fits and (enough := refused_below(call, study)):
        steps.append(
            Require(that=f"{after} >= 0", otherwise=enough, says="There is not enough for that.", field=amount)
        )
    steps.append(Change(record=record, values=((kept, after),)))
    if emptied := _emptied(call, draft, study):
        name, value = emptied
        steps.append(If(that=f"{after} == 0", then=(Change(record=record, values=((name, value),)),)))
    return Movement(kept, after, signed, tuple(steps))


_NOTHING = pattern(
    r"\b(?:nothing (?:is|remains)(?: left)?|(?:is|reaches|becomes|hits|falls to|drops to) (?:zero|0|empty)|runs? out|is (?:all )?(?:spent|gone|used up))\b"
)


def _emptied(call: Call, draft: Draft, study: Study) -> tuple[str, str] | None:
    """The state in which a record is when nothing is left: `when nothing is left the voucher becomes used_up`."""
    for sentence in sentences(call, study):
        match = _NOTHING.search(sentence)
        for value, name in states_of(draft).items() if match else ():
            word = re.escape(snake(value)).replace("_", "[ _-]")
            if match and re.search(
                rf"\b(?:becomes?|is|turns|goes|marked|set)(?: (?:to|as|into))? [\"'`]?{word}\b", sentence[match.end() :]
            ):
                return name, repr(value)
    return None


def tally_of(draft: Draft, study: Study, said: str = "") -> str:
    """The number of a record that movements change: one that a sentence names, or that is known as such."""
    numbers = [f.name for f in draft.fields.values() if f.type in ("integer", "number") and not f.made]
    own = [n for n in numbers if n not in draft.given]
    named = next((n for n in own if re.search(rf"\b{n.replace('_', '[ _]')}\b", said)), "")
    known = [
        n for n in numbers if study.words.is_a("holdings", n) or study.words.is_a("holdings", n.removesuffix("_cents"))
    ]
    return named or next((n for n in known if n in own), known[0] if known else "")


def refused_below(call: Call, study: Study) -> FaultName | None:
    """How more than there is is refused: as a sentence says, else by what the operation declares; None where nothing tells."""
    declared = call.statuses()
    usual: tuple[tuple[FaultName, int], ...] = (
        ("unpaid", 402),
        ("conflict", 409),
        ("unprocessable", 422),
        ("invalid", 400),
    )
    for sentence in sentences(call, study):
        if _ENOUGH.search(sentence):
            for name, status in usual:
                if str(status) in sentence and status in declared:
                    return name if name != "unprocessable" or 400 in declared else "invalid"
    return next((name for name, status in usual[:2] if status in declared), None) or _otherwise(call, study)


def _otherwise(call: Call, study: Study) -> FaultName | None:
    told = any(_ENOUGH.search(sentence) for sentence in sentences(call, study))
    return "invalid" if told and {400, 422} & call.statuses() else None


def _signed(
    call: Call,
    amount: str,
    term: str,
    schema: Schema,
    members: Mapping[str, tuple[str, Schema]],
    kept: str,
    study: Study,
) -> str:
    """By how much the number changes, as a term; empty where nothing tells the way."""
    for _, (kind, part) in members.items():
        choices = [c for c in (*part.get("enum", ()), *_constants(part)) if isinstance(c, str)]
        ways = {choice: _way(snake(choice), study, inner=True) for choice in choices}
        if len(choices) > 1 and all(ways.values()):
            return _by_kind(kind, ways, term, kept)
    word = place_of(call).word
    if amount in _SIGNED and (schema.get("minimum") is None or schema["minimum"] < 0) and not _way(word, study):
        return f"({term})"
    if (
        way := _way(word, study)
        or _way(study.english.singular(word), study)
        or next((w for part in call.id.split("_") if (w := _way(part, study))), "")
    ):
        return {"+": term, "-": f"-{term}", "=": f"{term} - {kept}"}[way]
    said = study.said(call)
    more, less = bool(_MORE.search(said)), bool(_LESS.search(said))
    return (term if more else f"-{term}") if more != less else ""


def _constants(schema: Schema) -> tuple[object, ...]:
    return tuple(part["const"] for part in (*schema.get("oneOf", ()), *schema.get("anyOf", ())) if "const" in part)


def _way(word: str, study: Study, *, inner: bool = False) -> str:
    """Whether a word makes a number more, less, or another one; empty where it does not tell. `inner`: 0 for what only moves it."""
    for kind, sign in (("increases", "+"), ("decreases", "-"), ("replaces", "="), ("moves", "0" if inner else "")):
        if sign and (study.words.is_a(kind, word) or study.words.is_a(kind, study.english.base(word))):
            return sign
    return ""


def _by_kind(kind: str, ways: Mapping[str, str], term: str, kept: str) -> str:
    """The way that a member of the request tells."""
    terms = {"-": f"-{term}", "=": f"{term} - {kept}", "0": "0"}
    found = term
    for sign, other in terms.items():
        told = [json.dumps(choice) for choice, way in ways.items() if way == sign]
        asked = f"{kind} == {told[0]}" if len(told) == 1 else f"{kind} in [{', '.join(told)}]"
        found = f"{other} if {asked} else {found}" if told else found
    return f"({found})"


def _sum(kept: str, signed: str) -> str:
    return f"{kept} - {signed[1:]}" if signed.startswith("-") else f"{kept} + {signed}"


def booked(draft: Draft, call: Call, move: Movement, study: Study) -> list[tuple[str, str]]:
    """What an entry keeps of the movement that it books: what was left then, by how much it changed, of which kind it is."""
    found: list[tuple[str, str]] = []
    brought = body_members(call)
    for shape in draft.shapes:
        for member, schema in properties(shape).items():
            name = snake(member)
            numeric = bool(types(schema) & {"integer", "number"})
            if name in brought or name not in draft.fields:
                continue
            if numeric and (set(name.split("_")) & set(_AFTER) or name == move.field):
                found.append((name, move.term))
            elif numeric and (name in AMOUNTS or name.endswith("_change")):
                found.append((name, move.signed))
    return list(dict(found).items())
