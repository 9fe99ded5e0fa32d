"""The desktop's keyring, tried against GNOME's real secret service on a bus of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from engines.edges.keys import open_key_store
from engines.kernel.errors import Unavailable
from tests.secret_service import needs_keyring


@needs_keyring
def test_secrets_and_the_signing_key_live_in_the_desktop(tmp_path: Path, secret_service: None) -> None:
    home = tmp_path / "home"
    store = open_key_store(home=home, desktop="secret-service", passphrase=None)
    store.set("api", "s3cret")
    signer = store.signer()
    again = open_key_store(home=home, desktop="secret-service", passphrase=None)
    assert again.get("api") == "s3cret"
    assert again.signer().key_id == signer.key_id
    again.delete("api")
    again.delete("api")
    assert store.get("api") is None
    assert not (home / "keys/keyring.cfg").exists()


@needs_keyring
def test_two_data_directories_share_nothing(tmp_path: Path, secret_service: None) -> None:
    one = open_key_store(home=tmp_path / "one", desktop="secret-service", passphrase=None)
    two = open_key_store(home=tmp_path / "two", desktop="secret-service", passphrase=None)
    one.set("api", "s3cret")
    assert two.get("api") is None


def test_a_desktop_without_a_secret_service_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/nothing")
    store = open_key_store(home=tmp_path, desktop="secret-service", passphrase=None)
    with pytest.raises(Unavailable, match="secret-service keyring does not answer") as caught:
        store.get("api")
    assert "QL_KEYRING_KEY" in caught.value.hint


def test_an_encrypted_file_goes_on_being_used_in_a_later_desktop_session(tmp_path: Path) -> None:
    headless = open_key_store(home=tmp_path, desktop=None, passphrase=None).signer()
    assert open_key_store(home=tmp_path, desktop="secret-service", passphrase=None).signer().key_id == headless.key_id
