"""Names and values in two columns, as under Limits and beside the ring."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ui.controls.labels import ElidedLabel, label


class Facts(QWidget):
    """Rows are made once and filled again."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._rows: list[tuple[QLabel, ElidedLabel]] = []
        self.setLayout(self._grid)

    def show_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        """Names and values, in their order."""
        while len(self._rows) < len(rows):
            name, value = label("", "label", "text_2"), ElidedLabel("", "label", "text", middle=True)
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(name, len(self._rows), 0)
            self._grid.addWidget(value, len(self._rows), 1)
            self._rows.append((name, value))
        for at, (name, value) in enumerate(self._rows):
            there = at < len(rows)
            name.setVisible(there)
            value.setVisible(there)
            if there:
                name.setText(rows[at][0])
                value.setText(rows[at][1])
                value.setToolTip(rows[at][1])
