"""Reads the table of expected times from resources/timings. Used by the planning service."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml
from pydantic import TypeAdapter

from engines.agents.estimating import Timing, Timings


@cache
def load_timings(name: str) -> Timings:
    """The expected times of a workflow's kinds of steps."""
    text = files("resources").joinpath("timings", f"{name}.yaml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, Timing]).validate_python(yaml.safe_load(text))
