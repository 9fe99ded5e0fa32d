"""What a caller says once of a record: said, said anew, heard and taken back."""

from __future__ import annotations

from engines.kernel.spec.service import Change, Create, Find, If, Match, Remove, ServiceStep
from engines.spec.interface.capacity import capacity_of, room
from engines.spec.interface.doing.checking import referred
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.envelopes import body_members
from engines.spec.interface.model import Call
from engines.spec.interface.people import holder, owner_link
from engines.spec.interface.places import Place
from engines.spec.interface.reaching import Way, reach
from engines.spec.interface.replies import Scene, answer
from engines.spec.interface.rules import on_way


def say(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """PUT or POST of what a caller says: made, or changed when it was said before."""
    found = _own(call, place, study)
    if found is None or call.method not in ("PUT", "POST"):
        return None
    own, parent, way, of, by = found
    if (of, by) not in own.once:
        own.once.append((of, by))
    told = body_members(call)
    kept = [(n, _kept(own, n, term)) for n, (term, _) in told.items() if n in own.fields and not own.fields[n].made]
    given = (*kept, *((link, link) for name, link in own.referring.items() if name in told))
    made: ServiceStep = Create(record=own.name, of=own.name, values=((of, parent.name), (by, "caller"), *given))
    change = Change(record=own.name, values=given)
    value = next((term for _, (term, _) in told.items()), "")
    mine = {f"{whose}_{own.name}": value for whose in ("my", "your", "user", "own")}
    scene = Scene(study, call, {**way.records, own.name: own}, told=mine, subject=parent)
    place_left = room(call, own, parent, of, study)
    field = f"{parent.name}.{capacity_of(parent, study)} "
    rules = [rule for rule in on_way(call, way.records, study) if not (place_left and field in f"{rule.that} ")]
    named = referred(own, call, way, study)
    steps: list[ServiceStep] = [*way.steps, *rules, *named, _find(own, parent, of, by), *place_left]
    done, fresh = answer(scene), answer(scene, status=201 if 201 in call.statuses() else 0)
    again = answer(scene, status=200) if 200 in call.statuses() else done
    if done is None or fresh is None or again is None:
        return None
    if fresh != again:
        return [*steps, If(that=f"{own.name} is None", then=(made, fresh)), change, again]
    return [*steps, If(that=f"{own.name} is None", then=(made,), otherwise=(change,)), done]


def unsay(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """DELETE of what a caller said, and GET of it."""
    found = _own(call, place, study)
    if found is None or call.method not in ("DELETE", "GET"):
        return None
    own, parent, way, of, by = found
    scene = Scene(study, call, {**way.records, own.name: own}, subject=parent)
    if call.method == "GET":
        done = answer(scene)
        return [*way.steps, _find(own, parent, of, by, otherwise=True), done] if done else None
    before = [*way.steps, *on_way(call, way.records, study)]
    done = answer(Scene(study, call, way.records, subject=parent))
    if done is None:
        return None
    if 404 in call.statuses() and 204 in call.statuses():
        return [*before, _find(own, parent, of, by, otherwise=True), Remove(record=own.name), done]
    there = If(that=f"{own.name} is not None", then=(Remove(record=own.name),))
    return [*before, _find(own, parent, of, by), there, done]


def _own(call: Call, place: Place, study: Study) -> tuple[Draft, Draft, Way, str, str] | None:
    """What callers have one of at a path, what it is about, and its links to that and to whoever said it."""
    own = next((d for d in study.drafts if d.own and d.create and d.create.path == call.path), None)
    if own is None or own.parent is None or holder(call, study) is None:
        return None
    way = reach(call, place, study, anyone=True)
    by, of = owner_link(own, study), own.link_to(own.parent)
    return (own, own.parent, way, of, by) if way and by and of else None


def _find(own: Draft, parent: Draft, of: str, by: str, *, otherwise: bool = False) -> Find:
    where = (Match(field=of, value=parent.name), Match(field=by, value="caller"))
    return Find(record=own.name, of=own.name, where=where, otherwise="unknown" if otherwise else "nothing")


def _kept(own: Draft, name: str, term: str) -> str:
    return f"moment({term})" if own.fields[name].type == "datetime" else term
