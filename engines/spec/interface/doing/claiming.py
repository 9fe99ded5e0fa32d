"""Taking the next one that waits: POST /deliveries/next, /jobs/claim. It changes its state and becomes the caller's."""

from __future__ import annotations

import re

from engines.kernel.spec.service import Answer, Change, If, Require, ServiceStep, Set
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.envelopes import core
from engines.spec.interface.likeness import represents
from engines.spec.interface.model import Call
from engines.spec.interface.people import holder
from engines.spec.interface.places import Place
from engines.spec.interface.reaching import linked, reach
from engines.spec.interface.replies import Scene, answer
from engines.spec.interface.rules import states_of

_WORDS = ("next", "claim", "take", "pull", "dequeue", "acquire", "pop", "grab", "assign")


def claim(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """POST to a word beside a collection that hands out one of its records, or nothing."""
    if call.method != "POST" or place.word not in _WORDS or call.body or call.success is None:
        return None
    draft = study.at(call.path.removesuffix(f"/{place.tail}"))
    way = reach(call, place, study) if draft else None
    if draft is None or way is None or not represents(core(call.success.json, study.words), draft):
        return None
    states = _states(call, draft, study)
    if states is None:
        return None
    name, waits, then = states
    within = "".join(f", {match.field}={match.value}" for match in linked(draft, way))
    first = f'first({draft.name}, {name}={waits!r}{within}, order="{_order(call, draft, study)}")'
    empty: ServiceStep = Require(that=f"{draft.name} is not None", otherwise="unknown")
    if 204 in call.statuses():
        empty = If(that=f"{draft.name} is None", then=(Answer(status=204),))
    who = holder(call, study)
    link = next((n for n, known in draft.links.items() if who and known.to == who.name and known.optional), "")
    values = ((name, repr(then)), *(((link, "caller"),) if link else ()))
    done = answer(Scene(study, call, {**way.records, draft.name: draft}, subject=draft), status=200)
    return (
        [*way.steps, Set(name=draft.name, to=first), empty, Change(record=draft.name, values=values), done]
        if done
        else None
    )


def _states(call: Call, draft: Draft, study: Study) -> tuple[str, str, str] | None:
    """The field of the state, the one that waits, and the one that a record is in once it is taken."""
    said, states = study.said(call), states_of(draft)
    for value, name in states.items():
        word = re.escape(value).replace("_", "[ _-]")
        first = draft.fields[name].default
        if (
            isinstance(first, str)
            and value != first
            and re.search(rf"\b(?:becomes?|is(?: then| now)?|to|as|turns) [\"'`]?{word}\b", said)
        ):
            return name, first, value
    return None


def _order(call: Call, draft: Draft, study: Study) -> str:
    """In which order they are handed out: what a sentence puts first, then the oldest."""
    said, found = study.said(call), list[str]()
    for stored in draft.fields.values():
        word = stored.name.removeprefix("is_").replace("_", "[ _]")
        if (stored.type == "boolean" and re.search(rf"\b{word}(?: \w+)? first\b", said)) or (
            stored.type in ("integer", "number") and re.search(rf"\b(?:highest|most|greatest) {word}\b", said)
        ):
            found.append(f"-{stored.name}")
        elif stored.type in ("integer", "number") and re.search(rf"\b(?:lowest|least|smallest) {word}\b", said):
            found.append(stored.name)
    return ",".join([*found, "pk"])
