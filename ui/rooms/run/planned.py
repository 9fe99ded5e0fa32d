"""The side panel before a run: what it will make, what it costs, where a person wants to be asked, and the start."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.controls import Switch, label, line, prose
from ui.controls.action import ActionButton
from ui.controls.cards import box, plane, scrolled
from ui.desk import Desk
from ui.language import say, say_many
from ui.money import price
from ui.rooms.run.plan import clock
from ui.shell.stacks import stack_title
from ui.starting import GATES, gates


class PlannedPanel(QWidget):
    """`start` begins the run."""

    def __init__(self, desk: Desk, plan: Mapping[str, Any], *, renew: bool, start: Callable[[], object]) -> None:
        super().__init__()
        self._desk = desk
        self.start = ActionButton(
            desk.theme, say("Start"), weight="primary", icon="play", keys="Ctrl+Return", run=start
        )
        policy = self.start.sizePolicy().Policy
        self.start.setSizePolicy(policy.Expanding, policy.Fixed)
        rows = box(margins=(16, 16, 16, 16), gap=10)
        rows.addWidget(label(str(plan.get("title") or plan["name"]), "heading"))
        effect = (
            say("Renders the project anew; its history keeps the state before.")
            if renew
            else say("Nothing is written before the start.")
        )
        rows.addWidget(prose(effect))
        for name, value in (
            (say("Stack"), stack_title(str(plan["stack"]))),
            (say("Files"), str(plan["files"])),
            (say("Tests"), str(plan["tests"])),
            (say("Time"), say("about {time}", time=clock(max(float(plan["seconds"]), 1)))),
            (say("Cost"), price(float(plan["cost"]))),
            (say("Team"), say_many("{n} role", "{n} roles", len(plan["team"]))),
        ):
            row = box(across=True, gap=8)
            row.addWidget(label(name, "label", "text_2"))
            row.addStretch(1)
            row.addWidget(label(value, "label"))
            rows.addLayout(row)
        rows.addWidget(line())
        rows.addWidget(label(say("Ask me before"), "heading"))
        wanted = gates(desk)
        for gate, title, text in (
            ("architecture", say("Files are written"), say("Shows what will be built.")),
            ("security", say("The code runs"), say("Shows what the reviewers found.")),
        ):
            rows.addLayout(self._gate(gate, title, text, gate in wanted))
        rows.addWidget(line())
        rows.addWidget(self.start)
        open_ = plan.get("questions") or ()
        if open_:
            rows.addWidget(
                prose(
                    say_many(
                        "{n} question is open; its suggested answer is taken.",
                        "{n} questions are open; their suggested answers are taken.",
                        len(open_),
                    ),
                    "label",
                    "warning",
                )
            )
        rows.addStretch(1)
        outer = box()
        outer.addWidget(scrolled(plane("surface", rows)))
        self.setLayout(outer)

    def _gate(self, gate: str, title: str, text: str, on: bool) -> Any:
        switch = Switch(self._desk.theme, title)
        switch.setChecked(on)
        switch.toggled.connect(lambda wanted: self._want(gate, wanted))
        words = box(gap=0)
        words.addWidget(label(title, "body"))
        words.addWidget(prose(text, "label"))
        row = box(across=True, gap=10)
        row.addLayout(words, 1)
        row.addWidget(switch, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _want(self, gate: str, wanted: bool) -> None:
        kept = [each for each in gates(self._desk) if each != gate]
        self._desk.preferences.set(GATES, [*kept, gate] if wanted else kept)
