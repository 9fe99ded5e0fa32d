"""The run as it happens: a line per step and per agent, on standard error. Fed with the events of one run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from app.client import Event

STEPS = {
    "read": "Read the brief",
    "render": "Render the project",
    "prepare": "Take the folder",
    "test": "Run the tests",
    "preview": "Start the preview",
    "record": "Trace, commit, sign the capsule",
    "switch": "Put the change in place",
}
AGENT_STEPS = {"answer": "Write code for", "test": "Test the code for", "proof": "Prove the test of"}
MARKS = {"done": Text("✓", style="green"), "failed": Text("✗", style="red")}


class Progress:
    """A live table on a terminal, plain lines elsewhere. Use as a context manager and `show` each event."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._rows: dict[str, tuple[str, str, str]] = {}
        self._tests = 0
        self._live = Live(console=console, refresh_per_second=12, transient=False) if console.is_terminal else None

    def __enter__(self) -> Progress:
        if self._live:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live:
            self._live.stop()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Leaves the terminal to somebody who asks."""
        if self._live:
            self._live.stop()
        yield
        if self._live:
            self._live.start()

    def show(self, event: Event) -> None:
        """Takes in one event; unknown kinds change nothing."""
        payload = event.payload
        step = str(payload.get("step", payload.get("task", "")))
        match event.kind:
            case "step.started":
                self._set(step, "running", "")
            case "step.finished" if step.startswith("task:"):
                pass  # the agent's own message tells more
            case "step.finished":
                self._set(step, "done", _seconds(payload))
            case "step.failed":
                self._set(step, "failed", str(payload["message"]))
            case "agent.message":
                self._set(f"task:{step}", "done", str(payload["text"]), title=str(payload["title"]))
            case "agent.tool":
                self._set(f"tool:{step}", "running", f"{payload.get('act', '')} {payload.get('given', '')}".strip())
            case "test.passed" | "test.failed":
                self._tests += 1
            case "run.resumed":
                self._console.print("  the engine was restarted; the run goes on", style="yellow")
        if self._live:
            self._live.update(self._table())

    def _set(self, step: str, state: str, note: str, *, title: str = "") -> None:
        before = self._rows.get(step)
        name = title or (before[0] if before else _name(step))
        self._rows[step] = (name, state, note)
        if not self._live and state != "running" and (before is None or before[1:] != (state, note)):
            self._console.print(f"  {'✓' if state == 'done' else '✗'} {escape(name)}  {escape(note)}", soft_wrap=True)

    def _table(self) -> Table:
        table = Table.grid(padding=(0, 1))
        for name, state, note in self._rows.values():
            mark = MARKS.get(state) or Spinner("dots", style="blue")
            table.add_row(mark, escape(name), Text(note, style="dim", overflow="ellipsis", no_wrap=True))
        return table


def _name(step: str) -> str:
    """What people call a step."""
    kind, _, rest = step.partition(":")
    number, _, part = rest.partition(":")
    match kind:
        case "restate":
            return f"Say sentence {number} in other words"
        case "implement" | "tool":
            act = AGENT_STEPS.get(part.partition(":")[0], "Build")
            return f"{act} sentence {number}" if kind == "implement" else "An agent"
        case "review":
            return f"Review of sentence {number}: {part}"
    return STEPS.get(step, step.removeprefix("task:").replace("-", " "))


def _seconds(payload: Mapping[str, Any]) -> str:
    return f"{float(payload['seconds']):.1f} s" if "seconds" in payload else ""
