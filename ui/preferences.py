"""What a person set and what the window remembers: one INI file in the data directory, read at once and written within a turn of the loop."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

RECENT = 8


class Preferences(QObject):
    """Typed access to the file; `changed` names the key. Keys: see `docs/desktop.md`."""

    changed = Signal(str)

    def __init__(self, place: Path) -> None:
        super().__init__()
        self.place = place
        self._file = QSettings(str(place), QSettings.Format.IniFormat)

    def text(self, key: str, default: str = "") -> str:
        return str(self._file.value(key, default))

    def number(self, key: str, default: int = 0) -> int:
        """A whole number; the default when somebody wrote something else into the file."""
        try:
            return int(str(self._file.value(key, default)))
        except ValueError:
            return default

    def flag(self, key: str, default: bool = False) -> bool:
        return str(self._file.value(key, str(default))).lower() in ("true", "1", "yes")

    def texts(self, key: str) -> list[str]:
        """A list of texts, oldest spelling too: one text, or none."""
        found = self._file.value(key, [])
        return [found] if isinstance(found, str) and found else [str(each) for each in cast(list[object], found or [])]

    def below(self, group: str) -> dict[str, str]:
        """What is set below a group, such as `shortcuts`, by the rest of its key."""
        return {
            key.removeprefix(f"{group}/"): self.text(key) for key in self._file.allKeys() if key.startswith(f"{group}/")
        }

    def bytes(self, key: str) -> QByteArray:
        found = self._file.value(key)
        return found if isinstance(found, QByteArray) else QByteArray()

    def set(self, key: str, value: str | int | bool | list[str] | QByteArray) -> None:
        """Tells, and lets Qt write all that was set together when its loop turns."""
        self._file.setValue(key, str(value).lower() if isinstance(value, bool) else value)
        self.changed.emit(key)

    def reset(self, key: str) -> None:
        """Back to the default."""
        self._file.remove(key)
        self.changed.emit(key)

    def write(self) -> None:
        """Writes now, before the program ends."""
        self._file.sync()

    def is_set(self, key: str) -> bool:
        return self._file.contains(key)

    def remember(self, key: str, value: str, *, most: int = RECENT) -> None:
        """Puts a text at the head of a list of those used last."""
        self.set(key, [value, *(each for each in self.texts(key) if each != value)][:most])
