"""A field for what nobody may read: hidden, not to be copied, not remembered by input methods, gone with the field's sight."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLineEdit


class SecretField(QLineEdit):
    """Is emptied whenever it is hidden, as when another room comes to the front."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        hidden = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhHiddenText
        plain = Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhNoAutoUppercase
        self.setInputMethodHints(hidden | plain)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.clear()

    def take(self) -> str:
        """What was typed, which is in the field no more."""
        text = self.text().strip()
        self.clear()
        return text
