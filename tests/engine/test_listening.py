"""The engine listens on a Unix socket where the path allows it, else on loopback; one lock guards its directory."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.engine.listening import listen
from app.engine.lock import AlreadyRunning, sole_engine
from app.engine_file import EngineFile
from app.paths import Paths


def test_a_short_path_means_a_unix_socket(tmp_path: Path) -> None:
    paths = Paths(home=tmp_path)
    listening = listen(paths, 0)
    with listening.socket:
        assert listening.address == f"unix:{tmp_path}/engine.sock"
    with listen(paths, 0).socket:  # the file left behind is in nobody's way
        pass


def test_a_long_path_means_loopback(tmp_path: Path) -> None:
    listening = listen(Paths(home=tmp_path / ("x" * 100)), 0)
    with listening.socket:
        assert listening.address == f"http://127.0.0.1:{listening.socket.getsockname()[1]}"


def test_the_lock_is_free_again_after_its_holder(tmp_path: Path) -> None:
    paths = Paths(home=tmp_path)
    with sole_engine(paths), pytest.raises(AlreadyRunning, match="Another engine is starting"), sole_engine(paths):
        pass
    with sole_engine(paths):
        pass


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1}', '{"pid": "x", "other": 2}'])
def test_a_damaged_engine_file_counts_as_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "engine.json"
    path.write_text(text)
    assert EngineFile.read(path) is None
