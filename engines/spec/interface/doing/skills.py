"""Verified functions of the blueprint that interfaces may mean: the names by which they are called, given and shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from engines.spec.notation import LOADER


@dataclass(frozen=True)
class Skill:
    """A function and the names by which requests bring what it takes and answers show what it gives.

    `words`: phrases of which one is heard. `takes`: names of members by what the function is given. `gives`: names of the
    member that tells a single value, `shows`: those for each part of an object. `kind`: the JSON type of a single value.
    `echoes`: further members, with terms. `media`: of a picture or text that is the whole answer. `status`: a refusal that the document must declare for it.
    `unless`: words of the text with which something else is meant.
    """

    name: str
    words: frozenset[tuple[str, ...]]
    takes: Mapping[str, tuple[str, ...]]
    call: str
    gives: tuple[str, ...] = ()
    kind: str = ""
    shows: Mapping[str, tuple[str, ...]] = ()  # type: ignore[assignment]  # an empty mapping is made in `skills`
    echoes: Mapping[str, str] = ()  # type: ignore[assignment]
    media: str = ""
    status: int = 0
    unless: frozenset[str] = frozenset()


@cache
def skills() -> tuple[Skill, ...]:
    """The functions of the installed product, in the order in which they are tried."""
    text = (resources.files("resources") / "lexicons" / "interface_skills.yaml").read_text("utf-8")
    said: dict[str, dict[str, Any]] = yaml.load(text, LOADER)  # noqa: S506 - a safe loader
    return tuple(_skill(name, entry) for name, entry in said.items())


def functions() -> frozenset[str]:
    """The names of all functions that terms of skills call."""
    return frozenset(skill.call.partition("(")[0] for skill in skills())


def _skill(name: str, entry: Mapping[str, Any]) -> Skill:
    return Skill(
        name=name,
        words=frozenset(tuple(str(words).split("_")) for words in entry["words"]),
        takes={key: tuple(map(str, names)) for key, names in entry["takes"].items()},
        call=entry["call"],
        gives=tuple(entry.get("gives", ())),
        kind=entry.get("kind", ""),
        shows={key: tuple(names) for key, names in entry.get("shows", {}).items()},
        echoes=entry.get("echoes", {}),
        media=entry.get("media", ""),
        status=entry.get("status", 0),
        unless=frozenset(entry.get("unless", ())),
    )
