"""Operations on several records at once: making all that a list brings, deleting all that parameters say."""

from __future__ import annotations

from engines.kernel.spec.service import Create, ForEach, Match, RemoveAll, Select, ServiceStep, Set
from engines.spec.interface.doing.making import values
from engines.spec.interface.doing.narrowing import narrowed
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.model import Call, Schema, snake
from engines.spec.interface.places import Place
from engines.spec.interface.reaching import reach, scope
from engines.spec.interface.replies import Scene, answer
from engines.spec.interface.schemas import is_array, properties, required, types
from engines.spec.interface.several import several_in


def make_several(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """POST of a list, each item of which becomes a record; all of them or none."""
    draft = next((d for d in study.drafts if d.create is call), None)
    found = several_in(call, study)
    way = reach(call, place, study) if draft and found else None
    if draft is None or found is None or way is None:
        return None
    given, schema = found
    links = [(name, term) for name, term in values(draft, call, way, study) if name in draft.links]
    made = Create(record=draft.name, of=draft.name, values=(*links, *_of_item(draft, schema)))
    reply = call.success.json if call.success else None
    told = {snake(n): f"len({given})" for n, part in properties(reply).items() if "integer" in types(part)}
    steps: list[ServiceStep] = [*way.steps, ForEach(item="item", of=given, steps=(made,))]
    lists: dict[str, Draft] = {}
    if is_array(reply) or any(is_array(part) for part in properties(reply).values()):
        within = "".join(f", {name}={term}" for name, term in links)
        steps.append(
            Set(name="made", to=f'list(reversed(rows({draft.name}{within}, order="-pk", limit=len({given}))))')
        )
        lists = {"made": draft}
    done = answer(Scene(study, call, dict(way.records), lists, told))
    return [*steps, done] if done else None


def _of_item(draft: Draft, schema: Schema) -> list[tuple[str, str]]:
    """What a record keeps of an item of the list."""
    found = []
    for wire, part in properties(schema).items():
        stored = draft.fields.get(snake(wire))
        if stored is None or stored.made:
            continue
        default = part.get("default")
        term = f"get(item, {wire!r})" if default is None else f"get(item, {wire!r}, {default!r})"
        if stored.type == "datetime":
            term = f"moment({term})"
            if not stored.nullable and wire not in required(schema):
                term = f"{term} or now()"
        found.append((stored.name, term))
    return found


def delete_several(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """DELETE of a collection: all that the parameters say, or all of the caller's."""
    draft = study.at(call.path) if call.method == "DELETE" and place.tail else None
    way = reach(call, place, study) if draft and draft.collection == call.path else None
    narrow = narrowed(call, draft, study) if draft and way else None
    if draft is None or way is None or narrow is None:
        return None
    asked, before = narrow
    where = tuple(
        Match(field=m.field, value=m.value, operator=m.operator, optional=m.optional and not _needed(call, m))
        for m in asked
    )
    where = (*scope(draft, way, call, study), *where)
    records = draft.plural if draft.plural not in (draft.name, *way.records) else f"{draft.name}_list"
    reply = call.success.json if call.success else None
    told = {snake(n): f"len({records})" for n, part in properties(reply).items() if "integer" in types(part)}
    done = answer(Scene(study, call, dict(way.records), told=told))
    counted = [Select(records=records, of=draft.name, where=where)] if told else []
    return [*way.steps, *before, *counted, RemoveAll(of=draft.name, where=where), done] if done else None


def _needed(call: Call, match: Match) -> bool:
    return any(p.required and p.term in match.value for p in call.among("query"))
