"""Where secrets lie: the desktop's own keyring or one encrypted file; engines.edges.keys builds the key store on one.

A backend is always named here. Left to itself, the keyring library would pick whatever is installed, a plain text file
among others.
"""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
from collections.abc import Iterator, Mapping
from configparser import Error as ConfigError
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, assert_never

from engines.kernel.errors import Unavailable, UserError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend
    from keyrings.cryptfile.cryptfile import CryptFileKeyring  # type: ignore[import-untyped]

Desktop = Literal["secret-service", "macos", "windows"]


class Vault(Protocol):
    """Values by name; the caller sees to it that one call runs at a time."""

    def get(self, name: str) -> str | None: ...

    def set(self, name: str, value: str) -> None: ...

    def delete(self, name: str) -> None: ...


class MemoryVault:
    """Forgets everything at the end of the process; for tests."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        return self._values.get(name)

    def set(self, name: str, value: str) -> None:
        self._values[name] = value

    def delete(self, name: str) -> None:
        self._values.pop(name, None)


def desktop_of(platform: str, environment: Mapping[str, str]) -> Desktop | None:
    """The keyring that a session of this `sys.platform` offers; None without a desktop."""
    if platform == "darwin":
        return "macos"
    if platform == "win32":
        return "windows"
    screen = environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    return "secret-service" if screen and environment.get("DBUS_SESSION_BUS_ADDRESS") else None


class DesktopVault:
    """The keyring of the desktop session, unlocked by the person's login."""

    def __init__(self, *, desktop: Desktop, service: str) -> None:
        self._desktop = desktop
        self._service = service

    def get(self, name: str) -> str | None:
        with self._opened() as backend:
            return backend.get_password(self._service, name)

    def set(self, name: str, value: str) -> None:
        with self._opened() as backend:
            backend.set_password(self._service, name, value)

    def delete(self, name: str) -> None:
        from keyring.errors import PasswordDeleteError

        with self._opened() as backend:
            try:
                backend.delete_password(self._service, name)
            except PasswordDeleteError:
                return

    @contextmanager
    def _opened(self) -> Iterator[KeyringBackend]:
        from keyring.errors import KeyringError

        try:
            yield _backend(self._desktop)
        except (KeyringError, RuntimeError, OSError) as error:
            raise Unavailable(
                f"The {self._desktop} keyring does not answer: {error}",
                hint="Unlock the desktop's keyring, or set QL_KEYRING_KEY to use an encrypted file instead.",
            ) from error


def _backend(desktop: Desktop) -> KeyringBackend:
    match desktop:
        case "secret-service":
            from keyring.backends import SecretService

            return SecretService.Keyring()  # type: ignore[no-untyped-call]
        case "macos":
            from keyring.backends import macOS

            return macOS.Keyring()  # type: ignore[no-untyped-call]
        case "windows":
            from keyring.backends import Windows

            return Windows.WinVaultKeyring()  # type: ignore[no-untyped-call]
        case _:
            assert_never(desktop)


class FileVault:
    """One encrypted file (keyrings.cryptfile), replaced as a whole at every change.

    `key` must be strong (256 random bits, or stretched by `stretched`): the file's own stretching is set to its minimum.
    """

    def __init__(self, *, path: Path, key: str) -> None:
        self._path = path
        self._key = key

    def get(self, name: str) -> str | None:
        if not self._path.exists():
            return None
        with self._opened(self._path) as backend:
            value: str | None = backend.get_password("quantumlayer", name)
            return value

    def set(self, name: str, value: str) -> None:
        with self._replaced() as backend:
            backend.set_password("quantumlayer", name, value)

    def delete(self, name: str) -> None:
        if self.get(name) is not None:
            with self._replaced() as backend:
                backend.delete_password("quantumlayer", name)

    @contextmanager
    def _replaced(self) -> Iterator[CryptFileKeyring]:
        draft = _draft(self._path, self._path.read_bytes() if self._path.exists() else b"")
        with self._opened(draft) as backend:
            yield backend
        draft.replace(self._path)

    @contextmanager
    def _opened(self, path: Path) -> Iterator[CryptFileKeyring]:
        from keyrings.cryptfile.cryptfile import CryptFileKeyring

        backend = CryptFileKeyring()
        backend.file_path = str(path)
        backend.time_cost, backend.memory_cost, backend.parallelism = 1, 64, 1
        try:
            backend.keyring_key = self._key
            yield backend
        except (ValueError, KeyError, ConfigError) as error:
            raise UserError(
                f"The key store {self._path} cannot be opened with this key",
                hint="Give the QL_KEYRING_KEY or the key file that it was made with, or move the key store away to begin a new one.",
            ) from error


def stretched(passphrase: str, salt_file: Path) -> str:
    """A strong key from what a person chose, by scrypt with a salt that is kept in `salt_file`."""
    salt = bytes.fromhex(_kept(salt_file, secrets.token_hex(16)))
    key = hashlib.scrypt(passphrase.encode(), salt=salt, n=2**15, r=8, p=1, maxmem=2**26)
    return base64.urlsafe_b64encode(key).decode()


def key_from(file: Path) -> str:
    """The strong key in a file that only its owner may read, made on first use."""
    key = _kept(file, secrets.token_urlsafe(32))
    if os.name == "posix" and file.stat().st_mode & 0o077:
        raise UserError(f"Others may read the key file {file}", hint=f"Run: chmod 600 {file}")
    if len(key) < 32:
        raise UserError(
            f"The key file {file} is damaged", hint="Restore it; without it the secrets kept here cannot be read."
        )
    return key


def _kept(file: Path, fresh: str) -> str:
    if not file.exists():
        _draft(file, fresh.encode()).replace(file)
    return file.read_text().strip()


def _draft(file: Path, content: bytes) -> Path:
    """A new file beside `file` that only its owner may read, to be moved into its place."""
    draft = file.with_name(f"{file.name}.new")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600, exist_ok=False)
    draft.write_bytes(content)
    return draft
