"""The page of settings: sections at the left, rows at the right, one search over all. Everything applies at once."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from app.paths import Paths, default_home
from app.version import VERSION
from ui.controls import Card, SearchField, button, label, prose
from ui.controls.cards import box, plane, scrolled
from ui.controls.labels import ElidedLabel
from ui.desk import Desk
from ui.language import languages, say, spoken
from ui.rooms.room import Room
from ui.rooms.settings.rows import SettingRow, checkpoints_of, chosen_of, folder_of, listed, slid, switched
from ui.rooms.settings.shortcuts import ShortcutEditor
from ui.shell.stacks import stacks

PAGE = 860


class SettingsRoom(Room):
    name = "settings"
    engine_needed = False

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.rows: list[SettingRow] = []
        self._cards: list[tuple[QWidget, list[SettingRow]]] = []
        self.field = SearchField(desk.theme, say("Search settings"))
        self.field.setMaximumWidth(280)
        self.field.sought.connect(self._seek)
        head = box(across=True, gap=16)
        head.addWidget(label(say("Settings"), "title"))
        head.addStretch()
        head.addWidget(self.field)
        self._page = box(margins=(32, 24, 32, 32), gap=20)
        self._page.addLayout(head)
        self._section(say("General"), self._general())
        self._section(say("Building"), self._building())
        self._page.addWidget(self._engine())
        self.shortcuts = ShortcutEditor(desk)
        card = Card()
        card.body.addWidget(self.shortcuts)
        self._page.addWidget(card)
        self._page.addWidget(self._about())
        self._page.addStretch()
        held = plane("none", self._page)
        held.setMaximumWidth(PAGE)
        middle = box(across=True)
        middle.addWidget(held, 1)
        middle.addStretch()
        outer = box()
        outer.addWidget(scrolled(plane("none", middle)))
        self.setLayout(outer)
        desk.link.changed.connect(self._show_engine)
        self._show_engine()

    def filter_field(self) -> QWidget:
        return self.field

    def enter(self, place: str = "") -> None:
        if place == "shortcuts":
            self.shortcuts.table.setFocus()

    def back(self) -> bool:
        if self.field.text():
            self.field.clear()
            return True
        return False

    def _general(self) -> list[SettingRow]:
        desk = self.desk
        spoken_names = list(languages().items())
        return [
            listed(
                desk,
                key="look/language",
                title=say("Language"),
                help_text=say("Of this window. What the engine writes into projects stays as the brief says."),
                choices=spoken_names,
                default=spoken(),
            ),
            chosen_of(
                desk,
                key="look/scheme",
                title=say("Theme"),
                help_text=say("System follows the desktop, by day and by night."),
                choices=[
                    ("system", say("System")),
                    ("light", say("Light")),
                    ("dark", say("Dark")),
                    ("contrast", say("High contrast")),
                ],
                default="system",
            ),
            slid(
                desk,
                key="look/text",
                title=say("Text size"),
                help_text=say("Of all text in this window."),
                least=90,
                most=150,
                step=10,
                default=100,
            ),
            switched(
                desk,
                key="look/motion",
                title=say("Motion"),
                help_text=say("Short transitions and turning marks. Without it nothing moves; words change instead."),
                default=True,
            ),
            switched(
                desk,
                key="keys/letters",
                title=say("Single letter keys"),
                help_text=say("Such as A to approve, while a list has the focus. Never in a text field."),
                default=True,
            ),
        ]

    def _building(self) -> list[SettingRow]:
        return [
            folder_of(
                self.desk,
                key="projects/folder",
                title=say("Projects folder"),
                help_text=say("Where new projects go, each into a folder of its own."),
                default=str(Path.home()),
            ),
            listed(
                self.desk,
                key="projects/stack",
                title=say("Stack"),
                help_text=say("Of new projects. The fitting one is chosen by the kind of application."),
                choices=list(stacks().items()),
                default="",
            ),
            checkpoints_of(
                self.desk,
                title=say("Checkpoints"),
                help_text=say("Where a run waits for you: before code is written, and before it is accepted."),
            ),
        ]

    def _engine(self) -> Card:
        desk, card = self.desk, Card()
        self._state = prose("", "body", "text")
        place = ElidedLabel(str(default_home()), "code", "text_2", middle=True)
        folder = box(across=True, gap=16)
        folder.addWidget(label(say("Data folder"), "body", "text_2"))
        folder.addWidget(place, 1)
        actions = box(across=True, gap=8)
        self._start = button(
            desk.theme, say("Start"), dense=True, icon="play", run=lambda: desk.commands.run("engine.start")
        )
        self._stop = button(
            desk.theme, say("Stop"), dense=True, icon="stop", run=lambda: desk.commands.run("engine.stop")
        )
        log = button(desk.theme, say("Open log"), kind="quiet", dense=True, run=lambda: desk.commands.run("engine.log"))
        for each in (self._start, self._stop, log):
            actions.addWidget(each)
        actions.addStretch()
        card.body.addWidget(label(say("Engine"), "heading"))
        card.body.addWidget(self._state)
        card.body.addLayout(folder)
        card.body.addWidget(
            prose(say("The data folder is chosen by the variable QL_HOME before the start."), "label", "text_3")
        )
        card.body.addLayout(actions)
        return card

    def _about(self) -> Card:
        card = Card()
        card.body.addWidget(label(say("About"), "heading"))
        card.body.addWidget(prose(say("QuantumLayer {version}. Licence: Apache-2.0.", version=VERSION)))
        card.body.addWidget(
            prose(
                say(
                    "This window sends nothing anywhere. Settings are kept in {file}.",
                    file=Paths(home=default_home()).home / "window.ini",
                ),
                "label",
                "text_3",
            )
        )
        return card

    def _section(self, title: str, rows: list[SettingRow]) -> None:
        card = Card(padding=16, gap=0)
        card.body.addWidget(label(title, "heading"))
        for at, row in enumerate(rows):
            if at:
                thin = QFrame()
                thin.setProperty("kind", "line")
                thin.setFixedHeight(1)
                card.body.addWidget(thin)
            card.body.addWidget(row)
        self.rows += rows
        self._cards.append((card, rows))
        self._page.addWidget(card)

    def _seek(self, words: str) -> None:
        sought = words.casefold()
        for card, rows in self._cards:
            for row in rows:
                row.setVisible(sought in row.words)
            card.setVisible(any(sought in row.words for row in rows))
        self.shortcuts.seek(sought)

    def _show_engine(self) -> None:
        link = self.desk.link
        if link.running:
            self._state.setText(say("It runs as process {pid} and goes on when this window closes.", pid=link.pid))
        else:
            self._state.setText(str(link.problem or say("It is being started …")))
        self._start.setVisible(not link.running)
        self._stop.setVisible(link.running)
        self._state.setAlignment(Qt.AlignmentFlag.AlignLeft)
