"""The runner passes applications that keep their word and catches those that do not."""

from collections.abc import Iterator
from time import sleep
from typing import Any

import pytest
from fastapi import FastAPI

from tests.openapi.collection import held_out, interface
from tests.openapi.model import Case, CaseError, Functional, Step, read
from tests.openapi.play import Outcome, play
from tests.openapi.reference import notes, vault
from tests.openapi.reference.serve import served
from tests.openapi.run import main


class TalkativeVault(vault.Vault):
    def peek(self, key: str) -> dict[str, Any]:
        return {**super().peek(key), "content": self.find(key).content}


class ForgetfulVault(vault.Vault):
    def count_wrong(self, secret: vault.Secret) -> None:
        secret.wrong = 0


class RacingVault(vault.Vault):
    def open(self, key: str, passphrase: str) -> str:
        secret = self.find(key)
        sleep(0.05)
        if not self.unlocks(secret, passphrase):
            raise vault.Refused(403, "wrong passphrase")
        content, secret.content = secret.content, None
        return str(content)


class TrustingVault(vault.Vault):
    def burn(self, key: str, token: str) -> None:
        self.find(key).content = None


class OpenNotes(notes.Notes):
    def note(self, key: str, who: str, *allowed: str) -> notes.Note:
        if key not in self._notes:
            raise notes.Refused(404, "note not found")
        return self._notes[key]


class NeverLoggedOutNotes(notes.Notes):
    def log_out(self, token: str) -> None:
        """Forgets to forget the token."""


class ReadersWriteNotes(notes.Notes):
    def note(self, key: str, who: str, *allowed: str) -> notes.Note:
        return super().note(key, who, *(*allowed, "read") if "write" in allowed else allowed)


class LastWriterWinsNotes(notes.Notes):
    def replace(self, key: str, new: notes.NoteReplacement, who: str) -> notes.Note:
        current = self.note(key, who).version
        return super().replace(key, new.model_copy(update={"version": current}), who)


def both(name: str, app: FastAPI, only: str = "") -> list[Outcome]:
    with served(app) as url:
        return [one for attacks in (False, True) for one in play(interface(name), url, attacks=attacks, only=only)]


def failed(outcomes: list[Outcome]) -> list[str]:
    return [f"{one.name}: {one.why}" for one in outcomes if not one.passed]


@pytest.mark.parametrize(
    ("name", "app"),
    [("secret-vault", vault.application(vault.Vault())), ("notes-sharing", notes.application(notes.Notes()))],
    ids=["secret-vault", "notes-sharing"],
)
def test_an_application_that_keeps_its_word_passes_every_case(name: str, app: FastAPI) -> None:
    assert not held_out(name)
    assert failed(both(name, app)) == []


@pytest.mark.parametrize(
    ("faulty", "caught"),
    [
        (TalkativeVault, "peeking does not use it up"),
        (ForgetfulVault, "the fifth wrong passphrase destroys it"),
        (RacingVault, "twenty open at once, one gets it"),
        (TrustingVault, "ids and burn tokens follow no pattern"),
    ],
)
def test_a_faulty_vault_is_caught(faulty: type[vault.Vault], caught: str) -> None:
    (outcome,) = both("secret-vault", vault.application(faulty()), caught)
    assert not outcome.passed


@pytest.mark.parametrize(
    ("faulty", "caught"),
    [
        (OpenNotes, "a stranger cannot share another's note with himself"),
        (NeverLoggedOutNotes, "after logging out the token is worth nothing"),
        (ReadersWriteNotes, "sharing for reading"),
        (LastWriterWinsNotes, "twenty writers of the same version, one wins"),
    ],
)
def test_faulty_notes_are_caught(faulty: type[notes.Notes], caught: str) -> None:
    (outcome,) = both("notes-sharing", notes.application(faulty()), caught)
    assert not outcome.passed


@pytest.mark.parametrize("name", ["secret-vault", "notes-sharing"])
def test_an_application_that_refuses_everything_scores_nothing(name: str) -> None:
    assert [one.name for one in both(name, FastAPI(openapi_url=None)) if one.passed] == []


@pytest.fixture
def nothing() -> Iterator[str]:
    with served(FastAPI(openapi_url=None)) as url:
        yield url


def test_the_runner_hides_the_cases_of_what_is_held_out(nothing: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert held_out("todo")
    assert main([nothing, "todo"]) == 1
    assert capsys.readouterr().out.splitlines() == ["todo functional: 0 of 14 (0%)"]


def test_the_runner_shows_the_cases_of_the_others(nothing: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([nothing, "badges", "--only", "list of colours"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "FAIL  the list of colours"
    assert lines[-1] == "badges functional: 0 of 1 (0%)"


def test_an_unknown_name_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["http://127.0.0.1:9", "nonsense"]) == 2
    assert "nonsense" in capsys.readouterr().err


def test_a_mistake_in_a_file_is_named_with_its_step(tmp_path: Any) -> None:
    (tmp_path / "functional.yaml").write_text("cases: [{name: one, steps: [{call: GET /x, status: 20}]}]")
    with pytest.raises(CaseError, match=r"functional.yaml: cases\.0 \(one\)\.steps\.0: .*'20' is no status"):
        read(tmp_path / "functional.yaml", Functional)


def test_a_step_without_a_status_is_refused() -> None:
    with pytest.raises(ValueError, match="says no status"):
        Case(name="x", steps=[Step(call="GET /x")])
