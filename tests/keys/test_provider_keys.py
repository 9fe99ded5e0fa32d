"""Keys of providers come from the keyring or the environment, are never told, and every change of them is remembered."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from app.services.keys import LONGEST, ProviderKeys, load_providers
from engines.edges.keys import KeyringStore, desktop_keys
from engines.edges.vaults import MemoryVault
from engines.kernel.errors import NotFound, Unavailable, UserError
from engines.workflow import StoredAudit, open_database


@pytest.fixture
def audit(tmp_path: Path) -> StoredAudit:
    return StoredAudit(database=open_database(f"sqlite:///{tmp_path}/events.db"))


def made(tmp_path: Path, audit: StoredAudit, environment: Mapping[str, str] | None = None) -> ProviderKeys:
    ring = KeyringStore(home=tmp_path, vault=MemoryVault())
    return ProviderKeys(keyring=ring, environment=environment or {}, audit=audit)


def sources(keys: ProviderKeys, provider: str) -> list[str]:
    return next(list(row["sources"]) for row in keys.list()["items"] if row["provider"] == provider)


def test_a_key_is_kept_told_of_and_forgotten(tmp_path: Path, audit: StoredAudit) -> None:
    keys = made(tmp_path, audit)
    assert sources(keys, "openai") == []
    keys.set("openai", " sk-planted\n")
    assert (keys.get("openai"), sources(keys, "openai"), sources(keys, "groq")) == ("sk-planted", ["keyring"], [])
    assert "planted" not in str(keys.list())
    keys.remove("openai")
    assert (keys.get("openai"), sources(keys, "openai")) == (None, [])


def test_what_was_done_is_remembered_without_the_key(tmp_path: Path, audit: StoredAudit) -> None:
    keys = made(tmp_path, audit)
    keys.set("openai", "sk-planted")
    keys.remove("openai")
    with pytest.raises(NotFound):
        keys.remove("openai")
    entries = audit.read(10)
    assert [(e.number, e.act, e.subject) for e in entries] == [(2, "key.removed", "openai"), (1, "key.set", "openai")]
    assert "planted" not in str(entries)


def test_the_environment_counts_before_the_keyring(tmp_path: Path, audit: StoredAudit) -> None:
    keys = made(tmp_path, audit, {"GEMINI_API_KEY": "", "GOOGLE_API_KEY": "from-outside"})
    keys.set("gemini", "kept")
    assert (keys.get("gemini"), sources(keys, "gemini")) == ("from-outside", ["environment", "keyring"])
    row = next(row for row in keys.list()["items"] if row["provider"] == "gemini")
    assert row["variable"] == "GOOGLE_API_KEY"


def test_a_key_of_the_environment_cannot_be_removed_here(tmp_path: Path, audit: StoredAudit) -> None:
    with pytest.raises(NotFound) as caught:
        made(tmp_path, audit, {"OPENAI_API_KEY": "x"}).remove("openai")
    assert "OPENAI_API_KEY" in caught.value.hint


@pytest.mark.parametrize("value", ["", "  ", "two words", "two\nlines", "a\x00b", "schlüssel", "x" * (LONGEST + 1)])
def test_what_can_be_no_key_is_refused_and_not_repeated(tmp_path: Path, audit: StoredAudit, value: str) -> None:
    keys = made(tmp_path, audit)
    with pytest.raises(UserError) as caught:
        keys.set("openai", value)
    assert not value.strip() or value not in f"{caught.value}{caught.value.hint}"
    assert sources(keys, "openai") == []
    assert not audit.read(1)


def test_an_unknown_provider_is_named_with_those_there_are(tmp_path: Path, audit: StoredAudit) -> None:
    with pytest.raises(NotFound, match="'acme'") as caught:
        made(tmp_path, audit).set("acme", "x")
    assert "anthropic" in caught.value.hint


def test_without_a_keyring_the_variable_is_named_and_nothing_is_written(tmp_path: Path, audit: StoredAudit) -> None:
    keys = ProviderKeys(keyring=None, environment={"GROQ_API_KEY": "x"}, audit=audit)
    with pytest.raises(Unavailable, match="no keyring") as caught:
        keys.set("openai", "sk-planted")
    assert "OPENAI_API_KEY" in caught.value.hint
    assert keys.list()["keyring"] == {"state": "missing", "fault": ""}
    assert (keys.get("groq"), keys.get("openai")) == ("x", None)
    assert not any(b"planted" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_a_silent_keyring_is_said_and_the_environment_still_listed(
    tmp_path: Path, audit: StoredAudit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/nothing")
    ring = desktop_keys(home=tmp_path, desktop="secret-service")
    keys = ProviderKeys(keyring=ring, environment={"GROQ_API_KEY": "x"}, audit=audit)
    assert keys.list()["keyring"]["state"] == "silent"
    assert "does not answer" in keys.list()["keyring"]["fault"]
    assert sources(keys, "groq") == ["environment"]
    with pytest.raises(Unavailable) as caught:
        keys.set("openai", "sk-planted")
    assert "OPENAI_API_KEY" in caught.value.hint
    assert "QL_KEYRING_KEY" not in caught.value.hint


def test_no_variable_belongs_to_two_providers() -> None:
    names = [name for provider in load_providers().values() for name in provider.variables]
    assert len(names) == len(set(names)) > 5
