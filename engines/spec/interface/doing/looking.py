"""Looking something up by what a body, or a parameter, says: POST /balance-checks {"code": ...} shows a part of a record."""

from __future__ import annotations

from engines.kernel.spec.service import Find, Match, ServiceStep
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.envelopes import body_members, core
from engines.spec.interface.model import Call, snake
from engines.spec.interface.places import Place
from engines.spec.interface.referring import own_only
from engines.spec.interface.replies import Scene, answer
from engines.spec.interface.schemas import properties, required


def look_up(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """A request that names one record and nothing else, answered with members of that record."""
    reply = call.success
    if call.method not in ("POST", "GET") or place.passed or reply is None or reply.status != 200 or reply.json is None:
        return None
    brought = {name: term for name, (term, _) in body_members(call).items()}
    if call.method == "GET":
        brought = {p.word: p.term for p in call.among("query") if p.required}
    shown = core(reply.json, study.words)
    if len(brought) != 1 or len(call.among("query")) > 1 or not properties(shown):
        return None
    ((name, term),) = brought.items()
    for draft in study.drafts:
        if draft.identity and name in (draft.identity, f"{draft.name}_{draft.identity}") and _tells(draft, shown):
            where = (Match(field=draft.identity, value=term), *own_only(draft, call, study))
            draft.shapes.append(shown)
            done = answer(Scene(study, call, {draft.name: draft}, subject=draft))
            return [Find(record=draft.name, of=draft.name, where=where), done] if done else None
    return None


def _tells(draft: Draft, shown: object) -> bool:
    """Whether a record shows all that an answer must have."""
    known = {snake(n) for shape in draft.shapes for n in properties(shape)}
    members = shown if isinstance(shown, dict) else {}
    return (
        bool(required(members) or properties(members))
        and {snake(n) for n in required(members) or properties(members)} <= known
    )
