"""Secrets and the signing key: the port (adapter: engines.edges.keys).

Called by the capsule room to sign and to know whom to trust, and by whatever keeps a password or a token.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Signer(Protocol):
    """An Ed25519 key that signs; the private half never leaves it."""

    @property
    def key_id(self) -> str:
        """SHA-256 (hexadecimal) of the public key's DER encoding."""
        ...

    @property
    def public_pem(self) -> bytes: ...

    def sign(self, message: bytes) -> bytes: ...


class KeyStore(Protocol):
    """Keeps secrets by name. Calls block; they are safe from several threads and several processes."""

    def get(self, name: str) -> str | None: ...

    def set(self, name: str, value: str) -> None: ...

    def delete(self, name: str) -> None:
        """Forgets a secret; one that is not there is no error."""
        ...

    def signer(self) -> Signer:
        """The signing key of this data directory, made on first use."""
        ...

    def trusted(self) -> Mapping[str, bytes]:
        """The public keys (PEM) whose signatures count here, by name; the own one among them once it exists."""
        ...
