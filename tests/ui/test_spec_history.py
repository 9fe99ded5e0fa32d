"""Edits are undone and done again in order; a new one forgets what was undone."""

from __future__ import annotations

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui.rooms.spec.history import Change, History


def test_changes_go_back_and_forth(qtbot: QtBot) -> None:
    owner = QObject()
    history = History(owner)
    texts: list[str] = []
    history.become.connect(texts.append)
    history.push(Change("a", "b", "first"))
    history.push(Change("b", "c", "second"))
    history.undo()
    assert history.undoing == Change("a", "b", "first")
    assert history.redoing == Change("b", "c", "second")
    history.redo()
    history.undo()
    history.undo()
    history.undo()
    assert history.done == ()
    assert texts == ["b", "c", "b", "c", "b", "a"]
    history.push(Change("a", "d", "third"))
    assert history.redoing is None
    history.clear()
    assert (history.undoing, history.redoing) == (None, None)
