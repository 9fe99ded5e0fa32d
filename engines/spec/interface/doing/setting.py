"""Operations on one member of a record: setting it, moving it along its states, adding to it, keeping a list in it."""

from __future__ import annotations

from engines.kernel.spec.service import Change, FaultName, If, Require, ServiceStep
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.durations import ending, unit_of
from engines.spec.interface.envelopes import body_members
from engines.spec.interface.model import Call, Schema, snake
from engines.spec.interface.places import Place
from engines.spec.interface.reaching import Way, reach
from engines.spec.interface.replies import Scene, answer
from engines.spec.interface.rules import rules
from engines.spec.interface.schemas import types
from engines.spec.interface.tallies import counted_by, not_too_often
from engines.spec.patterns import pattern

_WORD = r"[\"'`]?([a-z][\w-]*)[\"'`]?"
_SEVERAL = rf"{_WORD}(?: (?:or|and) {_WORD})?(?: (?:or|and) {_WORD})?"
_STEP = pattern(rf"(?:from )?{_SEVERAL} ?(?:to|->|→|=>|becomes?) ?{_SEVERAL}( and back)?")
_BY = ("by", "amount", "delta", "increment", "step", "points", "value", "count", "quantity", "change")


def set_member(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """PUT or PATCH of /things/{id}/status with the new value."""
    members = body_members(call)
    if call.method not in ("PUT", "PATCH", "POST") or not place.passed or place.word not in members:
        return None
    found = _last(call, place, study)
    if found is None:
        return None
    way, draft = found
    term, schema = members[place.word]
    if place.word not in draft.fields or draft.fields[place.word].made:
        return None
    checks = _steps(call, draft, place.word, term, schema, study)
    values = tuple((n, t) for n, (t, _) in members.items() if n in draft.fields and not draft.fields[n].made)
    done = answer(Scene(study, call, way.records, subject=draft))
    return (
        [*way.steps, *checks, Change(record=draft.name, values=values, given_only=len(values) > 1), done]
        if done
        else None
    )


def add_to(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """POST of a number that is added to the one that a record keeps."""
    members = body_members(call)
    if call.method != "POST" or not place.tail or len(members) != 1:
        return None
    ((name, (term, schema)),) = members.items()
    found = _last(call, place, study)
    if found and (longer := _later(call, place, name, term, found, study)):
        return longer
    if found is None or name not in _BY or not types(schema) & {"integer", "number"}:
        return None
    way, draft = found
    numbers = [f.name for f in draft.fields.values() if f.type in ("integer", "number") and not f.made]
    known = next((n for n in numbers if n in snake(place.word).split("_")), numbers[0] if len(numbers) == 1 else "")
    if not known:
        return None
    change = Change(record=draft.name, values=((known, f"{draft.name}.{known} + {term}"),))
    done = answer(Scene(study, call, way.records, subject=draft))
    return [*way.steps, change, done] if done else None


def _later(
    call: Call, place: Place, name: str, term: str, found: tuple[Way, Draft], study: Study
) -> list[ServiceStep] | None:
    """A number of days by which a record's time is over later."""
    way, draft = found
    kept, unit = ending(draft), unit_of(name)
    if kept not in draft.fields or not unit:
        return None
    counters = counted_by(draft, place.word, study)
    checks = [
        *rules(call, draft.name, draft, study, verb=place.word),
        *not_too_often(call, draft.name, counters, study),
    ]
    values = [(kept, f"{draft.name}.{kept} + {unit.format(term)}"), *((n, f"{draft.name}.{n} + 1") for n in counters)]
    done = answer(Scene(study, call, way.records, subject=draft))
    return [*way.steps, *checks, Change(record=draft.name, values=tuple(values)), done] if done else None


def keep_list(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """PUT and DELETE of /things/{id}/tags/{tag}: what a list of the record holds."""
    if call.method not in ("PUT", "POST", "DELETE") or place.tail or len(place.passed) < 2 or call.body:
        return None
    member = place.passed[-1]
    way = reach(call, place, study, passed=place.passed[:-1])
    draft = way.last if way else None
    name = snake(member.collection.rpartition("/")[2])
    if way is None or draft is None or name not in draft.fields or draft.fields[name].type != "json":
        return None
    scene = Scene(study, call, way.records, subject=draft)
    kept = f"{draft.name}.{name}"
    if call.method == "DELETE":
        done = answer(scene)
        there = Require(that=f"{member.term} in {kept}", otherwise="unknown")
        rest = Change(record=draft.name, values=((name, f"[one for one in {kept} if one != {member.term}]"),))
        return [*way.steps, there, rest, done] if done else None
    added = Change(record=draft.name, values=((name, f"{kept} + [{member.term}]"),))
    known = answer(scene, status=200 if 200 in call.statuses() else 0)
    fresh = answer(scene, status=201 if 201 in call.statuses() else 0)
    if known is None or fresh is None:
        return None
    return [*way.steps, If(that=f"{member.term} in {kept}", then=(known,)), added, fresh]


def _last(call: Call, place: Place, study: Study) -> tuple[Way, Draft] | None:
    way = reach(call, place, study)
    draft = way.last if way else None
    return (way, draft) if way and draft else None


def _steps(call: Call, draft: Draft, name: str, term: str, schema: Schema, study: Study) -> list[ServiceStep]:
    """The steps between states that the text allows."""
    choices = {value for value in schema.get("enum", ()) if isinstance(value, str)}
    if 409 not in call.statuses() or len(choices) < 2:
        return []
    fault: FaultName = "conflict"
    pairs = allowed_steps(study.said(call), choices)
    if not pairs:
        return [Require(that=f"{draft.name}.{name} != {term}", otherwise=fault)]
    told = ", ".join(f'["{before}", "{after}"]' for before, after in pairs)
    return [Require(that=f"[{draft.name}.{name}, {term}] in [{told}]", otherwise=fault)]


def allowed_steps(said: str, choices: set[str]) -> list[tuple[str, str]]:
    """`new to open, open to pending and back, open or pending to solved`: each step that is allowed."""
    found: dict[tuple[str, str], None] = {}
    for match in _STEP.finditer(said):
        before = [word for word in match.groups()[:3] if word in choices]
        after = [word for word in match.groups()[3:6] if word in choices]
        for one in before:
            for other in after:
                found[(one, other)] = None
                if match[7]:
                    found[(other, one)] = None
    return list(found)
