"""The commands of the room Code and their keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from ui.commands import Command
from ui.language import say

if TYPE_CHECKING:
    from ui.rooms.code.room import CodeRoom


def code_commands(room: CodeRoom) -> Iterator[Command]:
    """All of them; they act while the room is in front."""

    def here() -> bool:
        return room.isVisible()

    def editing() -> bool:
        return room.isVisible() and room.bench.editor is not None

    def command(
        name: str, title: str, keys: str, icon: str, run: Callable[[], object], *, file: bool = True
    ) -> Command:
        return Command(
            id=f"code.{name}",
            title=title,
            keys=keys,
            icon=icon,
            place=say("Code"),
            run=run,
            enabled=editing if file else here,
            reason=say("Open a file first."),
        )

    yield command("save", say("Save the file"), "Ctrl+S", "check", room.save)
    yield command("save_all", say("Save all files"), "Ctrl+Shift+S", "check", room.save_all)
    yield command("find", say("Find in the file"), "Ctrl+F", "search", lambda: room.open_find(replace=False))
    yield command("replace", say("Replace in the file"), "Ctrl+H", "swap", lambda: room.open_find(replace=True))
    yield command("line", say("Go to a line"), "Ctrl+G", "arrow-right", room.ask_line)
    yield command("sentence", say("Go to the sentence of this line"), "F12", "quote", room.go_to_sentence)
    yield command("problem", say("Next problem"), "F8", "alert", room.next_problem)
    yield command("previous", say("Previous change"), "Alt+Up", "chevron-up", lambda: room.bench.step(-1))
    yield command("next", say("Next change"), "Alt+Down", "chevron-down", lambda: room.bench.step(1))
    yield command("changes", say("Show the changes of the file"), "Ctrl+D", "columns", room.toggle_changes)
    history = say("Show the history")
    yield command("history", history, "", "commit", lambda: room.bench.show_mode("history"), file=False)
    yield command("new", say("New file"), "", "file-plus", room.ask_new_file, file=False)
    yield command("record", say("Record the changes as a commit"), "", "commit", room.ask_record, file=False)
    search = say("Search in all files")
    yield command("search", search, "Ctrl+Shift+H", "search", lambda: room.enter("search:"), file=False)
    yield command("close", say("Close the file"), "Ctrl+W", "cross", room.close_file)


def list_keys() -> Sequence[tuple[str, str]]:
    """Keys that act in the comparison and in the history."""
    return (
        ("A", say("Accept the change")),
        ("X", say("Put the old lines back")),
        ("J / K", say("Next and previous change")),
        ("B", say("Bring back the files of a commit")),
        ("Del", say("Close the tab")),
        (say("Esc, Tab"), say("Leave the text by Tab")),
    )
