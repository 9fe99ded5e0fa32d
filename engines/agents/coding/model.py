"""Values of an agent that writes code: edits, what it may use, what it is told, and how its work ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from engines.kernel.findings import Finding

ToolName = Literal["read", "search", "run", "test", "ask"]
Ended = Literal["built", "gave_up", "rejected", "budget", "no_model"]


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One change of a file: `search`, lines that stand in it, become `replace`. `whole`: `replace` is all of the file."""

    path: str
    search: str = ""
    replace: str = ""
    whole: bool = False


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What an agent wants to know before it goes on: a tool and what it is given."""

    tool: ToolName
    given: str


@dataclass(frozen=True, kw_only=True)
class Said:
    """An answer of a model, understood: its edits, its wishes, and what was left over of its text."""

    edits: Sequence[Edit] = ()
    wishes: Sequence[Wish] = ()
    rest: str = ""


@dataclass(frozen=True, kw_only=True)
class Tested:
    """What a run of tests showed. `failures` are the ids of failed tests with their messages."""

    passed: Sequence[str]
    failures: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Task:
    """What an agent shall build: one sentence of the brief, in a project whose files are known.

    `rules` hold in this project. `test_file` is where its test goes. `locked` are patterns of files that it may not touch.
    """

    number: int
    requirement: str
    rules: Sequence[str]
    files: Mapping[str, str]
    test_file: str
    locked: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """How much an agent may try: rounds of repair, questions to its tools, and micro-dollars."""

    repairs: int = 3
    wishes: int = 12
    cost: int = 500_000


@dataclass(frozen=True, kw_only=True)
class Work:
    """How it ended. `files` are the changed and new ones, whole; `tests` the ids that prove it; `why` in a sentence."""

    ended: Ended
    why: str
    files: Mapping[str, str] = field(default_factory=dict)
    tests: Sequence[str] = ()
    findings: Sequence[Finding] = ()
    rounds: int = 0
    cost: int = 0
    model: str = ""
    calls: Sequence[int] = ()
