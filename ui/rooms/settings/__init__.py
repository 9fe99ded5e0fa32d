"""The room Settings."""

from ui.rooms.settings.room import SettingsRoom

__all__ = ["SettingsRoom"]
