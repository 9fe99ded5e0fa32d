"""What the room offers in the command palette: ':12' for a line of the file in front."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ui.language import say
from ui.shell.palette import Entry

if TYPE_CHECKING:
    from ui.rooms.code.room import CodeRoom


def line_entries(room: CodeRoom, words: str) -> Iterator[Entry]:
    """A line for ':12'."""
    number = words[1:].strip()
    if words[:1] == ":" and number.isdigit() and room.isVisible() and room.bench.editor is not None:
        yield Entry(
            title=say("Line {n}", n=number),
            kind=say("Line"),
            icon="arrow-right",
            place=number,
            run=lambda: room.go_to_line(number),
        )
