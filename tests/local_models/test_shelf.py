"""The shelf remembers which models there are, and deletes no file that is not ours."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engines.kernel.errors import Conflict, NotFound, QuantumLayerError, UserError
from local_models.gguf import NotGguf
from local_models.shelf import VERSION, Shelf
from tests.local_models.tiny import random_model


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(folder=tmp_path / "models")


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return random_model(tmp_path / "My Model Q4.gguf")


def test_an_added_file_stays_where_it_is_under_a_name_of_its_own(shelf: Shelf, mine: Path) -> None:
    entry = shelf.add(mine)
    assert (entry.name, entry.path, entry.checked) == ("my-model-q4", str(mine), False)
    assert Shelf(folder=shelf.folder).list() == [entry]
    assert shelf.names() == ["my-model-q4"]
    assert shelf.model("my-model-q4").architecture == "llama"


def test_removing_an_added_file_leaves_it(shelf: Shelf, mine: Path) -> None:
    shelf.add(mine, name="mine:q4")
    assert shelf.remove("mine:q4") == 0
    assert mine.exists()
    assert shelf.list() == []


def test_removing_a_fetched_file_deletes_it(shelf: Shelf) -> None:
    (shelf.folder / "a").mkdir(parents=True)
    fetched = random_model(shelf.folder / "a/m.gguf")
    size = fetched.stat().st_size
    shelf.add(fetched, name="m", origin="https://models.example/m.gguf", sha256="0" * 64, checked=True)
    assert shelf.remove("m") == size
    assert not fetched.exists()


def test_a_link_in_our_folder_does_not_reach_a_file_elsewhere(shelf: Shelf, mine: Path) -> None:
    shelf.folder.mkdir(parents=True)
    (shelf.folder / "link.gguf").symlink_to(mine)
    shelf.add(shelf.folder / "link.gguf")
    shelf.remove("link")
    assert mine.exists()


def test_a_name_is_given_once(shelf: Shelf, mine: Path, tmp_path: Path) -> None:
    shelf.add(mine, name="one")
    shelf.add(mine, name="one")
    with pytest.raises(Conflict, match="'one'"):
        shelf.add(random_model(tmp_path / "other.gguf"), name="one")


@pytest.mark.parametrize("name", ["../../etc", "///", "a:b:c", "x" * 200])
def test_odd_names_are_made_plain_or_refused(shelf: Shelf, mine: Path, name: str) -> None:
    try:
        assert shelf.add(mine, name=name).name == "etc"
    except UserError as refused:
        assert name in str(refused)  # noqa: PT017


def test_a_model_that_is_not_there_is_told_by_name(shelf: Shelf, mine: Path) -> None:
    with pytest.raises(NotFound, match="'none'"):
        shelf.remove("none")
    shelf.add(mine, name="gone")
    mine.unlink()
    with pytest.raises(NotFound, match="is gone"):
        shelf.model("gone")


def test_a_file_that_is_no_model_is_refused(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "x.gguf").write_text("no")
    with pytest.raises(NotGguf):
        shelf.add(tmp_path / "x.gguf")
    assert shelf.list() == []


def test_a_file_that_was_replaced_is_read_anew(shelf: Shelf, mine: Path) -> None:
    shelf.add(mine, name="m")
    assert shelf.model("m").layers == 2
    random_model(mine, layers=3)
    assert shelf.model("m").layers == 3


def test_a_broken_list_and_one_of_a_later_release_are_told(shelf: Shelf, mine: Path) -> None:
    shelf.add(mine)
    book = shelf.folder / "shelf.json"
    book.write_text(json.dumps({"version": VERSION + 1, "models": []}))
    with pytest.raises(UserError, match=f"version {VERSION + 1}"):
        shelf.list()
    assert shelf.names() == ()
    book.write_text("{")
    with pytest.raises(QuantumLayerError, match="can't be read"):
        shelf.list()
