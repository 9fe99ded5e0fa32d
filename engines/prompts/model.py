"""Prompts as values: versions with declared inputs, how they stand, and what is known of how well they do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from engines.kernel.llm import TaskKind

Stand = Literal["active", "candidate", "retired"]


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version of a prompt. `inputs` says what each variable of the texts holds; `when` for which contexts it is made.

    `system` and `user` are Jinja templates. `digest` is the SHA-256 of the file. `why`: what it wants to do better.
    """

    prompt: str
    number: int
    task: TaskKind
    purpose: str
    inputs: Mapping[str, str]
    system: str
    user: str
    digest: str
    when: Mapping[str, Sequence[str]] = field(default_factory=dict)
    why: str = ""
    own: bool = False

    def fits(self, context: Mapping[str, str]) -> bool:
        """Whether it is made for a context such as `{"strength": "small"}`; what the context does not tell is no hindrance."""
        return all(context.get(name, allowed[0]) in allowed for name, allowed in self.when.items())


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How often a version was tried with a known outcome, and what the outcomes were worth together, each from 0 to 1."""

    tried: int = 0
    worth: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What was decided of a prompt's versions: the one a person wants always, those out of use, those not in use yet."""

    pinned: int = 0
    retired: tuple[int, ...] = ()
    candidates: tuple[int, ...] = ()

    def of(self, number: int) -> Stand:
        if number in self.retired:
            return "retired"
        return "candidate" if number in self.candidates else "active"


@dataclass(frozen=True, kw_only=True)
class Duel:
    """One case of a benchmark, given to the version in use and to the proposed one: who passed."""

    case: str
    current: bool
    proposed: bool


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Whether a proposed version comes into use, and why."""

    passed: bool
    why: str
