"""Workers with a real llama.cpp for the tests of this folder; skipped where `make setup-llama` has not been run."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from engines.kernel.errors import Unavailable
from engines.kernel.llm import Ask, Turn
from local_models.completer import LocalCompleter
from local_models.hardware import Hardware, look_at_hardware
from local_models.model_file import read_model
from local_models.pool import Workers
from local_models.runtime import Runtime, find_runtime
from tests.local_models.tiny import planted_model, random_model

CHATTER = {"\n": "P", "P": "l", "l": "a", "a": "n", "n": "e", "e": "t", "<|fim_middle|>": "x", "x": "=", "=": "1"}
"""Says "Planet" to everything, and fills every gap with "x=1"."""
Make = Callable[..., Workers]


@pytest.fixture(scope="session")
def runtime() -> Runtime:
    try:
        return find_runtime(os.environ)
    except Unavailable as missing:
        pytest.skip(f"{missing} `make setup-llama` makes it.")


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder with models "chatter", which says what it was planted with, and "noise"."""
    planted_model(tmp_path / "chatter.gguf", CHATTER)
    random_model(tmp_path / "noise.gguf")
    return tmp_path


@pytest.fixture
async def workers(runtime: Runtime, shelf: Path) -> AsyncIterator[Make]:
    """Makes pools over the folder, closed at the end."""
    made: list[Workers] = []

    def make(
        *, look: Callable[[], Hardware] = look_at_hardware, idle_seconds: float = 600.0, limit: int = 0
    ) -> Workers:
        pool = Workers(
            find=lambda name: read_model(shelf / f"{name}.gguf"),
            runtime=lambda: runtime,
            look=look,
            environment=os.environ,
            idle_seconds=idle_seconds,
            limit=limit,
        )
        made.append(pool)
        return pool

    yield make
    for pool in made:
        await pool.close()


def question(text: str = "hi", **more: object) -> Ask:
    return Ask(**{"task": "explain", "turns": [Turn(role="user", text=text)], **more})  # type: ignore[arg-type]


async def said(completer: LocalCompleter, model: str, ask: Ask) -> tuple[str, object]:
    """The pieces put together, and the whole answer."""
    pieces, answer = "", None
    async for delta in completer.complete(model, ask):
        pieces, answer = pieces + delta.text, delta.answer or answer
    return pieces, answer


def alive(pid: int) -> bool:
    return (Path("/proc") / str(pid)).exists()
