"""Pure decisions of the room Preview: log lines, time to live, series of measures, which instances there are. No Qt."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from ui.language import figure

Level = Literal["debug", "info", "warning", "error"]
MINUTES = 15
_LEVELS: dict[str, Level] = {
    "DEBUG": "debug",
    "INFO": "info",
    "WARNING": "warning",
    "WARN": "warning",
    "ERROR": "error",
    "CRITICAL": "error",
    "FATAL": "error",
}
_PLAIN = re.compile(r"^(DEBUG|INFO|WARNING|WARN|ERROR|CRITICAL|FATAL):?\s+(.*)$")
_CLOCK = re.compile(r"\d\d:\d\d:\d\d(?:[.,]\d{1,3})?")
_ACCESS = re.compile(r'^\s*\S* ?- "(?P<method>[A-Z]+) (?P<path>\S+) HTTP/[\d.]+" (?P<status>\d{3})')
_SECRET = re.compile(r"(KEY|PASSWORD|SECRET|TOKEN|CREDENTIAL)", re.IGNORECASE)
_ENVIRONMENT = re.compile(r"^([A-Za-z_][A-Za-z0-9_]*)=(.*)$")


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """A line of the application's log; a request has its method, path, status and milliseconds too."""

    time: str
    level: Level
    text: str
    method: str = ""
    path: str = ""
    status: int = 0
    ms: float = 0.0

    @property
    def is_request(self) -> bool:
        return bool(self.method)


def log_line(line: str) -> LogLine:
    """A line as it is logged: JSON of our applications, 'LEVEL: text' of servers, or plain text."""
    if line.startswith("{"):
        try:
            said = json.loads(line)
        except ValueError:
            said = None
        if isinstance(said, dict) and "message" in said:
            return _structured(said)
    if found := _PLAIN.match(line):
        return access_line(found[2]) or LogLine(time="", level=_LEVELS[found[1]], text=found[2])
    level: Level = "error" if line.startswith(("Traceback", "ERROR")) else "info"
    return LogLine(time="", level=level, text=line)


def access_line(text: str) -> LogLine | None:
    """A request as a server logs it, which knows no time; None for other lines."""
    if (found := _ACCESS.match(text)) is None:
        return None
    return _request(time="", method=found["method"], path=found["path"], status=int(found["status"]), ms=0.0)


def _request(*, time: str, method: str, path: str, status: int, ms: float, level: Level = "info") -> LogLine:
    """Refused requests are warnings, failed ones errors."""
    level = "error" if status >= 500 else "warning" if status >= 400 else level
    return LogLine(time=time, level=level, text=f"{method:<6} {path}", method=method, path=path, status=status, ms=ms)


def _structured(said: Mapping[str, Any]) -> LogLine:
    clock = _CLOCK.search(str(said.get("time", "")))
    time = clock.group().replace(",", ".") if clock else ""
    level = _LEVELS.get(str(said.get("level", "INFO")).upper(), "info")
    text = str(said["message"])
    if text == "request" and "path" in said:
        return _request(
            time=time,
            method=str(said.get("method", "")),
            path=str(said["path"]),
            status=int(said.get("status") or 0),
            ms=float(said.get("ms") or 0.0),
            level=level,
        )
    known = ("time", "level", "logger", "message")
    rest = "  ".join(f"{key}={value}" for key, value in said.items() if key not in known)
    return LogLine(time=time, level=level, text=f"{text}  {rest}".rstrip())


def fits(line: LogLine, show: str, words: str) -> bool:
    """Whether a line passes the filter: 'all', 'warnings' (and worse) or 'errors', and the words."""
    if show == "errors" and line.level != "error":
        return False
    if show == "warnings" and line.level not in ("warning", "error"):
        return False
    return not words or words.casefold() in f"{line.time} {line.text} {line.status or ''}".casefold()


@dataclass(frozen=True, kw_only=True)
class Instance:
    """A preview as the engine lists it; `state` also 'starting' and 'expired', which the window knows by itself."""

    id: str
    name: str
    project: str
    url: str
    state: str
    created: datetime
    expires: datetime
    isolation: str = ""
    email: str = ""
    failure: str = ""

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Instance:
        """From a row of GET /previews."""
        return cls(
            id=str(row["id"]),
            name=str(row["name"]),
            project=str(row["project"]),
            url=str(row["url"]),
            state=str(row["state"]),
            created=datetime.fromisoformat(str(row["created"])),
            expires=datetime.fromisoformat(str(row["expires"])),
            isolation=str(row.get("isolation") or ""),
            email=str(row.get("admin_email") or ""),
            failure=str(row.get("failure") or ""),
        )

    def left(self, now: datetime) -> timedelta:
        """How long it lives still."""
        return max(self.expires - now, timedelta())

    def share(self, now: datetime) -> float:
        """That of its whole life, from 0 to 1; one that was extended has at most a whole one."""
        whole = (self.expires - self.created).total_seconds()
        return min(1.0, self.left(now).total_seconds() / whole) if whole > 0 else 0.0


def listed(
    rows: Iterable[Mapping[str, Any]], project: str, before: Sequence[Instance], now: datetime
) -> list[Instance]:
    """The instances of a project, newest first; those that ran out within a day stay as expired."""
    found = [Instance.of(row) for row in rows if str(row["project"]) == project]
    there = {instance.id for instance in found}
    for old in before:
        if old.id not in there and old.project == project and timedelta() <= now - old.expires < timedelta(days=1):
            found.append(replace(old, state="expired"))
    return sorted(found, key=lambda instance: instance.created, reverse=True)


def left_words(left: timedelta) -> str:
    """A time to live in two units: '6 d 22 h'."""
    minutes = int(left.total_seconds() // 60)
    days, hours = divmod(minutes // 60, 24)
    if days:
        return f"{days} d {hours} h"
    if hours:
        return f"{hours} h {minutes % 60} min"
    return f"{minutes} min"


def first_and_last(failure: str) -> str:
    """What happened and the end of what was logged then; all between is in the log."""
    lines = [line.strip() for line in failure.splitlines() if line.strip()]
    return "\n".join([lines[0], *lines[1:][-1:]]) if lines else ""


def size_words(size: float) -> str:
    """Bytes in a unit people read; a kB has 1024."""
    for unit in ("B", "kB", "MB"):
        if size < 1024:
            return f"{size:.0f} {unit}" if size >= 10 or unit == "B" else f"{figure(size)} {unit}"
        size /= 1024
    return f"{figure(size)} GB"


@dataclass(kw_only=True)
class Series:
    """Measures of the last minutes as (seconds, value)."""

    points: deque[tuple[float, float]] = field(default_factory=deque)

    def add(self, at: float, value: float) -> None:
        self.points.append((at, value))
        while self.points and self.points[0][0] < at - MINUTES * 60:
            self.points.popleft()

    @property
    def last(self) -> float:
        return self.points[-1][1] if self.points else 0.0


@dataclass(kw_only=True)
class Measures:
    """What is drawn: requests per minute, p95 in ms, memory in bytes, errors per minute."""

    requests: Series = field(default_factory=Series)
    p95: Series = field(default_factory=Series)
    memory: Series = field(default_factory=Series)
    errors: Series = field(default_factory=Series)
    _counted: tuple[float, int] | None = None
    _failed: int = 0

    def add(self, at: float, said: Mapping[str, Any]) -> None:
        """Takes in an answer of GET /previews/{id}/metrics; requests are counted since the engine's start."""
        count = int(said.get("requests") or 0)
        if self._counted is not None and at > self._counted[0]:
            rate = max(count - self._counted[1], 0) * 60 / (at - self._counted[0])
            self.requests.add(at, rate)
            self.errors.add(at, self._failed * 60 / (at - self._counted[0]))
            self._failed = 0
        self._counted = (at, count)
        self.p95.add(at, float(said.get("p95_seconds") or 0.0) * 1000)
        self.memory.add(at, float(said.get("memory") or 0.0))

    def count_error(self) -> None:
        self._failed += 1


@dataclass(frozen=True, kw_only=True)
class Variable:
    """A variable of the application's environment; a `secret` is masked until it is asked for."""

    name: str
    value: str
    secret: bool


def environment_of(output: str) -> list[Variable]:
    """What `env` printed, by name."""
    found = [_ENVIRONMENT.match(line) for line in output.splitlines()]
    rows = [
        Variable(name=m[1], value=m[2], secret=bool(_SECRET.search(m[1]) or ("://" in m[2] and "@" in m[2])))
        for m in found
        if m is not None
    ]
    return sorted(rows, key=lambda variable: variable.name)
