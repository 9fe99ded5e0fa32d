"""The menu of past runs: what was built, how it ended, when."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtWidgets import QMenu, QWidget

from ui.desk import Desk
from ui.language import say
from ui.rooms.home.plan import ago
from ui.rooms.home.standing import name_of
from ui.rooms.run.header import state_words

MOST = 30


def runs_menu(desk: Desk, parent: QWidget, *, chosen: str) -> QMenu:
    """The newest runs, each of which opens Run; `chosen` is the one that is shown. It goes when it is closed."""
    menu, now = QMenu(parent), datetime.now(UTC)
    for run, row in list(desk.runs.runs.items())[:MOST]:
        status = str((row.get("result") or {}).get("status") or row["status"])
        when = ago(str(row.get("created", "")), now)
        action = menu.addAction(f"{name_of(row, desk.runs.history.get(run, ()))} · {state_words(status)} · {when}")
        action.setCheckable(True)
        action.setChecked(run == chosen)
        action.triggered.connect(lambda _=False, run=run: desk.go("run", f"run:{run}"))
    if not desk.runs.runs:
        menu.addAction(say("No runs yet")).setEnabled(False)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu
