"""What the palette always finds: commands, those used last first, and projects."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from ui.commands import Commands
from ui.language import say
from ui.preferences import Preferences
from ui.shell.palette import Entry
from ui.workspace import Workspace


def command_entries(commands: Commands, preferences: Preferences, words: str) -> Iterable[Entry]:
    """Commands for these words; those that can't be run now with the reason."""
    if words[:1] in ("@", "#", ":"):
        return
    recent = preferences.texts("palette/recent") if not words else []
    known = commands.all()
    if recent:
        known = [c for name in recent for c in known if c.id == name] + [c for c in known if c.id not in recent]
    for command in known:
        yield Entry(
            title=command.title,
            kind=say("Command"),
            icon=command.icon,
            place=command.place,
            keys=commands.shown_keys(command.id),
            reason="" if command.enabled() else command.reason or say("not now"),
            run=partial(commands.run, command.id),
        )


def project_entries(workspace: Workspace, take: Callable[[str], object], words: str) -> Iterable[Entry]:
    """Projects for these words; `take` is handed the folder of the one that is chosen."""
    if words[:1] in (">", "@", "#", ":"):
        return
    for project in workspace.projects:
        yield Entry(
            title=project.title or project.name,
            kind=say("Project"),
            icon="folder",
            place=project.path,
            run=partial(take, project.path),
        )
