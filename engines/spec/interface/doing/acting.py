"""Operations that do something to a record: a state, a switch, a mark of the caller's, a count."""

from __future__ import annotations

from engines.kernel.spec.service import (
    Answer,
    Change,
    Create,
    FaultName,
    Find,
    If,
    Match,
    Remove,
    Require,
    ServiceStep,
    Set,
)
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.envelopes import body_members
from engines.spec.interface.model import Call, snake
from engines.spec.interface.people import holder, owner_link
from engines.spec.interface.places import Place
from engines.spec.interface.reaching import reach
from engines.spec.interface.replies import Scene, answer
from engines.spec.interface.schemas import properties
from engines.spec.interface.things import is_registration

_CONTRARY = {
    "resume": ("paused", "suspended", "stopped"),
    "reopen": ("closed", "solved", "done", "resolved"),
    "unarchive": ("archived",),
    "unpublish": ("published",),
    "activate": ("inactive", "disabled", "suspended"),
    "reactivate": ("inactive", "disabled", "suspended"),
}
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
    found = _state(draft, place.word, study) or _truth(draft, place.word, study)
    if found is None:
        return None
    name, value, before = found
    undone = call.method == "DELETE"
    if undone and value not in ("True", "False"):
        return None
    value = {"True": "False", "False": "True"}[value] if undone else value
    checks: list[ServiceStep] = []
    if 409 in call.statuses() and value != f"not {draft.name}.{name}":
        checks.append(Require(that=f"{draft.name}.{name} != {value}", otherwise="conflict"))
        if before:
            checks = [Require(that=f"{draft.name}.{name} == {before}", otherwise="conflict")]
    more = [(n, t) for n, (t, _) in body_members(call).items() if n in draft.fields and not draft.fields[n].made]
    said = (place.word, value.strip("'"), name, name.removeprefix("is_"))
    moments = [n for n, f in draft.fields.items() if f.type == "datetime" and not f.made and n.endswith("_at")]
    more += [(n, "now()") for n in moments if n[:-3] in said or _participle(n[:-3], place.word, study)]
    change = Change(record=draft.name, values=((name, value), *dict(more).items()))
    done = answer(Scene(study, call, way.records, subject=draft))
    return [*way.steps, *checks, change, done] if done else None


def mark(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """PUT or POST and DELETE at the same place: the caller's own mark on a record (follow, like, favourite)."""
    who = holder(call, study)
    other = "DELETE" if call.method in ("PUT", "POST") else "POST" if study.call("POST", call.path) else "PUT"
    if (
        call.method not in ("PUT", "POST", "DELETE")
        or who is None
        or not study.call(other, call.path)
        or not place.tail
    ):
        return None
    way = reach(call, place, study)
    draft = way.last if way else None
    if way is None or draft is None or call.body:
        return None
    name = f"{draft.name}_{place.word}"
    marked = study.named(name)
    if marked is None:
        marked = Draft(name=name, plural=study.english.plural_name(name))
        study.drafts.append(marked)
    target = marked.link(draft.name if draft is not who else "target", draft)
    marked.link("user" if who is study.accounts else who.name, who)
    by = next(link for link in marked.links if link != target)
    if (target, by) not in marked.once:
        marked.once.append((target, by))
    known = f"first({name}, {target}={draft.name}, {by}=caller)"
    made = Create(record="made", of=name, values=((target, draft.name), (by, "caller")))
    done = answer(Scene(study, call, way.records, subject=draft))
    if done is None:
        return None
    fault: FaultName = "conflict"
    again: list[ServiceStep]
    if call.method == "DELETE":
        strict = 409 in call.statuses()
        again = [Require(that="mark is not None", otherwise=fault)] if strict else []
        act: ServiceStep = (
            Remove(record="mark") if strict else If(that="mark is not None", then=(Remove(record="mark"),))
        )
    else:
        strict = 409 in call.statuses()
        again = [Require(that="mark is None", otherwise=fault)] if strict else []
        act = made if strict else If(that="mark is None", then=(made,))
    return [*way.steps, Set(name="mark", to=known), *again, act, done]


def _state(draft: Draft, word: str, study: Study) -> tuple[str, str, str] | None:
    """The status that a verb leads to: `publish` to published, `reopen` to open. With the one before, where there are two."""
    for shape in draft.shapes:
        for name, schema in properties(shape).items():
            choices = [c for c in schema.get("enum", ()) if isinstance(c, str)]
            if len(choices) < 2 or snake(name) not in draft.fields:
                continue
            for choice in choices:
                if _participle(choice, word, study):
                    others = [c for c in choices if c != choice]
                    return snake(name), repr(choice), repr(others[0]) if len(others) == 1 else ""
            if word in ("reopen", "resume", "reset", "restart", "unpublish", "unarchive", "reactivate", "activate"):
                first = draft.fields[snake(name)].default
                known = next((c for c in choices if c in ("open", "active", "running", "draft")), first)
                before = next((c for c in choices if c in _CONTRARY.get(word, ())), "")
                return snake(name), repr(known), repr(before) if before else ""
    return None


def _participle(state: str, verb: str, study: Study) -> bool:
    """Whether a state is what a verb leads to."""
    said = snake(state)
    if said == verb or study.english.base(said) == verb:
        return True
    stem = verb.removesuffix("e")
    doubled = verb + verb[-1:]
    return said in (f"{stem}ed", f"{verb}ed", f"{doubled}ed", f"{stem}d", f"{verb[:-1]}ied", f"{verb}n")


def _truth(draft: Draft, word: str, study: Study) -> tuple[str, str, str] | None:
    """The truth that a verb sets: `archive` archived, `toggle` the only one there is."""
    truths = [f.name for f in draft.fields.values() if f.type == "boolean"]
    if study.words.is_a("toggle", word):
        known = next(
            (n for n in ("enabled", "active", "done", "completed", "on") if n in truths),
            truths[0] if len(truths) == 1 else "",
        )
        return (known, f"not {draft.name}.{known}", "") if known else None
    over = next((n for n in truths if study.words.is_a("finished", n)), "")
    if over and word in (
        "complete",
        "finish",
        "done",
        "check",
        "close",
        "resolve",
        "tick",
        "mark_done",
        "mark_complete",
    ):
        return over, "True", ""
    if over and word in ("reopen", "uncheck", "uncomplete", "incomplete", "undo", "untick"):
        return over, "False", ""
    for name in truths:
        bare = name.removeprefix("is_")
        if _participle(bare, word, study):
            return name, "True", ""
        if word.startswith("un") and _participle(bare, word[2:], study):
            return name, "False", ""
        if bare == "enabled" and word in ("disable", "deactivate"):
            return name, "False", ""
    return None


def say(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """What a caller says once of a record: made, or changed when it was said before."""
    own = next((d for d in study.drafts if d.own and d.create is call), None)
    who = holder(call, study)
    way = reach(call, place, study) if own else None
    if own is None or who is None or way is None or own.parent is None:
        return None
    by, of = owner_link(own, study), own.link_to(own.parent)
    if not by:
        return None
    if (of, by) not in own.once:
        own.once.append((of, by))
    values = tuple((name, term) for name, (term, _) in body_members(call).items() if name in own.fields)
    where = (Match(field=of, value=own.parent.name), Match(field=by, value="caller"))
    find = Find(record=own.name, of=own.name, where=where, otherwise="nothing")
    made = Create(record=own.name, of=own.name, values=((of, own.parent.name), (by, "caller"), *values))
    act = If(that=f"{own.name} is None", then=(made,), otherwise=(Change(record=own.name, values=values),))
    value = next(iter(values), ("", ""))[1]
    told = {f"{mine}_{own.name}": value for mine in ("my", "your", "user", "own")}
    done = answer(Scene(study, call, way.records, told=told, subject=own.parent))
    return [*way.steps, find, act, done] if done else None
