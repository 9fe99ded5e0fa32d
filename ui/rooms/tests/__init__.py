"""The room Tests."""

from ui.rooms.tests.room import TestsRoom

__all__ = ["TestsRoom"]
