"""The table of who decides what: rules and blueprints always first, then the models that the router would ask."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from ui.controls import Badge, Card, label, prose
from ui.controls.cards import box, plane
from ui.language import say
from ui.rooms.models.plan import Decider, without_models
from ui.theme import Theme


class Routes(Card):
    """`show_deciders` takes the rows that models decide; they stand below those that need none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(padding=16, gap=12)
        self._theme = theme
        self._shown: Sequence[Decider] | None = None
        self._table = QWidget()
        self.body.addWidget(label(say("Who decides what"), "heading"))
        self.body.addWidget(self._table)
        self.body.addStretch()
        self.show_deciders([])

    def show_deciders(self, rows: Sequence[Decider]) -> None:
        if rows == self._shown:
            return
        self._shown = rows
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(14)
        for at, row in enumerate([*without_models(), *rows]):
            grid.addWidget(label(row.task, "body"), at, 0)
            grid.addWidget(self._decider(row), at, 1)
            grid.addWidget(prose(row.why, "label", "text_2"), at, 2)
            grid.addWidget(label(row.cost, "label", "text_2"), at, 3)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 3)
        old, self._table = self._table, QWidget()
        self._table.setLayout(grid)
        self.body.replaceWidget(old, self._table)
        old.deleteLater()

    def _decider(self, row: Decider) -> QWidget:
        """Rules as a badge, a model by its name, which may be long."""
        if row.model:
            return prose(row.by, "body", "text")
        holder = box(across=True)
        holder.addWidget(Badge(self._theme, row.by, tone="accent"))
        holder.addStretch()
        return plane("none", holder)
