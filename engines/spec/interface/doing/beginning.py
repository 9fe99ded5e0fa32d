"""Operations that count something up, and begin it where it is not there yet."""

from __future__ import annotations

from engines.kernel.spec.service import Change, Create, Find, If, Match, ServiceStep
from engines.spec.interface.beginners import begun_by, tally
from engines.spec.interface.drafts import Study
from engines.spec.interface.model import Call
from engines.spec.interface.places import Place
from engines.spec.interface.replies import Scene, answer


def count_up(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """POST of one more: a counter that is not there begins at nothing and is counted up like the others."""
    passed = begun_by(call, place, study)
    draft = study.at(passed.collection) if passed else None
    if passed is None or draft is None or draft.create is not call or draft.links:
        return None
    number = tally(call, study)
    record = draft.name
    done = answer(Scene(study, call, {record: draft}, subject=draft))
    if done is None or number not in draft.fields:
        return None
    find = Find(record=record, of=record, where=(Match(field=draft.identity, value=passed.term),), otherwise="nothing")
    made = Create(record=record, of=record, values=((draft.identity, passed.term), (number, "0")))
    begin = If(that=f"{record} is None", then=(made,))
    return [find, begin, Change(record=record, values=((number, f"{record}.{number} + 1"),)), done]
