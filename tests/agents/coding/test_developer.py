"""A developer with a model: it writes, is refused, repairs and proves, on copies of a real project with real test runs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TypeVar

import pytest

from app.services.trying import CopyBench
from engines.agents.coding import Bounds, Developer, Task, Work
from engines.edges.git import GitRepository
from engines.edges.git_branches import GitBranches
from engines.edges.sandbox import choose_sandbox
from engines.kernel.events import Json
from engines.kernel.llm import BudgetSpent, Foreseen, Origin, ToolCall
from engines.prompts import PromptBook, PromptFiles, Tally
from engines.qtest import QTestService
from tests.language_models import Scripted, ScriptedModels

T = TypeVar("T")
FILES = {
    "app/__init__.py": "",
    "app/fees.py": "RATE = 2\n\n\ndef fee(days: int) -> int:\n    return days * RATE\n",
    "tests/test_fees.py": "from app.fees import fee\n\n\ndef test_a_day_costs_two() -> None:\n    assert fee(1) == 2\n",
    "pyproject.toml": '[tool.pytest.ini_options]\npythonpath = ["."]\n',
}
CODE = """app/fees.py
<<<<<<< SEARCH
    return days * RATE
=======
    return min(days * RATE, CAP)
>>>>>>> REPLACE

<<<<<<< SEARCH
RATE = 2
=======
RATE = 2
CAP = 20
>>>>>>> REPLACE
"""
PROOF = """
tests/test_cap.py
<<<<<<< SEARCH
=======
from app.fees import fee


def test_fees_end_at_twenty() -> None:
    assert fee(100) == 20


def test_a_fee_is_a_number() -> None:
    assert fee(1) == 2
>>>>>>> REPLACE
"""


class Notes:
    """A journal that keeps what it is told; `kept` are the results of steps, as a killed run would have stored them."""

    def __init__(self, kept: dict[str, object] | None = None, answer: str = "") -> None:
        self.kept, self.answer = {} if kept is None else kept, answer
        self.told: list[tuple[str, Mapping[str, Json]]] = []

    async def step(self, name: str, work: Callable[[], Awaitable[T]]) -> T:
        if name not in self.kept:
            self.kept[name] = await work()
        return self.kept[name]  # type: ignore[return-value]

    def tell(self, act: str, facts: Mapping[str, Json]) -> None:
        self.told.append((act, facts))

    async def ask(self, question: str) -> str:
        return self.answer


class NoOutcomes:
    def of_prompt(self, prompt: str) -> Mapping[int, Tally]:
        return {}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    for path, text in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    GitRepository().commit(folder, message="Begin", time=1_700_000_000)
    return folder


class Room:
    """A developer over a project, with scripted answers."""

    def __init__(self, project: Path, home: Path) -> None:
        self.project, self.notes = project, Notes()
        self.models = ScriptedModels([])
        self.prompts = PromptBook(files=PromptFiles(home=home), outcomes=NoOutcomes())

    async def build(
        self, *answers: Scripted | Exception, bounds: Bounds | None = None, locked: tuple[str, ...] = ()
    ) -> Work:
        self.models.answers = list(answers)
        repository, sandbox = GitRepository(), choose_sandbox(private=[])
        bench = CopyBench(
            branches=GitBranches(repository=repository),
            tests=QTestService(sandbox=sandbox),
            sandbox=sandbox,
            project=self.project,
            commit=repository.log(self.project)[0].id,
            already={},
        )
        developer = Developer(
            models=self.models,
            prompts=self.prompts,
            bench=bench,
            journal=self.notes,
            origin=Origin(project=str(self.project)),
            bounds=bounds or Bounds(),
        )
        task = Task(
            number=3,
            requirement="A fee is never more than twenty.",
            rules=["Nothing else."],
            files=FILES,
            test_file="tests/test_cap.py",
            locked=locked,
        )
        return await developer.build(task)

    def said(self, at: int) -> str:
        """What the model was told last before its answer number `at`."""
        return self.models.asked[at].turns[-1].text


@pytest.fixture
def room(project: Path, tmp_path: Path) -> Room:
    return Room(project, tmp_path / "prompts")


async def test_a_requirement_is_built_and_only_what_proves_it_is_named(room: Room) -> None:
    work = await room.build(Scripted(text=CODE + PROOF))
    assert (work.ended, work.rounds) == ("built", 1), work.why
    assert work.tests == ["tests/test_cap.py::test_fees_end_at_twenty"]
    assert "min(days * RATE, CAP)" in work.files["app/fees.py"]
    assert sorted(work.files) == ["app/fees.py", "tests/test_cap.py"]
    assert (room.project / "app/fees.py").read_text() == FILES["app/fees.py"]
    assert [(call, outcome.worth) for call, outcome in room.models.learned] == [(1, 1.0)]
    first = room.models.asked[0]
    assert "A fee is never more than twenty." in first.turns[-1].text
    assert "return days * RATE" in first.turns[-1].text
    assert first.prompt is not None
    assert (first.prompt.name, first.prompt.version) == ("write-code", 1)


async def test_it_is_repaired_in_two_rounds(room: Room) -> None:
    wrong = CODE.replace("min(", "max(")
    broken = CODE.replace("    return days * RATE\n=======", "    return days * PRICE\n=======", 1)
    mended = "app/fees.py\n<<<<<<< SEARCH\n    return max(days * RATE, CAP)\n=======\n    return min(days * RATE, CAP)\n>>>>>>> REPLACE\n"
    work = await room.build(Scripted(text=broken + PROOF), Scripted(text=wrong + PROOF), Scripted(text=mended))
    assert (work.ended, work.rounds) == ("built", 3), work.why
    assert "does not stand in the file" in room.said(1)
    assert "return days * RATE" in room.said(1)
    assert "test_a_day_costs_two" in room.said(2)
    assert [outcome.worth for _, outcome in room.models.learned] == [0.0, 0.0, 1.0]
    assert [ask.task for ask in room.models.asked] == ["write_code", "fix_test", "fix_test"]


async def test_placeholders_are_refused_until_the_rounds_are_over(room: Room) -> None:
    lazy = "app/fees.py\n<<<<<<< SEARCH\nRATE = 2\n=======\nRATE = 2\n# TODO: cap the fee here\n>>>>>>> REPLACE\n"
    work = await room.build(*[Scripted(text=lazy)] * 4)
    assert work.ended == "gave_up"
    assert "placeholder" in work.why
    assert work.files == {}
    assert "placeholder" in room.said(1)
    assert not any(name.startswith("test:") for name in room.notes.kept), "nothing lazy is ever run"


async def test_a_test_that_passes_without_the_change_proves_nothing(room: Room) -> None:
    empty = PROOF.replace("fee(100) == 20", "fee(3) == 6")
    more = "tests/test_cap.py\n<<<<<<< SEARCH\n    assert fee(3) == 6\n=======\n    assert fee(3) == 6\n    assert fee(100) == 20\n>>>>>>> REPLACE\n"
    work = await room.build(Scripted(text=CODE + empty), Scripted(text=more))
    assert (work.ended, work.rounds) == ("built", 2), work.why
    assert "prove nothing" in room.said(1)


async def test_a_change_without_a_test_is_not_done(room: Room) -> None:
    work = await room.build(Scripted(text=CODE), Scripted(text=PROOF.strip()))
    assert (work.ended, work.rounds) == ("built", 2), work.why
    assert "There is no test in tests/test_cap.py" in room.said(1)


async def test_a_failing_test_that_exists_is_told_and_can_not_be_weakened(room: Room) -> None:
    breaking = CODE.replace("min(days * RATE, CAP)", "CAP")
    weaker = "tests/test_fees.py\n<<<<<<< SEARCH\n    assert fee(1) == 2\n=======\n    fee(1)\n>>>>>>> REPLACE\n"
    work = await room.build(Scripted(text=breaking + PROOF), Scripted(text=weaker), bounds=Bounds(repairs=1))
    assert work.ended == "gave_up"
    assert "asserts less" in work.why
    assert "test_a_day_costs_two" in room.said(1)


async def test_an_answer_that_was_cut_off_is_not_applied(room: Room) -> None:
    work = await room.build(Scripted(text=CODE + PROOF, finish="length"), Scripted(text=CODE + PROOF))
    assert (work.ended, work.rounds) == ("built", 2), work.why
    assert "cut off" in room.said(1)


async def test_it_may_look_around_first(room: Room) -> None:
    wishes = "READ tests/test_fees.py\nSEARCH days rate\nRUN ls app\nRUN curl http://x\nREAD ../secret\n"
    work = await room.build(Scripted(text=wishes), Scripted(text=CODE + PROOF))
    assert (work.ended, work.rounds) == ("built", 1), work.why
    told = room.said(1)
    assert "test_a_day_costs_two" in told
    assert "app/fees.py:5: return days * RATE" in told
    assert "fees.py" in told
    assert "'curl' may not be run" in told
    assert "There is no '../secret'" in told
    assert [act for act, _ in room.notes.told] == ["read", "search", "run", "refused", "read", "edit"]


async def test_tools_are_called_where_the_model_can(room: Room) -> None:
    room.models.foreseen = Foreseen(model="m", strength="large", context=32_000, tools=True)
    room.notes.answer = "Per loan."
    calls = [
        ToolCall(id="1", name="ask", arguments={"question": "Per loan or per day?"}),
        ToolCall(id="2", name="fly", arguments={}),
    ]
    work = await room.build(Scripted(calls=calls), Scripted(text=CODE + PROOF))
    assert work.ended == "built", work.why
    answers = [(turn.answers, turn.text) for turn in room.models.asked[1].turns if turn.role == "tool"]
    assert answers == [("1", "Per loan."), ("2", "There is no tool 'fly' that takes this.")]
    assert [tool.name for tool in room.models.asked[0].tools] == ["read", "search", "run", "test", "ask"]


async def test_a_budget_stops_it(room: Room) -> None:
    work = await room.build(*[Scripted(text="no edits", cost=400)] * 4, bounds=Bounds(cost=700, repairs=9))
    assert work.ended == "budget"
    assert (work.cost, len(room.models.asked)) == (800, 2)
    work = await room.build(BudgetSpent("the project's budget is spent"))
    assert (work.ended, work.why) == ("budget", "the project's budget is spent")


async def test_without_a_model_it_says_so(room: Room) -> None:
    room.models.foreseen = None
    assert (await room.build()).ended == "no_model"


async def test_after_a_kill_nothing_is_asked_or_run_twice(room: Room, project: Path, tmp_path: Path) -> None:
    mended = "app/fees.py\n<<<<<<< SEARCH\n    return max(days * RATE, CAP)\n=======\n    return min(days * RATE, CAP)\n>>>>>>> REPLACE\n"
    first = await room.build(Scripted(text=CODE.replace("min(", "max(") + PROOF), Scripted(text=mended))
    assert first.ended == "built", first.why
    again = Room(project, tmp_path / "prompts")
    again.notes = Notes(kept=room.notes.kept)
    second = await again.build()
    assert (second.ended, second.why, second.files) == (first.ended, first.why, first.files)
    assert again.models.asked == []


async def test_a_small_model_is_asked_for_whole_files(room: Room) -> None:
    room.models.foreseen = Foreseen(model="tiny", strength="small", context=8000)
    whole = "FILE: app/fees.py\n```\nRATE = 2\nCAP = 20\n\n\ndef fee(days: int) -> int:\n    return min(days * RATE, CAP)\n```\n"
    test = "FILE: tests/test_cap.py\n```\nfrom app.fees import fee\n\n\ndef test_cap() -> None:\n    assert fee(100) == 20\n```\n"
    work = await room.build(Scripted(text=whole + test))
    assert work.ended == "built", work.why
    assert room.models.asked[0].prompt is not None
    assert room.models.asked[0].prompt.version == 2
