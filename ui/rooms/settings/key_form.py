"""The form below the list of keys: a field that hides what is typed, and what can be done with the key of one provider."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from ui.controls import button, label, prose
from ui.controls.cards import box
from ui.controls.secret import SecretField
from ui.language import say
from ui.rooms.settings.key_plan import KeysTold, ProviderKey, note_of
from ui.theme import Theme


class KeyForm(QWidget):
    """`given` carries a provider and what was typed, `unwanted` a provider whose key is to go.

    What was typed leaves the field when it is handed on, when another provider is chosen and when the field is hidden.
    """

    given = Signal(str, str)
    unwanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._key: ProviderKey | None = None
        self._title = label("", "body")
        self.field = SecretField()
        self.keep = button(theme, "", kind="primary", run=self._give)
        self.remove = button(theme, say("Remove …"), kind="danger", run=self.ask_remove)
        self._note = prose("", "label", "text_3")
        row = box(across=True, gap=8)
        row.addWidget(self.field, 1)
        row.addWidget(self.keep)
        row.addWidget(self.remove)
        rows = box(gap=8)
        rows.addWidget(self._title)
        rows.addLayout(row)
        rows.addWidget(self._note)
        self.setLayout(rows)
        self.field.returnPressed.connect(self._give)
        self.field.textChanged.connect(lambda: self._allow())
        self._ready, self._reason = False, ""

    def show_key(self, key: ProviderKey | None, told: KeysTold, *, reason: str = "") -> None:
        """Of which provider, and why nothing can be entered now, '' where it can."""
        if self._key is None or key is None or key.provider != self._key.provider:
            self.field.clear()
        self._key, self._ready, self._reason = key, key is not None and not reason, reason
        if key is None:
            self._title.setText(say("Choose a provider to enter its key."))
            self._note.setText("")
        else:
            self._title.setText(say("Key of {provider}", provider=key.title))
            self._note.setText(reason or note_of(key, told))
            self.field.setAccessibleName(self._title.text())
        self._note.setVisible(bool(self._note.text()))
        kept = key is not None and key.kept
        self.keep.setText(say("Replace the key") if kept else say("Keep the key"))
        self.field.setPlaceholderText(say("New key") if kept else say("Key"))
        self.remove.setVisible(kept)
        self._allow()

    def ask_remove(self) -> None:
        """Asks first: a key that is gone can't be had back."""
        key = self._key
        if key is None or not key.kept or not self._ready:
            return
        asked = QMessageBox(self)
        asked.setIcon(QMessageBox.Icon.NoIcon)
        asked.setText(say("Remove the key of {provider}?", provider=key.title))
        asked.setInformativeText(say("It is deleted from the keyring. To use it again it has to be entered again."))
        go = asked.addButton(say("Remove the key"), QMessageBox.ButtonRole.DestructiveRole)
        asked.setDefaultButton(asked.addButton(say("Keep it"), QMessageBox.ButtonRole.RejectRole))
        go.clicked.connect(lambda: self.unwanted.emit(key.provider))
        asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asked.open()

    def _give(self) -> None:
        if self._key is not None and self.keep.isEnabled():
            self.given.emit(self._key.provider, self.field.take())

    def _allow(self) -> None:
        self.field.setEnabled(self._ready)
        self.keep.setEnabled(self._ready and bool(self.field.text().strip()))
        self.remove.setEnabled(self._ready)
        for each in (self.field, self.keep, self.remove):
            each.setToolTip(self._reason)
