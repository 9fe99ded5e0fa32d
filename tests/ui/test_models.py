"""The room Models over a real engine: rules first, then what the router says of models that are set up, and what they cost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.model_server import ModelServer, Reply
from tests.ui.conftest import finish
from ui.application import Desktop
from ui.language import speak
from ui.rooms.models.plan import connected, routed, spent, without_models
from ui.rooms.models.room import ModelsRoom

NAME = "compatible/scribe"
LONG = 30_000


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


@pytest.fixture
def model(desktop: Desktop, qtbot: QtBot) -> Iterator[str]:
    """A model that is set up and was asked once."""
    with ModelServer() as server:
        server.script("", Reply(text="ready", read=2000, written=300))
        wish: dict[str, Any] = {
            "model": NAME,
            "base": f"{server.url}/v1",
            "tier": "large",
            "context": 32_000,
            "price_read": 1,
            "price_written": 2,
        }
        finish(qtbot, desktop.link.ask("POST", "/models", body=wish))
        finish(qtbot, desktop.link.ask("POST", "/models/test", body={"name": NAME}))
        yield NAME
        finish(qtbot, desktop.link.ask("DELETE", "/models", query={"name": NAME}))


def open_room(desktop: Desktop, qtbot: QtBot) -> ModelsRoom:
    desktop.window.go("models")
    qtbot.waitUntil(lambda: isinstance(desktop.window.room, ModelsRoom), timeout=LONG)
    room = desktop.window.room
    assert isinstance(room, ModelsRoom)
    room.enter()
    return room


def test_without_a_model_it_says_so(desktop: Desktop, qtbot: QtBot) -> None:
    room = open_room(desktop, qtbot)
    qtbot.waitUntil(lambda: "None is connected" in words(room.models), timeout=LONG)
    assert all(row.why in words(room.routes) for row in without_models())


def test_a_model_is_shown_with_its_routes_and_costs(desktop: Desktop, qtbot: QtBot, model: str) -> None:
    room = open_room(desktop, qtbot)
    qtbot.waitUntil(lambda: model in words(room.routes), timeout=LONG)
    assert "Write missing code" in words(room.routes)
    assert "$ 1.00 read, $ 2.00 written" in words(room.models)
    qtbot.waitUntil(lambda: model in words(room.costs), timeout=LONG)
    assert "1 call" in words(room.costs)
    assert not room.costs.isHidden()
    qtbot.waitUntil(lambda: "1 language model" in desktop.window.status.model.accessibleName(), timeout=LONG)


def route(**more: Any) -> dict[str, Any]:
    first = {"name": "m", "why": "cheapest", "cost": 9000, "quality": {"mean": 0.8, "judged": 0}, **more}
    return {"task": "write_code", "order": [first]}


def test_a_route_is_told_in_words() -> None:
    (row,) = routed([route()])
    assert (row.task, row.cost) == ("Write missing code", "$ 0.0090")
    assert row.why == "The cheapest that is good enough. Its work is not known yet."
    (row,) = routed([route(why="best", cost=None, quality={"mean": 0.834, "judged": 12})])
    assert (row.why, row.cost) == ("The best there is. Good in 83 % of 12 tries.", "price unknown")
    assert routed([{"task": "review", "order": []}]) == []


def test_words_are_german_where_german_is_spoken() -> None:
    speak("de")
    try:
        (row,) = routed([route()])
        assert row.task == "Fehlenden Code schreiben"
    finally:
        speak("en")


def test_shares_are_of_the_dearest() -> None:
    rows = spent([{"name": "a", "calls": 1, "cost": 500}, {"name": "b", "calls": 3, "cost": 2000}])
    assert [(row.name, row.calls, row.share) for row in rows] == [("b", "3 calls", 1.0), ("a", "1 call", 0.25)]
    assert spent([{"name": "a", "calls": 1, "cost": 0}])[0].share == 0.0
    free = {
        "name": "x",
        "provider": "ollama",
        "here": True,
        "address": "",
        "facts": {"price": {"read": 0, "written": 0}},
    }
    assert connected([free])[0].cost == "free"
