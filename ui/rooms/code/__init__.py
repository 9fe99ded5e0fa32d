"""The room Code."""

from ui.rooms.code.room import CodeRoom

__all__ = ["CodeRoom"]
