"""Measures the window: CPU until it can be used, the time of a frame, and what keeps its event loop from turning.

Run by `make bench`. Drawn offscreen, so a frame is what Qt paints, without a graphics card. Asserts nothing.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from app.client.model import Event

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from tests.bench.loop_watch import LoopWatch
    from ui.application import Desktop

ROOT = Path(__file__).parents[2]
RUNS, EVENTS, BATCH, LINES, SHOWN = 5, 10_000, 50, 65_000, 8
START = """
import asyncio, sys, time
from pathlib import Path
import qasync
from ui.application import Desktop, make_application
application = make_application(["bench"])
loop = qasync.QEventLoop(application)
asyncio.set_event_loop(loop)
desktop = Desktop(Path(sys.argv[1]))

async def opened():
    desktop.open()
    while not desktop.window.room.isVisible():
        await asyncio.sleep(0)
    await asyncio.sleep(0.05)
    print(time.process_time())
    while not desktop.link.running:
        await asyncio.sleep(0.01)
    print(time.process_time())
    await desktop.close()

with loop:
    loop.run_until_complete(opened())
"""


def main() -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    home = Path(tempfile.mkdtemp(prefix="qlb-"))
    os.environ["QL_HOME"] = str(home)
    try:
        from app.client import connect
        from ui.application import Desktop, make_application

        connect(home).close()
        painted, connected = start(home)
        print(f"start to a painted window: {painted:.2f} s CPU, to the engine: {connected:.2f} (medians of {RUNS})")

        application = make_application(["bench"])
        desktop = Desktop(home)
        desktop.window.resize(1440, 900)
        desktop.window.show()
        frames(desktop, application)
        walk(desktop, application, home)
    finally:
        from app.client import stop

        stop(home)
        shutil.rmtree(home, ignore_errors=True)


def start(home: Path) -> tuple[float, float]:
    """CPU seconds of a process until its window can be used, and until it has found the engine, which runs already."""
    spent = []
    for _ in range(RUNS):
        said = subprocess.run(
            [sys.executable, "-c", START, str(home)], cwd=ROOT, capture_output=True, text=True, check=True
        )
        painted, connected = said.stdout.split()
        spent.append((float(painted), float(connected)))
    return statistics.median(row[0] for row in spent), statistics.median(row[1] for row in spent)


def frames(desktop: Desktop, application: QApplication) -> None:
    """Everything that is measured frame by frame, without an engine."""
    desktop.window.activity.show()
    application.processEvents()
    tell("a batch of 50 events, from 0 to 10 000", activity(desktop, application))
    tell("a page of 10 000 events", scrolling(desktop.window.activity.list, application))
    desktop.window.activity.hide()
    text = "".join(f"def work_{n}(a: int) -> int:\n    return a + {n}  # as it is\n" for n in range(LINES // 2))
    editing(desktop, application, text)


def activity(desktop: Desktop, application: QApplication) -> list[float]:
    """The time of the frame after each batch."""
    spent = []
    for begin in range(0, EVENTS, BATCH):
        events = [event(n) for n in range(begin, begin + BATCH)]
        spent.append(frame(application, lambda events=events: desktop.window.activity.take_in(events)))  # type: ignore[misc]
    return spent


def event(number: int) -> Event:
    test = f"tests/test_things.py::test_number_{number}_is_kept"
    return Event(
        run="r1",
        sequence=number,
        time="2026-01-01T12:00:00+00:00",
        kind="test.passed",
        payload={"test": test},
        version=1,
    )


def scrolling(area: object, application: QApplication) -> list[float]:
    """The time of the frame after each page, up through everything."""
    from PySide6.QtWidgets import QAbstractScrollArea

    assert isinstance(area, QAbstractScrollArea)
    bar = area.verticalScrollBar()
    pages = 200
    return [frame(application, lambda at=at: bar.setValue(bar.maximum() * at // pages)) for at in range(pages, -1, -1)]  # type: ignore[misc]


def editing(desktop: Desktop, application: QApplication, text: str) -> None:
    """Opening, scrolling and typing in the editor of Code."""
    from PySide6.QtGui import QTextCursor
    from PySide6.QtTest import QTest

    from ui.rooms.code.editor import Editor

    editor = Editor(desktop.theme, name="things.py")
    editor.resize(900, 700)
    editor.show()
    application.processEvents()
    tell(
        f"a file of {len(text) / 1e6:.1f} MB put into the editor",
        [frame(application, lambda: editor.setPlainText(text))],
    )
    asyncio.run(editor.colouring.open("things.py"))
    application.processEvents()
    tell("a page of that file", scrolling(editor, application))
    for name, at in (("at the beginning", 0), ("in the middle", len(text) // 2), ("at the end", len(text))):
        cursor = editor.textCursor()
        cursor.setPosition(at)
        editor.setTextCursor(cursor)
        editor.moveCursor(QTextCursor.MoveOperation.EndOfLine)
        editor.centerCursor()
        application.processEvents()
        spent = [frame(application, lambda c=c: QTest.keyClicks(editor, c)) for c in " + other_work(7, a)" * 10]  # type: ignore[misc]
        spent += [frame(application, lambda: QTest.keyClick(editor, "\r")) for _ in range(5)]
        tell(f"a key {name} of that file", spent)
    editor.deleteLater()
    application.processEvents()


def frame(application: QApplication, change: Callable[[], object]) -> float:
    """Processor seconds, of this thread, of a change and of what is painted because of it."""
    began = time.thread_time()
    change()
    application.processEvents()
    return time.thread_time() - began


def walk(desktop: Desktop, application: QApplication, home: Path) -> None:
    """What blocks the loop while a real project is built and while a person walks through all rooms with it."""
    import qasync

    loop = qasync.QEventLoop(application)
    asyncio.set_event_loop(loop)
    with loop:
        loop.run_until_complete(_walk(desktop, home))


async def _walk(desktop: Desktop, home: Path) -> None:
    from ui.rooms import DOORS

    rooms = [door.name for door in DOORS]
    desktop.open()
    await watched("the start, with the engine found and everything imported", starting(desktop))
    await watched("a build, watched in Run", building(desktop, home / "library"))
    await visits(desktop, "the first visit", rooms)
    await visits(desktop, "the second visit", rooms)
    await watched("five more visits of each", walk_through(desktop, rooms * 5))
    await watched("a file of 2 MB in Code", typing(desktop, home / "library"))
    await desktop.close()
    desktop.window.close()
    desktop.window.deleteLater()
    await asyncio.sleep(0.1)


async def starting(desktop: Desktop) -> None:
    await until(lambda: desktop.collecting.settled)
    await asyncio.sleep(1)


async def building(desktop: Desktop, out: Path) -> None:
    await desktop.build_example("library", str(out))
    await until(lambda: desktop.window.room_name == "preview")
    await asyncio.sleep(1)


async def visits(desktop: Desktop, which: str, rooms: Iterable[str]) -> None:
    """The longest block of each room."""
    for room in rooms:
        await watched(f"{which} of {room}", walk_through(desktop, [room]))


async def walk_through(desktop: Desktop, rooms: Iterable[str]) -> None:
    for room in rooms:
        desktop.window.go(room)
        await asyncio.sleep(0.8)


async def typing(desktop: Desktop, project: Path) -> None:
    """As a person types: ten keys a second."""
    from PySide6.QtTest import QTest

    from ui.rooms.code import CodeRoom

    lines = (f"def work_{n}(a: int) -> int:\n    return a + {n}  # as it is\n" for n in range(LINES // 2))
    (project / "app" / "long.py").write_text("".join(lines), encoding="utf-8")
    desktop.window.go("code", "file:app/long.py:20000")
    room = desktop.window.room
    assert isinstance(room, CodeRoom)
    await until(lambda: room.bench.current is not None and room.bench.current.path == "app/long.py")
    await asyncio.sleep(2)
    for letter in "total = work_7(1) + work_8(2)  # typed":
        if room.bench.editor is not None:
            QTest.keyClicks(room.bench.editor, letter)
        await asyncio.sleep(0.1)
    await asyncio.sleep(1)


async def until(true: Callable[[], bool], *, seconds: float = 180) -> None:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise SystemExit("the window did not get there in time")
        await asyncio.sleep(0.05)


async def watched(what: str, work: Awaitable[None]) -> None:
    from tests.bench.loop_watch import LoopWatch

    with LoopWatch() as watch:
        await work
    tell_blocks(what, watch)


def tell(what: str, spent: list[float]) -> None:
    """Milliseconds: median, 95th and 99th percentile, and the longest."""
    ordered = sorted(spent)
    at = {share: ordered[min(len(ordered) - 1, round(len(ordered) * share))] * 1000 for share in (0.5, 0.95, 0.99)}
    print(
        f"{what}: {at[0.5]:.1f} ms CPU median, {at[0.95]:.1f} p95, {at[0.99]:.1f} p99, {ordered[-1] * 1000:.1f} longest"
    )


def tell_blocks(what: str, watch: LoopWatch) -> None:
    """The longest block, how often a frame was missed, and the longest of these with the place they were seen in."""
    worst = sorted(watch.blocks, key=lambda block: -block.cpu)
    longest = watch.longest
    print(
        f"{what}: longest block {longest.cpu * 1000:.1f} ms CPU ({longest.wall * 1000:.1f} wall),"
        f" {len(worst)} over 16 ms in {watch.ticks} ticks"
    )
    for block in worst[:SHOWN]:
        print(f"    {block.cpu * 1000:6.1f} ms CPU, {block.wall * 1000:6.1f} ms wall  {block.where}")


if __name__ == "__main__":
    main()
