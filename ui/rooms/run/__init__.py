"""The room Run."""

from ui.rooms.run.room import RunRoom

__all__ = ["RunRoom"]
