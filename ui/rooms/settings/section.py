"""A card of the settings page: a heading, and the words that the search finds it by."""

from __future__ import annotations

from collections.abc import Sequence

from ui.controls import Card, label, line
from ui.rooms.settings.rows import SettingRow


class Section(Card):
    """`words` are looked through besides the title."""

    def __init__(self, title: str, *, words: str = "", gap: int = 10) -> None:
        super().__init__(padding=16, gap=gap)
        self.words = f"{title} {words}".casefold()
        self.body.addWidget(label(title, "heading"))

    def seek(self, sought: str) -> bool:
        """Shows what fits these words, in small letters; whether anything does."""
        fits = sought in self.words
        self.setVisible(fits)
        return fits


class RowSection(Section):
    """Rows with a line between them, each found by itself."""

    def __init__(self, title: str, rows: Sequence[SettingRow]) -> None:
        super().__init__(title, gap=0)
        self.rows = list(rows)
        for at, row in enumerate(rows):
            if at:
                self.body.addWidget(line())
            self.body.addWidget(row)

    def seek(self, sought: str) -> bool:
        for row in self.rows:
            row.setVisible(sought in row.words)
        fits = any(sought in row.words for row in self.rows)
        self.setVisible(fits)
        return fits
