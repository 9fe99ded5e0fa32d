"""The seam where skills join: without a model they are deterministic code, with one they will ask it first.

`app.bootstrap` chooses the skill book; nothing here or below knows which kind it got.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from engines.agents.model import Message, Role, Task, Vote


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a task gave: a message for the board and, from a reviewer, a vote."""

    message: Message
    vote: Vote | None = None


class Skill(Protocol):
    """Carries out one task. It may be called again after a kill, so its effects are idempotent."""

    async def __call__(self, role: Role, task: Task, board: Sequence[Message]) -> Outcome: ...


SkillBook = Mapping[str, Skill]
