"""Every control of every room can be reached by Tab and has a name; text can be read on every ground."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QPlainTextEdit, QStackedWidget, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import finish
from tests.ui.small import small_project
from ui.application import Desktop
from ui.rooms import DOORS
from ui.rooms.code.room import CodeRoom
from ui.rooms.preview.room import PreviewRoom
from ui.rooms.spec.room import SpecRoom
from ui.rooms.spec.yaml_editor import YamlEditor
from ui.theme import load_tokens

ROOMS = [door.name for door in DOORS]
GROUNDS = ("window", "rail", "surface", "sunken", "raised", "hover", "selected")
TEXTS = ("text", "text_2", "text_3")
TONES = ("success", "warning", "danger", "info", "plum")
LEAST_TARGET = 24
LONG, WAY = 30_000, 300
"""Milliseconds for an engine on a slow machine; presses of Tab for the longest way round."""


def described(widget: QWidget) -> str:
    return f"{type(widget).__name__} '{widget.objectName()}' in {type(widget.parentWidget()).__name__}"


def name_of(widget: QWidget) -> str:
    """The name that a screen reader says."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return (interface.text(QAccessible.Text.Name) if interface is not None else "") or widget.accessibleName()


def controls(page: QWidget) -> list[QWidget]:
    """What a person could use: visible, enabled, and takes the focus by Tab."""
    return [
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def walked(desktop: Desktop, qtbot: QtBot) -> set[QWidget]:
    """What has had the focus when Tab comes round to where it began, and nothing new was met."""
    met: set[QWidget] = set()
    for _ in range(WAY):
        focus = QApplication.focusWidget()
        if focus is not None:
            met |= {focus, *([focus.focusProxy()] if focus.focusProxy() else [])}
            if met.issuperset(controls(desktop.window)):
                break
        qtbot.keyClick(focus or desktop.window, Qt.Key.Key_Tab)
    return met


@pytest.fixture
def at_work(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> Desktop:
    """The window in front, with a small project in hand."""
    project = small_project(tmp_path / "shelf")
    finish(qtbot, desktop.link.ask("POST", "/projects/open", body={"path": str(project)}))
    finish(qtbot, desktop.workspace.refresh())
    desktop.workspace.take(str(project))
    desktop.window.activateWindow()
    return desktop


def enter(desktop: Desktop, qtbot: QtBot, room: str) -> None:
    """Goes to a room, and waits for what it shows of the project."""
    desktop.window.go(room)
    shown = desktop.window.room
    match shown:
        case CodeRoom():
            qtbot.waitUntil(lambda: shown.bench.editor is not None, timeout=LONG)
        case SpecRoom():
            qtbot.waitUntil(lambda: not shown.document.empty, timeout=LONG)
        case PreviewRoom():
            qtbot.waitUntil(shown.empty.isVisible, timeout=LONG)


@pytest.mark.parametrize("room", ROOMS)
def test_every_control_of_a_room_has_a_name_and_is_reached_by_tab(room: str, at_work: Desktop, qtbot: QtBot) -> None:
    enter(at_work, qtbot, room)
    met = walked(at_work, qtbot)
    found = controls(at_work.window)
    assert len(found) > len(DOORS)
    assert [described(widget) for widget in found if not name_of(widget).strip()] == []
    assert [described(w) for w in found if w not in met and w.focusProxy() not in met] == []


@pytest.mark.parametrize("room", ["code", "spec"])
def test_an_edited_text_has_the_tab_key_until_it_is_handed_back(room: str, at_work: Desktop, qtbot: QtBot) -> None:
    enter(at_work, qtbot, room)
    shown = at_work.window.room
    if isinstance(shown, SpecRoom):
        shown.tabs.setCurrentIndex(shown.tabs.count() - 1)
    field = shown.bench.editor if isinstance(shown, CodeRoom) else shown.findChild(YamlEditor)
    assert isinstance(field, QPlainTextEdit)
    qtbot.waitUntil(field.isVisible)
    before = field.toPlainText()

    def focused() -> bool:
        return QApplication.focusWidget() is field

    field.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(field, Qt.Key.Key_Tab)  # a person who walks through
    assert not focused()
    assert field.toPlainText() == before
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert focused()
    assert field.toPlainText() != before
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert at_work.window.room is shown
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert not focused()
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(field, Qt.Key.Key_Backtab)
    assert not focused()
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_F6)
    assert not focused()


@pytest.mark.parametrize("room", ROOMS)
def test_every_target_is_large_enough(room: str, at_work: Desktop, qtbot: QtBot) -> None:
    enter(at_work, qtbot, room)
    small = [
        f"{described(w)} {w.width()}x{w.height()}"
        for w in controls(at_work.window)
        if not isinstance(w, QAbstractScrollArea | QStackedWidget | QTabBar)
        and (w.width() < LEAST_TARGET or w.height() < LEAST_TARGET)
    ]
    assert small == []


def luminance(colour: QColor) -> float:
    """Relative luminance by WCAG 2.2."""
    parts = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(QColor(one)), luminance(QColor(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast"])
def test_text_can_be_read_on_every_ground(scheme: str) -> None:
    colours = load_tokens().colours[scheme]  # type: ignore[index]  # the parameter is a scheme's name
    weak = [
        f"{text} on {ground}"
        for text in (*TEXTS, "accent_text")
        for ground in GROUNDS
        if contrast(colours[text], colours[ground]) < 4.5
    ]
    weak += [f"{tone} on its fill" for tone in TONES if contrast(colours[tone], colours[f"{tone}_soft"]) < 4.5]
    weak += [
        f"{line} on surface" for line in ("line_strong", "focus") if contrast(colours[line], colours["surface"]) < 3
    ]
    weak += ["on_accent"] if contrast(colours["on_accent"], colours["accent"]) < 4.5 else []
    assert weak == []


def test_high_contrast_is_high() -> None:
    colours = load_tokens().colours["contrast"]
    weak = [f"{t} on {g}" for t in (*TEXTS, "accent_text") for g in GROUNDS if contrast(colours[t], colours[g]) < 7]
    weak += [f"{ground}: no line" for ground in GROUNDS[:4] if contrast(colours["line"], colours[ground]) < 3]
    assert weak == []
