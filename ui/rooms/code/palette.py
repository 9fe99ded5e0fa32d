"""What the room offers in the command palette: the project's files, and ':12' for a line of the file in front."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ui.language import say
from ui.rooms.code.plan import icon_of
from ui.shell.palette import Entry

if TYPE_CHECKING:
    from ui.rooms.code.room import CodeRoom


def file_entries(room: CodeRoom, words: str) -> Iterator[Entry]:
    """Files for words without a sign, a line for ':12'."""
    if words[:1] == ":":
        number = words[1:].strip()
        if number.isdigit() and room.isVisible() and room.bench.editor is not None:
            yield Entry(
                title=say("Line {n}", n=number),
                kind=say("Line"),
                icon="arrow-right",
                place=number,
                run=lambda: room.go_to_line(number),
            )
        return
    if not words or words[:1] in (">", "@", "#"):
        return
    for row in room.listing.rows:
        yield Entry(
            title=row.file.rpartition("/")[2],
            kind=say("File"),
            icon=icon_of(row.file),
            place=row.file,
            run=lambda file=row.file: room.desk.go("code", f"file:{file}"),  # type: ignore[misc]
        )
