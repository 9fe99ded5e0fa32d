"""Operations on one record that a path addresses: read, replace, change, delete."""

from __future__ import annotations

from engines.kernel.spec.service import Change, FaultName, Remove, Require, ServiceStep
from engines.spec.interface.doing.checking import referred, still_free
from engines.spec.interface.doing.conditions import conditions, unless_known, with_tag
from engines.spec.interface.doing.times import ahead
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.envelopes import body_members, core, needed
from engines.spec.interface.following import leads_on
from engines.spec.interface.model import Call, snake
from engines.spec.interface.parts import made_with
from engines.spec.interface.places import Place
from engines.spec.interface.reaching import Way, reach
from engines.spec.interface.replies import Scene, answer
from engines.spec.interface.rules import on_way
from engines.spec.interface.schemas import properties, required
from engines.spec.interface.showing import derived_term, property_term
from engines.spec.interface.soft import marked_deleted, restored
from engines.spec.interface.stocks import given_back
from engines.spec.patterns import pattern

_STAYS = pattern(
    r"\b(?:left out|omitted|not (?:sent|given|present|provided)|missing|absent)\b[\w ,]*\b(?:stay|keep|remain|unchanged|untouched)|only (?:the )?(?:given|sent|provided)"
)


def read_one(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """GET of a record."""
    if call.method not in ("GET", "HEAD") or place.tail or place.suffix:
        return None
    found = _found(call, place, study)
    if found is None or not call.success or call.success.json is None:
        return None
    way, draft = found
    done = answer(Scene(study, call, way.records, subject=draft))
    if done is None:
        return None
    seen = [
        n for n, f in draft.fields.items() if f.type == "integer" and f.default == 0 and study.words.is_a("views", n)
    ]
    own = seen and not leads_on(draft, study) and _kept_here(draft, seen[0])
    counted = [Change(record=draft.name, values=((seen[0], f"{draft.name}.{seen[0]} + 1"),))] if own else []
    return [*way.steps, *counted, *unless_known(call, done), with_tag(call, done)]


def _kept_here(draft: Draft, name: str) -> bool:
    """Whether the service keeps a number itself."""
    return name not in draft.given


def replace_one(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """PUT to a record that is there."""
    if call.method != "PUT" or place.tail:
        return None
    return _changed(call, place, study, given_only=in_part(call, study))


def in_part(call: Call, study: Study) -> bool:
    """Whether what a change leaves out stays as it is: nothing need be given, or the text says so."""
    return (
        call.method != "PUT" or (bool(body_members(call)) and not needed(call)) or bool(_STAYS.search(study.said(call)))
    )


def change_one(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """PATCH of a record: only what is given. A POST to a record does the same."""
    if call.method not in ("PATCH", "POST") or place.tail:
        return None
    return _changed(call, place, study, given_only=True)


def delete_one(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """DELETE of a record."""
    if call.method != "DELETE" or place.tail:
        return None
    found = _found(call, place, study)
    if found is None:
        return None
    way, draft = found
    outer = {name: known for name, known in way.records.items() if known is not draft}
    done = answer(Scene(study, call, outer))
    gone: list[ServiceStep] = marked_deleted(call, draft, study) or [Remove(record=draft.name)]
    if done is None and len(gone) and not isinstance(gone[0], Remove):
        done = answer(Scene(study, call, way.records, subject=draft))
    return (
        [*way.steps, *on_way(call, way.records, study), *given_back(draft, call, study), *gone, done] if done else None
    )


def restore(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """POST that brings a deleted record back."""
    way = reach(call, place, study) if call.method in ("POST", "PUT") and place.tail else None
    draft = way.last if way else None
    steps = restored(call, place, draft, study) if draft else []
    done = answer(Scene(study, call, way.records, subject=draft)) if way and steps else None
    return [*way.steps, *steps, done] if way and done else None


def _found(call: Call, place: Place, study: Study) -> tuple[Way, Draft] | None:
    way = reach(call, place, study)
    if way is None or not place.passed:
        return None
    part = place.passed[-1]
    addressed = study.addressed(part)
    if addressed and call.method not in ("GET", "HEAD") and study.at(part.collection) is None:
        word = study.english.singular(snake(part.collection.rpartition("/")[2]))
        if word not in addressed[0].name.split("_"):  # /cart/items/{sku} is no product, though its sku is one's
            return None
    return (way, addressed[0]) if addressed else None


def _changed(call: Call, place: Place, study: Study, *, given_only: bool) -> list[ServiceStep] | None:
    found = _found(call, place, study)
    if found is None:
        return None
    way, draft = found
    checks: list[ServiceStep] = []
    values: list[tuple[str, str]] = []
    for name, (term, _) in body_members(call).items():
        stored = draft.fields.get(name)
        if link := draft.referring.get(name):
            values.append((link, f"{link} if given({term}) else {draft.name}.{link}" if given_only else link))
        if stored is None:
            continue
        if stored.made == "version":
            checks.append(Require(that=f"{draft.name}.{name} == {term}", otherwise=_stale(call), field=name))
        elif name == draft.identity:
            same = f"{draft.name}.{name} == {term}"
            checks.append(
                Require(that=f"not given({term}) or {same}" if given_only else same, otherwise="invalid", field=name)
            )
        elif stored.type == "datetime":
            values.append((name, f"moment({term})"))
        elif not stored.made or stored.made == "password":
            values.append((name, term))
    parts = list(made_with(draft, call, study, anew=True))
    if not values and not parts:
        return None
    done = answer(Scene(study, call, way.records, subject=draft))
    values += [(draft.touched, "now()")] if draft.touched else []
    change = [Change(record=draft.name, values=tuple(values), given_only=given_only)] if values else []
    if done is None:
        return None
    checks += [*ahead(draft, call, study), *still_free(draft, draft.name, call, study)]
    told = [*on_way(call, way.records, study), *conditions(call, draft.name, done.body)]
    named = referred(draft, call, way, study, given_only=given_only)
    return [*way.steps, *told, *named, *checks, *change, *parts, with_tag(call, done)]


def _stale(call: Call) -> FaultName:
    return "stale" if 412 in call.statuses() else "conflict"


def glance(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """GET of something told of a record, all of which it keeps or can be counted: /links/{code}/stats."""
    reply = call.success
    if call.method != "GET" or not place.tail or not place.passed or reply is None or reply.json is None:
        return None
    way = reach(call, place, study)
    draft = way.last if way else None
    shown = core(reply.json, study.words)
    if way is None or draft is None or not properties(shown):
        return None
    for name, schema in properties(shown).items():
        word = snake(name)
        seen = (
            word.startswith("last_")
            and leads_on(draft, study)
            and property_term(draft, word, schema, study) is not None
        )
        if name in required(shown) and not seen and derived_term(draft, word, schema, study) is None:
            return None
    draft.shapes.append(shown)
    done = answer(Scene(study, call, way.records, subject=draft))
    return [*way.steps, done] if done else None
