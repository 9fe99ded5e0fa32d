"""A window lives longer than the references that Qt's binding takes from None and True."""

from __future__ import annotations

import subprocess
import sys

MANY_CALLS = """
from PySide6.QtCore import QObject, Signal
from ui.application import make_application

class Bell(QObject):
    rung = Signal()

make_application(["test"])
bell = Bell()
for _ in range(100_000):
    bell.setObjectName("bell")
    bell.rung.emit()
print("alive")
"""


def test_a_hundred_thousand_calls_without_a_result_leave_the_interpreter_alive() -> None:
    done = subprocess.run([sys.executable, "-c", MANY_CALLS], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.strip() == "alive", done.stderr[-500:]
    assert done.returncode == 0, done.stderr[-500:]
