"""The models that are set up, and what they cost; what to do where there are none."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.controls import Badge, Card, label, prose
from ui.controls.cards import box, plane
from ui.controls.meter import Meter
from ui.language import say, say_many
from ui.rooms.models.plan import Connected, Spent
from ui.theme import Theme

MOST = 12
"""Rows that are shown; the rest is counted."""


class ModelsCard(Card):
    """`show_models` takes those that are set up."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(padding=16, gap=10)
        self._theme, self._rows = theme, QWidget()
        self.body.addWidget(label(say("Language models"), "heading"))
        self.body.addWidget(self._rows)
        self._shown: Sequence[Connected] | None = None
        self.show_models([])

    def show_models(self, rows: Sequence[Connected]) -> None:
        if rows == self._shown:
            return
        self._shown = rows
        body = box(gap=10)
        for row in rows[:MOST]:
            body.addWidget(self._row(row))
        if len(rows) > MOST:
            body.addWidget(label(say_many("{n} more", "{n} more", len(rows) - MOST), "label", "text_3"))
        body.addWidget(prose(_advice(bool(rows)), "label", "text_2"))
        self._rows = _replaced(self, self._rows, plane("none", body))

    def _row(self, row: Connected) -> QWidget:
        above = box(across=True, gap=8)
        above.addWidget(prose(row.name, "body", "text"), 1)
        place = say("on this machine") if row.local else say("hosted")
        above.addWidget(
            Badge(self._theme, place, tone="success" if row.local else "info"), 0, Qt.AlignmentFlag.AlignTop
        )
        rows = box(gap=2)
        rows.addLayout(above)
        rows.addWidget(prose(" · ".join(filter(None, (row.place, row.cost))), "label", "text_3"))
        return plane("none", rows)


class CostCard(Card):
    """`show_costs` takes what each model cost; hidden while nothing was asked."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(padding=16, gap=10)
        self._theme, self._rows = theme, QWidget()
        self._shown: Sequence[Spent] | None = None
        self.body.addWidget(label(say("Cost, last 14 days"), "heading"))
        self.body.addWidget(self._rows)
        self.show_costs([])

    def show_costs(self, rows: Sequence[Spent]) -> None:
        self.setVisible(bool(rows))
        if rows == self._shown:
            return
        self._shown = rows
        body = box(gap=10)
        for row in rows[:MOST]:
            head = box(across=True, gap=8)
            head.addWidget(prose(row.name, "body", "text"), 1)
            head.addWidget(label(row.calls, "label", "text_3"))
            head.addWidget(label(row.cost, "body"))
            bar = Meter(self._theme, row.name, tone="accent", width=0)
            bar.show_share(row.share)
            body.addLayout(head)
            body.addWidget(bar)
        self._rows = _replaced(self, self._rows, plane("none", body))


def _replaced(card: Card, old: QWidget, new: QWidget) -> QWidget:
    card.body.replaceWidget(old, new)
    old.deleteLater()
    return new


def _advice(some: bool) -> str:
    if some:
        return say("`ql models add` and `ql models remove` change this list; `ql models explain` shows every reason.")
    return say(
        "None is connected, and nothing is sent to one. What the rules cannot read is named in the report instead of"
        " being guessed. `ql models add` connects one."
    )
