"""Signals of what outlives a widget: a closure hears them for as long as the widget is there, and no longer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget


def follow(widget: QWidget, signal: SignalInstance, told: Callable[..., Any]) -> None:
    """Bound methods of Qt objects need this not: Qt ends their connections by itself."""
    signal.connect(told)
    widget.destroyed.connect(lambda: _leave(signal, told))


def _leave(signal: SignalInstance, told: Callable[..., Any]) -> None:
    try:
        signal.disconnect(told)
    except (RuntimeError, TypeError):  # the sender went first, at the end of the program
        return
