"""Operations that a verified function carries out: nothing is kept, the answer is worked out from the request alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from engines.kernel.spec.service import Answer, If, ServiceStep, Set
from engines.spec.interface.drafts import Study
from engines.spec.interface.envelopes import body_members, core
from engines.spec.interface.model import Call, Reply, Schema, snake
from engines.spec.interface.places import Place
from engines.spec.interface.replies import Scene, body_term
from engines.spec.interface.schemas import properties
from engines.spec.notation import LOADER


@dataclass(frozen=True)
class Skill:
    """A function and the names by which requests bring what it takes and answers show what it gives."""

    name: str
    words: frozenset[str]
    takes: Mapping[str, tuple[str, ...]]
    call: str
    gives: tuple[str, ...]
    names: Mapping[str, tuple[str, ...]]
    echoes: Mapping[str, str]
    media: str


@cache
def skills() -> tuple[Skill, ...]:
    """The functions of the installed product, in the order in which they are tried."""
    text = (resources.files("resources") / "lexicons" / "interface_skills.yaml").read_text("utf-8")
    said: dict[str, dict[str, Any]] = yaml.load(text, LOADER)  # noqa: S506 - a safe loader
    return tuple(
        Skill(
            name=name,
            words=frozenset(entry["words"]),
            takes={key: tuple(map(str, names)) for key, names in entry["takes"].items()},
            call=entry["call"],
            gives=("*",) if entry.get("gives") == "all" else tuple(entry.get("gives", ())),
            names={key: tuple(names) for key, names in entry.get("names", {}).items()},
            echoes=entry.get("echoes", {}),
            media=entry.get("media", ""),
        )
        for name, entry in said.items()
    )


def compute(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """POST or GET of something that is worked out."""
    if (
        call.method not in ("POST", "GET", "PUT")
        or call.success is None
        or any(study.at(p.collection) for p in place.passed)
    ):
        return None
    spoken = {*snake(call.path).split("_"), *call.id.split("_"), *re.findall(r"[a-z]+", call.words.lower())}
    path = {snake(part) for part in call.segments if "{" not in part}
    for skill in skills():
        bound = _bound(skill, call) if skill.words & (spoken | path) else None
        steps = _carried_out(skill, bound, call, study) if bound is not None else None
        if steps is not None:
            return steps
    return None


def _bound(skill: Skill, call: Call) -> dict[str, str] | None:
    """The terms for what a function takes; None where something is missing."""
    brought = {word: term for word, (term, _) in body_members(call).items()}
    brought |= {parameter.word: parameter.term for parameter in call.parameters}
    if call.body and call.body.json is None and call.body.form is None:
        brought["raw"] = "raw"
    found: dict[str, str] = {}
    for key, names in skill.takes.items():
        term = next((brought[name] for name in names if name in brought), "")
        otherwise = next((name[1:].strip() for name in names if name.startswith("|")), "")
        if not term and not key.endswith("?"):
            return None
        optional = term and key.endswith("?") and not _has_default(term, call)
        found[key.rstrip("?")] = f"({term} if {term} is not None else {otherwise})" if optional else term or otherwise
    return found


def _has_default(term: str, call: Call) -> bool:
    name = term.rpartition(".")[2]
    schemas = {word: schema for word, (_, schema) in body_members(call).items()}
    schemas |= {parameter.word: parameter.schema for parameter in call.parameters}
    return "default" in schemas.get(name, {})


def _carried_out(skill: Skill, bound: Mapping[str, str], call: Call, study: Study) -> list[ServiceStep] | None:
    reply = call.success
    if reply is None:
        return None
    term = re.sub(r"\b([a-z_]+)\b(?!\()", lambda match: bound.get(match[1], match[1]), skill.call)
    if skill.media:
        return _picture(skill, term, reply, call) if skill.media in reply.media else None
    step = Set(name="found", to=term)
    if reply.json is None:
        plain = next((media for media in reply.media if media.startswith("text/")), "")
        return (
            [step, Answer(status=reply.status, body="str(found)", media=plain)]
            if plain and skill.gives != ("*",)
            else None
        )
    told = _told(skill, core(reply.json, study.words), bound)
    if told is None:
        return None
    body = body_term(reply.json, Scene(study, call, told=told))
    return [step, Answer(status=reply.status, body=body)] if body else None


def _told(skill: Skill, shown: Schema, bound: Mapping[str, str]) -> dict[str, str] | None:
    """What the answer tells, by its members' names in terms; None where it is not what the function gives."""
    members = {snake(name): name for name in properties(shown)}
    told = {word: bound.get(said, said) for word, said in skill.echoes.items() if word in members}
    told = {word: re.sub(r"\braw\b", bound.get("raw", "raw"), term) for word, term in told.items()}
    if skill.gives != ("*",):
        known = next((word for word in skill.gives if word in members), "")
        return {**told, known: "found"} if known else None
    if skill.names:
        for key, words in skill.names.items():
            word = next((w for w in words if w in members), "")
            if not word and not key.endswith("?"):
                return None
            if word:
                told[word] = f'get(found, "{key.rstrip("?")}")'
        return told
    return {**told, **{word: f'get(found, "{word}")' for word in members}} if members else None


def _picture(skill: Skill, term: str, reply: Reply, call: Call) -> list[ServiceStep]:
    headers = {name.lower() for name in reply.headers}
    told = (("ETag", "etag(picture)"),) if "etag" in headers else ()
    steps: list[ServiceStep] = [Set(name="picture", to=term)]
    if 304 in call.statuses() and any(p.word == "if_none_match" for p in call.among("header")):
        same = Answer(status=304, headers=told)
        steps.append(If(that="header.if_none_match == etag(picture)", then=(same,)))
    kept = (("Cache-Control", '"public, max-age=3600"'),) if "cache-control" in headers else ()
    return [*steps, Answer(status=reply.status, body="picture", media=skill.media, headers=(*told, *kept))]
