"""What every room is handed: the engine, the theme, what a person set, commands, the project in hand, and ways to speak up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ui.commands import Commands
from ui.engine import EngineChoice, EngineLink, RunFollower
from ui.preferences import Preferences
from ui.theme import Theme
from ui.workspace import Workspace


class Navigate(Protocol):
    """Opens a room; `place` says where in it, in the room's own words: 'sentence:6', 'file:app/main.py:12', 'run:ID'."""

    def __call__(self, room: str, place: str = "") -> None: ...


class Notify(Protocol):
    """A toast for what a person started and cannot see; `action` with its words may undo or open it."""

    def __call__(
        self, text: str, *, tone: str = "neutral", action: str = "", run: Callable[[], object] | None = None
    ) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One per window."""

    engine: EngineChoice
    link: EngineLink
    runs: RunFollower
    theme: Theme
    preferences: Preferences
    commands: Commands
    workspace: Workspace
    go: Navigate
    notify: Notify
