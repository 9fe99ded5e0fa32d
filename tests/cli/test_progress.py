"""What a person sees of a run: lines where there is no terminal, each step once."""

from io import StringIO
from typing import Any

from rich.console import Console

from app.cli.progress import Progress
from app.client import Event


def shown(*events: tuple[str, dict[str, Any]]) -> list[str]:
    out = StringIO()
    with Progress(Console(file=out, width=100)) as progress:
        for number, (kind, payload) in enumerate(events, 1):
            progress.show(Event(run="r", sequence=number, time="", kind=kind, payload=payload, version=1))
    return [" ".join(line.split()) for line in out.getvalue().splitlines()]


def test_a_step_is_told_once_it_has_ended() -> None:
    assert shown(("step.started", {"step": "read"}), ("step.finished", {"step": "read", "seconds": 0.42})) == [
        "✓ Read the brief 0.4 s"
    ]


def test_a_failed_step_tells_why() -> None:
    assert shown(
        ("step.failed", {"step": "prepare", "message": "'/x' is not empty", "hint": "Choose another folder."})
    ) == ["✗ Take the folder '/x' is not empty"]


def test_what_an_agent_posts_stands_beside_its_task() -> None:
    told = shown(
        (
            "agent.message",
            {"task": "build-backend", "title": "Backend developer", "text": "34 files", "by": "backend", "facts": {}},
        )
    )
    assert told == ["✓ Backend developer 34 files"]


def test_an_unknown_event_changes_nothing() -> None:
    assert shown(("something.new", {})) == []


def test_a_resumed_run_says_so() -> None:
    assert shown(("run.resumed", {})) == ["the engine was restarted; the run goes on"]
