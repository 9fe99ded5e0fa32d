"""The story of a run as a picture: who did what from when to when. Fed with events; holds no clock and no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from app.client.model import Event
from ui.engine.telling import message_of, role_title, step_title
from ui.retelling import retell

BarState = Literal["planned", "running", "done", "failed", "stopped"]
_BEFORE = {"architecture": ("inspect", "prepare"), "security": ("test",)}
"""The steps that a checkpoint stands before."""
MOMENT = 1.5
"""Seconds that a wait for a person takes in the picture at most."""
_LANE_OF_STEP = {"test": "qa"}
_ICONS = {
    "": ("gear", "neutral"),
    "project_manager": ("clipboard", "plum"),
    "architect": ("compass", "accent"),
    "database": ("server", "info"),
    "backend": ("braces", "accent"),
    "frontend": ("dashboard", "plum"),
    "qa": ("flask", "success"),
    "security": ("shield", "warning"),
    "devops": ("box", "info"),
}
_ENDS: Mapping[str, BarState] = {"run.finished": "done", "run.failed": "failed", "run.cancelled": "stopped"}
ORDER = ("", "project_manager", "architect", "database", "backend", "frontend", "qa", "security", "devops")


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A step in its lane, in seconds since the run began; `row` counts what overlaps in one lane, `attempt` from 1."""

    step: str
    title: str
    role: str
    begin: float
    end: float
    state: BarState
    attempt: int = 1
    row: int = 0


@dataclass(frozen=True, kw_only=True)
class Lane:
    """A member of the team with its bars; `rows` is how many lie above each other."""

    role: str
    title: str
    icon: str
    tone: str
    bars: tuple[Bar, ...]
    rows: int = 1


@dataclass(frozen=True, kw_only=True)
class Stop:
    """A checkpoint: planned, waiting or decided, at a second."""

    name: str
    title: str
    at: float
    state: Literal["planned", "waiting", "decided", "rejected"]


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What the timeline paints; `now` and `length` in seconds, `length` holds everything that is planned."""

    lanes: tuple[Lane, ...] = ()
    stops: tuple[Stop, ...] = ()
    now: float = 0.0
    length: float = 10.0
    live: bool = False


@dataclass
class Story:
    """What the events of one run told so far. `plan` may be given before there are any."""

    plan: Mapping[str, Any] = field(default_factory=dict)
    began: datetime | None = None
    last: float = 0.0
    ended: str = ""
    resumed: bool = False
    done: int = 0
    passed: int = 0
    failed: int = 0
    why: str = ""
    hint: str = ""
    _waited: float = 0.0
    _bars: dict[str, Bar] = field(default_factory=dict)
    _open: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    _stops: dict[str, Stop] = field(default_factory=dict)

    def take(self, events: Iterable[Event]) -> None:
        """Goes on with these events, which follow those of before."""
        for event in events:
            self._take(event)

    def second(self, event: Event) -> float:
        """Seconds of the run until an event; what it waited for a person is cut to a moment."""
        time = datetime.fromisoformat(event.time)
        if self.began is None:
            self.began = time
        return max(0.0, (time - self.began).total_seconds() - self._waited)

    def now(self, time: datetime) -> float:
        """Seconds of the run until a time; while it waits for a person they stand still."""
        if self.ended or self.began is None:
            return self.last
        passed = (time - self.began).total_seconds() - self._waited
        opened = [stop.at for stop in self._stops.values() if stop.state == "waiting"]
        return max(self.last, min([passed, *(at + MOMENT for at in opened)]))

    @property
    def waiting(self) -> Mapping[str, Any] | None:
        """The checkpoint that waits for a person, as its event told it."""
        return next(iter(self._open.values()), None) if not self.ended else None

    @property
    def steps(self) -> int:
        """How many steps are planned; at least those that began."""
        return max(len(self.plan.get("steps", ())), len(self._bars))

    @property
    def files(self) -> int:
        return int(self.plan.get("files", 0))

    @property
    def expected(self) -> float:
        return float(self.plan.get("seconds", 0.0))

    def running(self) -> list[Bar]:
        """The steps that are being done."""
        return [bar for bar in self._bars.values() if bar.state == "running"]

    def _take(self, event: Event) -> None:
        at, said = self.second(event), event.payload
        if event.kind != "checkpoint.answered":
            self.last = max(self.last, at)
        match event.kind:
            case "plan.made":
                self.plan = said
            case "run.resumed":
                self.resumed = True
            case "run.finished" | "run.failed" | "run.cancelled":
                self.ended = event.kind.removeprefix("run.")
                self.why, self.hint = retell(str(said.get("error", ""))), retell(str(said.get("hint", "")))
                self._end_all(at, _ENDS[event.kind])
            case "step.started":
                step = str(said.get("step", ""))
                self._bars[step] = Bar(
                    step=step,
                    title=retell(str(said.get("title") or "")) or step_title(step),
                    role=str(said.get("role") or _LANE_OF_STEP.get(step, "")),
                    begin=at,
                    end=at,
                    state="running",
                )
            case "step.finished" | "step.failed":
                self._end(str(said.get("step", "")), at, said, failed=event.kind == "step.failed")
            case "agent.message":
                self._call(f"task:{said.get('task', '')}", said)
            case "test.passed":
                self.passed += 1
            case "test.failed":
                self.failed += 1
            case "checkpoint.opened":
                name = str(said.get("checkpoint", ""))
                self._open[name] = said
                title = str(said.get("title") or name)
                self._stops[name] = Stop(name=name, title=title, at=at, state="waiting")
            case "checkpoint.answered":
                name = str(said.get("checkpoint", ""))
                self._open.pop(name, None)
                answer = said.get("answer") or {}
                state: Literal["decided", "rejected"] = "rejected" if answer.get("decision") == "reject" else "decided"
                if name in self._stops:
                    over = max(0.0, at - self._stops[name].at - MOMENT)
                    self._waited, at = self._waited + over, at - over
                    self._stops[name] = replace(self._stops[name], at=at, state=state)

    def _call(self, step: str, said: Mapping[str, Any]) -> None:
        """A step that is only called after its role is called by what came of it."""
        bar = self._bars.get(step)
        if bar is not None and said.get("text") and bar.title in _called(bar.role, self.plan.get("team", ())):
            self._bars[step] = replace(bar, title=message_of(said))

    def _end(self, step: str, at: float, said: Mapping[str, Any], *, failed: bool) -> None:
        bar = self._bars.get(step)
        if bar is not None:
            self.done += not failed
            attempt = 2 if said.get("repeated") else 1
            self._bars[step] = replace(bar, end=at, state="failed" if failed else "done", attempt=attempt)

    def _end_all(self, at: float, state: BarState) -> None:
        for step, bar in self._bars.items():
            if bar.state == "running":
                self._bars[step] = replace(bar, end=at, state=state)

    def picture(self, now: float, gates: Sequence[str] = ()) -> Picture:
        """The picture at a second; what runs reaches until then, what is only planned follows behind, `gates` too."""
        live = not self.ended
        bars = [replace(bar, end=max(bar.end, now)) if bar.state == "running" else bar for bar in self._bars.values()]
        if live:
            bars += planned(self.plan.get("steps", ()), {bar.step: bar for bar in bars}, now)
        stops = [*self._stops.values(), *(_ahead(bars, gates, self._stops) if live else ())]
        ends = [bar.end for bar in bars] + [stop.at for stop in stops]
        length = max([*ends, now if live else self.last, 1.0])
        lanes = tuple(_lanes(bars, self.plan.get("team", ())))
        return Picture(lanes=lanes, stops=tuple(stops), now=now, length=length, live=live)


def _ahead(bars: Sequence[Bar], gates: Sequence[str], known: Mapping[str, Stop]) -> Iterable[Stop]:
    """The checkpoints that are still to come, before the first step that waits for them."""
    for gate in gates:
        begins = [bar.begin for bar in bars if bar.step in _BEFORE.get(gate, ()) and bar.state == "planned"]
        if begins and gate not in known:
            yield Stop(name=gate, title=gate, at=min(begins), state="planned")


def planned(steps: Sequence[Mapping[str, Any]], known: Mapping[str, Bar], now: float) -> list[Bar]:
    """The steps that have not begun, as soon as what they wait for is expected to end."""
    ends = {name: max(bar.end, bar.begin + _expected(name, steps)) for name, bar in known.items()}
    found = []
    for step in steps:
        name = str(step["name"])
        if name in known:
            if known[name].state != "running":
                ends[name] = known[name].end
            continue
        begin = max([now, *(ends.get(before, now) for before in step.get("after", ()))])
        ends[name] = begin + float(step["seconds"])
        found.append(
            Bar(
                step=name,
                title=_planned_title(name, step),
                role=str(step.get("role") or _LANE_OF_STEP.get(name, "")),
                begin=begin,
                end=ends[name],
                state="planned",
            )
        )
    return found


def _planned_title(name: str, step: Mapping[str, Any]) -> str:
    """In the person's language where the step is one of ours or called after its role."""
    said, role = str(step.get("title") or ""), str(step.get("role") or "")
    if not name.startswith("task:") or not said:
        return step_title(name)
    return role_title(role) if said == step.get("role_title") else retell(said)


def _called(role: str, team: Sequence[Mapping[str, Any]]) -> set[str]:
    """The titles of a role."""
    return {role_title(role), *(str(row["title"]) for row in team if row["role"] == role)}


def _expected(name: str, steps: Sequence[Mapping[str, Any]]) -> float:
    return next((float(step["seconds"]) for step in steps if step["name"] == name), 0.0)


def _lanes(bars: Sequence[Bar], team: Sequence[Mapping[str, Any]]) -> Iterable[Lane]:
    titles = {str(row["role"]): str(row["title"]) for row in team}
    roles = {bar.role for bar in bars} | set(titles)
    for role in sorted(roles, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name)):
        laid = stacked(sorted((bar for bar in bars if bar.role == role), key=lambda bar: (bar.begin, bar.step)))
        icon, tone = _ICONS.get(role, ("user", "neutral"))
        yield Lane(
            role=role,
            title=role_title(role) if role in _ICONS else titles.get(role, role_title(role)),
            icon=icon,
            tone=tone,
            bars=tuple(laid),
            rows=max((bar.row for bar in laid), default=0) + 1,
        )


def stacked(bars: Sequence[Bar]) -> list[Bar]:
    """Bars that overlap get rows of their own; they come in the order of their beginning."""
    free: list[float] = []
    laid = []
    for bar in bars:
        row = next((at for at, end in enumerate(free) if end <= bar.begin + 0.001), len(free))
        free[row : row + 1] = [bar.end]
        laid.append(replace(bar, row=row))
    return laid


def tick(length: float, width: float) -> float:
    """Seconds between lines of the axis, so that they stand at least 80 pixels apart."""
    for step in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600):
        if step * width / max(length, 0.001) >= 80:
            return float(step)
    return 7200.0


def clock(seconds: float) -> str:
    """Minutes and seconds, as on a watch."""
    whole = int(seconds)
    return (
        f"{whole // 60}:{whole % 60:02}" if whole < 3600 else f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
    )
