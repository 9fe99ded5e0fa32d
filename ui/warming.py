"""Imports the rooms' code once the window is shown, so that the first visit of a room does not wait for it.

In a thread that the window's close ends: imports in the event loop would stop it for a tenth of a second at a time.
Classes of Qt are made on the window's own thread, one in each turn of its loop: PySide makes a class when it is first asked
for, and all of a module at once when it first has to find out what some widget is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from importlib import import_module
from threading import Event, Thread

from ui.engine.threads import in_thread
from ui.rooms import DOORS

LATE = ("ui.terminal", "pyte", "pygments.lexer", "pygments.lexers", "pygments.lexers.python", "segno")
"""What rooms import only when a shell, a file or a code is first shown."""
QT = ("PySide6.QtGui", "PySide6.QtWidgets")


class Warming:
    """Begins at `open`; `settle` is over when everything is there; `close` waits for the import in hand."""

    def __init__(self, modules: Sequence[str] = ()) -> None:
        self._modules = modules or [*(door.where.partition(":")[0] for door in DOORS), *LATE]
        self._over = Event()
        self._thread = Thread(target=self._import, name="warming")

    def open(self) -> None:
        self._thread.start()

    async def settle(self) -> None:
        """Makes the classes of Qt, then waits for the imports."""
        for name in QT:
            module = import_module(name)
            for each in dir(module):
                getattr(module, each)
                await asyncio.sleep(0)
        await in_thread(self._thread.join)

    def close(self) -> None:
        self._over.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _import(self) -> None:
        for module in self._modules:
            if self._over.is_set():
                return
            import_module(module)
