"""The room Spec."""

from ui.rooms.spec.room import SpecRoom

__all__ = ["SpecRoom"]
