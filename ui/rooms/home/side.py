"""The side of Home: what waits for a person, what is running now, how the machine stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QWidget

from ui.controls import Card, button, label, prose
from ui.controls.cards import box, reveal
from ui.controls.labels import ElidedLabel
from ui.desk import Desk
from ui.engine.link import machine_name
from ui.language import say
from ui.rooms.home.standing import Running, Waiting, machine_rows
from ui.theme import Theme


class Tile(QWidget):
    """An icon on the soft fill of its tone."""

    def __init__(self, theme: Theme, icon: str, tone: str, *, size: int = 24) -> None:
        super().__init__()
        self._theme, self._icon, self._tone = theme, icon, tone
        self.setFixedSize(size, size)
        theme.changed.connect(self.update)

    def show_icon(self, icon: str, tone: str) -> None:
        self._icon, self._tone = icon, tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.tone(self._tone)[1])
        painter.drawRoundedRect(QRectF(self.rect()), 5, 5)
        role = {"neutral": "text_2", "accent": "accent_text"}.get(self._tone, self._tone)
        at = (self.width() - 16) // 2
        painter.drawPixmap(at, at, theme.pixmap(self._icon, role, 16, self.devicePixelRatioF()))


class Side(QWidget):
    """Three groups of cards; a group without anything in it is not shown, the machine always is."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._waiting = _Group(say("Waits for you"))
        self._running = _Group(say("Running now"))
        self._machine = _Group(machine_name(desk.link))
        self._grid = _Rows()
        card = Card(padding=14)
        card.body.addWidget(self._grid)
        self._machine.show_cards([card])
        rows = box(gap=20)
        for group in (self._waiting, self._running, self._machine):
            rows.addWidget(group)
        rows.addStretch()
        self.setLayout(rows)

    def show_waiting(self, items: Sequence[Waiting]) -> None:
        self._waiting.show_cards([self._wait_card(item) for item in items])

    def show_running(self, items: Sequence[Running]) -> None:
        self._running.show_cards([self._run_card(item) for item in items])

    def show_machine(self, status: str, machine: Mapping[str, Any] | None, previews: int) -> None:
        self._grid.show_rows(machine_rows(status, machine, previews))

    def _wait_card(self, item: Waiting) -> QWidget:
        desk, card = self._desk, Card(padding=14, gap=8)
        head = box(across=True, gap=10)
        head.addWidget(Tile(desk.theme, item.icon, item.tone), 0, Qt.AlignmentFlag.AlignTop)
        words = box(gap=0)
        words.addWidget(ElidedLabel(item.title, "heading"))
        words.addWidget(ElidedLabel(item.where, "label", "text_2"))
        head.addLayout(words, 1)
        card.body.addLayout(head)
        if item.text:
            card.body.addWidget(prose(item.text, "label"))
        act = button(
            desk.theme,
            item.action,
            kind="primary" if item.urgent else "plain",
            dense=True,
            name=f"{item.action}: {item.title}, {item.where}",
            run=lambda: desk.go(item.room, item.place),
        )
        foot = box(across=True)
        foot.addWidget(act)
        foot.addStretch()
        card.body.addLayout(foot)
        return card

    def _run_card(self, item: Running) -> QWidget:
        desk, card = self._desk, Card(padding=14, gap=8)
        head = box(across=True, gap=8)
        head.addWidget(ElidedLabel(item.title, "heading"), 1)
        head.addWidget(label(item.clock, "label", "text_2"))
        card.body.addLayout(head)
        bar = QProgressBar()
        bar.setRange(0, 1000)
        bar.setValue(round(item.share * 1000))
        bar.setTextVisible(False)
        bar.setAccessibleName(say("{name}, {n} percent", name=item.title, n=round(item.share * 100)))
        card.body.addWidget(bar)
        foot = box(across=True, gap=8)
        mark = QLabel()
        mark.setPixmap(desk.theme.pixmap("play", "accent_text", 14, self.devicePixelRatioF()))
        foot.addWidget(mark)
        foot.addWidget(ElidedLabel(item.text, "label", "text_2"), 1)
        foot.addWidget(
            button(
                desk.theme,
                say("Show"),
                kind="link",
                name=say("Show the run of {name}", name=item.title),
                run=lambda: desk.go("run", f"run:{item.run}"),
            )
        )
        card.body.addLayout(foot)
        return card


class _Group(QWidget):
    """A heading with cards below; hidden without cards."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._cards: list[QWidget] = []
        self._rows = box(gap=8)
        self._rows.addWidget(label(title, "heading"))
        self.setLayout(self._rows)
        self.hide()

    def show_cards(self, cards: Sequence[QWidget]) -> None:
        for old in self._cards:
            self._rows.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._cards = list(cards)
        for card in cards:
            self._rows.addWidget(card)
        reveal(self, bool(cards))


class _Rows(QWidget):
    """Names and values in two columns."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self.setLayout(self._grid)
        self._shown: list[tuple[str, str, str]] = []
        self._values: list[QLabel] = []

    def show_rows(self, rows: Sequence[tuple[str, str, str]]) -> None:
        """Rows of name, value and role; the same names again only change their values."""
        if [name for name, _, _ in rows] != [name for name, _, _ in self._shown]:
            while (item := self._grid.takeAt(0)) is not None:
                if (old := item.widget()) is not None:
                    old.deleteLater()
            self._values = []
            for at, (name, value, role) in enumerate(rows):
                self._grid.addWidget(label(name, "label", "text_2"), at, 0)
                self._values.append(ElidedLabel(value, "label", role))
                self._grid.addWidget(self._values[-1], at, 1)
        for shown, (_, value, _) in zip(self._values, rows, strict=True):
            shown.setText(value)
        self._shown = list(rows)
