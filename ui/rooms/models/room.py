"""What decides each kind of task, which models there are and what they cost, and what this machine has. None is needed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout

from app.client import EngineError
from ui.controls import Badge, Card, Failure, label
from ui.controls.cards import box, plane, scrolled
from ui.controls.meter import Meter
from ui.controls.times import size
from ui.desk import Desk
from ui.engine.link import machine_name
from ui.language import say, say_many
from ui.rooms.models.connected import CostCard, ModelsCard
from ui.rooms.models.plan import TASKS, connected, routed, spent
from ui.rooms.models.routes import Routes
from ui.rooms.room import Room

LOOK, DAYS = 5000, 14


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
        self.routes, self.models, self.costs = Routes(desk.theme), ModelsCard(desk.theme), CostCard(desk.theme)
        main = box(gap=16)
        main.addWidget(self.routes)
        main.addWidget(self.costs)
        main.addStretch()
        columns.addLayout(main, 3)
        side = box(gap=16)
        side.addWidget(self.models)
        side.addWidget(self._machine())
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

    def _ask(self) -> None:
        self.start(self._look())

    async def _look(self) -> None:
        try:
            said: Mapping[str, Any] = await self.desk.link.ask("GET", "/machine", patient=False)
            await self._look_at_models()
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

    async def _look_at_models(self) -> None:
        """What the router says; where no model is set up there is nothing to ask it."""
        ask = self.desk.link.ask
        rows: list[Mapping[str, Any]] = (await ask("GET", "/models", patient=False))["items"]
        self.models.show_models(connected(rows))
        routes = [await ask("GET", "/models/route", query={"task": task}, patient=False) for task in TASKS if rows]
        self.routes.show_deciders(routed(routes))
        since = (datetime.now(UTC) - timedelta(days=DAYS)).isoformat()
        self.costs.show_costs(
            spent((await ask("GET", "/models/usage", query={"since": since}, patient=False))["items"])
        )
