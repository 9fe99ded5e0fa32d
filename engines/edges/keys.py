"""The key store of a data directory: secrets in a vault, the signing key, and the public keys that are trusted.

app.bootstrap opens one; the capsule room and the services use it through engines.kernel.keys.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from engines.edges.file_lock import exclusive
from engines.edges.vaults import Desktop, DesktopVault, FileVault, Vault, key_from, stretched
from engines.kernel.errors import Unavailable
from engines.kernel.keys import Signer

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SIGNING_KEY = "signing-key"


def open_key_store(*, home: Path, desktop: Desktop | None, passphrase: str | None) -> KeyringStore:
    """The key store under `home`: an encrypted file when there is a passphrase, no desktop, or such a file already."""
    folder = _private(home / "keys")
    file = folder / "keyring.cfg"
    if desktop and not passphrase and not file.exists():
        return desktop_keys(home=home, desktop=desktop)
    with exclusive(folder / "lock"):
        key = stretched(passphrase, folder / "salt") if passphrase else key_from(folder / "keyring.key")
    return KeyringStore(home=home, vault=FileVault(path=file, key=key))


def desktop_keys(*, home: Path, desktop: Desktop) -> KeyringStore:
    """The key store of `home` in the system's own keyring and nowhere else, whatever lies in files."""
    service = f"quantumlayer-{hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:12]}"
    return KeyringStore(home=home, vault=DesktopVault(desktop=desktop, service=service))


class KeyringStore:
    """Secrets by name in a vault, one caller at a time among all threads and processes."""

    def __init__(self, *, home: Path, vault: Vault) -> None:
        self._home = home
        self._vault = vault
        self._signer: Signer | None = None

    def get(self, name: str) -> str | None:
        with self._alone():
            return self._vault.get(name)

    def set(self, name: str, value: str) -> None:
        with self._alone():
            self._vault.set(name, value)

    def delete(self, name: str) -> None:
        with self._alone():
            self._vault.delete(name)
        if name == SIGNING_KEY:
            self._signer = None

    def signer(self) -> Signer:
        if self._signer is None:
            with self._alone():
                self._signer = self._loaded() or self._created()
        return self._signer

    def trusted(self) -> Mapping[str, bytes]:
        return {file.stem: file.read_bytes() for file in sorted((self._home / "trusted").glob("*.pem"))}

    def _loaded(self) -> Signer | None:
        seed = self._vault.get(SIGNING_KEY)
        if seed is None:
            return None
        try:
            return self._announced(Ed25519Signer.from_seed(base64.b64decode(seed, validate=True)))
        except ValueError as error:
            raise Unavailable("The stored signing key is damaged", hint="Delete it to make a new one.") from error

    def _created(self) -> Signer:
        signer = Ed25519Signer.generate()
        self._vault.set(SIGNING_KEY, base64.b64encode(signer.seed()).decode())
        return self._announced(signer)

    def _announced(self, signer: Ed25519Signer) -> Signer:
        file = _private(self._home / "trusted") / f"own-{signer.key_id[:16]}.pem"
        if not file.exists():
            draft = file.with_suffix(".new")
            draft.write_bytes(signer.public_pem)
            draft.replace(file)
        return signer

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with exclusive(_private(self._home / "keys") / "lock"):
            yield


class Ed25519Signer:
    """A private key in memory."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        self._key = key
        public = key.public_key()
        self.public_pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        self.key_id = hashlib.sha256(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()

    @classmethod
    def generate(cls) -> Ed25519Signer:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_seed(cls, seed: bytes) -> Ed25519Signer:
        """From the 32 bytes that `seed` gives."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return cls(Ed25519PrivateKey.from_private_bytes(seed))

    def seed(self) -> bytes:
        return self._key.private_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)


def _private(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
