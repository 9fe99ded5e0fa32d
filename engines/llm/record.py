"""The ledger's values: what is noted of a call before it is made, when it ended, and in sum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engines.kernel.llm import Origin, TaskKind

CallEnd = Literal["open", "done", "kept", "unusable", "failed", "limited", "timed_out", "cancelled", "lost"]
"""`kept`: answered from the kept answers; `unusable`: not what the schema asks for; `lost`: the engine was killed."""
SumBy = Literal["model", "task", "project", "run", "agent", "person", "prompt", "day"]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A call before it is made. No text of it is kept; `digest` is the SHA-256 of the question."""

    task: TaskKind
    model: str
    group: str
    digest: str
    origin: Origin
    prompt: str = ""
    version: int = 0
    prompt_digest: str = ""


@dataclass(frozen=True, kw_only=True)
class Booked:
    """How a call ended: tokens, micro-dollars, seconds. `priced` is false where nobody knows the model's price."""

    end: CallEnd
    read: int = 0
    written: int = 0
    cached: int = 0
    cost: int = 0
    seconds: float = 0.0
    priced: bool = True


@dataclass(frozen=True, kw_only=True)
class Record:
    """A call as it stands in the ledger; `time` is ISO 8601 in UTC, `worth` None as long as nobody told."""

    call: int
    time: str
    task: TaskKind
    model: str
    group: str
    prompt: str
    version: int
    end: CallEnd
    read: int
    written: int
    cached: int
    cost: int
    seconds: float
    project: str
    run: str
    agent: str
    person: str
    digest: str
    worth: float | None = None
    shown_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Sum:
    """Calls in sum, by one of their properties. `judged` of them have an outcome, which are worth `worth` together."""

    name: str
    calls: int
    failed: int
    kept: int
    read: int
    written: int
    cached: int
    cost: int
    unpriced: int
    seconds: float
    judged: int
    worth: float
