"""The page of settings: one section below another, one search over all. Everything applies at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QWidget

from app.version import VERSION
from ui.controls import Empty, SearchField, label, prose
from ui.controls.cards import box, plane, scrolled
from ui.desk import Desk
from ui.language import languages, say, spoken
from ui.rooms.room import Room
from ui.rooms.settings.engine_section import EngineSection
from ui.rooms.settings.keys_section import KeysSection
from ui.rooms.settings.rows import SettingRow, checkpoints_of, chosen_of, folder_of, listed, slid, switched
from ui.rooms.settings.section import RowSection, Section
from ui.rooms.settings.shortcuts import ShortcutEditor
from ui.shell.stacks import stacks

PAGE, ABOVE = 860, 16


class SettingsRoom(Room):
    name = "settings"
    engine_needed = False
    stays = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.sections: list[Section] = []

    def furnish(self) -> Iterator[None]:
        desk = self.desk
        self.field = SearchField(desk.theme, say("Search settings"))
        self.field.setMaximumWidth(280)
        self.field.sought.connect(self._seek)
        head = box(across=True, gap=16)
        head.addWidget(label(say("Settings"), "title"))
        head.addStretch()
        head.addWidget(self.field)
        self._page = box(margins=(32, 24, 32, 32), gap=20)
        self._page.addLayout(head)
        yield
        general = RowSection(say("General"), self._general())
        yield
        building = RowSection(say("Building"), self._building())
        self.rows = general.rows + building.rows
        yield
        self.engine = EngineSection(desk, self.start)
        self.keys_section = KeysSection(desk, self.start)
        yield
        self.shortcuts = ShortcutEditor(desk)
        self.sections += [general, building, self.engine, self.keys_section, self.shortcuts, self._about()]
        for section in self.sections:
            self._page.addWidget(section)
        self._nothing = Empty(desk.theme, icon="search", text=say("No setting fits these words."))
        self._nothing.hide()
        self._page.addWidget(self._nothing)
        self._page.addStretch()
        held = plane("none", self._page)
        held.setMaximumWidth(PAGE)
        middle = box(across=True)
        middle.addWidget(held, 1)
        middle.addStretch()
        outer = box()
        self._area = scrolled(plane("none", middle))
        outer.addWidget(self._area)
        self.setLayout(outer)

    def filter_field(self) -> QWidget:
        return self.field

    def enter(self, place: str = "") -> None:
        """`engine`, `keys` and `shortcuts` are sections of the page."""
        self.keys_section.look()
        sections = {"engine": self.engine, "keys": self.keys_section, "shortcuts": self.shortcuts}
        focus: dict[str, QWidget] = {
            "engine": self.engine.first(),
            "keys": self.keys_section.list,
            "shortcuts": self.shortcuts.table,
        }
        if place in sections:
            focus[place].setFocus()
            QTimer.singleShot(0, self, lambda: self._scroll_to(sections[place]))

    def _scroll_to(self, section: Section) -> None:
        """Its heading comes to the top."""
        top = section.mapTo(self._area.widget() or section, QPoint(0, 0)).y()
        self._area.verticalScrollBar().setValue(top - ABOVE)

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

    def _about(self) -> Section:
        card = Section(say("About"))
        card.body.addWidget(prose(say("QuantumLayer {version}. Licence: Apache-2.0.", version=VERSION)))
        card.body.addWidget(
            prose(
                say(
                    "This window sends nothing to anyone but its engine. Settings are kept in {file}.",
                    file=self.desk.preferences.place,
                ),
                "label",
                "text_3",
            )
        )
        return card

    def _seek(self, words: str) -> None:
        found = [section.seek(words.strip().casefold()) for section in self.sections]
        self._nothing.setVisible(not any(found))
