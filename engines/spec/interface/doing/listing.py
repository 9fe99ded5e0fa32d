"""Operations that list: which records, narrowed by what parameters, in which order, how many at once."""

from __future__ import annotations

from engines.kernel.spec.service import Match, Select, ServiceStep, Terms
from engines.spec.interface.doing.described import said_of
from engines.spec.interface.doing.narrowing import ask
from engines.spec.interface.doing.paging import Wanted, page, tell_sizes, tell_totals
from engines.spec.interface.doing.sorting import order_of
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.envelopes import listed
from engines.spec.interface.figures import Rows, figure
from engines.spec.interface.likeness import represents
from engines.spec.interface.marks import feed_condition
from engines.spec.interface.model import Call, Parameter, snake
from engines.spec.interface.people import holder, is_own, of_caller, owner_link
from engines.spec.interface.places import Place
from engines.spec.interface.reaching import is_private, linked, reach
from engines.spec.interface.replies import Scene, answer
from engines.spec.interface.schemas import is_object, properties, types
from engines.spec.interface.sharing import may_see
from engines.spec.interface.soft import unless_deleted
from engines.spec.interface.visibility import seen_by, shown_to_all


def list_all(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """GET of a collection."""
    draft = _draft(call, place, study)
    if call.method != "GET" or draft is None or not call.success or call.success.json is None:
        return None
    way = reach(call, place, study)
    if way is None:
        return None
    wanted = Wanted()
    wanted.where += linked(draft, way)
    _whose(call, place, draft, wanted, study)
    wanted.where += unless_deleted(call, draft, study)
    wanted.where += [] if _own_asked(call, study) else said_of(call, draft, study)
    for parameter in call.among("query"):
        ask(parameter, draft, call, wanted, study)
    page(call, wanted, study)
    records = draft.plural if draft.plural not in (draft.name, *way.records) else f"{draft.name}_list"
    select = Select(
        records=records,
        of=draft.name,
        where=tuple(wanted.where),
        that=" and ".join(f"({that})" if " or " in that else that for that in wanted.that),
        order=order_of(draft, call, study),
        order_by=wanted.order_by,
        limit=wanted.limit,
        offset=wanted.offset,
        total="total" if wanted.limit else "",
    )
    tell_totals(wanted, records, draft, study)
    _tell_figures(call, draft, wanted, records, study)
    tell_sizes(draft, wanted, way, study)
    done = answer(
        Scene(study, call, dict(way.records), {records: draft}, wanted.told), headers=_counted(call, wanted, records)
    )
    return [*way.steps, *wanted.before, select, done] if done else None


def _whose(call: Call, place: Place, draft: Draft, wanted: Wanted, study: Study) -> None:
    """Whose records a list shows: the caller's own, those of whom the caller follows, or everybody's."""
    who, owner = holder(call, study), owner_link(draft, study)
    asked = _own_asked(call, study)
    if asked and who and owner and draft.links[owner].to == who.name:
        others = shown_to_all(draft, study, in_lists=True)
        theirs = f"(not {asked.term} and {others})" if others else f"not {asked.term}"
        wanted.that.append(f"({asked.term} and {draft.name}.{owner} == caller) or {theirs}")
        return
    mine = who is not None and () not in call.security and of_caller(call, place, study)
    if not mine and (visible := seen_by(call, draft, study, in_lists=True)) and not is_private(draft, study):
        wanted.that.append(visible)
    if not who or not owner or draft.links[owner].to != who.name or who.name in {m.value for m in wanted.where}:
        return
    if feed := feed_condition(call, place, draft, owner, study):
        wanted.that.append(feed)
    elif is_private(draft, study) and (shared := may_see(draft, study)):
        wanted.that.append(shared)
    elif is_private(draft, study) or mine:
        wanted.where.append(Match(field=owner, value="caller"))


def _tell_figures(call: Call, draft: Draft, wanted: Wanted, records: str, study: Study) -> None:
    """Numbers of what a list shows, as their descriptions say; of a page none can be told."""
    reply = call.success.json if call.success and not wanted.limit else None
    for name, schema in properties(reply).items():
        numeric = types(schema) & {"integer", "number"} and snake(name) not in wanted.told
        told = figure(name, schema, [Rows(draft, listed=records)], study, said_only=True) if numeric else None
        if told:
            wanted.told[snake(name)] = told


def _counted(call: Call, wanted: Wanted, records: str) -> Terms:
    """How many there are in all, where a header tells that."""
    promised = call.success.headers if call.success else ()
    names = [name for name in promised if name.lower() in ("x-total-count", "x-total", "total-count", "x-count")]
    return tuple((name, "str(total)" if wanted.limit else f"str(len({records}))") for name in names)


def _draft(call: Call, place: Place, study: Study) -> Draft | None:
    """The resource that an operation lists."""
    if draft := study.at(call.path):
        return draft
    shown = listed(call.success.json, study.words) if call.success else {}
    if not place.tail or not is_object(shown):
        return None
    return next((d for d in study.drafts if represents(shown, d)), None)


def _own_asked(call: Call, study: Study) -> Parameter | None:
    """The parameter that asks for the caller's own."""
    return next((p for p in call.among("query") if "boolean" in types(p.schema) and is_own(p.word, study)), None)
