"""What waits, what runs and how the machine stands, as values for the side of Home. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.client.model import Event
from ui.checkpoints import effect_of, title_of
from ui.engine.telling import told
from ui.language import figure, say, say_many
from ui.workspace import Project


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Something that waits for a person, and where it is answered."""

    title: str
    where: str
    text: str
    action: str
    room: str
    place: str
    icon: str
    tone: str
    urgent: bool = False


@dataclass(frozen=True, kw_only=True)
class Running:
    """A run under way; `share` of its steps is done."""

    run: str
    title: str
    clock: str
    share: float
    text: str


def name_of(row: Mapping[str, Any], history: Sequence[Event] = ()) -> str:
    """What a run is about: its project's name, else the first words of its brief."""
    arguments = row.get("arguments") or {}
    planned = next((event.payload for event in history if event.kind == "plan.made"), {})
    known = planned.get("name") or arguments.get("name") or _folder(str(arguments.get("out") or ""))
    first = str(arguments.get("brief") or "").strip().partition("\n")[0].lstrip("# ")
    result = row.get("result") if isinstance(row.get("result"), Mapping) else {}
    return str(_folder(str((result or {}).get("path") or "")) or known or first[:60] or row.get("id", ""))


def _folder(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def waiting(
    runs: Mapping[str, Mapping[str, Any]], history: Mapping[str, Sequence[Event]], projects: Sequence[Project]
) -> Iterator[Waiting]:
    """Open checkpoints first, then projects with questions."""
    for run, row in runs.items():
        if row["status"] != "waiting":
            continue
        opened = next((e.payload for e in reversed(history.get(run, ())) if e.kind == "checkpoint.opened"), None)
        if opened is not None:
            yield Waiting(
                title=title_of(opened) or say("Checkpoint"),
                where=name_of(row, history.get(run, ())),
                text=effect_of({"project": (row.get("arguments") or {}).get("out", ""), **opened}),
                action=say("Review it"),
                room="run",
                place=f"run:{run}",
                icon="shield",
                tone="warning",
                urgent=True,
            )
    for project in projects:
        questions = int(project.row.get("questions") or 0)
        if questions and project.state in ("ready", "failed"):
            yield Waiting(
                title=say_many("{n} question", "{n} questions", questions),
                where=project.name,
                text=say("The suggested answer was taken. Another one can be given."),
                action=say("Answer"),
                room="spec",
                place=f"project:{project.path}",
                icon="question",
                tone="plum",
            )


def running(
    runs: Mapping[str, Mapping[str, Any]], history: Mapping[str, Sequence[Event]], now: datetime
) -> Iterator[Running]:
    """Runs under way, with the share of their planned steps that are done."""
    for run, row in runs.items():
        if row["status"] not in ("queued", "running"):
            continue
        events = history.get(run, ())
        planned = next((e.payload for e in events if e.kind == "plan.made"), {})
        steps = len(planned.get("steps", ())) or 12
        done = sum(e.kind == "step.finished" for e in events)
        seconds = max(0, int((now - datetime.fromisoformat(row["created"])).total_seconds()))
        last = told(events[-1]) if events else None
        yield Running(
            run=run,
            title=name_of(row, events),
            clock=f"{seconds // 60}:{seconds % 60:02}",
            share=min(done / steps, 1.0),
            text=f"{last.who}: {last.what}" if last else say("It is about to begin"),
        )


def machine_rows(status: str, machine: Mapping[str, Any] | None, previews: int) -> list[tuple[str, str, str]]:
    """Name, value and role of each row; what the engine did not tell is left out."""
    rows = [
        (say("Engine"), status, "text"),
        (say("Model"), say("none needed"), "text"),
        (say("Previews"), say_many("{n} running", "{n} running", previews), "text"),
    ]
    if machine:
        free, total = machine.get("memory_free"), machine.get("memory_total")
        if free and total:
            rows.append((say("Memory"), say("{free} of {all} GB free", free=_gb(free), all=_gb(total)), "text"))
        docker = bool(machine.get("docker"))
        value = say("connected") if docker else say("not found, not needed")
        rows.append((say("Docker"), value, "success" if docker else "text"))
    return rows


def uptime(seconds: float) -> str:
    """How long the engine has been running, in hours and minutes."""
    minutes = int(seconds // 60)
    if minutes < 1:
        return say("running")
    if minutes < 60:
        return say("running, {n} min", n=minutes)
    return say("running, {h} h {m} min", h=minutes // 60, m=minutes % 60)


def _gb(size: float) -> str:
    return figure(size / 1e9)
