"""Every action of the window as a command: a name, a shortcut, a place in the palette. Keyboard equals mouse.

Rooms register theirs; the window binds the shortcuts; the palette lists all of them; Settings lets a person change keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui.preferences import Preferences

_GROUP = "shortcuts"
PASSING = ("palette", "back")
"""Commands that nobody looks for again."""


def _always() -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Command:
    """`title` is what people read (already translated), `keys` the shortcut as Qt spells it, `reason` why it can't run now."""

    id: str
    title: str
    run: Callable[[], object]
    keys: str = ""
    icon: str = "chevron-right"
    place: str = ""
    enabled: Callable[[], bool] = _always
    reason: str = ""


class Commands(QObject):
    """All commands by id. A shortcut works wherever the window has the focus."""

    changed = Signal()
    ran = Signal(str)

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self._known: dict[str, Command] = {}
        self._bound: dict[str, QShortcut] = {}
        self._window: QWidget | None = None

    def bind(self, window: QWidget) -> None:
        """From now on shortcuts of this window run commands."""
        self._window = window
        for command in self._known.values():
            self._bind(command)

    def add(self, commands: Iterable[Command]) -> None:
        for command in commands:
            self._known[command.id] = command
            self._bind(command)
        self.changed.emit()

    def clear(self) -> None:
        """Forgets all, as before they are said in another language."""
        for name in list(self._known):
            self._unbind(name)
        self._known.clear()

    def all(self) -> list[Command]:
        return list(self._known.values())

    def get(self, name: str) -> Command:
        """KeyError for an unknown one."""
        return self._known[name]

    def keys(self, name: str) -> str:
        """The shortcut in force: the person's own, else the command's, unless a person gave that to another one."""
        if self._preferences.is_set(f"{_GROUP}/{name}"):
            return self._preferences.text(f"{_GROUP}/{name}")
        keys = self._known[name].keys
        return "" if keys and keys in self._chosen() else keys

    def _chosen(self) -> set[str]:
        """The keys that a person gave to commands; rooms that open later may bring commands that have them from the start."""
        return {self._preferences.text(f"{_GROUP}/{name}") for name in self._known} - {""}

    def shown_keys(self, name: str) -> str:
        """The shortcut as this platform writes it."""
        return QKeySequence(self.keys(name)).toString(QKeySequence.SequenceFormat.NativeText)

    def change_keys(self, name: str, keys: str) -> Command | None:
        """Gives a command other keys; returns the command that has them already, and changes nothing then."""
        taken = next((c for c in self._known.values() if keys and c.id != name and self.keys(c.id) == keys), None)
        if taken is None:
            self._preferences.set(f"{_GROUP}/{name}", keys)
            self._bind_all()
        return taken

    def reset_keys(self, name: str) -> None:
        self._preferences.reset(f"{_GROUP}/{name}")
        self._bind_all()

    def reset_all_keys(self) -> Mapping[str, str]:
        """Every command has its own keys again, also in rooms that were not opened yet; returns what a person had given."""
        given = self._preferences.below(_GROUP)
        self.restore_keys({})
        return given

    def restore_keys(self, given: Mapping[str, str]) -> None:
        """The keys that a person gave to commands are these, by the command's id, and no others."""
        for name in self._preferences.below(_GROUP):
            self._preferences.reset(f"{_GROUP}/{name}")
        for name, keys in given.items():
            self._preferences.set(f"{_GROUP}/{name}", keys)
        self._bind_all()

    def run(self, name: str) -> bool:
        """Runs a command if it can run now."""
        command = self._known[name]
        if not command.enabled():
            return False
        if name not in PASSING:
            self._preferences.remember("palette/recent", name)
        command.run()
        self.ran.emit(name)
        return True

    def _bind_all(self) -> None:
        """What one command is given or gives back may take keys from another or return them."""
        for command in self._known.values():
            self._bind(command)
        self.changed.emit()

    def _bind(self, command: Command) -> None:
        self._unbind(command.id)
        keys = self.keys(command.id)
        if self._window is not None and keys:
            shortcut = QShortcut(QKeySequence(keys), self._window)
            shortcut.activated.connect(lambda name=command.id: self.run(name))
            self._bound[command.id] = shortcut

    def _unbind(self, name: str) -> None:
        old = self._bound.pop(name, None)
        if old is not None:
            old.setEnabled(False)
            old.deleteLater()
