"""What the router is offered of the shelf: nothing while the list of models can't be read, and no error."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from app.services.shelved import Shelved
from engines.kernel.errors import QuantumLayerError
from local_models.shelf import Shelf


def test_a_damaged_list_offers_no_models_and_stops_nothing(tmp_path: Path) -> None:
    shelf = Shelf(folder=tmp_path)
    (tmp_path / "shelf.json").write_text("{")
    with pytest.raises(QuantumLayerError):
        shelf.list()
    nobody = cast(Any, None)
    assert Shelved(shelf=shelf, workers=nobody, runtime=nobody)() == ()
