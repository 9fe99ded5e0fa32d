"""The room Safety."""

from ui.rooms.safety.room import SafetyRoom

__all__ = ["SafetyRoom"]
