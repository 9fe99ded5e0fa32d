"""A path that ends in one of several verbs: POST /things/{id}/{action}, action being pause, resume or cancel."""

from __future__ import annotations

from engines.kernel.spec.service import Change, If, Require, ServiceStep
from engines.spec.interface.doing.acting import state_before
from engines.spec.interface.drafts import Study
from engines.spec.interface.model import Call, snake
from engines.spec.interface.places import Place
from engines.spec.interface.reaching import reach
from engines.spec.interface.replies import Scene, answer
from engines.spec.interface.rules import rules
from engines.spec.interface.states import change_of


def choose(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """Does to a record what the last part of the path says, where each of its words leads to a state."""
    if call.method not in ("POST", "PUT", "PATCH") or place.tail or len(place.passed) < 2:
        return None
    last = place.passed[-1]
    parameter = next((p for p in call.among("path") if p.name == last.parameter), None)
    verbs = [str(value) for value in parameter.schema.get("enum", ())] if parameter else []
    way = reach(call, place, study, passed=place.passed[:-1])
    draft = way.last if way else None
    if way is None or draft is None or len(verbs) < 2:
        return None
    acts: list[ServiceStep] = []
    for verb in verbs:
        led = change_of(call, draft, snake(verb), study)
        if led is None:
            return None
        told = rules(
            call, draft.name, draft, study, verb=snake(verb), others=tuple(snake(v) for v in verbs if v != verb)
        )
        steps: list[Require | Change] = [*told, *state_before(call, draft, led, led.value, told)]
        steps.append(Change(record=draft.name, values=((led.field, led.value),)))
        acts.append(If(that=f"{last.term} == {verb!r}", then=tuple(steps)))
    done = answer(Scene(study, call, way.records, subject=draft))
    return [*way.steps, *acts, done] if done else None
