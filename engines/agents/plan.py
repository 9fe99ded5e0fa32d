"""Pure decisions about people at work: who joins, in which order tasks run, what votes add up to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engines.agents.model import Role, RoleName, Task, Team, Verdict, Vote
from engines.kernel.errors import UserError
from engines.kernel.spec import Spec


def assemble(spec: Spec, roles: Sequence[Role]) -> Team:
    """The team that a specification needs and its task graph."""
    needed = tuple(role for role in roles if _joins(role, spec))
    return Team(roles=needed, tasks=_tasks(needed))


def _joins(role: Role, spec: Spec) -> bool:
    return (
        role.joins == "always"
        or (role.joins == "web" and spec.kind == "web")
        or (role.joins == "data" and bool(spec.entities or spec.tool))
    )


def _tasks(roles: Sequence[Role]) -> tuple[Task, ...]:
    design = Task(
        id="design", role="architect", skill="design", title="Check the specification and lay out the project"
    )
    builders = [role for role in roles if "build" in role.skills]
    builds = tuple(
        Task(
            id=f"build-{role.name}",
            role=role.name,
            skill="build",
            title=role.title,
            after=("design",),
        )
        for role in builders
    )
    reviews = tuple(
        Task(
            id=f"review-{role.name}",
            role=role.name,
            skill="review",
            title=f"{role.title} reads the change",
            after=tuple(b.id for b in builds),
        )
        for role in roles
        if role.reviews
    )
    return (design, *builds, *reviews)


def waves(tasks: Iterable[Task]) -> list[list[Task]]:
    """Tasks in groups that can run side by side, each group after the ones before; UserError on a circle."""
    left, done, result = list(tasks), set[str](), list[list[Task]]()
    while left:
        ready = [task for task in left if done.issuperset(task.after)]
        if not ready:
            raise UserError(f"tasks wait for each other: {', '.join(task.id for task in left)}")
        result.append(ready)
        done.update(task.id for task in ready)
        left = [task for task in left if task.id not in done]
    return result


def decide(votes: Sequence[Vote], *, manager: RoleName = "project_manager") -> Verdict:
    """A critical finding blocks; else the majority; a tie goes to the project manager's vote, and then to a person."""
    findings = tuple(finding for vote in votes for finding in vote.findings)
    critical = next((f for f in findings if f.severity == "critical"), None)
    if critical:
        return Verdict(decision="rejected", reason=f"critical: {critical.title} at {critical.place}", findings=findings)
    approvals = sum(vote.approve for vote in votes)
    if approvals * 2 != len(votes):
        approved = approvals * 2 > len(votes)
        return Verdict(
            decision="approved" if approved else "rejected",
            reason=f"{approvals} of {len(votes)} reviewers approve",
            findings=findings,
        )
    casting = next((vote for vote in votes if vote.by == manager), None)
    if casting is None:
        return Verdict(
            decision="person", reason="the reviewers disagree and no project manager voted", findings=findings
        )
    return Verdict(
        decision="approved" if casting.approve else "rejected",
        reason="a tie, decided by the project manager",
        findings=findings,
    )
