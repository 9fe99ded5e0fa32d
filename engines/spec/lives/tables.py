"""Reads tables of steps: From, To, Who; Status, Next; and cells that draw a life. Used by reader."""

from __future__ import annotations

from collections.abc import Iterator

from engines.spec.context import Context
from engines.spec.lists import items, options
from engines.spec.lives.arrows import read_arrows
from engines.spec.model import Claim, Statement, StatesClaim, Step

_FROM = frozenset(
    {
        "from",
        "status",
        "state",
        "current",
        "current status",
        "current state",
        "from status",
        "from state",
        "before",
        "stage",
    }
)
_TO = frozenset(
    {
        "to",
        "next",
        "next status",
        "next state",
        "to status",
        "to state",
        "after",
        "then",
        "next states",
        "may become",
        "leads to",
        "can become",
        "followed by",
    }
)
_WHO = frozenset({"who", "by", "role", "actor", "allowed", "whom", "done by", "by whom", "performed by", "roles"})


def read_rows(parts: tuple[Statement, ...], context: Context) -> Iterator[Claim]:
    """The steps that rows give."""
    for part in parts:
        if part.kind != "row":
            continue
        for claim in (*_steps(part, parts, context), *_drawn(part, context)):
            yield Claim(content=claim, sentence=part.number, by="lives")


def _steps(row: Statement, parts: tuple[Statement, ...], context: Context) -> Iterator[StatesClaim]:
    headers = [h.lower().strip() for h in row.headers]
    source, target, who = (next((n for n, h in enumerate(headers) if h in names), None) for names in (_FROM, _TO, _WHO))
    if source is None or target is None or max(source, target) >= len(row.cells):
        return
    english = context.english
    sources = tuple(english.snake(o) for o in options(row.cells[source]))
    cell = row.cells[target].strip()
    targets = [] if cell[:1] in ("(", "-", "–", "—") else [english.snake(o) for o in options(cell)]
    roles = tuple(english.name(r) for r in items(row.cells[who])) if who is not None and who < len(row.cells) else ()
    entity = _entity(row, parts, context)
    if entity and sources:
        steps = tuple(Step(target=t, sources=sources, roles=roles) for t in targets if t)
        yield StatesClaim(entity=entity, states=(*sources, *targets), steps=steps)


def _entity(row: Statement, parts: tuple[Statement, ...], context: Context) -> str:
    """What the table is about: its heading, the line before it, else the only thing that has a status, else the title."""
    line = next((p.text for p in reversed(parts) if p.number < row.number and p.kind not in ("row",)), "")
    cells = [
        p
        for p in parts
        if p.kind == "row" and p.number < row.number and any("status" in c.lower() for c in p.cells[1:])
    ]
    owners = [name for p in cells if (name := context.named(p.cells[0]))]
    title = parts[0].text if parts else ""
    for said in (row.heading, line):
        if said and said != title and (found := context.mentioned(said)):
            return found[0]
    return (owners or [*context.mentioned(title), ""])[0]


def _drawn(row: Statement, context: Context) -> Iterator[StatesClaim]:
    entity = context.named(row.cells[0]) if row.cells else ""
    for cell in row.cells[1:]:
        claim, _ = read_arrows(cell, entity, context.english, angles=cell.count(" > ") > 1)
        if entity and claim:
            yield claim
