"""Operations that do something to a record: a state, a switch, what a caller says of it, a count."""

from __future__ import annotations

from engines.kernel.spec.service import (
    Answer,
    Change,
    Require,
    ServiceStep,
)
from engines.spec.interface.choices import only_one
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.envelopes import body_members
from engines.spec.interface.model import Call
from engines.spec.interface.participles import participle
from engines.spec.interface.places import Place
from engines.spec.interface.reaching import reach
from engines.spec.interface.replies import Scene, answer
from engines.spec.interface.rules import rules
from engines.spec.interface.states import Led, change_of
from engines.spec.interface.stocks import given_back
from engines.spec.interface.tallies import counted_by, not_too_often
from engines.spec.interface.things import is_registration

_MOVED = (301, 302, 303, 307, 308)


def redirect(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """GET that leads on to the address that a record keeps, and counts the visit where it is counted."""
    reply = call.success
    if reply is None or reply.status not in _MOVED or place.tail:
        return None
    way = reach(call, place, study)
    draft = way.last if way else None
    if way is None or draft is None:
        return None
    target = next(
        (n for n, f in draft.fields.items() if f.type == "text" and not f.made and study.words.is_a("url", n)), ""
    )
    if not target:
        return None
    hits = next((n for n, f in draft.fields.items() if f.type == "integer" and study.words.is_a("hits", n)), "")
    last = [n for n, f in draft.fields.items() if f.type == "datetime" and n.startswith("last_") and not f.made]
    kept = ([(hits, f"{draft.name}.{hits} + 1")] if hits else []) + [(name, "now()") for name in last]
    counted = [Change(record=draft.name, values=tuple(kept))] if kept else []
    return [*way.steps, *counted, Answer(status=reply.status, headers=(("Location", f"{draft.name}.{target}"),))]


def move(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """POST to a word that names a state, or a truth, of the record before it: /publish, /archive, /pause."""
    if (
        call.method not in ("POST", "PUT", "DELETE")
        or not place.passed
        or not place.tail
        or is_registration(call, study)
    ):
        return None
    way = reach(call, place, study)
    draft = way.last if way else None
    if way is None or draft is None:
        return None
    found = change_of(call, draft, place.word, study)
    if found is None:
        return None
    undone = call.method == "DELETE"
    if undone and found.value not in ("True", "False"):
        return None
    value = {"True": "False", "False": "True"}[found.value] if undone else found.value
    told = rules(call, draft.name, draft, study, verb=place.word, others=_siblings(call, place, study))
    checks = [*told, *state_before(call, draft, found, value, told)]
    more = _brought(call, draft, (place.word, found.value.strip("'")))
    said = (place.word, value.strip("'"), found.field, found.field.removeprefix("is_"))
    moments = [n for n, f in draft.fields.items() if f.type == "datetime" and not f.made and n.endswith("_at")]
    more += [(n, "now()") for n in moments if n[:-3] in said or participle(n[:-3], place.word, study)]
    counters = counted_by(draft, place.word, study)
    checks += not_too_often(call, draft.name, counters, study)
    more += [(name, f"{draft.name}.{name} + 1") for name in counters]
    change = Change(record=draft.name, values=tuple(dict([*more, (found.field, value)]).items()))
    done = answer(Scene(study, call, way.records, subject=draft))
    return (
        [
            *way.steps,
            *checks,
            *only_one(draft, found.field, value, study),
            change,
            *given_back(draft, call, study),
            done,
        ]
        if done
        else None
    )


def _siblings(call: Call, place: Place, study: Study) -> tuple[str, ...]:
    """The other verbs at the same place."""
    return tuple(
        other.word
        for known, other in study.places()
        if known.path != call.path and other.tail and other.passed == place.passed
    )


def state_before(call: Call, draft: Draft, found: Led, value: str, told: list[Require]) -> list[Require]:
    """What the state must have been, where a conflict is declared and no sentence says more."""
    kept = f"{draft.name}.{found.field}"
    if 409 not in call.statuses() or value == f"not {kept}" or any(kept in rule.that for rule in told):
        return []
    if len(found.before) > 1:
        return [Require(that=f"{kept} in [{', '.join(found.before)}]", otherwise="conflict")]
    return [
        Require(
            that=f"{kept} == {found.before[0]}"
            if found.before and found.before[0] != "None"
            else f"{kept} is None"
            if found.before
            else f"{kept} != {value}",
            otherwise="conflict",
        )
    ]


def _brought(call: Call, draft: Draft, words: tuple[str, ...]) -> list[tuple[str, str]]:
    """What the request gives along: `reason` for the record's reason, or for its cancel_reason."""
    found: list[tuple[str, str]] = []
    for name, (term, _) in body_members(call).items():
        for known in (name, *(f"{word}_{name}" for word in words), *(f"{name}_{word}" for word in words)):
            if known in draft.fields and not draft.fields[known].made:
                found.append((known, f"moment({term})" if draft.fields[known].type == "datetime" else term))
                break
    return found
