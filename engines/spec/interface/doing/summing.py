"""Operations that tell numbers about many records: /stats, /orders/summary, /monitors/{id}/uptime."""

from __future__ import annotations

from engines.kernel.spec.service import Match, Select, ServiceStep
from engines.spec.interface.doing.narrowing import narrowed
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.envelopes import core, listed
from engines.spec.interface.figures import Rows, figure
from engines.spec.interface.model import Call, snake
from engines.spec.interface.people import holder, owner_link
from engines.spec.interface.places import Place
from engines.spec.interface.reaching import Way, is_private, reach
from engines.spec.interface.replies import Scene, answer
from engines.spec.interface.schemas import is_object, properties, required, types
from engines.spec.interface.showing import derived_term


def summed(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """GET of an object all of whose members are numbers about records, or are told by the record that the path passes."""
    reply = call.success
    if (
        call.method != "GET"
        or not place.tail
        or reply is None
        or reply.json is None
        or is_object(listed(reply.json, study.words))
    ):
        return None
    shown = core(reply.json, study.words)
    way = reach(call, place, study)
    if way is None or not properties(shown):
        return None
    known = _known(call, place, way, study)
    before: list[ServiceStep] = []
    if call.among("query"):
        if not known or (select := _selected(call, known[0], study)) is None:
            return None
        before, rows = select
        known = [rows]
    told: dict[str, str] = {}
    for name, schema in properties(shown).items():
        term = figure(name, schema, known, study, told=lambda draft, word: _told(draft, word, study))
        if term is None and way.last and types(schema) != {"object"}:
            term = derived_term(way.last, snake(name), schema, study)
        if term is not None:
            told[snake(name)] = term
        elif name in required(shown) or not required(shown):
            return None
    done = answer(Scene(study, call, told=told, subject=None))
    return [*way.steps, *before, done] if done else None


def _told(draft: Draft, word: str, study: Study) -> str:
    """The term for a number that records show and do not keep."""
    for shape in draft.shapes:
        for name, schema in properties(shape).items():
            if word in (name.lower(), snake(name)) and types(schema) & {"integer", "number"}:
                return derived_term(draft, snake(name), schema, study) or ""
    return ""


def _known(call: Call, place: Place, way: Way, study: Study) -> list[Rows]:
    """The records that an operation may tell numbers of: those of its path, below the record passed, or all of the caller's."""
    if way.last:
        below = [
            d for d in study.drafts if d.link_to(way.last) and d is not way.last and not d.own and (d.shapes or d.given)
        ]
        rows = [Rows(d, f"{d.link_to(way.last)}={way.last.name}") for d in below]
        return sorted(rows, key=lambda one: one.draft.parent is not way.last)
    before = study.at(call.path.removesuffix(f"/{place.tail}"))
    drafts = [
        d for d in study.drafts if d.shapes and d is not study.accounts and d is not study.sessions and d is not before
    ]
    return [
        Rows(d, within)
        for d in ([before] if before else []) + drafts
        if (within := _within(call, d, study)) is not None
    ]


def _within(call: Call, draft: Draft, study: Study) -> str | None:
    """The condition that limits records to the caller's own; None for what the caller has no part in."""
    who = holder(call, study)
    if draft is who:
        return None
    owner = owner_link(draft, study)
    if owner and who and draft.links[owner].to == who.name and is_private(draft, study):
        return f"{owner}=caller"
    parent = draft.parent
    if (
        parent
        and (of_parent := owner_link(parent, study))
        and who
        and parent.links[of_parent].to == who.name
        and is_private(parent, study)
    ):
        return f"{draft.link_to(parent)}__{of_parent}=caller"
    return ""


def _selected(call: Call, rows: Rows, study: Study) -> tuple[list[ServiceStep], Rows] | None:
    """The records that the parameters narrow, at hand as a list."""
    draft = rows.draft
    narrow = narrowed(call, draft, study)
    if narrow is None:
        return None
    where, before = narrow
    if rows.within:
        name, _, value = rows.within.partition("=")
        where = [Match(field=name.replace("__", "."), value=value), *where]
    name = draft.plural if draft.plural != draft.name else f"{draft.name}_list"
    return [*before, Select(records=name, of=draft.name, where=tuple(where), order=("pk",))], Rows(draft, listed=name)
