"""A history can be made before there is anything to record."""

from pathlib import Path

from engines.edges.git import GitRepository


def test_an_empty_history_has_no_commits(tmp_path: Path) -> None:
    repository = GitRepository()
    repository.create(tmp_path)
    assert repository.log(tmp_path) == []


def test_making_it_again_keeps_what_is_recorded(tmp_path: Path) -> None:
    repository = GitRepository()
    (tmp_path / "a").write_text("a")
    first = repository.commit(tmp_path, message="First", time=1)
    repository.create(tmp_path)
    assert repository.log(tmp_path) == [first]
