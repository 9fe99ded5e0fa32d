"""What is refused and why, what shuts generated code in, and a place to ask beforehand."""

from ui.rooms.safety.room import SafetyRoom

__all__ = ["SafetyRoom"]
