"""Which model does what, and what this machine could run."""

from ui.rooms.models.room import ModelsRoom

__all__ = ["ModelsRoom"]
