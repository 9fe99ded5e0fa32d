"""The edits of a specification, to be undone and done again.

Not a QUndoStack: PySide hands a command over to the stack, yet frees a command of a Python class with its wrapper when garbage
is collected first, and the stack then touches what is gone.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from ui.rooms.spec.editing import Edit


@dataclass(frozen=True)
class Change:
    """From one text to another. `edit`: what can be done again on another text; None for a text as a whole."""

    before: str
    after: str
    words: str
    edit: Edit | None = None


class History(QObject):
    """What was done, up to where it was undone. `become` carries the text to show; `changed` when something else can be undone."""

    become = Signal(str)
    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._changes: list[Change] = []
        self._done = 0

    @property
    def done(self) -> tuple[Change, ...]:
        """The changes that hold, oldest first."""
        return tuple(self._changes[: self._done])

    @property
    def undoing(self) -> Change | None:
        """What undo would take back."""
        return self._changes[self._done - 1] if self._done else None

    @property
    def redoing(self) -> Change | None:
        """What redo would do again."""
        return self._changes[self._done] if self._done < len(self._changes) else None

    def push(self, change: Change) -> None:
        """Does a change; what was undone before is forgotten."""
        self._changes = [*self.done, change]
        self._done += 1
        self._tell(change.after)

    def undo(self) -> None:
        if change := self.undoing:
            self._done -= 1
            self._tell(change.before)

    def redo(self) -> None:
        if change := self.redoing:
            self._done += 1
            self._tell(change.after)

    def clear(self) -> None:
        """Forgets all of it; the text stays."""
        self._changes, self._done = [], 0
        self.changed.emit()

    def _tell(self, text: str) -> None:
        self.become.emit(text)
        self.changed.emit()
