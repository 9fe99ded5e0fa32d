"""The engine dies while the window is open: the window says so, finds it again, and the run goes to its end."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.ui.conftest import READING_ROOM, finish
from ui.application import Desktop


def test_a_killed_engine_comes_back_and_the_run_finishes(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    wish = {"brief": READING_ROOM, "out": str(tmp_path / "room"), "accept": True, "preview": False}
    run = finish(qtbot, desktop.link.ask("POST", "/projects", body=wish))["run"]
    desktop.runs.follow(run)
    qtbot.waitUntil(lambda: any(e.kind == "step.finished" for e in desktop.runs.history[run]), timeout=30_000)
    killed = desktop.link.pid
    os.kill(killed, signal.SIGKILL)
    qtbot.waitUntil(desktop.window.banner.isVisible, timeout=10_000)
    assert "started again" in desktop.window.banner.accessibleName()
    assert not desktop.window.room.isEnabled() or not desktop.window.room.engine_needed
    qtbot.waitUntil(lambda: desktop.link.running, timeout=60_000)
    assert desktop.link.pid != killed
    assert not desktop.window.banner.isVisible()
    qtbot.waitUntil(lambda: any(e.ends_run for e in desktop.runs.history[run]), timeout=90_000)
    told = [event.sequence for event in desktop.runs.history[run]]
    assert told == list(range(1, len(told) + 1))
    assert finish(qtbot, desktop.link.ask("GET", f"/runs/{run}"))["status"] == "done"
