"""The rooms in the order of the rail; each is imported when it is first opened. A new room is a folder and a line here."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, cast

from ui.language import say

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.rooms.room import Room


@dataclass(frozen=True, kw_only=True)
class Door:
    """How the rail shows a room and where its code is: `where` is 'module:Class'."""

    name: str
    icon: str
    keys: str
    where: str
    group: str = ""
    needs_project: bool = False

    def open(self, desk: Desk) -> Room:
        """The room itself."""
        module, _, kind = self.where.partition(":")
        return cast("Room", getattr(import_module(module), kind)(desk))


DOORS = (
    Door(name="home", icon="home", keys="Ctrl+1", where="ui.rooms.home:HomeRoom"),
    Door(name="spec", icon="nodes", keys="Ctrl+2", where="ui.rooms.spec:SpecRoom", group="build"),
    Door(name="run", icon="play", keys="Ctrl+3", where="ui.rooms.run:RunRoom", group="build"),
    Door(name="code", icon="code", keys="Ctrl+4", where="ui.rooms.code:CodeRoom", group="build", needs_project=True),
    Door(
        name="tests", icon="flask", keys="Ctrl+5", where="ui.rooms.tests:TestsRoom", group="build", needs_project=True
    ),
    Door(
        name="preview",
        icon="window",
        keys="Ctrl+6",
        where="ui.rooms.preview:PreviewRoom",
        group="build",
        needs_project=True,
    ),
    Door(name="models", icon="chip", keys="Ctrl+7", where="ui.rooms.models:ModelsRoom", group="intelligence"),
    Door(name="approvals", icon="inbox", keys="Ctrl+8", where="ui.rooms.approvals:ApprovalsRoom", group="govern"),
    Door(name="safety", icon="shield", keys="", where="ui.rooms.safety:SafetyRoom", group="govern"),
    Door(name="settings", icon="sliders", keys="Ctrl+,", where="ui.rooms.settings:SettingsRoom", group="foot"),
)


def title_of(name: str) -> str:
    """What people call a room or a group of rooms."""
    return {
        "home": say("Home"),
        "spec": say("Spec"),
        "run": say("Run"),
        "code": say("Code"),
        "tests": say("Tests"),
        "preview": say("Preview"),
        "models": say("Models"),
        "approvals": say("Approvals"),
        "safety": say("Safety"),
        "settings": say("Settings"),
        "build": say("Build"),
        "intelligence": say("Intelligence"),
        "govern": say("Govern"),
    }[name]
