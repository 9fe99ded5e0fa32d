"""Motion: what is new fades, what is awaited turns; nothing of it where a person or the system wants calm."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.client.model import Event
from ui.application import Desktop
from ui.shell.activity import EventList, EventRows
from ui.shell.status_bar import StatusItem
from ui.theme.system_motion import kde_wants_calm, wants_calm


def event(number: int, time: str) -> Event:
    return Event(run="r", sequence=number, time=time, kind="run.started", payload={}, version=1)


def top_row(view: EventList) -> str:
    """The colour of the first row's ground, where nothing is written."""
    return view.viewport().grab().toImage().pixelColor(8, 8).name()


@pytest.fixture
def view(qtbot: QtBot, desktop: Desktop) -> EventList:
    made = EventList(desktop.theme, EventRows(), name="Events")
    made.resize(600, 200)
    made.show()
    qtbot.addWidget(made)
    return made


def test_a_new_row_fades_and_then_rests(view: EventList, desktop: Desktop, qtbot: QtBot) -> None:
    ground = desktop.theme.colour("surface").name()
    view.rows.append([event(1, datetime.now(UTC).isoformat())])
    assert top_row(view) != ground
    qtbot.waitUntil(lambda: top_row(view) == ground, timeout=3000)
    qtbot.waitUntil(lambda: not view._fading.isActive(), timeout=1000)


def test_an_event_of_long_ago_does_not_fade(view: EventList, desktop: Desktop) -> None:
    view.rows.append([event(1, "2026-01-01T12:00:00+00:00")])
    assert top_row(view) == desktop.theme.colour("surface").name()


def test_without_motion_nothing_fades_and_nothing_turns(view: EventList, desktop: Desktop, qtbot: QtBot) -> None:
    desktop.theme.choose(motion=False)
    view.rows.append([event(1, datetime.now(UTC).isoformat())])
    assert top_row(view) == desktop.theme.colour("surface").name()
    assert not view._fading.isActive()
    item = StatusItem(desktop.theme, run=lambda: None)
    qtbot.addWidget(item)
    item.show_text("Engine starting", dot="warning", turning=True)
    assert not item._turn.isActive()


def test_what_is_awaited_turns(qtbot: QtBot, desktop: Desktop) -> None:
    item = StatusItem(desktop.theme, run=lambda: None)
    qtbot.addWidget(item)
    item.show_text("Engine starting", dot="warning", turning=True)
    first = item.grab().toImage()
    qtbot.wait(200)
    assert item.grab().toImage() != first
    item.show_text("Engine running", dot="success")
    assert not item._turn.isActive()


def test_kde_says_whether_it_wants_calm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kde_wants_calm("[KDE]\nAnimationDurationFactor=0\n")
    assert not kde_wants_calm("[KDE]\nAnimationDurationFactor=0.5\n")
    assert not kde_wants_calm("")
    assert not kde_wants_calm("not an ini file")
    (tmp_path / "kdeglobals").write_text("[General]\nname=x\n[KDE]\nAnimationDurationFactor=0\n")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert wants_calm()
