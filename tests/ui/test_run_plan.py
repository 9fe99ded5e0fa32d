"""The story of a run as a picture, from events as the engine sends them."""

from __future__ import annotations

from typing import Any

import pytest

from app.client.model import Event
from ui.rooms.run.plan import Bar, Story, clock, planned, stacked, tick
from ui.rooms.run.replay import Replay

PLAN = {
    "name": "shop",
    "files": 12,
    "seconds": 4.0,
    "team": [{"role": "architect", "title": "Architect"}, {"role": "qa", "title": "Test engineer"}],
    "steps": [
        {"name": "read", "title": "Read the brief", "role": "", "after": [], "seconds": 1.0},
        {"name": "task:design", "title": "Design", "role": "architect", "after": ["read"], "seconds": 1.0},
        {"name": "test", "title": "Run the tests", "role": "", "after": ["task:design"], "seconds": 2.0},
    ],
}


def event(at: float, kind: str, **payload: Any) -> Event:
    time = f"2026-11-23T10:00:{at:06.3f}+00:00"
    return Event(run="r", sequence=round(at * 1000) + 1, time=time, kind=kind, payload=payload, version=1)


BEGUN = (
    event(0, "run.started"),
    event(0.1, "step.started", step="read"),
    event(1.1, "step.finished", step="read", seconds=1.0),
    event(1.2, "plan.made", **PLAN),
    event(1.3, "step.started", step="task:design", role="architect", title="Design"),
)


def story(*events: Event) -> Story:
    made = Story()
    made.take(events)
    return made


def bars(told: Story, now: float) -> dict[str, Bar]:
    return {bar.step: bar for lane in told.picture(now).lanes for bar in lane.bars}


def test_a_plan_alone_is_hollow_bars_one_after_the_other() -> None:
    found = bars(Story(plan=PLAN), 0)
    assert {bar.state for bar in found.values()} == {"planned"}
    assert [(found[name].begin, found[name].end) for name in ("read", "task:design", "test")] == [
        (0, 1),
        (1, 2),
        (2, 4),
    ]


def test_a_running_step_reaches_until_now_and_the_next_ones_wait_for_it() -> None:
    found = bars(story(*BEGUN), 3.0)
    assert (found["read"].state, found["read"].end) == ("done", 1.1)
    assert (found["task:design"].state, found["task:design"].end) == ("running", 3.0)
    assert (found["test"].state, found["test"].begin) == ("planned", 3.0)


def test_tests_run_in_the_lane_of_the_test_engineer() -> None:
    lanes = story(*BEGUN).picture(2.0).lanes
    assert [lane.role for lane in lanes] == ["", "architect", "qa"]
    assert [bar.step for bar in lanes[-1].bars] == ["test"]


def test_a_failed_run_fails_what_was_under_way_and_plans_nothing_more() -> None:
    told = story(*BEGUN, event(2, "run.failed", error="no room", hint="Make some."))
    found = bars(told, 9.0)
    assert (found["task:design"].state, found["task:design"].end) == ("failed", 2.0)
    assert "test" not in found
    assert (told.why, told.hint) == ("no room", "Make some.")


def test_a_step_that_was_repeated_after_a_restart_has_a_notch() -> None:
    told = story(
        *BEGUN, event(1.5, "run.resumed"), event(2, "step.finished", step="task:design", seconds=0.5, repeated=True)
    )
    assert told.resumed
    assert bars(told, 2)["task:design"].attempt == 2


def test_waiting_for_a_person_takes_a_moment_in_the_picture() -> None:
    asked = event(2, "checkpoint.opened", checkpoint="security", title="Look")
    told = story(*BEGUN, asked)
    assert told.waiting is not None
    assert told.picture(2).stops[0].state == "waiting"
    told.take([event(42, "checkpoint.answered", checkpoint="security", answer={"decision": "approve"})])
    assert told.waiting is None
    assert told.picture(4).stops[0].state == "decided"
    assert told.second(event(43, "step.started", step="test")) == pytest.approx(4.5)


def test_a_role_that_says_what_came_of_its_step_names_the_bar() -> None:
    told = story(
        *BEGUN[:4],
        event(1.3, "step.started", step="task:build-qa", role="qa", title="Test engineer"),
        event(1.6, "agent.message", by="qa", task="build-qa", text="16 files"),
    )
    assert bars(told, 2)["task:build-qa"].title == "16 files"


def test_bars_that_overlap_in_a_lane_get_rows() -> None:
    def bar(begin: float, end: float) -> Bar:
        return Bar(step=f"{begin}", title="", role="", begin=begin, end=end, state="done")

    assert [each.row for each in stacked([bar(0, 3), bar(1, 2), bar(2, 4), bar(3, 5)])] == [0, 1, 1, 0]


def test_steps_that_wait_for_nothing_known_begin_now() -> None:
    assert [bar.begin for bar in planned(PLAN["steps"][2:], {}, 7.0)] == [7.0]  # type: ignore[arg-type,index]


def test_the_axis_keeps_its_lines_apart_and_clocks_read_as_watches() -> None:
    assert tick(60, 700) == 10
    assert tick(2, 700) == 0.5
    assert [clock(seconds) for seconds in (5.9, 65, 3700)] == ["0:05", "1:05", "1:01:40"]


def test_a_replay_tells_events_when_their_time_has_come(qapp: object) -> None:
    replay = Replay(BEGUN, speed=8)
    told: list[list[Event]] = []
    replay.told.connect(told.append)
    replay.advance(0.5)
    replay.advance(1.0)
    assert [len(batch) for batch in told] == [2, 3]
