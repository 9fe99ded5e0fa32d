"""Tab in a field that has its own use for it: an editor, a shell. Nobody may be caught in one who has only a keyboard.

While a person walks through by Tab it goes on to the next control; once they work in the field it is the field's. In an
editor Esc and Ctrl+M hand it back; a shell, which wants both, is left by F6.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

_WALKING = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
_AWAY = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
_STEPS = {
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
}
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class Tabbing(QObject):
    """Whether Tab leaves a field that has the focus; `changed` when that turns."""

    changed = Signal(bool)

    def __init__(self, field: QAbstractScrollArea) -> None:
        super().__init__(field)
        self.leaves = False
        for watched in (field, field.viewport()):
            watched.installEventFilter(self)

    def leave(self, leaves: bool) -> None:
        if leaves != self.leaves:
            self.leaves = leaves
            self.changed.emit(leaves)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.reason() not in _AWAY:
            self.leave(event.gotFocus() and event.reason() in _WALKING)
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if Qt.Key(event.key()) not in _STEPS and not event.modifiers() & _COMMANDS:
                self.leave(False)
        elif event.type() == QEvent.Type.MouseButtonPress:
            self.leave(False)
        return False


def tabbing_of(field: QWidget | None) -> Tabbing | None:
    """None for fields that Tab always leaves."""
    found = field.findChild(Tabbing, options=Qt.FindChildOption.FindDirectChildrenOnly) if field is not None else None
    return found if isinstance(found, Tabbing) else None
