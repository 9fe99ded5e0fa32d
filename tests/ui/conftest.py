"""The real window over a real engine, drawn offscreen; `QT_QPA_PLATFORM=xcb` under Xvfb draws it on a true screen."""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
pytest.importorskip(
    "PySide6.QtWidgets",
    reason="the window needs PySide6 and its system libraries: `make setup` says which and installs them",
    exc_type=ImportError,
)

import qasync
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.client import stop
from ui.application import Desktop, make_application
from ui.language import speak

READING_ROOM = (
    "A reading room lends board games to its guests. Every game has a title, a publisher and an article number (unique). "
    "Guests have a name and an email address. A lending records which guest took which game, when it was taken and when "
    "it is due. A guest can't have more than two open lendings at the same time."
)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Generator[None, object, object]:
    """What a window leaves behind is collected here, not later on a thread of another test.

    What stays is set aside, so that collecting after the next test looks at that test's own objects alone.
    """
    gc.disable()
    done = yield
    gc.collect()
    gc.freeze()
    gc.enable()
    return done


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The application as `python -m ui` makes it."""
    application = QApplication.instance()
    return application if isinstance(application, QApplication) else make_application(["test"])


@pytest.fixture(scope="session")
def engine_home() -> Iterator[Path]:
    """A data directory with a short path, whose engine is ended at the end."""
    home = Path(tempfile.mkdtemp(prefix="qlui-"))
    yield home
    stop(home)
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def session_loop(qapp: QApplication) -> Iterator[qasync.QEventLoop]:
    """One loop for all windows of the session."""
    made = qasync.QEventLoop(qapp, already_running=True)
    asyncio.events._set_running_loop(None)
    yield made
    made.stop()
    made.close()


@pytest.fixture
def loop(session_loop: qasync.QEventLoop) -> Iterator[qasync.QEventLoop]:
    """asyncio on Qt's own loop: `qtbot.waitUntil` turns both. Other tests have loops of their own."""
    asyncio.events._set_running_loop(session_loop)
    yield session_loop
    asyncio.events._set_running_loop(None)


@pytest.fixture
def desktop(loop: qasync.QEventLoop, qtbot: QtBot, engine_home: Path, tmp_path: Path) -> Iterator[Desktop]:
    """A window that was just opened, in English, light, with its own settings and the session's engine."""
    speak("en")
    (engine_home / "window.ini").unlink(missing_ok=True)
    made = Desktop(engine_home)
    made.preferences.set("look/language", "en")
    made.preferences.set("look/scheme", "light")
    made.preferences.set("projects/folder", str(tmp_path))
    made.open()
    qtbot.waitUntil(lambda: made.link.running, timeout=60_000)
    yield made
    made.window.close()
    finish(qtbot, made.close())
    made.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def finish(qtbot: QtBot, work: Any, *, seconds: float = 60) -> Any:
    """Runs a coroutine to its end on the window's loop and returns its result."""
    task = asyncio.ensure_future(work)
    qtbot.waitUntil(task.done, timeout=round(seconds * 1000))
    return task.result()


Finish = Callable[..., Any]
