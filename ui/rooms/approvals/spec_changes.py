"""What changes in the specification of a project that is to be built anew: the lines that differ, with a few around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ui.controls import Card, prose
from ui.language import say, say_many
from ui.rooms.code.changes_view import LINE, ChangesView
from ui.rooms.code.differing import Comparison, Row, compare
from ui.theme import Theme

AROUND, LEAST, MOST = 2, 3, 16
"""Same lines shown beside a change; lines that the view is high at least and at most."""


class SpecChanges(Card):
    """Empty until `show_before` tells what the project has now."""

    def __init__(self, theme: Theme, now: str) -> None:
        super().__init__(gap=8)
        self._theme, self._now = theme, now
        self.said = prose(say("What changes in the specification"), "heading", "text")
        self._same = prose(say("Nothing; the project is rendered anew from the same facts."))
        self.view = ChangesView(theme)
        self.view.setAccessibleName(say("What changes in the specification"))
        for part in (self.said, self._same, self.view):
            self.body.addWidget(part)
        self._same.hide()
        self.view.hide()

    def show_before(self, before: str) -> None:
        found = around_changes(compare(before, self._now))
        changed = bool(found.changes)
        self._same.setVisible(not changed)
        self.view.setVisible(changed)
        self.view.show_comparison(found)
        lines = min(max(len(found.under), LEAST), MOST)
        self.view.setFixedHeight(self._theme.scaled(LINE) * lines + 12)
        if changed:
            added = say_many("{n} line added", "{n} lines added", found.added)
            removed = say_many("{n} line removed", "{n} lines removed", found.removed)
            self.said.setText(say("What changes in the specification") + f": {added}, {removed}")


def around_changes(found: Comparison) -> Comparison:
    """Without the lines that are far from any change."""
    return replace(found, beside=_near(found.beside), under=_near(found.under))


def _near(rows: Sequence[Row]) -> list[Row]:
    changed = (at for at, row in enumerate(rows) if row.change >= 0)
    kept = {near for at in changed for near in range(at - AROUND, at + AROUND + 1)}
    return [row for at, row in enumerate(rows) if at in kept]
