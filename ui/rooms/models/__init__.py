"""The room Models."""

from ui.rooms.models.room import ModelsRoom

__all__ = ["ModelsRoom"]
