"""A team carries out its tasks: what the board shows to whom, and what survives as steps."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import pytest

from engines.agents import Message, Outcome, Role, Task, Team, Vote, carry_out
from engines.kernel.errors import Unavailable
from engines.kernel.events import Event, EventKind, Json
from engines.kernel.jobs import NOTHING


class StoredSteps:
    """A RunContext that keeps step results in a dict, as a journal would."""

    run = "run-1"

    def __init__(self) -> None:
        self.results: dict[str, Any] = {}
        self.events: dict[str, EventKind] = {}
        self.about: dict[str, Mapping[str, Json]] = {}

    async def step(self, name: str, work: Callable[[], Awaitable[Any]], *, about: Mapping[str, Json] = NOTHING) -> Any:
        self.about[name] = about
        if name not in self.results:
            self.results[name] = await work()
        return self.results[name]

    async def gather(
        self,
        steps: Sequence[tuple[str, Callable[[], Awaitable[Any]]]],
        *,
        about: Mapping[str, Mapping[str, Json]] = NOTHING,
    ) -> list[Any]:
        return [await self.step(name, work, about=about.get(name, NOTHING)) for name, work in steps]

    async def wait_for(self, checkpoint: str, question: Mapping[str, Json]) -> Mapping[str, Json]:
        raise AssertionError(f"nobody waits here: {checkpoint}")

    def emit(self, kind: EventKind, payload: Mapping[str, Json], *, key: str) -> Event:
        self.events[key] = kind
        return Event(run=self.run, sequence=len(self.events), time="", kind=kind, payload=payload)


ARCHITECT = Role(name="architect", title="Architect", persona="", skills=("design",))
QA = Role(name="qa", title="Test engineer", persona="", skills=("review",), reviews=True)
TEAM = Team(
    roles=(ARCHITECT, QA),
    tasks=(
        Task(id="design", role="architect", skill="design", title="Design"),
        Task(id="review", role="qa", skill="review", title="Review", after=("design",)),
    ),
)


async def design(role: Role, task: Task, board: Sequence[Message]) -> Outcome:
    return Outcome(message=Message(by=role.name, text="three tables", facts={"tables": 3}))


async def review(role: Role, task: Task, board: Sequence[Message]) -> Outcome:
    seen = board[0].facts["tables"] if board else None
    return Outcome(message=Message(by=role.name, text=f"saw {seen}", facts={}), vote=Vote(by=role.name, approve=True))


async def test_each_step_tells_who_does_what() -> None:
    context = StoredSteps()
    await carry_out(context, TEAM, {"design": design, "review": review})
    assert context.about == {
        "task:design": {"task": "design", "role": "architect", "role_title": "Architect", "title": "Design"},
        "task:review": {"task": "review", "role": "qa", "role_title": "Test engineer", "title": "Review"},
    }


async def test_a_later_task_reads_what_an_earlier_one_posted() -> None:
    work = await carry_out(StoredSteps(), TEAM, {"design": design, "review": review})
    assert [message.text for message in work.board] == ["three tables", "saw 3"]


async def test_a_resumed_team_does_not_repeat_finished_tasks() -> None:
    context = StoredSteps()
    first = await carry_out(context, TEAM, {"design": design, "review": review})
    again = await carry_out(context, TEAM, {})
    assert again == first


async def test_messages_and_votes_are_told() -> None:
    context = StoredSteps()
    await carry_out(context, TEAM, {"design": design, "review": review})
    assert context.events == {
        "message:design": "agent.message",
        "message:review": "agent.message",
        "vote:review": "agent.vote",
    }


async def test_a_missing_skill_is_named() -> None:
    with pytest.raises(Unavailable, match="'review'"):
        await carry_out(StoredSteps(), TEAM, {"design": design})
