"""What decides each kind of task today, and what this machine has. No model is needed; later ones add their rows here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout

from app.client import EngineError
from ui.controls import Badge, Card, Failure, label, prose
from ui.controls.cards import box, plane, scrolled
from ui.controls.meter import Meter
from ui.controls.times import size
from ui.desk import Desk
from ui.engine.link import machine_name
from ui.language import say, say_many
from ui.money import price
from ui.rooms.room import Room

LOOK = 5000


def routes() -> list[tuple[str, str, str]]:
    """Each kind of task: what decides it and why."""
    return [
        (
            say("Read a brief"),
            say("Rules of English"),
            say("Every fact keeps the sentence it came from; the same text gives the same facts."),
        ),
        (
            say("Design and write code"),
            say("Blueprints"),
            say("Verified recipes render the same bytes for the same specification."),
        ),
        (
            say("Review"),
            say("Checks"),
            say("Contradictions, gaps and access rules are found by looking at the specification and the code."),
        ),
        (
            say("Test"),
            say("Generated tests"),
            say("One for each fact; a sentence counts as built only when its test passes."),
        ),
    ]


class ModelsRoom(Room):
    name = "models"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.failure = Failure(desk.theme, again=self._ask)
        head = box(across=True, gap=12)
        head.addWidget(label(say("Models"), "title"))
        head.addWidget(Badge(desk.theme, say("No model is needed"), tone="success", icon="check"))
        head.addStretch()
        columns = box(across=True, gap=16)
        columns.addWidget(self._routes(), 3, Qt.AlignmentFlag.AlignTop)
        side = box(gap=16)
        side.addWidget(self._machine())
        side.addWidget(self._none())
        side.addStretch()
        columns.addLayout(side, 2)
        page = box(margins=(32, 24, 32, 32), gap=20)
        page.addLayout(head)
        page.addLayout(columns)
        page.addStretch()
        outer = box()
        outer.addWidget(self.failure)
        outer.addWidget(scrolled(plane("none", page)), 1)
        self.setLayout(outer)
        self._again = QTimer(self, interval=LOOK)
        self._again.timeout.connect(self._ask)

    def enter(self, place: str = "") -> None:
        self._ask()
        self._again.start()

    def hideEvent(self, event: object) -> None:
        self._again.stop()

    def _routes(self) -> Card:
        card, grid = Card(padding=16, gap=12), QGridLayout()
        card.body.addWidget(label(say("Who decides what"), "heading"))
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(14)
        for at, (task, by, why) in enumerate(routes()):
            grid.addWidget(label(task, "body"), at, 0)
            grid.addWidget(Badge(self.desk.theme, by, tone="accent"), at, 1)
            grid.addWidget(prose(why, "label", "text_2"), at, 2)
            grid.addWidget(label(price(0.0), "label", "text_2"), at, 3)
        grid.setColumnStretch(2, 1)
        card.body.addLayout(grid)
        card.body.addStretch()
        return card

    def _machine(self) -> Card:
        card = Card(padding=16, gap=10)
        card.body.addWidget(label(machine_name(self.desk.link), "heading"))
        self._memory, self._meter = label("", "label", "text_2"), Meter(self.desk.theme, say("Memory in use"), width=0)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(16)
        self._shown = {name: label("–", "body") for name in ("cores", "disk", "isolation", "docker", "models")}
        titles = {
            "cores": say("Processor"),
            "disk": say("Free disk"),
            "isolation": say("Sandbox"),
            "docker": "Docker",
            "models": say("Models"),
        }
        for at, (name, shown) in enumerate(self._shown.items()):
            self._facts.addWidget(label(titles[name], "body", "text_2"), at, 0)
            self._facts.addWidget(shown, at, 1)
        self._facts.setColumnStretch(1, 1)
        card.body.addWidget(self._memory)
        card.body.addWidget(self._meter)
        card.body.addLayout(self._facts)
        return card

    def _none(self) -> Card:
        card = Card(padding=16, gap=8)
        card.body.addWidget(label(say("Language models"), "heading"))
        card.body.addWidget(
            prose(
                say(
                    "None is connected, and nothing is sent to one. What the rules cannot read is named in the report"
                    " instead of being guessed."
                )
            )
        )
        return card

    def _ask(self) -> None:
        self.start(self._look())

    async def _look(self) -> None:
        try:
            said: Mapping[str, Any] = await self.desk.link.ask("GET", "/machine", patient=False)
        except EngineError as error:
            if self.desk.link.running:
                self.failure.show_error(error)
            return
        self.failure.clear()
        free, total = float(said["memory_free"]), float(said["memory_total"])
        self._memory.setText(say("{free} of {total} memory free", free=size(free), total=size(total)))
        self._meter.show_share(1 - free / total)
        self._shown["cores"].setText(say_many("{n} core", "{n} cores", int(said["cores"])))
        self._shown["disk"].setText(size(float(said["disk_free"])))
        self._shown["isolation"].setText(str(said["isolation"]))
        self._shown["docker"].setText(say("connected") if said["docker"] else say("not here"))
        self._shown["models"].setText(", ".join(said["models"]) or say("none, and none needed"))
