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


def test_what_a_kill_left_of_making_a_history_is_known_and_made_whole(tmp_path: Path) -> None:
    repository = GitRepository()
    (tmp_path / "whole").mkdir()
    repository.create(tmp_path / "whole")
    for name, kept in (("early", []), ("late", [".git"])):
        project = tmp_path / name
        project.mkdir()
        (project / ".git.new").mkdir()
        for folder in kept:
            (tmp_path / "whole" / folder).rename(project / folder)
        assert repository.only_begun(project)
        repository.create(project)
        assert [path.name for path in project.iterdir()] == [".git"]
        assert repository.only_begun(project)


def test_a_folder_with_anything_else_is_not_only_begun(tmp_path: Path) -> None:
    repository = GitRepository()
    assert not repository.only_begun(tmp_path)
    repository.create(tmp_path)
    (tmp_path / "a").write_text("a")
    assert not repository.only_begun(tmp_path)
    repository.commit(tmp_path, message="First", time=1)
    (tmp_path / "a").unlink()
    assert not repository.only_begun(tmp_path)
