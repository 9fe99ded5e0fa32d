"""Answers in JSON: found in what a model said, checked against the schema that was asked for, and what is wrong with them. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import jsonschema_rs
import yaml

from engines.kernel.events import Json
from engines.kernel.llm import Ask, Turn

TRIES = 3
FAULTS = 5
SHOWN = 300
STARTS = 500
"""How many brackets are taken for the start of a value, before an answer is given up."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The value in an answer, or the fault that a model is told."""

    value: Json = None
    fault: str = ""


def read(text: str, schema: Mapping[str, Json]) -> Reading:
    """The first JSON value in a text that fits the schema; else what is wrong with the longest one that is there."""
    validator = jsonschema_rs.validator_for(dict(schema))
    found = sorted(_values(text), key=lambda each: each[0], reverse=True)
    for _, value in found:
        if validator.is_valid(value):
            return Reading(value=value)
    if not found:
        return Reading(fault="there is no JSON value in it")
    errors = [f"{_place(error)}: {error.message[:SHOWN]}" for error in validator.iter_errors(found[0][1])]
    return Reading(fault="; ".join(errors[:FAULTS]))


def asking_for_json(ask: Ask) -> Ask:
    """The question with its schema, if there is one, told in words; models that can are held to it besides."""
    if ask.schema is None:
        return ask
    words = _words()["ask"].format(schema=json.dumps(ask.schema, ensure_ascii=False))
    first = ask.turns[0] if ask.turns else Turn(role="system", text="")
    if first.role == "system":
        return replace(ask, turns=[replace(first, text=f"{first.text}\n\n{words}".strip()), *ask.turns[1:]])
    return replace(ask, turns=[Turn(role="system", text=words), *ask.turns])


def asking_for_middle(ask: Ask) -> Ask:
    """The question for the text between the last turn and the suffix told in words, for models that hold conversations."""
    if ask.suffix is None:
        return ask
    before = ask.turns[-1].text if ask.turns else ""
    words = Turn(role="user", text=_words()["middle"].format(before=before, after=ask.suffix))
    return replace(ask, turns=[*ask.turns[:-1], words])


def telling_fault(ask: Ask, text: str, fault: str) -> Ask:
    """The question again, with the answer that can't be used and why."""
    told = Turn(role="user", text=_words()["again"].format(fault=fault))
    return replace(ask, turns=[*ask.turns, Turn(role="assistant", text=text or "-"), told])


def _values(text: str) -> Iterator[tuple[int, Json]]:
    """All JSON objects and arrays in a text that stand in no other, with their lengths; a bare value if that is all."""
    try:
        yield len(text), json.loads(text, strict=False)
        return
    except (ValueError, RecursionError):
        pass
    decoder, at = json.JSONDecoder(strict=False), 0
    for _ in range(STARTS):
        starts = [place for place in (text.find("{", at), text.find("[", at)) if place >= 0]
        if not starts:
            return
        try:
            value, end = decoder.raw_decode(text, min(starts))
        except (ValueError, RecursionError):
            at = min(starts) + 1
            continue
        yield end - min(starts), value
        at = end


def _place(error: jsonschema_rs.ValidationError) -> str:
    return "/".join(map(str, error.instance_path)) or "the value"


@cache
def _words() -> Mapping[str, str]:
    text = files("resources").joinpath("models", "structured.yaml").read_text(encoding="utf-8")
    words: Mapping[str, str] = yaml.safe_load(text)
    return words
