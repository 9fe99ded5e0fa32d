"""Signed envelopes (DSSE v1) with one Ed25519 signature; seals and opens the statements of a capsule."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from engines.capsule.documents import Document, read, written
from engines.capsule.model import Rejected
from engines.kernel.errors import UserError
from engines.kernel.keys import Signer

PAYLOAD_TYPE = "application/vnd.in-toto+json"


class Signature(Document):
    keyid: str
    sig: str


class Envelope(Document):
    payload_type: str
    payload: str
    signatures: tuple[Signature, ...]


@dataclass(frozen=True, kw_only=True)
class TrustedKey:
    """A public key whose signatures count; `name` is what its file is called."""

    name: str
    id: str
    key: Ed25519PublicKey


def pae(payload_type: str, payload: bytes) -> bytes:
    """The pre-authentication encoding: what is really signed (DSSE v1, protocol.md)."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def seal(payload: bytes, signer: Signer) -> bytes:
    """The envelope around a signed statement."""
    signature = Signature(keyid=signer.key_id, sig=_text(signer.sign(pae(PAYLOAD_TYPE, payload))))
    return written(Envelope(payload_type=PAYLOAD_TYPE, payload=_text(payload), signatures=(signature,)))


def payload_of(envelope: bytes) -> bytes:
    """What an envelope says, without asking who signed it."""
    return _bytes(_envelope(envelope).payload)


def opened(envelope: bytes, trusted: Sequence[TrustedKey]) -> tuple[bytes, TrustedKey]:
    """The payload and the key that signed it; raises unless that key is trusted."""
    document = _envelope(envelope)
    payload = _bytes(document.payload)
    if len(document.signatures) != 1:
        raise Rejected(f"The capsule has {len(document.signatures)} signatures on a statement; exactly one is needed")
    signature = document.signatures[0]
    message = pae(document.payload_type, payload)
    for candidate in trusted:
        if _signed(candidate.key, _bytes(signature.sig), message):
            return payload, candidate
    if any(candidate.id == signature.keyid for candidate in trusted):
        raise Rejected("The signature does not fit what was signed", hint="The capsule was changed: do not use it.")
    raise Rejected(
        f"The capsule is signed by a key that is not trusted: {signature.keyid[:16]}",
        hint="Ask the maker for the public key, check it, and give it with --key FILE.",
    )


def trusted_key(name: str, pem: bytes) -> TrustedKey:
    """Reads a public key file."""
    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UserError(
            f"The key file {name} is no public key in PEM form", hint="Give the file own-….pem of the maker."
        ) from error
    if not isinstance(key, Ed25519PublicKey):
        raise UserError(
            f"The key file {name} holds another kind of key than Ed25519", hint="Capsules are signed by Ed25519."
        )
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return TrustedKey(id=hashlib.sha256(der).hexdigest(), key=key, name=name)


def _envelope(data: bytes) -> Envelope:
    envelope = read(Envelope, data, name="A signed statement")
    if envelope.payload_type != PAYLOAD_TYPE:
        raise Rejected(f"A signed statement has the unknown type {envelope.payload_type!r}")
    return envelope


def _signed(key: Ed25519PublicKey, signature: bytes, message: bytes) -> bool:
    try:
        key.verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Rejected("A signed statement is not in Base64") from error
    if _text(data) != text:
        raise Rejected("A signed statement is not in canonical Base64")
    return data
