"""Operations that keep nothing: the answer is worked out from the request alone, by what prose says or a verified function."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from engines.kernel.spec.service import Answer, If, ServiceStep, Set
from engines.spec.interface.doing.reckoning import Reckoning, looked_up, reckon, sent
from engines.spec.interface.doing.skills import Skill, skills
from engines.spec.interface.drafts import Study
from engines.spec.interface.envelopes import body_members, core
from engines.spec.interface.model import Call, Reply, Schema, snake
from engines.spec.interface.places import Place
from engines.spec.interface.replies import Scene, body_term
from engines.spec.interface.schemas import is_file, is_object, properties, types

_WHOLE = "found"


def compute(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """POST, PUT or GET of something that is worked out."""
    reply = call.success
    if call.method not in ("POST", "GET", "PUT") or reply is None or any(study.at(p.collection) for p in place.passed):
        return None
    reckoned = reckon(call, study)
    if reckoned is None:
        study.left.append(f"which holds for {call.key}, its text or its examples, which contradict each other")
        return None
    if reckoned.terms and (steps := _answered(call, reply, study, reckoned, {})):
        return steps
    said = set(re.findall(r"[a-z]+", f"{study.said(call)} {call.path}".lower()))
    for skill in _heard(call) if not reckoned.unread else ():
        if (skill.status and skill.status not in call.statuses()) or skill.unless & said:
            continue
        bound = _bound(skill, call)
        steps = _carried_out(skill, bound, call, reply, study, reckoned) if bound is not None else None
        if steps is not None:
            return steps
    return None


def _heard(call: Call) -> Iterator[Skill]:
    """The functions that an operation's path and id speak of, then those of its summary."""
    title = call.words.partition("\n")[0].partition(". ")[0]
    named = _spoken([*(part for part in call.segments if "{" not in part), call.id])
    spoken = {*named, *_spoken([title, *call.tags])}
    near = [skill for skill in skills() if _speaks(skill, named)]
    yield from near
    yield from (skill for skill in skills() if skill not in near and _speaks(skill, spoken))


def _spoken(texts: list[str]) -> set[str]:
    return {word for text in texts for part in re.split(r"[^\w]+", text) for word in snake(part).split("_")}


def _speaks(skill: Skill, spoken: set[str]) -> bool:
    return any(set(words) <= spoken for words in skill.words)


def _bound(skill: Skill, call: Call) -> dict[str, str] | None:
    """The terms for what a function takes; None where something is missing."""
    brought = {word: term for word, (term, _) in body_members(call).items()}
    brought |= {parameter.word: parameter.term for parameter in call.parameters}
    media = next(iter(call.body.media), "") if call.body else ""
    files = [term for term, schema in body_members(call).values() if term.startswith("parts.") and is_file(schema)]
    if len(files) == 1:
        brought["raw"] = f"{files[0]}.content"
    if call.body and call.body.json is None and call.body.form is None:
        brought["raw"] = "raw"
        if media.startswith("text/") or media.endswith("xml"):
            brought["raw_text"] = "text(raw)"
    if call.body and call.body.json is not None and not properties(call.body.json):
        brought["whole"] = "body"
    found: dict[str, str] = {}
    for key, names in skill.takes.items():
        term = next((said for name in names if (said := _brought(name, brought))), "")
        usual = next((name for name in names if name.startswith("|")), "")
        otherwise = usual.lstrip("|? ")
        if not term and not key.endswith("?"):
            return None
        optional = term and key.endswith("?") and not _is_sure(term, call)
        if term or (otherwise and not usual.startswith("|?")):
            found[key.rstrip("?")] = (
                f"({term} if {term} is not None else {otherwise})" if optional else term or otherwise
            )
    return found


def _brought(name: str, brought: Mapping[str, str]) -> str:
    """The term of a member, also as a function of it: `corner(style)`."""
    function, called, inner = name.partition("(")
    if called and not name.startswith("|"):
        term = brought.get(inner.rstrip(")"), "")
        return f"{function}({term})" if term else ""
    return brought.get(name, "")


def _is_sure(term: str, call: Call) -> bool:
    """Whether a member is there in every request, by itself or by its default."""
    name = term.rpartition(".")[2].rstrip(")")
    schemas = {word: schema for word, (_, schema) in body_members(call).items()}
    schemas |= {parameter.word: parameter.schema for parameter in call.parameters}
    required = {parameter.word for parameter in call.parameters if parameter.required}
    needed = {
        snake(wire) for wire in ((call.body.json or call.body.form or {}) if call.body else {}).get("required", ())
    }
    return "default" in schemas.get(name, {}) or name in required | needed


def _carried_out(
    skill: Skill, bound: Mapping[str, str], call: Call, reply: Reply, study: Study, reckoned: Reckoning
) -> list[ServiceStep] | None:
    term = _term(skill, bound)
    if skill.media.startswith("image/"):
        return _picture(skill, term, reply, call) if skill.media in reply.media else None
    step = Set(name=_WHOLE, to=term)
    if reply.json is None:
        return _plain(skill, step, reply)
    if not properties(reply.json) and skill.kind in ("array", "object") and skill.kind in types(reply.json):
        return [Answer(status=reply.status, body=term)]
    shown = core(reply.json, study.words)
    told = _told(skill, shown, bound)
    return _answered(call, reply, study, reckoned, told, step) if told else None


def _term(skill: Skill, bound: Mapping[str, str]) -> str:
    """The call with what the request brings; an argument that is written with its name is left out where nothing does."""
    sparse = re.sub(r", (\w+)=\1\b", lambda match: match[0] if match[1] in bound else "", skill.call)
    return _filled(sparse, bound)


def _filled(term: str, bound: Mapping[str, str]) -> str:
    return re.sub(r"\b([a-z_0-9]+)\b(?![=(])", lambda match: bound.get(match[1], match[1]), term)


def _plain(skill: Skill, step: Set, reply: Reply) -> list[ServiceStep] | None:
    """A single value as text."""
    media = next((media for media in reply.media if media.startswith("text/") or media == skill.media), "")
    if not media or not skill.gives or (media == "text/html") != (skill.media == "text/html"):
        return None
    if media == "text/csv" and skill.media != media:
        return None
    body = step.to if skill.kind == "string" else f"str({step.to})"
    return [Answer(status=reply.status, body=body, media=media)]


def _told(skill: Skill, shown: Schema, bound: Mapping[str, str]) -> dict[str, str]:
    """What the answer tells, by its members' names in terms; empty where it is not what the function gives."""
    members = dict(_members(shown))
    told: dict[str, str] = {}
    if skill.gives:
        known = next((word for word in skill.gives if word in members and _fits(skill.kind, members[word])), "")
        if known:
            told[known] = _WHOLE
    for key, names in skill.shows.items():
        outer, _, inner = key.partition(".")
        value = f'get(found, "{outer}")' if not inner else f'get(get(found, "{outer}"), "{inner}")'
        if word := next((w for w in names if w in members and w not in told), ""):
            told[word] = value
    if not told:
        return {}
    for word, term in skill.echoes.items():
        if word in members and word not in told:
            told[word] = _filled(term, bound)
    return told


def _members(shown: Schema) -> Iterator[tuple[str, Schema]]:
    """The members of an answer and of the objects in it, those inside first, by their names in terms."""
    for name, schema in properties(shown).items():
        if is_object(schema):
            yield from _members(schema)
        yield snake(name), schema


def _fits(kind: str, schema: Schema) -> bool:
    return not kind or kind in types(schema) or not types(schema) or (kind == "integer" and "number" in types(schema))


def _answered(
    call: Call, reply: Reply, study: Study, reckoned: Reckoning, told: Mapping[str, str], *before: Set
) -> list[ServiceStep] | None:
    """The answer, where every member that it must have is told."""
    if reply.json is None:
        return None
    known, before_sums = dict(told), list[ServiceStep]()
    before_sums += looked_up(reckoned)
    terms = {snake(wire): term for wire, term in reckoned.terms.items()}
    used = " ".join(terms.values())
    for wire, term in reckoned.terms.items():
        name = reckoned.names[wire]
        if re.search(rf"(?<![\w.]){name}(?!\w)", used):
            before_sums.append(Set(name=name, to=term))
            term = name
        known.setdefault(snake(wire), term)
    for wire, (term, schema) in sent(call, study).items():
        if (part := _member(core(reply.json, study.words), wire)) is not None and types(part) & types(schema):
            known.setdefault(snake(wire), term)
    left = list(study.left)
    body = body_term(reply.json, Scene(study, call, told=known))
    complete = body is not None and study.left == left and is_object(reply.json)
    study.left[:] = left
    return [*before, *before_sums, Answer(status=reply.status, body=body or "")] if complete else None


def _member(shown: Schema, wire: str) -> Schema | None:
    return next((part for name, part in properties(shown).items() if snake(name) == snake(wire)), None)


def _picture(skill: Skill, term: str, reply: Reply, call: Call) -> list[ServiceStep]:
    headers = {name.lower() for name in reply.headers}
    told = (("ETag", "etag(picture)"),) if "etag" in headers else ()
    steps: list[ServiceStep] = [Set(name="picture", to=term)]
    if 304 in call.statuses() and any(p.word == "if_none_match" for p in call.among("header")):
        same = Answer(status=304, headers=told)
        steps.append(If(that="header.if_none_match == etag(picture)", then=(same,)))
    kept = (("Cache-Control", '"public, max-age=3600"'),) if "cache-control" in headers else ()
    return [*steps, Answer(status=reply.status, body="picture", media=skill.media, headers=(*told, *kept))]
