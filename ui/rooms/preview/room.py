"""The room Preview."""

from __future__ import annotations

from ui.controls import Empty
from ui.controls.cards import box
from ui.desk import Desk
from ui.language import say
from ui.rooms.room import Room


class PreviewRoom(Room):
    name = "preview"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        rows = box()
        rows.addWidget(Empty(desk.theme, icon="window", text=say("Nothing here yet.")))
        self.setLayout(rows)
