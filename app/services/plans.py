"""The plan of a build as a pure value: who does what after what, how long it will take, how much it will write.

Made by app.services.planning before anything happens, and told again by the run that carries it out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from engines.agents import Role, RoleName, Task, Team, share
from engines.kernel.spec import Spec
from engines.kernel.tree import SourceTree
from engines.qtest import number_of_tests

Stage = Literal["read", "design", "build", "review", "test", "record"]
Expect = Callable[[str, float], float]
CHECKPOINTS = ("architecture", "security")
_TITLES = {
    "read": "Read the brief",
    "render": "Render the project",
    "prepare": "Take the folder",
    "test": "Run the tests",
    "preview": "Start the preview",
    "record": "Trace, commit, sign the capsule",
}
_STAGES: Mapping[str, Stage] = {
    "read": "read",
    "render": "design",
    "prepare": "design",
    "design": "design",
    "build": "build",
    "review": "review",
    "test": "test",
    "preview": "test",
    "record": "record",
}


@dataclass(frozen=True, kw_only=True)
class PlanStep:
    """One step by the name that its events carry. `kind` and `size` are what the expected `seconds` go by."""

    name: str
    kind: str
    title: str
    stage: Stage
    seconds: float
    size: float
    role: str = ""
    role_title: str = ""
    task: str = ""
    after: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ProjectPlan:
    """What building a project will do. `seconds` is the longest way through the steps; `cost` is in US dollars."""

    name: str
    title: str
    stack: str
    roles: tuple[Role, ...]
    steps: tuple[PlanStep, ...]
    files: int
    tests: int
    seconds: float
    cost: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """The plan as JSON values: the steps, and the team with the tasks of each role."""
        return {
            "name": self.name,
            "title": self.title,
            "stack": self.stack,
            "team": [
                {"role": role.name, "title": role.title, "persona": role.persona, "tasks": self._tasks(role.name)}
                for role in self.roles
            ],
            "steps": [{**asdict(step), "after": list(step.after)} for step in self.steps],
            "files": self.files,
            "tests": self.tests,
            "checkpoints": list(CHECKPOINTS),
            "cost": self.cost,
            "seconds": self.seconds,
        }

    def _tasks(self, role: RoleName) -> list[dict[str, Any]]:
        return [
            {
                "name": step.task,
                "title": step.title,
                "after": [name.removeprefix("task:") for name in step.after if name.startswith("task:")],
                "seconds": step.seconds,
            }
            for step in self.steps
            if step.role == role
        ]


def plan_of(spec: Spec, tree: SourceTree, team: Team, stack: str, *, preview: bool, expect: Expect) -> ProjectPlan:
    """The plan; `expect` tells the seconds of a kind of step at a size."""
    steps = tuple(_steps(spec, tree, team, preview=preview, expect=expect))
    return ProjectPlan(
        name=spec.name,
        title=spec.title,
        stack=stack,
        roles=team.roles,
        steps=steps,
        files=len(tree.files),
        tests=number_of_tests(tree),
        seconds=longest_way(steps),
    )


def _steps(spec: Spec, tree: SourceTree, team: Team, *, preview: bool, expect: Expect) -> Iterator[PlanStep]:
    files, tests = len(tree.files), number_of_tests(tree)

    def own(name: str, size: float, *after: str) -> PlanStep:
        seconds, title = expect(name, size), _TITLES[name]
        return PlanStep(name=name, kind=name, title=title, stage=_STAGES[name], seconds=seconds, size=size, after=after)

    yield own("read", len(spec.sentences))
    yield own("render", files, "read")
    yield own("prepare", 0, "render")
    yield from _tasks(tree, team, expect)
    last = _last(team.tasks)
    yield own("test", tests, *last)
    if preview:
        yield own("preview", 0, *last)
    yield own("record", files, "test", *(["preview"] if preview else []))


def _tasks(tree: SourceTree, team: Team, expect: Expect) -> Iterator[PlanStep]:
    owners = list(share(tree.files, team.roles).values())
    titles = {role.name: role.title for role in team.roles}
    for task in team.tasks:
        size = owners.count(task.role) if task.skill == "build" else len(owners)
        yield PlanStep(
            name=f"task:{task.id}",
            kind=task.skill,
            title=task.title,
            stage=_STAGES.get(task.skill, "build"),
            seconds=expect(task.skill, size),
            size=size,
            role=task.role,
            role_title=titles[task.role],
            task=task.id,
            after=tuple(f"task:{other}" for other in task.after) or ("prepare",),
        )


def _last(tasks: Sequence[Task]) -> list[str]:
    """The tasks that no other waits for."""
    waited = {name for task in tasks for name in task.after}
    return [f"task:{task.id}" for task in tasks if task.id not in waited]


def longest_way(steps: Sequence[PlanStep]) -> float:
    """Seconds until the last step ends when each begins as soon as those before it have ended; in their order."""
    ends: dict[str, float] = {}
    for step in steps:
        ends[step.name] = step.seconds + max((ends[name] for name in step.after), default=0.0)
    return round(max(ends.values(), default=0.0), 3)
