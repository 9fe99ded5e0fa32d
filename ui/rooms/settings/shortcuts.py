"""The shortcuts editor: every command with its keys; choose one, press Enter, then press the new keys."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QKeyCombination, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui.commands import Command, Commands
from ui.controls import button, prose
from ui.controls.cards import box
from ui.desk import Desk
from ui.language import say, say_many
from ui.rooms.settings.plan import refusal_of
from ui.rooms.settings.section import Section

_Index = QModelIndex | QPersistentModelIndex
_MODIFIERS = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta)


class ShortcutRows(QAbstractTableModel):
    """Commands by title; the second column is the keys in force."""

    def __init__(self, commands: Commands) -> None:
        super().__init__()
        self._commands = commands
        self.rows: list[Command] = []
        self.words = ""
        commands.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        self.beginResetModel()
        found = [command for command in self._commands.all() if self.words in command.title.casefold()]
        self.rows = sorted(found, key=lambda command: command.title.casefold())
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return len(self.rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 2

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        command = self.rows[index.row()]
        return command.title if index.column() == 0 else self._commands.shown_keys(command.id)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return say("Command") if section == 0 else say("Keys")
        return None


class ShortcutTable(QTableView):
    """Takes the next keys for the chosen row after Enter; Esc leaves it as it was, Del takes the keys away."""

    def __init__(self, editor: ShortcutEditor, rows: ShortcutRows) -> None:
        super().__init__()
        self._editor = editor
        self.setModel(rows)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setProperty("ring", True)
        self.setProperty("cells", "wide")
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(34)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().resizeSection(1, 200)
        self.setAccessibleName(say("Shortcuts"))
        self.setMinimumHeight(320)
        self.doubleClicked.connect(lambda _: editor.record())

    @property
    def recording(self) -> bool:
        """Whether the next keys are for the chosen command; a Qt property, for who else looks at keys."""
        return bool(self.property("recording"))

    def record(self, wanted: bool) -> None:
        self.setProperty("recording", wanted)

    def event(self, event: object) -> bool:
        if self.recording and isinstance(event, QKeyEvent):
            if event.type() == QKeyEvent.Type.ShortcutOverride:
                event.accept()  # else the window's own shortcut would run
                return True
            if event.type() == QKeyEvent.Type.KeyPress:  # Tab too, which would go on to the next control
                self.keyPressEvent(event)
                return True
        return bool(super().event(event))  # type: ignore[arg-type]

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._editor.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.recording:
            if event.key() == Qt.Key.Key_Escape:
                self._editor.stop()
            elif event.key() not in _MODIFIERS:
                self._editor.press(event.keyCombination())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._editor.record()
        elif event.key() == Qt.Key.Key_Delete:
            self._editor.take("")
        else:
            super().keyPressEvent(event)


class ShortcutEditor(Section):
    """The table with what it has to say below."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(say("Shortcuts"))
        self._commands, self._notify = desk.commands, desk.notify
        self.rows = ShortcutRows(desk.commands)
        self.table = ShortcutTable(self, self.rows)
        self.said = prose("", "label", "text_2")
        foot = box(across=True, gap=8)
        foot.addWidget(button(desk.theme, say("Change keys"), dense=True, run=self.record))
        foot.addWidget(button(desk.theme, say("Reset"), kind="quiet", dense=True, run=self._reset))
        self.all_back = button(desk.theme, say("Reset all"), kind="quiet", dense=True, run=self._reset_all)
        foot.addWidget(self.all_back)
        foot.addStretch()
        self.body.addWidget(self.table)
        self.body.addWidget(self.said)
        self.body.addLayout(foot)
        self._idle()

    def seek(self, sought: str) -> bool:
        """Leaves the commands that fit; all of them where the section itself is sought."""
        self.rows.words = "" if sought in self.words else sought
        self.rows.refresh()
        fits = bool(self.rows.rows)
        self.setVisible(fits)
        return fits

    def record(self) -> None:
        """Waits for the keys of the chosen command."""
        if self._chosen() is None:
            self.said.setText(say("Choose a command first."))
            return
        self.table.record(True)
        self.table.setFocus()
        self.said.setText(say("Press the new keys, or Esc to leave them."))

    def press(self, keys: QKeyCombination) -> None:
        """Keys for the chosen command; those that can be no shortcut are refused, and others waited for."""
        refusal = refusal_of(keys)
        if refusal:
            self.said.setText(refusal)
        else:
            self.take(QKeySequence(keys).toString())

    def take(self, keys: str) -> None:
        """Gives the chosen command these keys; '' takes them away."""
        chosen = self._chosen()
        self.table.record(False)
        if chosen is None:
            return
        row = self.table.currentIndex().row()
        taken = self._commands.change_keys(chosen.id, keys)
        self.table.selectRow(row)
        if taken is not None:
            self.said.setText(say("{keys} already means “{command}”.", keys=keys, command=taken.title))
        else:
            self.said.setText(say("{command}: {keys}", command=chosen.title, keys=keys or say("no keys")))

    def stop(self) -> None:
        """Waits for keys no longer."""
        if self.table.recording:
            self.table.record(False)
            self._idle()

    def _reset(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            row = self.table.currentIndex().row()
            self._commands.reset_keys(chosen.id)
            self.table.selectRow(row)

    def _reset_all(self) -> None:
        before = self._commands.reset_all_keys()
        if not before:
            self.said.setText(say("No shortcut was changed."))
            return
        self.said.setText(
            say_many("{n} command has its own keys again.", "{n} commands have their own keys again.", len(before))
        )
        self._notify(
            say("All shortcuts are as they were at first."),
            action=say("Undo"),
            run=lambda: self._commands.restore_keys(before),
        )

    def _chosen(self) -> Command | None:
        index = self.table.currentIndex()
        return self.rows.rows[index.row()] if index.isValid() else None

    def _idle(self) -> None:
        self.said.setText(say("Enter changes the keys of a command, Del takes them away."))
