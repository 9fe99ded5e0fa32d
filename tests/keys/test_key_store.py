"""Secrets and the signing key on a machine without a desktop: the encrypted file."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines.edges.keys import SIGNING_KEY, KeyringStore, open_key_store
from engines.edges.vaults import FileVault, MemoryVault, desktop_of
from engines.kernel.errors import UserError


def opened(home: Path, passphrase: str | None = None) -> KeyringStore:
    return open_key_store(home=home, desktop=None, passphrase=passphrase)


def test_a_secret_outlives_the_process(tmp_path: Path) -> None:
    opened(tmp_path).set("api", "s3cret")
    assert opened(tmp_path).get("api") == "s3cret"


def test_a_missing_secret_is_none_and_may_be_deleted(tmp_path: Path) -> None:
    store = opened(tmp_path)
    assert store.get("api") is None
    store.delete("api")
    store.set("api", "s3cret")
    store.delete("api")
    assert store.get("api") is None


def test_nothing_lies_in_plain_text_and_only_the_owner_may_read(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.set("api", "s3cret-value")
    store.signer()
    seed = store.get(SIGNING_KEY)
    assert seed
    for file in (tmp_path / "keys").iterdir():
        assert file.stat().st_mode & 0o077 == 0
        assert b"s3cret-value" not in file.read_bytes()
        assert seed.encode() not in file.read_bytes()
    assert (tmp_path / "keys").stat().st_mode & 0o077 == 0


def test_a_key_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    opened(tmp_path)
    (tmp_path / "keys/keyring.key").chmod(0o644)
    with pytest.raises(UserError, match="Others may read"):
        opened(tmp_path)


def test_the_passphrase_opens_what_it_closed(tmp_path: Path) -> None:
    opened(tmp_path, "correct horse").set("api", "s3cret")
    assert opened(tmp_path, "correct horse").get("api") == "s3cret"
    assert not (tmp_path / "keys/keyring.key").exists()


@pytest.mark.parametrize("passphrase", ["wrong", None])
def test_another_key_opens_nothing_and_destroys_nothing(tmp_path: Path, passphrase: str | None) -> None:
    opened(tmp_path, "correct horse").set("api", "s3cret")
    with pytest.raises(UserError, match="cannot be opened with this key"):
        opened(tmp_path, passphrase).get("api")
    with pytest.raises(UserError, match="cannot be opened with this key"):
        opened(tmp_path, passphrase).set("api", "other")
    assert opened(tmp_path, "correct horse").get("api") == "s3cret"


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    opened(tmp_path).set("api", "s3cret")
    file = tmp_path / "keys/keyring.cfg"
    text = file.read_text()
    middle = text.rindex("\n\t", 0, len(text) - 20) + 12
    file.write_text(text[:middle] + ("A" if text[middle] != "A" else "B") + text[middle + 1 :])
    with pytest.raises(UserError, match="cannot be opened"):
        opened(tmp_path).get("api")


def test_the_signing_key_is_made_once(tmp_path: Path) -> None:
    first = opened(tmp_path).signer()
    assert opened(tmp_path).signer().public_pem == first.public_pem
    key = load_pem_public_key(first.public_pem)
    assert isinstance(key, Ed25519PublicKey)
    key.verify(first.sign(b"words"), b"words")


def test_the_own_public_key_is_trusted_beside_those_put_there(tmp_path: Path) -> None:
    store, friend = opened(tmp_path / "one"), opened(tmp_path / "two")
    assert store.trusted() == {}
    own = store.signer().public_pem
    (tmp_path / "one/trusted/friend.pem").write_bytes(friend.signer().public_pem)
    assert store.trusted() == {
        f"own-{store.signer().key_id[:16]}": own,
        "friend": friend.signer().public_pem,
    }


def test_eight_threads_make_one_signing_key(tmp_path: Path) -> None:
    stores = [opened(tmp_path) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda store: store.signer().key_id, stores))
    assert len(keys) == 1


def test_processes_at_once_lose_no_secret_and_make_one_signing_key(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from engines.edges.keys import open_key_store\n"
        "store = open_key_store(home=Path(sys.argv[1]), desktop=None, passphrase=None)\n"
        "[store.set(f'{sys.argv[2]}-{n}', sys.argv[2]) for n in range(10)]\n"
        "print(store.signer().key_id)"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path), name],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        for name in "abc"
    ]
    keys = {process.communicate(timeout=60)[0] for process in started}
    assert [process.returncode for process in started] == [0, 0, 0]
    assert len(keys) == 1
    store = opened(tmp_path)
    assert [store.get(f"{name}-{n}") for name in "abc" for n in range(10)] == [
        name for name in "abc" for _ in range(10)
    ]


def test_an_engine_killed_while_it_writes_loses_nothing(tmp_path: Path) -> None:
    opened(tmp_path).set("first", "kept")
    program = (
        "import sys; from pathlib import Path; from engines.edges.keys import open_key_store\n"
        "store = open_key_store(home=Path(sys.argv[1]), desktop=None, passphrase=None)\n"
        "print('ready', flush=True)\n"
        "while True: store.set('other', 'x' * 2000)"
    )
    for delay in (0.01, 0.023, 0.041):
        with subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
        ) as writer:
            assert writer.stdout
            writer.stdout.readline()
            time.sleep(delay)
            writer.kill()
        assert opened(tmp_path).get("first") == "kept"


def test_importing_the_adapter_does_not_import_keyring() -> None:
    program = "import sys, engines.edges.keys; sys.exit('keyring' in sys.modules or 'cryptography' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[2]).returncode == 0


def test_no_keyring_is_chosen_by_the_library_itself(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; import keyring.core\n"
        "from engines.edges.keys import open_key_store\n"
        "store = open_key_store(home=Path(sys.argv[1]), desktop=None, passphrase=None)\n"
        "store.set('a', 'b'); store.signer()\n"
        "sys.exit(keyring.core._keyring_backend is not None)"
    )
    environment = {**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], cwd=Path(__file__).parents[2], env=environment
    )
    assert done.returncode == 0
    assert opened(tmp_path).get("a") == "b"


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, None),
        ("linux", {"DISPLAY": ":0"}, None),
        ("linux", {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/bus"}, None),
        ("linux", {"DISPLAY": ":0", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/bus"}, "secret-service"),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/bus"}, "secret-service"),
        ("darwin", {}, "macos"),
        ("win32", {}, "windows"),
    ],
)
def test_a_desktop_is_known_by_its_session(platform: str, environment: dict[str, str], expected: str | None) -> None:
    assert desktop_of(platform, environment) == expected


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    value=st.text(st.characters(exclude_categories=["Cs"])),
)
def test_any_name_and_value_come_back_as_they_were(tmp_path: Path, name: str, value: str) -> None:
    vault = FileVault(path=tmp_path / "keyring.cfg", key="k" * 43)
    vault.set(name, value)
    assert vault.get(name) == value


def test_the_memory_vault_serves_the_same_store(tmp_path: Path) -> None:
    store = KeyringStore(home=tmp_path, vault=MemoryVault())
    store.set("api", "s3cret")
    assert store.get("api") == "s3cret"
    store.delete("api")
    assert store.get("api") is None
    assert store.signer() is store.signer()
