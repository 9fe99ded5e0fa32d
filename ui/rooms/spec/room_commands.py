"""The commands of the room Spec and its keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from ui.commands import Command
from ui.language import say

if TYPE_CHECKING:
    from ui.rooms.spec.room import SpecRoom


def spec_commands(room: SpecRoom) -> Iterator[Command]:
    """All of them; they act while the room is in front and has something to act on."""

    def here() -> bool:
        return room.isVisible() and not room.document.empty

    for name, title, icon, run in (
        ("undo", say("Undo the last correction"), "undo", room.document.history.undo),
        ("redo", say("Redo the correction"), "redo", room.document.history.redo),
        ("entity", say("New entity"), "plus", room.edits.add_entity),
        ("field", say("New field of the chosen entity"), "plus", room.edits.add_field),
        ("relation", say("New reference of the chosen entity …"), "link", room.edits.add_relation),
        ("fit", say("Fit the diagram"), "fit", room.diagram.whole),
        ("arrange", say("Arrange the diagram anew"), "nodes", room.diagram.arrange),
        ("accept", say("Accept all suggestions"), "check", room.question.accept_all),
        ("build", say("Build the specification"), "play", room.build),
    ):
        yield Command(
            id=f"spec.{name}",
            title=title,
            icon=icon,
            place=say("Spec"),
            run=run,
            enabled=here,
            reason=say("Open Spec first."),
        )


def bind_keys(room: SpecRoom) -> None:
    """Keys that act in the room and in its inspector."""
    for keys, run in (
        ("Ctrl+Z", room.document.history.undo),
        ("Ctrl+Y", room.document.history.redo),
        ("Ctrl+Shift+Z", room.document.history.redo),
        ("Ctrl+0", room.diagram.whole),
        ("Ctrl+Shift+Return", room.question.accept),
    ):
        for widget in (room, room.side):
            shortcut = QShortcut(QKeySequence(keys), widget)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)


def spec_keys() -> Sequence[tuple[str, str]]:
    """The keys as '?' shows them."""
    return (
        ("Ctrl+Z", say("Undo the last correction")),
        ("Ctrl+Y", say("Redo the correction")),
        ("Ctrl+Shift+Enter", say("Accept the suggestion")),
        ("Ctrl+0", say("Fit the diagram")),
        ("E", say("New entity")),
        ("F", say("New field of the chosen entity")),
        ("R", say("New reference of the chosen entity …")),
        ("Enter", say("Edit what is chosen")),
        ("Del", say("Delete what is chosen")),
        (say("Esc, Tab"), say("Leave the text by Tab")),
        (say("Arrows"), say("Walk through fields and along wires")),
    )
