"""The router at work, over the real library and servers that fail: fallbacks, rests, limits, budgets, kept answers, JSON."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path

import pytest

from engines.kernel.errors import Unavailable
from engines.kernel.llm import BadAnswer, BudgetSpent, NoModel, Origin, Outcome, PromptUse, Turn
from engines.llm.model import BrokenOff, Limits, Price
from engines.llm.money import Budget
from tests.llm.making import NUMBER, PLANTED, READ_FILE, House, ask, at
from tests.model_server import ModelServer, Reply

Make = Callable[..., House]


def all_bytes(folder: Path) -> bytes:
    """What stands in all files below a folder."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def test_an_answer_is_booked_with_all_that_it_took(server: ModelServer, house: Make) -> None:
    server.script("m", Reply(text="Hello.", read=1000, written=200, cached=400))
    home = house(at(server))
    origin = Origin(project="/p", run="r1", agent="developer", person="ann")
    answer = await home.models.ask(
        ask(origin=origin, prompt=PromptUse(name="explain-fault", version=3, digest="d" * 64))
    )
    assert (answer.text, answer.model, answer.usage.cost) == ("Hello.", "compatible/m", 600 + 40 + 1000)
    (record,) = home.ledger.latest(10)
    assert record.call == answer.call
    assert (record.prompt, record.version, record.end, record.cost) == ("explain-fault", 3, "done", 1640)
    assert (record.read, record.written, record.cached) == (1000, 200, 400)
    assert (record.project, record.run, record.agent, record.person) == ("/p", "r1", "developer", "ann")
    (event,) = home.events.read("r1")
    assert (event.kind, event.payload["model"], event.payload["cost"]) == ("model.called", "compatible/m", 1640)
    assert event.payload["prompt"] == "explain-fault@3"


@pytest.mark.parametrize(
    ("reply", "end"),
    [
        (Reply(status=429, retry_after="120"), "limited"),
        (Reply(status=500), "failed"),
        (Reply(status=401), "failed"),
        (Reply(status=400), "failed"),
        (Reply(late=5.0), "timed_out"),
        (Reply(text="one two three four five six", cut=4), "failed"),
    ],
    ids=["limit", "fault", "key", "question", "late", "cut"],
)
async def test_whoever_fails_is_followed_by_the_next(server: ModelServer, house: Make, reply: Reply, end: str) -> None:
    server.script("best", reply)
    home = house(at(server, model="best", tier="frontier"), at(server, model="next", tier="small"))
    answer = await home.models.ask(ask(timeout=0.5))
    assert answer.model == "compatible/next"
    assert home.ends() == [("compatible/best", end), ("compatible/next", "done")]


async def test_who_was_limited_rests_as_long_as_it_said(server: ModelServer, house: Make) -> None:
    server.script("best", Reply(status=429, retry_after="120"), Reply())
    home = house(at(server, model="best", tier="frontier"), at(server, model="next", tier="small"))
    for _ in range(3):
        await home.models.ask(ask())
    assert len(server.asked("best")) == 1
    home.clock.ahead = 90.0
    await home.models.ask(ask())
    assert len(server.asked("best")) == 1
    home.clock.ahead = 121.0
    assert (await home.models.ask(ask())).model == "compatible/best"


async def test_a_short_wait_is_waited(server: ModelServer, house: Make) -> None:
    server.script("m", Reply(status=429, retry_after="1"), Reply())
    home = house(at(server))
    began = time.monotonic()
    assert (await home.models.ask(ask())).text == "All is ready."
    assert 0.9 < time.monotonic() - began < 5


async def test_when_all_fail_the_last_reason_is_told(server: ModelServer, house: Make) -> None:
    server.script("", Reply(status=401))
    home = house(at(server, model="a"), at(server, model="b"))
    with pytest.raises(Unavailable, match="refuses the key"):
        await home.models.ask(ask())
    assert len(server.questions) == 2


async def test_limits_a_minute_are_kept_by_asking_others(server: ModelServer, house: Make) -> None:
    home = house(
        at(server, model="best", tier="frontier", limits=Limits(requests=2)), at(server, model="next", tier="small")
    )
    asked = [(await home.models.ask(ask())).model for _ in range(4)]
    assert asked == ["compatible/best"] * 2 + ["compatible/next"] * 2
    home.clock.ahead = 61.0
    assert (await home.models.ask(ask())).model == "compatible/best"


async def test_nothing_is_asked_that_could_pass_a_budget(server: ModelServer, house: Make) -> None:
    server.script("m", Reply(read=100, written=1000))
    home = house(at(server, price=Price(read=1.0, written=5.0, cached=1.0)))
    home.budgets.set(Budget(scope="project", name="/p", amount=20_000, period="month"))
    asked = ask(origin=Origin(project="/p"), longest=1000)
    for _ in range(3):
        await home.models.ask(asked)
    spent = sum(record.cost for record in home.ledger.latest(10))
    assert spent == 15_300
    with pytest.raises(BudgetSpent):
        await home.models.ask(asked)
    assert len(server.questions) == 3
    await home.models.ask(ask(origin=Origin(project="/q"), longest=1000))
    await home.models.ask(ask(origin=Origin(project="/p"), longest=500))
    assert len(server.questions) == 5


async def test_many_at_once_do_not_spend_the_same_rest(server: ModelServer, house: Make) -> None:
    server.script("m", Reply(read=100, written=1000, late=0.2))
    home = house(at(server))
    home.budgets.set(Budget(scope="everything", amount=12_000))
    asked = [home.models.ask(ask(f"Question {n}.", longest=1000)) for n in range(10)]
    came = await asyncio.gather(*asked, return_exceptions=True)
    assert len(server.questions) == 2
    assert [type(each) for each in came].count(BudgetSpent) == 8
    assert sum(record.cost for record in home.ledger.latest(20)) <= 12_000


async def test_free_models_answer_when_the_budget_is_spent(server: ModelServer, house: Make) -> None:
    free = at(server, "ollama", price=Price(read=0, written=0, cached=0), tier="tiny")
    home = house(at(server, tier="frontier"), free)
    home.budgets.set(Budget(scope="everything", amount=0))
    assert (await home.models.ask(ask())).model == "ollama/m"


async def test_what_is_private_stays_here_or_is_not_asked(server: ModelServer, house: Make) -> None:
    home = house(at(server, tier="frontier"), at(server, "ollama", tier="tiny", here=True))
    assert (await home.models.ask(ask(private=True))).model == "ollama/m"
    server.script("m", Reply(status=500))
    with pytest.raises(Unavailable):
        await home.models.ask(ask(private=True, timeout=1.0))
    assert {seen.dialect for seen in server.questions} == {"ollama"}


async def test_without_models_it_is_said_what_to_do(house: Make, server: ModelServer) -> None:
    home = house()
    with pytest.raises(NoModel) as caught:
        await home.models.ask(ask())
    assert "ql models add" in caught.value.hint
    assert home.models.foresee("explain") is None
    there = house(at(server))
    with pytest.raises(NoModel, match="may not leave"):
        await there.models.ask(ask(private=True))
    with pytest.raises(NoModel, match="'other'"):
        await there.models.ask(ask(model="other"))


async def test_the_same_question_at_temperature_0_is_asked_once(server: ModelServer, house: Make) -> None:
    server.script("m", Reply(text="", calls=[("read_file", {"path": "a"})], read=100), Reply(text="Another."))
    home = house(at(server))
    asked = ask(temperature=0.0, tools=[READ_FILE])
    first = await home.models.ask(asked)
    second = await home.models.ask(asked)
    assert len(server.questions) == 1
    assert (second.calls, second.finish, second.usage.cost) == (first.calls, "tools", 0)
    assert second.call != first.call
    assert home.ends() == [("compatible/m", "done"), ("compatible/m", "kept")]
    home.models.learn(second.call, Outcome(worth=0.0, shown_by="tests"))
    assert (await home.models.ask(asked)).text == "Another.", "an answer that was bad is not given again"


async def test_an_answer_in_json_is_asked_for_again_with_its_fault(server: ModelServer, house: Make) -> None:
    server.script("m", Reply(text="It is three."), Reply(text='{"n": "three"}'), Reply(text='Here: {"n": 3}'))
    home = house(at(server, json=False))
    assert (await home.models.ask(ask(schema=NUMBER))).value == {"n": 3}
    first, second, third = (json.dumps(seen.body["messages"]) for seen in server.questions)
    assert "JSON Schema" in first
    assert "there is no JSON value in it" in second
    assert "n: " in third


async def test_who_never_answers_in_json_is_known_for_it(server: ModelServer, house: Make) -> None:
    server.script("m", Reply(text="It is three."))
    home = house(at(server))
    with pytest.raises(BadAnswer, match="3 tries"):
        await home.models.ask(ask(schema=NUMBER))
    assert len(server.questions) == 3
    assert home.ledger.latest(1)[0].worth == 0.0


async def test_going_away_in_the_middle_of_a_stream_is_booked(server: ModelServer, house: Make) -> None:
    server.script("m", Reply(text="word " * 500, pause=0.02))
    home = house(at(server))
    async with aclosing(home.models.stream(ask())) as pieces:
        async for _ in pieces:
            break
    assert await asyncio.to_thread(server.wait_left, "m")
    ((_, end),) = home.ends()
    assert end == "cancelled"
    assert home.ledger.latest(1)[0].cost > 0, "what was read is paid"


async def test_a_cancelled_question_is_booked_and_ends_its_request(server: ModelServer, house: Make) -> None:
    server.script("m", Reply(late=30))
    home = house(at(server))
    asking = asyncio.ensure_future(home.models.ask(ask(timeout=60.0)))
    assert await asyncio.to_thread(server.wait_asked)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert await asyncio.to_thread(server.wait_left, "m")
    assert home.ends() == [("compatible/m", "cancelled")]


async def test_a_stream_falls_back_before_its_first_piece_and_not_behind_it(server: ModelServer, house: Make) -> None:
    server.script("best", Reply(status=500), Reply(text="one two three four five six", cut=4))
    home = house(at(server, model="best", tier="frontier"), at(server, model="next", tier="small"))
    pieces = [delta async for delta in home.models.stream(ask())]
    assert "".join(delta.text for delta in pieces[:-1]) == "All is ready."
    assert pieces[-1].answer is not None
    home.clock.ahead = 60.0
    with pytest.raises(BrokenOff):
        async for _ in home.models.stream(ask()):
            pass


async def test_what_does_not_fit_is_cut_to_the_largest_context(server: ModelServer, house: Make) -> None:
    home = house(at(server, context=3000))
    turns = [
        Turn(role="system", text="S"),
        Turn(role="user", text="The task."),
        *[Turn(role="user", text=f"{n} " * 400) for n in range(20)],
    ]
    await home.models.ask(ask(turns=turns, longest=500))
    sent = json.dumps(server.questions[0].body["messages"])
    assert "The task." in sent
    assert "left out" in sent
    assert "19 19" in sent


async def test_outcomes_are_learned_by_the_better_witness_and_move_the_choice(server: ModelServer, house: Make) -> None:
    home = house(
        at(server, model="dear", tier="frontier"),
        at(server, model="cheap", tier="small", price=Price(read=0.01, written=0.01, cached=0.01)),
    )
    assert home.models.explain("explain").order[0].name == "compatible/dear"
    for n in range(60):
        answer = await home.models.ask(ask(f"{n}", model="compatible/cheap"))
        home.models.learn(answer.call, Outcome(worth=1.0, shown_by="tests"))
        home.models.learn(answer.call, Outcome(worth=0.0, shown_by="schema"))
    route = home.models.explain("explain")
    assert (route.order[0].name, route.order[0].why, route.order[0].quality.judged) == (
        "compatible/cheap",
        "cheapest",
        60,
    )
    again = house()
    assert again.models.explain("explain") == route, "a restart forgets nothing"
    assert (await home.models.ask(ask("What is asked now goes there."))).model == "compatible/cheap"


async def test_a_run_keeps_to_one_of_equal_models_across_restarts(server: ModelServer, house: Make) -> None:
    homes = [
        house(at(server, model="a", equal="m", weight=50), at(server, model="b", equal="m", weight=50))
        for _ in range(2)
    ]
    asked = [
        [
            (await home.models.ask(ask(f"{n} {m}", origin=Origin(run=f"run-{n}")))).model
            for n in range(6)
            for m in range(2)
        ]
        for home in homes
    ]
    assert asked[0] == asked[1]
    assert asked[0][::2] == asked[0][1::2]
    assert len(set(asked[0])) == 2


async def test_calls_that_a_kill_left_open_count_as_lost_at_their_most(server: ModelServer, house: Make) -> None:
    server.script("m", Reply(late=30))
    home = house(at(server))
    asking = asyncio.ensure_future(home.models.ask(ask()))
    assert await asyncio.to_thread(server.wait_asked)
    reserved = home.ledger.latest(1)[0].cost
    again = house()
    again.models.explain("explain")
    assert [(record.end, record.cost) for record in again.ledger.latest(1)] == [("lost", reserved)]
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)


async def test_a_key_is_nowhere_but_in_the_request(
    server: ModelServer,
    house: Make,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(0)
    home = house(at(server))
    replies = [
        Reply(),
        Reply(status=401, message=f"Incorrect API key provided: {PLANTED}"),
        Reply(status=400, message=f"{PLANTED} is wrong"),
    ]
    faults = []
    for n, reply in enumerate(replies):
        server.script("m", reply)
        home.clock.ahead += 1000.0
        try:
            await home.models.ask(ask("A secret of state.", origin=Origin(run=f"r{n}")))
        except Unavailable as error:
            faults.append(f"{error} {error.hint}")
    assert len(faults) == 2
    assert any(PLANTED in str(seen.headers) for seen in server.seen)
    home.answers.close()
    kept = await asyncio.to_thread(all_bytes, tmp_path)
    said = capfd.readouterr()
    for place in (" ".join(faults), caplog.text, said.out, said.err, kept.decode("latin-1")):
        assert PLANTED not in place
        assert "secret of state" not in place


async def test_usage_is_summed_by_what_one_asks_for(server: ModelServer, house: Make) -> None:
    server.script("m", Reply(read=100, written=10))
    home = house(at(server))
    for run, agent in (("r1", "developer"), ("r1", "qa"), ("r2", "developer")):
        answer = await home.models.ask(ask(f"{run} {agent}", origin=Origin(project="/p", run=run, agent=agent)))
    home.models.learn(answer.call, Outcome(worth=0.5, shown_by="review"))
    sums = {
        (by, each.name): (each.calls, each.cost) for by in ("run", "agent", "model") for each in home.ledger.sums(by)
    }
    assert sums["run", "r1"] == (2, 300)
    assert sums["agent", "developer"] == (2, 300)
    assert sums["model", "compatible/m"] == (3, 450)
    (project,) = home.ledger.sums("project", run="r2")
    assert (project.name, project.calls, project.judged, project.worth) == ("/p", 1, 1, 0.5)
    (day,) = home.ledger.sums("day")
    assert len(day.name) == 10
