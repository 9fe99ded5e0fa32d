"""Everything a person can set, on one page that can be searched."""

from ui.rooms.settings.room import SettingsRoom

__all__ = ["SettingsRoom"]
