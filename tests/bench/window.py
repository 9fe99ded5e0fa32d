"""Measures the window: CPU until it can be used, and the time of a frame under ten thousand events and in a large file.

Run by `make bench`. Drawn offscreen, so a frame is what Qt paints, without a graphics card. Asserts nothing.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
RUNS, EVENTS, BATCH, LINES = 5, 10_000, 50, 45_000
START = """
import time
from pathlib import Path
import sys
from ui.application import Desktop, make_application
application = make_application(["bench"])
desktop = Desktop(Path(sys.argv[1]))
desktop.window.go("home")
desktop.window.show()
application.processEvents()
print(time.process_time())
"""


def main() -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory(prefix="qlb-") as home:
        print(f"start to usable window     {start(Path(home)):6.2f} s CPU (median of {RUNS})")
        from ui.application import Desktop, make_application

        application = make_application(["bench"])
        desktop = Desktop(Path(home))
        desktop.window.resize(1440, 900)
        desktop.window.show()
        desktop.window.activity.show()
        frame = _frame(application.processEvents)
        tell("a batch of 50 events, from 0 to 10 000", activity(desktop, frame))
        tell("a key in a file of 2 MB", editing(desktop, frame))


def start(home: Path) -> float:
    """CPU seconds of a process until its window was painted once."""
    spent = []
    for _ in range(RUNS):
        said = subprocess.run(
            [sys.executable, "-c", START, str(home)], cwd=ROOT, capture_output=True, text=True, check=True
        )
        spent.append(float(said.stdout.strip().splitlines()[-1]))
    return statistics.median(spent)


def activity(desktop: object, frame: Callable[[], float]) -> list[float]:
    """The time of the frame after each batch."""
    from app.client.model import Event
    from ui.application import Desktop

    assert isinstance(desktop, Desktop)
    spent = []
    for begin in range(0, EVENTS, BATCH):
        events = [
            Event(
                run="r1",
                sequence=n,
                time="2026-01-01T12:00:00+00:00",
                kind="test.passed",
                payload={"test": f"tests/test_things.py::test_number_{n}_is_kept"},
                version=1,
            )
            for n in range(begin, begin + BATCH)
        ]
        began = time.perf_counter()
        desktop.window.activity.take_in(events)
        spent.append(time.perf_counter() - began + frame())
    return spent


def editing(desktop: object, frame: Callable[[], float]) -> list[float]:
    """The time of the frame after each key, in the middle of a Python file of 2 MB."""
    from PySide6.QtGui import QTextCursor

    from ui.application import Desktop
    from ui.rooms.code.editor import Editor

    assert isinstance(desktop, Desktop)
    text = "".join(f"def work_{n}(a: int) -> int:\n    return a + {n}  # as it is\n" for n in range(LINES // 2))
    editor = Editor(desktop.theme)
    editor.resize(900, 700)
    editor.setPlainText(text)
    editor.show()
    frame()
    cursor = editor.textCursor()
    cursor.setPosition(len(text) // 2)
    editor.setTextCursor(cursor)
    editor.centerCursor()
    frame()
    spent = []
    for letter in "result = work_1(7)  # typed\n" * 5:
        began = time.perf_counter()
        editor.textCursor().insertText(letter)
        editor.moveCursor(QTextCursor.MoveOperation.EndOfLine)
        spent.append(time.perf_counter() - began + frame())
    return spent


def tell(what: str, spent: list[float]) -> None:
    ordered = sorted(spent)
    p99 = ordered[int(len(ordered) * 0.99) - 1]
    print(
        f"{what}: {statistics.median(spent) * 1000:.1f} ms median, {p99 * 1000:.1f} ms p99, {ordered[-1] * 1000:.1f} ms most"
    )


def _frame(process: Callable[[], object]) -> Callable[[], float]:
    def frame() -> float:
        began = time.perf_counter()
        process()
        return time.perf_counter() - began

    return frame


if __name__ == "__main__":
    main()
