"""Every control of every room can be reached by Tab and has a name; text can be read on every ground."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QStackedWidget, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import finish
from tests.ui.small import small_project
from ui.application import Desktop
from ui.rooms import DOORS
from ui.theme import load_tokens

ROOMS = [door.name for door in DOORS]
GROUNDS = ("window", "rail", "surface", "sunken", "raised", "hover", "selected")
TEXTS = ("text", "text_2", "text_3")
TONES = ("success", "warning", "danger", "info", "plum")
LEAST_TARGET = 24


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


def walked(desktop: Desktop, qtbot: QtBot, steps: int) -> set[QWidget]:
    """What has had the focus after so many presses of Tab."""
    met: set[QWidget] = set()
    for _ in range(steps):
        focus = QApplication.focusWidget()
        if focus is not None:
            met.add(focus)
            proxied = focus.focusProxy()
            if proxied is not None:
                met.add(proxied)
        qtbot.keyClick(focus or desktop.window, Qt.Key.Key_Tab)
    return met


@pytest.fixture
def at_work(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> Desktop:
    """The window with a small project in hand."""
    project = small_project(tmp_path / "shelf")
    finish(qtbot, desktop.link.ask("POST", "/projects/open", body={"path": str(project)}))
    finish(qtbot, desktop.workspace.refresh())
    desktop.workspace.take(str(project))
    return desktop


@pytest.mark.parametrize("room", ROOMS)
def test_every_control_of_a_room_has_a_name_and_is_reached_by_tab(room: str, at_work: Desktop, qtbot: QtBot) -> None:
    at_work.window.go(room)
    qtbot.wait(300)
    at_work.window.activateWindow()
    found = controls(at_work.window)
    assert found
    assert [described(widget) for widget in found if not name_of(widget).strip()] == []
    met = walked(at_work, qtbot, 3 * len(found) + 10)
    unreached = [described(w) for w in found if w.isVisible() and w not in met and w.focusProxy() not in met]
    assert unreached == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_target_is_large_enough(room: str, at_work: Desktop, qtbot: QtBot) -> None:
    at_work.window.go(room)
    qtbot.wait(200)
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
