"""The same specification as lists: things with their fields, rules, addresses. Twins of the diagram for keys and screen readers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTableView

from ui.rooms.spec.fact_cells import ROW, CellRows, FactCell
from ui.rooms.spec.fact_rows import Cells
from ui.theme import Theme

TALL, HEAD, LONG = 56, 33, 70
COMMANDS = {"e": "entity", "f": "field", "r": "relation"}


class FactTable(QTableView):
    """`fact` carries what the chosen row stands for; `open` the same for Enter and a double click on what is not edited here.

    `named` and `typed` carry a fact and what a person entered for it, `delete` and `command` what keys ask for.
    """

    fact = Signal(str)
    open = Signal(str)
    delete = Signal(str)
    named = Signal(str, str)
    typed = Signal(str, str)
    command = Signal(str)

    def __init__(
        self, theme: Theme, heads: Callable[[], Sequence[str]], *, name: str, widths: Sequence[int], stretch: int
    ) -> None:
        super().__init__()
        self._theme, self._widths, self._stretch = theme, widths, stretch
        self.rows = CellRows(heads)
        self.setModel(self.rows)
        self._cell = FactCell(theme)
        self._cell.named.connect(self.named)
        self._cell.typed.connect(self.typed)
        self.setItemDelegate(self._cell)
        self.setEditTriggers(QTableView.EditTrigger.DoubleClicked | QTableView.EditTrigger.EditKeyPressed)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setHighlightSections(False)
        self.selectionModel().currentRowChanged.connect(self._changed)
        self.doubleClicked.connect(self._opened)
        theme.changed.connect(self._fit)
        self._fit()

    def show_rows(self, rows: Sequence[Cells]) -> None:
        self.rows.show_rows(rows)
        for at, cells in enumerate(rows):
            if cells.prose and len(cells.texts[0]) > LONG:
                self.setRowHeight(at, self._theme.scaled(TALL))

    def light(self, facts: frozenset[str]) -> None:
        """Facts that belong to the chosen sentence."""
        if facts != self.rows.lit:
            self.rows.lit = facts
            self.viewport().update()

    def choose(self, fact: str) -> None:
        """Chooses the row of a fact without a signal."""
        row = next((at for at, cells in enumerate(self.rows.rows) if fact and cells.fact == fact), -1)
        if row != self.currentIndex().row():
            self.blockSignals(True)
            self.setCurrentIndex(self.rows.index(row, 0)) if row >= 0 else self.clearSelection()
            self.blockSignals(False)

    def name(self, fact: str) -> None:
        """Begins to edit the name of a fact."""
        row = next((at for at, cells in enumerate(self.rows.rows) if cells.fact == fact), -1)
        if row >= 0:
            self.setFocus()
            self.setCurrentIndex(self.rows.index(row, 0))
            self.edit(self.rows.index(row, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        fact = self.rows.rows[row].fact if 0 <= row < len(self.rows.rows) else ""
        letter = event.text().lower() if not event.modifiers() else ""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            index = self.currentIndex()
            self.edit(index) if index.flags() & Qt.ItemFlag.ItemIsEditable else self.open.emit(fact)
        elif letter in COMMANDS:
            self.command.emit(COMMANDS[letter])
        elif event.key() == Qt.Key.Key_Delete:
            self.delete.emit(fact)
        else:
            super().keyPressEvent(event)

    def _opened(self, index: QModelIndex) -> None:
        if not index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.open.emit(self.rows.rows[index.row()].fact)

    def _changed(self, current: QModelIndex) -> None:
        if current.isValid():
            self.fact.emit(self.rows.rows[current.row()].fact)

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.scaled(ROW))
        head = self.horizontalHeader()
        head.setFixedHeight(self._theme.scaled(HEAD))
        for column, width in enumerate(self._widths):
            stretches = column == self._stretch
            head.setSectionResizeMode(
                column, QHeaderView.ResizeMode.Stretch if stretches else QHeaderView.ResizeMode.Interactive
            )
            if not stretches:
                self.setColumnWidth(column, self._theme.scaled(width))
