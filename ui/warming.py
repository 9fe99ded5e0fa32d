"""Imports the rooms' code once the window is shown, so that the first visit of a room does not wait for it.

In a thread that the window's close ends: imports in the event loop would stop it for a tenth of a second at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from threading import Event, Thread

from ui.rooms import DOORS

LATE = ("ui.terminal", "pyte", "pygments.lexer", "pygments.lexers", "pygments.lexers.python", "segno")
"""What rooms import only when a shell, a file or a code is first shown."""


class Warming:
    """Begins at `open`; `close` waits for the import in hand."""

    def __init__(self, modules: Sequence[str] = ()) -> None:
        self._modules = modules or [*(door.where.partition(":")[0] for door in DOORS), *LATE]
        self._over = Event()
        self._thread = Thread(target=self._import, name="warming")

    def open(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._over.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _import(self) -> None:
        for module in self._modules:
            if self._over.is_set():
                return
            import_module(module)
