"""What every room is: a page of the window with a title, an inspector, commands, and a primary action on Ctrl+Enter.

A room is built, and fills what it shows, in steps: no turn of the event loop may take longer than a frame.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.commands import Command
from ui.desk import Desk
from ui.steps import Steps

if TYPE_CHECKING:
    from ui.shell.palette import Entry

Start = Callable[[Coroutine[Any, Any, Any]], "asyncio.Future[Any]"]
"""`Room.start`, as the parts of a room are handed it."""


class Room(QWidget):
    """Rooms are made once, when first opened, and `furnish`ed; `enter` is called each time they come to the front."""

    name = ""
    engine_needed = True
    """Whether its controls are switched off while the engine is away."""
    stays = False
    """Whether it is kept when the window turns to another engine, since it shows nothing of the one before."""
    primary_enabled = Signal(bool)
    asks = Signal()
    """What stands in the inspector needs a person: it is to be seen, also where it is folded away."""
    inspector_changed = Signal()
    """There is an inspector now, or none any more."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._tasks: set[asyncio.Future[Any]] = set()
        self._is_over = False
        self.filling = Steps(self)
        """Of what is shown when other things are to be seen."""
        self.setObjectName(f"room-{self.name}")

    def furnish(self) -> Iterator[None]:
        """Builds the parts, a few in each step; `__init__` makes only what costs little."""
        yield from ()

    def start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Future[Any]:
        """Runs work of this room beside everything else; it ends with the room, so it may touch the room's widgets."""
        if self._is_over:  # a timer of a room that is about to go
            work.close()
            given_up: asyncio.Future[Any] = asyncio.get_event_loop().create_future()
            given_up.cancel()
            return given_up
        task = self.desk.link.start(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def end(self) -> None:
        """Gives up what is still being asked; called before the room is made anew."""
        self._is_over = True
        self.filling.stop()
        for task in list(self._tasks):
            task.cancel()

    def enter(self, place: str = "") -> None:
        """Shows a place of the room; '' is where it was left."""

    def primary(self) -> None:
        """What Ctrl+Enter does here."""

    def back(self) -> bool:
        """What Esc does here; false when there was nothing to leave."""
        return False

    def filter_field(self) -> QWidget | None:
        """The field that '/' goes to."""
        return None

    def inspector(self) -> QWidget | None:
        """What stands at the right for what is chosen; none for rooms without one."""
        return None

    def commands(self) -> Sequence[Command]:
        """The room's commands, once."""
        return ()

    def found(self, words: str) -> Iterable[Entry]:
        """What the palette finds in this room for these words."""
        return ()

    def keys(self) -> Sequence[tuple[str, str]]:
        """Keys that act only while a list of the room has the focus, with what they do; shown by '?'."""
        return ()
