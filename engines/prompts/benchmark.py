"""Benchmarks of prompts as data: cases that both versions are given, and whether an answer is right. Pure but for the file.

There is one for prompts whose answers can be judged without a person; the others can't be replaced by a proposal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files

import yaml
from pydantic import TypeAdapter


@dataclass(frozen=True, kw_only=True)
class Case:
    """A sentence to be said again for an application. Right is what adds a fact whose id begins so, or sets properties.

    `said` is one way that is right, so that every case is known to be solvable.
    """

    brief: str
    sentence: str
    said: str
    adds: str = ""
    sets: Mapping[str, Mapping[str, bool | int | float | str]] = field(default_factory=dict)


def load_benchmark(prompt: str) -> Sequence[Case]:
    """The cases for a prompt; none where it has no benchmark."""
    file = files("resources").joinpath("benchmarks", f"{prompt}.yaml")
    return TypeAdapter(list[Case]).validate_python(yaml.safe_load(file.read_text("utf-8"))) if file.is_file() else []
