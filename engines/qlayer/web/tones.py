"""Decides how the states of a lifecycle look and which step is the usual next one; pure. Called by web views."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, Literal

import yaml

from engines.kernel.spec import Lifecycle
from engines.qlayer.web.words import label

Tone = Literal["", "info", "warn", "ok", "alt", "bad"]


@dataclass(frozen=True, kw_only=True)
class StateView:
    """A state as people see it, the names of the states it may go to, the usual one first."""

    name: str
    label: str
    tone: Tone
    step: str
    steps: tuple[str, ...]
    final: bool


def state_views(lifecycle: Lifecycle) -> tuple[StateView, ...]:
    """All states in their order."""
    good = [state for state in lifecycle.states if not _unhappy(state)]
    return tuple(
        StateView(
            name=state,
            label=label(state),
            tone=_tone(lifecycle, state, good),
            step=step_label(state),
            steps=_steps(lifecycle, state),
            final=not _steps(lifecycle, state),
        )
        for state in lifecycle.states
    )


def main_line(lifecycle: Lifecycle) -> tuple[str, ...]:
    """The states that follow one another from the first to the last good one; empty unless there are three or more."""
    good = [state for state in lifecycle.states if not _unhappy(state)]
    steps = {(step.source, step.target) for step in lifecycle.transitions}
    linear = all(pair in steps for pair in pairwise(good))
    return tuple(good) if linear and len(good) > 2 and good[0] == lifecycle.initial else ()


def step_label(state: str) -> str:
    """What the button says that brings an object into the state."""
    verbs: dict[str, str] = _words()["verbs"]
    return verbs.get(state, f"Mark as {state.replace('_', ' ')}")


def _steps(lifecycle: Lifecycle, state: str) -> tuple[str, ...]:
    targets = list(dict.fromkeys(step.target for step in lifecycle.transitions if step.source == state))
    order = {name: place for place, name in enumerate(lifecycle.states)}
    here = order.get(state, 0)
    return tuple(sorted(targets, key=lambda name: (_unhappy(name), order[name] < here, order[name])))


def _tone(lifecycle: Lifecycle, state: str, good: list[str]) -> Tone:
    if _unhappy(state):
        return "bad"
    if state == lifecycle.initial:
        return ""
    place = good.index(state)
    if place == len(good) - 1:
        return "alt" if len(good) > 3 else "ok"
    if place == len(good) - 2 and len(good) > 3:
        return "ok"
    return "info" if place <= 1 else "warn"


def _unhappy(state: str) -> bool:
    return state in _words()["unhappy"]


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    said: dict[str, Any] = yaml.safe_load(
        files("resources").joinpath("lexicons", "state_words.yaml").read_text("utf-8")
    )
    return said
