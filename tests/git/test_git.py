"""The git adapter, read back by the real git program where that says more."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from dulwich.objects import Blob
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines.edges.git import GitRepository
from engines.kernel.errors import NotFound, UserError

TIME = 1_700_000_000
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def repository() -> GitRepository:
    return GitRepository()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    for name, text in {
        "README.md": "# Library\n",
        "app/main.py": "print('hello')\n",
        "app/models.py": "class Book: ...\n",
        ".gitignore": "*.db\n__pycache__/\n/.venv/\n",
    }.items():
        write(folder, name, text)
    write(folder, "app.db", "data")
    write(folder, "app/__pycache__/main.pyc", "code")
    return folder


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(text.encode())


def git(folder: Path, *arguments: str) -> str:
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}
    finished = subprocess.run(["git", *arguments], cwd=folder, env=environment, capture_output=True, text=True)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def test_ignored_files_are_not_recorded(repository: GitRepository, project: Path) -> None:
    repository.commit(project, message="A library", time=TIME)
    assert repository.tracked(project) == [".gitignore", "README.md", "app/main.py", "app/models.py"]


def test_the_same_files_message_and_time_give_the_same_commit(repository: GitRepository, project: Path) -> None:
    copy = project.with_name("copy")
    shutil.copytree(project, copy)
    first = repository.commit(project, message="A library", time=TIME)
    assert repository.commit(copy, message="A library", time=TIME) == first
    assert first.time == TIME
    assert first.message == "A library"


def test_another_time_gives_another_commit(repository: GitRepository, project: Path) -> None:
    copy = project.with_name("copy")
    shutil.copytree(project, copy)
    first = repository.commit(project, message="A library", time=TIME)
    assert repository.commit(copy, message="A library", time=TIME + 1).id != first.id


def test_a_commit_without_a_change_is_the_newest_one_again(repository: GitRepository, project: Path) -> None:
    first = repository.commit(project, message="A library", time=TIME)
    assert repository.commit(project, message="Nothing", time=TIME + 9) == first
    assert repository.log(project) == [first]


def test_the_log_begins_with_the_newest(repository: GitRepository, project: Path) -> None:
    first = repository.commit(project, message="A library", time=TIME)
    write(project, "app/loans.py", "class Loan: ...\n")
    second = repository.commit(project, message="Lend books", time=TIME + 60)
    assert repository.log(project) == [second, first]
    assert repository.log(project, limit=1) == [second]


def test_a_project_without_history_has_an_empty_log(repository: GitRepository, project: Path) -> None:
    assert repository.log(project) == []
    with pytest.raises(NotFound, match="no history"):
        repository.is_clean(project)


def test_every_kind_of_change_makes_it_unclean(repository: GitRepository, project: Path) -> None:
    repository.commit(project, message="A library", time=TIME)
    assert repository.is_clean(project)
    write(project, "new.txt", "new")
    assert not repository.is_clean(project)
    (project / "new.txt").unlink()
    (project / "app/main.py").chmod(0o755)
    assert not repository.is_clean(project)
    (project / "app/main.py").chmod(0o644)
    (project / "README.md").unlink()
    assert not repository.is_clean(project)


def test_what_changed_is_named(repository: GitRepository, project: Path) -> None:
    repository.commit(project, message="A library", time=TIME)
    assert repository.changed(project) == []
    write(project, "new.txt", "new")
    write(project, "app/main.py", "print('bye')\n")
    (project / "README.md").unlink()
    assert repository.changed(project) == ["README.md", "app/main.py", "new.txt"]


def test_an_ignored_file_leaves_it_clean(repository: GitRepository, project: Path) -> None:
    repository.commit(project, message="A library", time=TIME)
    write(project, "other.db", "data")
    assert repository.is_clean(project)


def test_the_diff_is_unified_text(repository: GitRepository, project: Path) -> None:
    first = repository.commit(project, message="A library", time=TIME)
    write(project, "README.md", "# Town library\n")
    second = repository.commit(project, message="Name it", time=TIME + 1)
    diff = repository.diff(project, first.id, second.id)
    assert "-# Library\n+# Town library\n" in diff
    assert "main.py" not in diff
    assert "+class Book: ...\n" in repository.diff(project, "", first.id)


def test_an_old_state_of_a_file_can_be_read(repository: GitRepository, project: Path) -> None:
    first = repository.commit(project, message="A library", time=TIME)
    write(project, "README.md", "# Town library\n")
    repository.commit(project, message="Name it", time=TIME + 1)
    assert repository.read(project, first.id, "README.md") == b"# Library\n"
    assert repository.read(project, "HEAD", "README.md") == b"# Town library\n"


@pytest.mark.parametrize("path", ["missing.txt", "app", "../outside", "app/main.py/deeper"])
def test_reading_what_is_no_file_names_it(repository: GitRepository, project: Path, path: str) -> None:
    first = repository.commit(project, message="A library", time=TIME)
    with pytest.raises(NotFound, match=path):
        repository.read(project, first.id, path)


@pytest.mark.parametrize("name", ["deadbeef", "f" * 40, "main", "é"])
def test_an_unknown_commit_is_named(repository: GitRepository, project: Path, name: str) -> None:
    repository.commit(project, message="A library", time=TIME)
    with pytest.raises(NotFound, match=name):
        repository.diff(project, "", name)


def test_a_tracked_file_stays_though_a_rule_ignores_it_later(repository: GitRepository, project: Path) -> None:
    repository.commit(project, message="A library", time=TIME)
    write(project, ".gitignore", "*.md\n")
    repository.commit(project, message="Ignore prose", time=TIME + 1)
    assert "README.md" in repository.tracked(project)


def test_a_project_that_is_reached_by_a_link_keeps_its_files(repository: GitRepository, project: Path) -> None:
    write(project, ".gitignore", "*.md\n")
    git(project, "init", "-q")
    git(project, "add", "-f", "README.md", "app/main.py")
    link = project.with_name("link")
    link.symlink_to(project)
    assert {"README.md", "app/main.py"} <= set(repository.files(link))


def test_no_file_beyond_a_symbolic_link_is_read(repository: GitRepository, project: Path, tmp_path: Path) -> None:
    write(project, "notes/secret.txt", "mine")
    repository.commit(project, message="A library", time=TIME)
    shutil.move(project / "notes", tmp_path / "outside")
    (project / "notes").symlink_to(tmp_path / "outside")
    assert "notes" in repository.files(project)
    assert "notes/secret.txt" not in repository.files(project)


def test_a_repository_elsewhere_is_refused(repository: GitRepository, project: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (project / ".git").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UserError, match="leads elsewhere"):
        repository.commit(project, message="A library", time=TIME)
    assert not any((tmp_path / "elsewhere").iterdir())


def test_a_damaged_repository_is_named_so(repository: GitRepository, project: Path) -> None:
    (project / ".git").mkdir()
    with pytest.raises(UserError, match="is damaged"):
        repository.commit(project, message="A library", time=TIME)


@needs_git
def test_git_finds_a_sound_repository_and_a_clean_tree(repository: GitRepository, project: Path) -> None:
    commit = repository.commit(project, message='A "library"\nwith ünicode \0 and lines', time=TIME)
    (project / "run.sh").write_text("#!/bin/sh\n")
    (project / "run.sh").chmod(0o755)
    (project / "link").symlink_to("run.sh")
    newest = repository.commit(project, message="Run it", time=TIME + 1)
    assert git(project, "fsck", "--strict", "--full") == ""
    assert git(project, "status", "--porcelain") == ""
    assert git(project, "log", "--format=%H %an <%ae> %ct").splitlines() == [
        f"{newest.id} QuantumLayer <quantumlayer@localhost> {TIME + 1}",
        f"{commit.id} QuantumLayer <quantumlayer@localhost> {TIME}",
    ]
    assert git(project, "branch", "--show-current").strip() == "main"


def test_the_locks_of_a_killed_writer_are_removed(repository: GitRepository, project: Path) -> None:
    repository.commit(project, message="A library", time=TIME)
    write(project, "new.txt", "new")
    blob = Blob.from_string(b"new").id.decode()
    for name in ("index.lock", "refs/heads/main.lock", f"objects/{blob[:2]}/{blob[2:]}.lock"):
        write(project, f".git/{name}", "")
        os.utime(project / ".git" / name, (1, 1))
    repository.commit(project, message="Go on", time=TIME + 1)
    assert [commit.message for commit in repository.log(project)] == ["Go on", "A library"]


@needs_git
def test_a_writer_killed_at_any_moment_can_be_followed_by_another(repository: GitRepository, project: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from engines.edges.git import GitRepository\n"
        "import dulwich.index, dulwich.repo, dulwich.ignore, dulwich.objects\n"
        "print('ready', flush=True)\n"
        "GitRepository().commit(Path(sys.argv[1]), message='A library', time=1700000000)"
    )
    for index in range(40):
        write(project, f"app/module_{index}.py", f"number = {index}\n" * 50)
    for step in range(5):
        copy = project.with_name(f"copy-{step}")
        shutil.copytree(project, copy)
        with subprocess.Popen(
            [sys.executable, "-c", program, str(copy)], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
        ) as writer:
            assert writer.stdout
            writer.stdout.readline()
            time.sleep(step * 0.007)
            writer.kill()
        commit = repository.commit(copy, message="A library", time=TIME)
        assert git(copy, "fsck", "--strict", "--no-dangling") == ""
        assert git(copy, "status", "--porcelain") == ""
        assert repository.commit(project, message="A library", time=TIME) == commit
        shutil.rmtree(project / ".git")


@needs_git
def test_a_commit_made_by_git_is_followed(repository: GitRepository, project: Path) -> None:
    repository.commit(project, message="A library", time=TIME)
    write(project, "notes.txt", "by hand")
    git(project, "add", "-A")
    git(project, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "-q", "-m", "By hand")
    git(project, "gc", "-q")
    assert [commit.message for commit in repository.log(project)] == ["By hand", "A library"]
    assert repository.is_clean(project)
    write(project, "notes.txt", "by QuantumLayer")
    repository.commit(project, message="Go on", time=TIME + 5)
    assert git(project, "fsck", "--strict") == ""


@needs_git
def test_a_users_own_git_settings_change_nothing(
    repository: GitRepository, project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first = repository.commit(project, message="A library", time=TIME)
    write(
        tmp_path,
        "home/.gitconfig",
        "[init]\n\tdefaultBranch = trunk\n[user]\n\tname = Eve\n[core]\n\texcludesFile = ~/all\n",
    )
    write(tmp_path, "home/all", "*\n")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    copy = project.with_name("copy")
    shutil.copytree(project, copy, ignore=shutil.ignore_patterns(".git"))
    assert repository.commit(copy, message="A library", time=TIME) == first


NAMES = st.sampled_from(["a", "b", "build", "keep", "a.db", "b.log", "x y"])
RULES = st.lists(
    st.sampled_from(
        ["*.db", "build/", "/build", "build/*", "!build/keep", "!b.log", "*.log", "a/b", "**/keep", "# note", "keep"]
    ),
    max_size=5,
)


@needs_git
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(paths=st.lists(st.lists(NAMES, min_size=1, max_size=3), max_size=6), rules=RULES)
def test_git_itself_would_record_the_same_files(
    repository: GitRepository, tmp_path_factory: pytest.TempPathFactory, paths: list[list[str]], rules: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("tree")
    write(folder, ".gitignore", "\n".join(rules))
    for path in paths:
        target = folder.joinpath(*path)
        if not target.exists() and not any(parent.is_file() for parent in target.parents):
            write(folder, "/".join(path), "x")
    git(folder, "init", "-q")
    expected = git(folder, "-c", "core.quotePath=off", "ls-files", "-z", "--others", "--exclude-standard").split("\0")
    assert repository.files(folder) == sorted(filter(None, expected))
