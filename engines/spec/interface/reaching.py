"""How an operation gets to the records that its path names, and whether the caller may: the first steps of most operations."""

from __future__ import annotations

from dataclasses import dataclass

from engines.kernel.spec.service import FaultName, Find, Match, Require, ServiceStep
from engines.spec.interface.actors import allowed_to, denied_own
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.model import Call
from engines.spec.interface.people import by_key, holder, owner_link
from engines.spec.interface.places import Passed, Place, place_of
from engines.spec.interface.sharing import may_change, may_see, sharing_of
from engines.spec.interface.soft import unless_deleted
from engines.spec.interface.visibility import seen_by
from engines.spec.patterns import pattern

_LEAVING = pattern(r"\b(?:leav(?:e|es|ing)|himself|herself|themselves|themself|by the one it is shared with)\b")
_FOR_ALL = pattern(
    r"\b(?:(?:everybody|everyone|anyone|anybody)(?! else)|all users|all members|all accounts|visible to all|public|any user|every user)\b"
)


@dataclass
class Way:
    """Steps that lead to records, and the records by name, from the outside inwards."""

    steps: list[ServiceStep]
    records: dict[str, Draft]

    @property
    def last(self) -> Draft | None:
        return next(reversed(self.records.values()), None)


def reach(
    call: Call, place: Place, study: Study, *, passed: tuple[Passed, ...] | None = None, anyone: bool = False
) -> Way | None:
    """The way to what a path passes; None where a part of it addresses nothing known. `anyone`: who sees it may do so."""
    way = Way([], {})
    who = holder(call, study)
    for part in place.passed if passed is None else passed:
        found = study.addressed(part)
        if found is None:
            return None
        draft, field = found
        innermost = part is place.passed[-1]
        where = [Match(field=field, value=part.term), *_within(draft, way)]
        hidden, check = _ownership(call, draft, who, innermost, study)
        check = [] if anyone else check
        seen = may_see(draft, study) if who and hidden else ""
        if seen:
            hidden, check = [], _shared(call, draft, innermost, study)
        elif not hidden:
            seen = seen_by(call, draft, study)
        own = (*where, *hidden, *unless_deleted(call, draft, study))
        way.steps.append(Find(record=draft.name, of=draft.name, where=own, that=seen, otherwise=missing(call)))
        way.records[draft.name] = draft
        way.steps += check
        way.steps += _gone(call, draft)
        way.steps += _protected(call, draft) if innermost else []
    _by_sentences(call, way, who, anyone=anyone, study=study)
    if who and by_key(call, study) and who.name not in way.records:
        order: tuple[tuple[FaultName, int], ...] = (("unauthenticated", 401), ("forbidden", 403), ("unknown", 404))
        fault: FaultName = next((name for name, status in order if status in call.statuses()), "unauthenticated")
        way.steps.append(Require(that="caller is not None", otherwise=fault))
    return way


def _by_sentences(call: Call, way: Way, who: Draft | None, *, anyone: bool, study: Study) -> None:
    """Whom the sentences let, in place of the one who made the innermost record; whom they do not."""
    if who is None or who is not study.accounts or call.method == "GET":
        return
    if any(sharing_of(draft, study) for draft in way.records.values()):
        return
    if not anyone and (rule := allowed_to(call, way.records, study)):
        usual = [step for step in way.steps if isinstance(step, Require) and step.that.endswith(" == caller")]
        way.steps = [step for step in way.steps if step not in usual]
        way.steps.append(rule)
        return
    denied = denied_own(call, way.records, study)
    way.steps += denied
    if not anyone and not denied and call.method == "POST" and 403 in call.statuses():
        way.steps += _unexplained(way, who, study)


def _unexplained(way: Way, who: Draft, study: Study) -> list[ServiceStep]:
    """What a refusal means that no sentence explains: whoever made the record may do something with it."""
    draft = way.last
    link = owner_link(draft, study) if draft else ""
    if draft is None or not link or draft.links[link].to != who.name:
        return []
    same = Require(that=f"{draft.name}.{link} == caller", otherwise="forbidden")
    return [] if same in way.steps else [same]


def missing(call: Call) -> FaultName:
    """What is said where a path leads nowhere."""
    return "unknown"


def _within(draft: Draft, way: Way) -> list[Match]:
    return [
        Match(field=name, value=link.to)
        for name, link in draft.links.items()
        if link.to in way.records and name == link.to
    ]


def linked(draft: Draft, way: Way) -> list[Match]:
    """That a record hangs on those on the way."""
    return [Match(field=name, value=link.to) for name, link in draft.links.items() if link.to in way.records]


def scope(draft: Draft, way: Way, call: Call, study: Study) -> list[Match]:
    """Among which records a caller looks, and names stand once: those of the records on the way and, where they are
    private, the caller's own."""
    owner, who = owner_link(draft, study), holder(call, study)
    own = owner and who and draft.links[owner].to == who.name and is_private(draft, study)
    return [*linked(draft, way), *([Match(field=owner, value="caller")] if own else [])]


def _ownership(
    call: Call, draft: Draft, who: Draft | None, innermost: bool, study: Study
) -> tuple[list[Match], list[ServiceStep]]:
    """Who else's records are hidden, or refused."""
    if who is None:
        return [], []
    if draft is who and who is study.accounts and (call.method == "GET" or not innermost or place_of(call).tail):
        return [], []
    if draft is who:
        fault: FaultName = "unauthenticated" if any(call.security) and study.accounts is not who else "forbidden"
        same = Require(that=f"caller == {draft.name}", otherwise=allowed(call, fault))
        return [], [same]
    link = owner_link(draft, study)
    if not link or draft.links[link].to != who.name:
        return [], []
    if is_private(draft, study):
        if 403 in call.statuses() and call.method == "GET" and 404 not in call.statuses():
            return [], [Require(that=f"{draft.name}.{link} == caller", otherwise="forbidden")]
        return [Match(field=link, value="caller")], []
    if call.method == "GET" or not innermost or (place_of(call).tail and call.method == "POST"):
        return [], []
    fault = "forbidden" if 403 in call.statuses() else "unknown"
    return [], [Require(that=f"{draft.name}.{link} == caller", otherwise=fault)]


def _shared(call: Call, draft: Draft, innermost: bool, study: Study) -> list[ServiceStep]:
    """What those with whom a record is shared may not do: change it without the right to, delete it, share it on."""
    below = _below_sharing(call, draft, study)
    if call.method == "GET" and innermost and not (below and 403 in call.statuses()):
        return []
    own = f"{draft.name}.{owner_link(draft, study)} == caller"
    if below:
        if call.method == "DELETE" and _LEAVING.search(study.said(call)) and (part := place_of(call).passed[-1]):
            shared = sharing_of(draft, study)
            own = f"{own} or {part.term} == caller.{shared.named_by.partition('.')[2]}" if shared else own
        return [Require(that=own, otherwise=allowed(call, "forbidden"))]
    if call.method in ("PUT", "PATCH", "POST"):
        return [Require(that=may_change(draft, study), otherwise=allowed(call, "forbidden"))]
    return [Require(that=own, otherwise=allowed(call, "forbidden"))] if call.method == "DELETE" else []


def _below_sharing(call: Call, draft: Draft, study: Study) -> bool:
    shared = sharing_of(draft, study)
    return shared is not None and (call.path == shared.collection or call.path.startswith(f"{shared.collection}/"))


def allowed(call: Call, wanted: FaultName) -> FaultName:
    """A refusal that the document knows for this operation: the wanted one, else the next best."""
    order: dict[FaultName, tuple[tuple[FaultName, int], ...]] = {
        "forbidden": (("forbidden", 403), ("unauthenticated", 401), ("unknown", 404)),
        "unauthenticated": (("unauthenticated", 401), ("forbidden", 403), ("unknown", 404)),
    }
    return next((name for name, status in order.get(wanted, ()) if status in call.statuses()), wanted)


def is_private(draft: Draft, study: Study) -> bool:
    """Whether a resource is shown only to those who own it: reading needs to be known, and nothing says it is for all."""
    reading = [
        call
        for call, place in study.places()
        if call.method == "GET"
        and (
            (call.path == draft.collection or study.at(call.path) is draft)
            or (not place.tail and place.passed and place.passed[-1].collection == draft.collection)
        )
    ]
    if draft is study.accounts:
        return False
    if any(() in call.security for call in reading):
        return False
    return bool(reading) and all(holder(call, study) and not _FOR_ALL.search(study.said(call)) for call in reading)


def _protected(call: Call, draft: Draft) -> list[ServiceStep]:
    """A password of the record itself, which a header or a parameter brings."""
    hidden = next((f for f in draft.fields.values() if f.made == "password" and f.nullable), None)
    if hidden is None:
        return []
    brought = next(
        (p.term for p in call.parameters if p.where in ("header", "query") and p.word.endswith(hidden.name)), ""
    )
    if not brought:
        return []
    kept = f"{draft.name}.{hidden.name}"
    order: tuple[tuple[FaultName, int], ...] = (("unauthenticated", 401), ("forbidden", 403), ("unknown", 404))
    fault: FaultName = next((name for name, status in order if status in call.statuses()), "forbidden")
    return [Require(that=f"{kept} is None or matches({brought}, {kept})", otherwise=fault)]


def _gone(call: Call, draft: Draft) -> list[ServiceStep]:
    if not draft.expires or not draft.told_gone or 410 not in call.statuses():
        return []
    ended = f"{draft.name}.{draft.expires}"
    return [Require(that=f"{ended} is None or {ended} > now()", otherwise="gone")]
