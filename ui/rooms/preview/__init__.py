"""The room Preview."""

from ui.rooms.preview.room import PreviewRoom

__all__ = ["PreviewRoom"]
