"""Keys of providers in Settings: a real engine with a real keyring, one without any, one whose keyring does not answer."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
import qasync
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from app.client import stop
from tests.secret_service import bus, needs_keyring, secret_service
from tests.ui.conftest import finish
from ui.application import Desktop
from ui.language import speak
from ui.rooms.settings.key_plan import KeysTold, ProviderKey, keyring_words, note_of, state_words
from ui.rooms.settings.keys_section import KeysSection
from ui.rooms.settings.room import SettingsRoom

__all__ = ["bus", "secret_service"]
PLANTED = "sk-planted-0123456789"
Open = Callable[[], KeysSection]


@pytest.fixture
def opened(loop: qasync.QEventLoop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens Settings of a window with an engine of its own, which has the environment of that moment."""
    home = Path(tempfile.mkdtemp(prefix="qluk-"))
    made: list[Desktop] = []
    monkeypatch.setenv("QL_HOME", str(home))
    for variable in ("ANTHROPIC_API_KEY", "OPENAI_API_KEY"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("GROQ_API_KEY", "from-outside")

    def open_settings() -> KeysSection:
        speak("en")
        desktop = Desktop(home)
        made.append(desktop)
        desktop.preferences.set("look/language", "en")
        desktop.open()
        qtbot.waitUntil(lambda: desktop.link.running, timeout=60_000)
        desktop.window.go("settings", "keys")
        section = cast(SettingsRoom, desktop.window.room).keys_section
        qtbot.waitUntil(section.list.isVisible, timeout=20_000)
        return section

    yield open_settings
    for desktop in made:
        desktop.window.close()
        finish(qtbot, desktop.close())
        desktop.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    stop(home)
    shutil.rmtree(home, ignore_errors=True)


def choose(section: KeysSection, provider: str) -> ProviderKey:
    at = next(n for n, row in enumerate(section.rows.told.rows) if row.provider == provider)
    section.list.setCurrentIndex(section.rows.index(at))
    chosen = section.list.key()
    assert chosen is not None
    return chosen


def sources(section: KeysSection, provider: str) -> list[str]:
    return list(next(row.sources for row in section.rows.told.rows if row.provider == provider))


@needs_keyring
def test_a_key_is_entered_replaced_refused_and_removed_and_never_seen_again(
    secret_service: None, monkeypatch: pytest.MonkeyPatch, opened: Open, qtbot: QtBot
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    section = opened()
    form = section.form
    assert not section.notice.isVisible()
    assert sources(section, "groq") == ["environment"]
    choose(section, "openai")
    qtbot.keyClick(section.list, Qt.Key.Key_Return)
    assert form.field.hasFocus()
    assert form.field.echoMode() is QLineEdit.EchoMode.Password
    assert (form.keep.text(), form.keep.isEnabled(), form.remove.isVisible()) == ("Keep the key", False, False)
    qtbot.keyClicks(form.field, PLANTED)
    form.field.selectAll()
    QGuiApplication.clipboard().clear()
    qtbot.keyClick(form.field, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == ""
    qtbot.keyClick(form.field, Qt.Key.Key_Return)
    assert form.field.text() == ""
    qtbot.waitUntil(lambda: sources(section, "openai") == ["keyring"], timeout=10_000)
    assert section.said.text() == "The key of OpenAI is kept."
    assert (form.keep.text(), form.remove.isVisible()) == ("Replace the key", True)
    assert form.field.text() == ""

    qtbot.keyClicks(form.field, f"{PLANTED}-anew")
    qtbot.mouseClick(form.keep, Qt.MouseButton.LeftButton)
    assert not form.field.isEnabled()
    qtbot.waitUntil(form.field.isEnabled, timeout=10_000)
    assert section.said.text() == "The key of OpenAI is kept."

    qtbot.keyClicks(form.field, f"{PLANTED} {PLANTED}")
    qtbot.keyClick(form.field, Qt.Key.Key_Return)
    qtbot.waitUntil(section.refused.isVisible, timeout=10_000)
    assert "one word" in section.refused._said.text()
    assert "planted" not in section.refused._said.text() + section.refused._hint.text()
    qtbot.waitUntil(form.field.isEnabled, timeout=10_000)
    assert sources(section, "openai") == ["keyring"]

    section.list.setFocus()
    qtbot.keyClick(section.list, Qt.Key.Key_Delete)
    asked = form.findChildren(QMessageBox)[0]
    assert "OpenAI" in asked.text()
    qtbot.mouseClick(
        next(each for each in asked.findChildren(QPushButton) if each.text() == "Remove the key"),
        Qt.MouseButton.LeftButton,
    )
    qtbot.waitUntil(lambda: sources(section, "openai") == [], timeout=10_000)
    assert section.said.text() == "The key of OpenAI is removed."
    assert not form.remove.isVisible()
    written = [path for path in Path(os.environ["QL_HOME"]).rglob("*") if path.is_file()]
    assert len(written) > 3
    assert [path for path in written if PLANTED.encode() in path.read_bytes()] == []


def test_without_a_keyring_or_the_engine_the_reason_is_said_and_nothing_can_be_entered(
    monkeypatch: pytest.MonkeyPatch, opened: Open, qtbot: QtBot
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    section = opened()
    assert section.notice.isVisible()
    assert "no keyring" in section.fault.text()
    assert "ANTHROPIC_API_KEY" in section.remedy.text()
    choose(section, "openai")
    assert not section.form.field.isEnabled()
    assert "no keyring" in section.form.field.toolTip()
    assert sources(section, "groq") == ["environment"]
    finish(qtbot, section._link.stop_engine())
    assert not section.notice.isVisible()
    assert not section.list.isEnabled()
    assert section.form.field.toolTip() == "The engine is away."


def test_a_keyring_that_does_not_answer_is_told_from_one_without_keys(
    monkeypatch: pytest.MonkeyPatch, opened: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/nothing")
    section = opened()
    told = section.rows.told
    assert section.notice.isVisible()
    assert "does not answer" in section.fault.text()
    assert told.fault
    assert state_words(choose(section, "openai"), told) == ("not known", "warning")
    assert state_words(choose(section, "groq"), told) == ("in the environment", "info")
    assert not section.form.field.isEnabled()


def test_what_is_said_of_a_key_fits_where_it_lies() -> None:
    speak("en")
    none = ProviderKey(provider="a", title="A", variable="A_KEY")
    both = ProviderKey(provider="b", title="B", variable="B_KEY", sources=("environment", "keyring"))
    kept = ProviderKey(provider="c", title="C", variable="C_KEY", sources=("keyring",))
    ready = KeysTold(keyring="ready", fault="", rows=(none, both, kept))
    assert [state_words(key, ready)[0] for key in ready.rows] == ["no key", "in the environment", "in the keyring"]
    assert "B_KEY" in note_of(both, ready)
    assert keyring_words(ready) == ("", "")
    assert (ready.none_kept, KeysTold(keyring="ready", fault="", rows=(none,)).none_kept) == (False, True)
