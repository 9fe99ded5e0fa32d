"""What can be done with a run from anywhere: the commands of the room Run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ui.commands import Command
from ui.language import say

if TYPE_CHECKING:
    from ui.rooms.run.room import RunRoom


def run_commands(room: RunRoom) -> Sequence[Command]:
    """Stop it, play it again, plan the draft."""
    draft = room.desk.workspace.draft
    return (
        Command(
            id="run.stop",
            title=say("Stop the run …"),
            keys="Ctrl+.",
            icon="stop",
            place=say("Run"),
            enabled=room.going,
            reason=say("Nothing runs."),
            run=room.stop,
        ),
        Command(
            id="run.replay",
            title=say("Play the run again"),
            icon="repeat",
            place=say("Run"),
            enabled=lambda: room.shown.over,
            reason=say("Only a run that has ended can be played again."),
            run=room.play,
        ),
        Command(
            id="run.plan",
            title=say("Plan the run"),
            icon="tasks",
            place=say("Run"),
            enabled=lambda: not draft.empty,
            reason=say("Describe what you want first."),
            run=lambda: room.desk.go("run", "plan"),
        ),
    )
