"""A team at work: tasks wave by wave as durable steps, messages on a shared board, votes at the end.

Called by the building service inside a run.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from engines.agents.model import Message, Role, Task, Team, Verdict, Vote
from engines.agents.plan import decide, waves
from engines.agents.ports import Outcome, SkillBook
from engines.kernel.errors import Unavailable
from engines.kernel.findings import Finding
from engines.kernel.jobs import About, RunContext


@dataclass(frozen=True, kw_only=True)
class Work:
    """What a team left behind: all messages in order, and what its reviewers decided."""

    board: tuple[Message, ...]
    verdict: Verdict


async def carry_out(context: RunContext, team: Team, skills: SkillBook) -> Work:
    """Runs the team's tasks; each is one durable step. Tasks of one wave run side by side and read the same board."""
    board: list[Message] = []
    votes: list[Vote] = []
    roles = {role.name: role for role in team.roles}
    for wave in waves(team.tasks):
        seen = tuple(board)
        rows = await context.gather(
            [(f"task:{task.id}", _work(skills, roles[task.role], task, seen)) for task in wave],
            about={f"task:{task.id}": _about(task, roles[task.role]) for task in wave},
        )
        for task, row in zip(wave, rows, strict=True):
            outcome = _restore(row)
            board.append(outcome.message)
            votes.extend([outcome.vote] if outcome.vote else [])
            _tell(context, task, outcome)
    return Work(board=tuple(board), verdict=decide(votes))


def _work(
    skills: SkillBook, role: Role, task: Task, board: Sequence[Message]
) -> Callable[[], Awaitable[dict[str, Any]]]:
    async def work() -> dict[str, Any]:
        if task.skill not in skills:
            raise Unavailable(f"nobody has the skill '{task.skill}' that task '{task.id}' needs")
        return asdict(await skills[task.skill](role, task, board))

    return work


def _about(task: Task, role: Role) -> About:
    return {"task": task.id, "role": role.name, "role_title": role.title, "title": task.title}


def _restore(row: dict[str, Any]) -> Outcome:
    """An outcome from the stored form of a step."""
    said = row["vote"]
    vote = Vote(**{**said, "findings": tuple(Finding(**f) for f in said["findings"])}) if said else None
    return Outcome(message=Message(**row["message"]), vote=vote)


def _tell(context: RunContext, task: Task, outcome: Outcome) -> None:
    message = outcome.message
    context.emit(
        "agent.message",
        {"by": message.by, "task": task.id, "title": task.title, "text": message.text, "facts": dict(message.facts)},
        key=f"message:{task.id}",
    )
    if outcome.vote:
        context.emit(
            "agent.vote",
            {"by": outcome.vote.by, "approve": outcome.vote.approve, "task": task.id},
            key=f"vote:{task.id}",
        )
        for number, finding in enumerate(outcome.vote.findings):
            context.emit("finding.raised", dict(asdict(finding)), key=f"finding:{task.id}:{number}")
