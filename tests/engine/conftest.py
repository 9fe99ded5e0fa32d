"""Engine processes for the tests of the engine: a fresh one, and one that a module shares."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.laboratory import Laboratory


@pytest.fixture
def laboratory(tmp_path: Path) -> Iterator[Laboratory]:
    laboratory = Laboratory(home=tmp_path / "home")
    yield laboratory
    laboratory.end()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laboratory]:
    laboratory = Laboratory(home=tmp_path_factory.mktemp("shared") / "home")
    laboratory.connect().close()
    yield laboratory
    laboratory.end()
