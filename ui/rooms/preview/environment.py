"""The environment that a preview runs with: names and values, secrets masked until a person asks for one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui.language import say
from ui.rooms.preview.plan import Variable
from ui.theme import Theme

MASK = "••••••••••••"
_Index = QModelIndex | QPersistentModelIndex


class Environment(QAbstractTableModel):
    """Name and value; `reveal` shows the secret of a row, or hides it again."""

    def __init__(self) -> None:
        super().__init__()
        self.variables: list[Variable] = []
        self._shown: set[str] = set()

    def show_variables(self, variables: Sequence[Variable]) -> None:
        self.beginResetModel()
        self.variables, self._shown = list(variables), set()
        self.endResetModel()

    def reveal(self, row: int) -> None:
        self._shown ^= {self.variables[row].name}
        self.dataChanged.emit(self.index(row, 1), self.index(row, 1))

    def rowCount(self, parent: _Index | None = None) -> int:
        return len(self.variables)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 2

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (say("Name"), say("Value"))[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        variable = self.variables[index.row()]
        masked = variable.secret and variable.name not in self._shown
        if role == Qt.ItemDataRole.DisplayRole:
            return (variable.name, MASK if masked else variable.value)[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{variable.name}: {say('hidden') if masked else variable.value}"
        if role == Qt.ItemDataRole.ToolTipRole and variable.secret:
            return say("Enter or a double click shows it, or hides it again.")
        return None


class EnvironmentTable(QTableView):
    def __init__(self, theme: Theme, model: Environment) -> None:
        super().__init__()
        self._variables = model
        self.setModel(model)
        self.setAccessibleName(say("Environment"))
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.scaled(28))
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        self.setProperty("plane", "none")
        self.doubleClicked.connect(lambda index: self._reveal(index.row()))
        self._theme = theme
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.setFont(self._theme.font("code"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._reveal(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def _reveal(self, row: int) -> None:
        if self._variables.variables[row].secret:
            self._variables.reveal(row)
