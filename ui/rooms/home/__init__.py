"""The room Home."""

from ui.rooms.home.room import HomeRoom

__all__ = ["HomeRoom"]
