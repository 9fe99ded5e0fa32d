"""Settings, Engine: the window turns to an engine elsewhere and back, says how that stands, and opens its data folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.client import EngineError
from tests.secret_service import bus, needs_keyring, secret_service
from tests.ui.conftest import finish
from tests.ui.engines_elsewhere import Elsewhere, engine_elsewhere
from tests.ui.small import small_project
from ui.application import Desktop
from ui.engine.link import EngineAway
from ui.engine.tokens import NoToken, Tokens
from ui.preferences import Preferences
from ui.rooms.home import HomeRoom
from ui.rooms.settings.room import SettingsRoom

__all__ = ["bus", "secret_service"]
LONG = 60_000
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Elsewhere]:
    with engine_elsewhere() as made:
        yield made


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the session these tests run in."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


def settings(desktop: Desktop) -> SettingsRoom:
    desktop.window.go("settings", "engine")
    return cast(SettingsRoom, desktop.window.room)


def enter(room: SettingsRoom, qtbot: QtBot, address: str, token: str) -> None:
    """Types both into the form."""
    form = room.engine.connecting
    if not form.isVisible():
        qtbot.mouseClick(room.engine.elsewhere, LEFT)
    form.address.clear()
    qtbot.keyClicks(form.address, address)
    qtbot.keyClicks(form.token, token)


def connect_to(desktop: Desktop, qtbot: QtBot, elsewhere: Elsewhere) -> SettingsRoom:
    room, engine = settings(desktop), elsewhere.start()
    enter(room, qtbot, elsewhere.address, engine.token)
    qtbot.keyClick(room.engine.connecting.token, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not desktop.link.here and desktop.link.running, timeout=LONG)
    qtbot.waitUntil(lambda: desktop.workspace.loaded, timeout=LONG)
    return room


def test_the_window_turns_to_an_engine_elsewhere_and_back(
    desktop: Desktop, qtbot: QtBot, elsewhere: Elsewhere, tmp_path: Path, engine_home: Path
) -> None:
    project = str(small_project(tmp_path / "shelf"))
    finish(qtbot, desktop.link.ask("POST", "/projects/open", body={"path": project}))
    finish(qtbot, desktop.workspace.refresh())
    desktop.workspace.take(project)
    desktop.window.go("home")
    home = cast(HomeRoom, desktop.window.room)
    assert home.projects.open.isEnabled()
    home.composer.compose("A choir keeps its scores.")

    room = connect_to(desktop, qtbot, elsewhere)
    form = room.engine.connecting
    qtbot.waitUntil(lambda: form.said.text().startswith("Connected."), timeout=5000)
    assert "no keyring" in form.advice.text()
    assert (form.token.text(), form.token.echoMode()) == ("", QLineEdit.EchoMode.Password)
    assert desktop.window.room is room
    place = f"127.0.0.1:{elsewhere.port}"
    assert desktop.window.status.engine.text() == f"Engine at {place}"
    assert room.engine.badge.text == f"Engine at {place}"
    assert (desktop.workspace.project, desktop.workspace.projects) == (None, [])
    for command in ("engine.start", "engine.stop", "engine.log", "project.open"):
        assert not desktop.window.commands.get(command).enabled(), command
        assert "elsewhere" in desktop.window.commands.get(command).reason, command
    folder = next(row for row in room.rows if row.key == "projects/folder")
    (choose,) = (each for each in folder.findChildren(QPushButton) if each.text() == "Choose …")
    assert not choose.isEnabled()
    assert "elsewhere" in choose.toolTip()
    desktop.window.go("home")
    there = cast(HomeRoom, desktop.window.room)
    assert there is not home
    assert there.composer.text == "A choir keeps its scores."
    assert not there.projects.open.isEnabled()
    assert "elsewhere" in there.projects.open.toolTip()

    room = settings(desktop)
    qtbot.mouseClick(room.engine.here, LEFT)
    assert desktop.link.here
    qtbot.waitUntil(lambda: desktop.link.running and bool(desktop.workspace.projects), timeout=LONG)
    assert desktop.window.status.engine.text() == "Engine running"
    assert desktop.window.commands.get("project.open").enabled()
    assert choose.isEnabled()
    assert Preferences(engine_home / "window.ini").text("engine/address") == ""
    assert Preferences(engine_home / "window.ini").text("engine/last") == elsewhere.address


def test_the_token_is_in_no_file_and_a_folder_dropped_is_refused(
    desktop: Desktop, qtbot: QtBot, elsewhere: Elsewhere, engine_home: Path, tmp_path: Path
) -> None:
    token = elsewhere.start().token
    connect_to(desktop, qtbot, elsewhere)
    desktop.preferences.write()
    assert elsewhere.address in (engine_home / "window.ini").read_text()
    kept = [path for path in engine_home.rglob("*") if path.is_file() and token.encode() in path.read_bytes()]
    assert kept == []
    project = small_project(tmp_path / "shelf")
    desktop.take_in([str(project)])
    home = cast(HomeRoom, desktop.window.room)
    qtbot.waitUntil(home.projects._failure.isVisible, timeout=5000)
    assert "elsewhere" in home.projects._failure._said.text()
    desktop.workspace.take("/there/only")
    assert desktop.preferences.texts("projects/recent") == []


def test_a_connection_that_ends_and_a_token_that_is_old_are_told_apart(
    desktop: Desktop, qtbot: QtBot, elsewhere: Elsewhere
) -> None:
    room = connect_to(desktop, qtbot, elsewhere)
    status, banner = desktop.window.status.engine, desktop.window.banner
    place = f"127.0.0.1:{elsewhere.port}"
    elsewhere.stop()
    qtbot.waitUntil(lambda: status.text() == f"{place}: unreachable", timeout=LONG)
    assert banner.isVisible()
    assert "Connection refused" in banner.accessibleName()
    assert room.engine.again.isVisible()
    assert room.isEnabled()

    engine = elsewhere.start()
    qtbot.waitUntil(lambda: status.text() == f"{place}: token refused", timeout=LONG)
    assert "engine.json" in room.engine.hint.text()
    desktop.link.try_again()
    qtbot.waitUntil(lambda: status.text() == f"{place}: token refused", timeout=LONG)

    enter(room, qtbot, elsewhere.address, engine.token)
    qtbot.mouseClick(room.engine.connecting.connect_button, LEFT)
    qtbot.waitUntil(lambda: status.text() == f"Engine at {place}", timeout=LONG)
    assert not banner.isVisible()

    elsewhere.stop()
    qtbot.waitUntil(banner.isVisible, timeout=LONG)
    qtbot.mouseClick(banner._here, LEFT)
    qtbot.waitUntil(lambda: status.text() == "Engine running", timeout=LONG)
    assert not banner.isVisible()


def test_a_trial_changes_nothing_and_says_what_it_found(desktop: Desktop, qtbot: QtBot, elsewhere: Elsewhere) -> None:
    engine, room = elsewhere.start(), settings(desktop)
    form = room.engine.connecting
    assert not form.isVisible()
    enter(room, qtbot, elsewhere.address + "/", engine.token)
    qtbot.mouseClick(form.test, LEFT)
    qtbot.waitUntil(lambda: form.said.text().startswith("It works"), timeout=LONG)
    assert f"process {engine.pid}" in form.said.text()
    assert form.address.text() == elsewhere.address
    assert desktop.link.here
    form.token.clear()
    qtbot.keyClicks(form.token, "wrong")
    assert form.said.text() == ""
    qtbot.mouseClick(form.connect_button, LEFT)
    qtbot.waitUntil(lambda: "refused the token" in form.said.text(), timeout=LONG)
    assert desktop.link.here
    assert desktop.link.running


def test_an_address_that_is_not_encrypted_is_refused_at_its_field(desktop: Desktop, qtbot: QtBot) -> None:
    room = settings(desktop)
    form = room.engine.connecting
    enter(room, qtbot, "http://engine.example.org", "some-token")
    qtbot.mouseClick(form.connect_button, LEFT)
    qtbot.waitUntil(lambda: "not encrypted" in form.said.text(), timeout=5000)
    assert "http://engine.example.org" in form.said.text()
    assert form.address.property("invalid") == "true"
    assert form.address.hasFocus()
    assert desktop.link.here
    desktop.window.go("home")
    settings(desktop)
    assert form.token.text() == ""


def test_what_was_asked_of_one_engine_is_never_asked_of_another(
    desktop: Desktop, qtbot: QtBot, elsewhere: Elsewhere
) -> None:
    engine = elsewhere.start()
    finish(qtbot, desktop.link.stop_engine())
    asked = desktop.link.start(desktop.link.ask("POST", "/projects/open", body={"path": "/tmp"}))
    qtbot.wait(50)
    desktop.engine._tokens._held[elsewhere.address] = engine.token
    desktop.engine._turn(elsewhere.address)
    qtbot.waitUntil(asked.done, timeout=5000)
    assert isinstance(asked.exception(), EngineAway)
    qtbot.waitUntil(lambda: desktop.link.running, timeout=LONG)


def test_a_window_without_its_token_opens_and_says_so(
    desktop: Desktop, qtbot: QtBot, engine_home: Path, elsewhere: Elsewhere
) -> None:
    desktop.preferences.set("engine/address", elsewhere.address)
    again = Desktop(engine_home)
    again.open()
    try:
        status = again.window.status.engine
        qtbot.waitUntil(lambda: status.text() == f"127.0.0.1:{elsewhere.port}: no token", timeout=LONG)
        assert isinstance(again.link.problem, NoToken)
        qtbot.mouseClick(status, LEFT)
        assert again.window.room_name == "settings"
        assert cast(SettingsRoom, again.window.room).engine.connecting.isVisible()
    finally:
        again.window.close()
        finish(qtbot, again.close())
        again.window.deleteLater()


def test_a_stopped_engine_is_said_to_be_stopped_and_is_started_by_the_status_bar(
    desktop: Desktop, qtbot: QtBot
) -> None:
    room = settings(desktop)
    finish(qtbot, desktop.link.stop_engine())
    assert room.engine.badge.text == "Engine stopped"
    assert "was stopped" in room.engine.state.text()
    assert (room.engine.start_button.isVisible(), room.engine.stop_button.isVisible()) == (True, False)
    assert desktop.window.status.engine.text() == "Engine stopped · Start"
    qtbot.mouseClick(desktop.window.status.engine, LEFT)
    qtbot.waitUntil(lambda: desktop.link.running, timeout=LONG)
    assert room.engine.badge.text == "Engine running"


@needs_keyring
def test_the_next_window_takes_the_token_out_of_the_keyring(
    desktop: Desktop,
    qtbot: QtBot,
    engine_home: Path,
    elsewhere: Elsewhere,
    secret_service: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    room = connect_to(desktop, qtbot, elsewhere)
    qtbot.waitUntil(lambda: room.engine.connecting.said.text() == "Connected.", timeout=LONG)
    desktop.preferences.set("projects/recent", [str(engine_home)])
    desktop.preferences.write()
    again = Desktop(engine_home)
    again.open()
    try:
        qtbot.waitUntil(lambda: again.link.running, timeout=LONG)
        assert again.link.address == elsewhere.address
        assert again.workspace.project is None
    finally:
        again.window.close()
        finish(qtbot, again.close())
        again.window.deleteLater()
    qtbot.mouseClick(room.engine.connecting.forget, LEFT)
    qtbot.waitUntil(lambda: "is forgotten" in room.engine.connecting.said.text(), timeout=LONG)
    with pytest.raises(NoToken):
        Tokens(engine_home).get(elsewhere.address)


class Opened(QObject):
    """Takes the place of the file manager."""

    def __init__(self) -> None:
        super().__init__()
        self.met: list[str] = []

    @Slot(QUrl)
    def open_folder(self, url: QUrl) -> None:
        self.met.append(url.toLocalFile())


def test_the_data_folder_is_shown_opened_and_copied(desktop: Desktop, qtbot: QtBot, engine_home: Path) -> None:
    room, opened = settings(desktop), Opened()
    QDesktopServices.setUrlHandler("file", opened, "open_folder")
    try:
        qtbot.mouseClick(room.engine.open, LEFT)
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert opened.met == [str(engine_home)]
    qtbot.mouseClick(room.engine.copy, LEFT)
    assert QGuiApplication.clipboard().text() == str(engine_home)


def test_a_token_can_be_forgotten(desktop: Desktop, qtbot: QtBot, elsewhere: Elsewhere) -> None:
    tokens: Tokens = desktop.engine._tokens
    tokens.keep(elsewhere.address, "some-token")
    with pytest.raises(EngineError):
        finish(qtbot, desktop.engine.test(elsewhere.address, ""))
    assert "no keyring" in finish(qtbot, desktop.engine.forget(elsewhere.address))
    with pytest.raises(NoToken):
        tokens.get(elsewhere.address)
