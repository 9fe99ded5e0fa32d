"""The window's own commands: rooms, panels, engine, theme. Rooms add theirs when they are opened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from app.paths import Paths
from ui.commands import Command
from ui.controls.tabbing import tabbing_of
from ui.language import say
from ui.rooms import DOORS, title_of

if TYPE_CHECKING:
    from ui.shell.window import Window


def window_commands(window: Window) -> Iterable[Command]:
    """All of them, in the order in which the palette shows them."""
    yield from _rooms(window)
    yield Command(
        id="palette",
        title=say("Search or run a command"),
        keys="Ctrl+K",
        icon="search",
        run=lambda: window.palette_view.open(),
    )
    yield Command(
        id="brief.new", title=say("New brief"), keys="Ctrl+N", icon="file-plus", run=lambda: window.go("home", "new")
    )
    yield Command(
        id="project.open",
        title=say("Open a project folder …"),
        keys="Ctrl+O",
        icon="folder-open",
        enabled=lambda: window.desk.link.here,
        reason=window.desk.engine.folders_refusal,
        run=lambda: window.go("home", "open"),
    )
    yield Command(
        id="project.switch",
        title=say("Switch project"),
        keys="Ctrl+Shift+P",
        icon="chevrons",
        run=window.top_bar.open_projects,
    )
    yield Command(
        id="file.find",
        title=say("Open a file of the project"),
        keys="Ctrl+P",
        icon="file-text",
        enabled=lambda: window.desk.workspace.project is not None,
        reason=say("Choose a project first."),
        run=lambda: window.go("code", "find"),
    )
    yield Command(
        id="room.primary",
        title=say("The room's main action"),
        keys="Ctrl+Return",
        icon="return",
        run=lambda: window.room.primary(),
    )
    yield Command(id="back", title=say("Back"), keys="Esc", icon="undo", run=window.back)
    yield Command(
        id="region.next", title=say("Next part of the window"), keys="F6", icon="columns", run=window.next_region
    )
    yield Command(
        id="tab.turn",
        title=say("Let Tab leave the text, or work in it"),
        keys="Ctrl+M",
        icon="keyboard",
        enabled=lambda: tabbing_of(QApplication.focusWidget()) is not None,
        reason=say("The focus is in no text that uses Tab."),
        run=window.turn_tab,
    )
    yield Command(
        id="panel.activity",
        title=say("Show or fold the activity"),
        keys="Ctrl+J",
        icon="activity",
        run=window.toggle_activity,
    )
    yield Command(
        id="panel.rail", title=say("Fold or unfold the rail"), keys="Ctrl+B", icon="sidebar", run=window.toggle_rail
    )
    yield Command(
        id="panel.inspector",
        title=say("Show or hide the inspector"),
        keys="Ctrl+Alt+I",
        icon="sidebar",
        run=window.toggle_inspector,
    )
    for part, title, icon in (
        ("engine", say("Choose the engine"), "server"),
        ("keys", say("API keys"), "key"),
        ("shortcuts", say("Change shortcuts"), "keyboard"),
    ):
        yield Command(
            id=f"settings.{part}",
            title=title,
            icon=icon,
            place=say("Settings"),
            run=lambda part=part: window.go("settings", part),  # type: ignore[misc]
        )
    yield Command(id="keys", title=say("All keys of this room"), keys="F1", icon="keyboard", run=window.show_keys)
    yield from _engine(window)
    yield from _looks(window)


def _rooms(window: Window) -> Iterable[Command]:
    for door in DOORS:
        yield Command(
            id=f"room.{door.name}",
            title=title_of(door.name),
            keys=door.keys,
            icon=door.icon,
            place=say("Room"),
            enabled=lambda door=door: not door.needs_project or window.desk.workspace.project is not None,  # type: ignore[misc]
            reason=say("Choose a project first."),
            run=lambda name=door.name: window.go(name),  # type: ignore[misc]
        )


def _engine(window: Window) -> Iterable[Command]:
    link, engine = window.desk.link, window.desk.engine
    elsewhere = say("The engine runs elsewhere; it is started and stopped there.")
    yield Command(
        id="engine.start",
        title=say("Start the engine"),
        icon="play",
        enabled=lambda: link.here and not link.running,
        reason=say("It runs.") if link.here else elsewhere,
        run=link.open,
    )
    yield Command(
        id="engine.stop",
        title=say("Stop the engine"),
        icon="stop",
        enabled=lambda: link.here and link.running,
        reason=say("It is stopped.") if link.here else elsewhere,
        run=lambda: link.start(link.stop_engine()),
    )
    yield Command(
        id="engine.log",
        title=say("Open the engine's log"),
        icon="file-text",
        enabled=lambda: link.here,
        reason=say("The engine runs elsewhere, and so does its log."),
        run=lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(Paths(home=engine.home).log))),
    )
    yield Command(
        id="engine.again",
        title=say("Connect to the engine again"),
        icon="refresh",
        enabled=lambda: not link.here and not link.running,
        reason=say("It is connected."),
        run=link.try_again,
    )
    yield Command(
        id="engine.here",
        title=say("Use this machine's engine"),
        icon="screen",
        enabled=lambda: not link.here,
        reason=say("It is in use."),
        run=engine.detach,
    )


def _looks(window: Window) -> Iterable[Command]:
    theme, preferences = window.desk.theme, window.desk.preferences

    def choose(scheme: str) -> None:
        preferences.set("look/scheme", scheme)

    def text(by: int) -> None:
        preferences.set("look/text", theme.text + by)

    for scheme, title in (
        ("light", say("Light theme")),
        ("dark", say("Dark theme")),
        ("contrast", say("High contrast theme")),
        ("system", say("Theme of the system")),
    ):
        icon = {"light": "sun", "dark": "moon"}.get(scheme, "screen")
        yield Command(id=f"look.{scheme}", title=title, icon=icon, run=lambda scheme=scheme: choose(scheme))  # type: ignore[misc]
    yield Command(id="look.larger", title=say("Larger text"), keys="Ctrl++", icon="plus", run=lambda: text(10))
    yield Command(id="look.smaller", title=say("Smaller text"), keys="Ctrl+-", icon="minus", run=lambda: text(-10))
