"""Keeps None, True and False alive under PySide6 6.12 on Python 3.11, which gives away references that it does not own.

Every call without a result takes one reference from None there (measured: 1 000 calls, 1 000 references), and `emit` one
from True; after some thousand calls the interpreter aborts with "deallocating None". From Python 3.12 on these objects
cannot die (PEP 683). Called once by `ui.application`, before the first widget is made.
"""

from __future__ import annotations

import ctypes
import sys

ENOUGH = 1 << 40


def keep_singletons() -> None:
    """Gives each of them more references than a window can lose; does nothing where they cannot die."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return
    for single in (None, True, False):
        count = ctypes.c_ssize_t.from_address(id(single))
        if count.value < ENOUGH:
            count.value += ENOUGH
