"""Ollama as a peer on this machine: whether it runs, and which models it has. Asking them goes through engines.llm.

Its HTTP API: https://docs.ollama.com/api, `GET /api/version` and `GET /api/tags`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import httpx
from pydantic import BaseModel, ValidationError

ADDRESS = "http://127.0.0.1:11434"
TIMEOUT = httpx.Timeout(2.0)


class _Details(BaseModel):
    family: str = ""
    parameter_size: str = ""
    quantization_level: str = ""


class _Model(BaseModel):
    name: str
    size: int = 0
    details: _Details = _Details()


class _Tags(BaseModel):
    models: list[_Model] = []


class _Version(BaseModel):
    version: str


@dataclass(frozen=True, kw_only=True)
class PeerModel:
    """A model of Ollama's: `size` in bytes, parameters as it words them, such as "7.6B"."""

    name: str
    size: int
    family: str
    parameters: str
    quantisation: str


@dataclass(frozen=True, kw_only=True)
class Peer:
    """A running Ollama; `fault` says why its models can't be told, where it answers something else."""

    address: str
    release: str
    models: Sequence[PeerModel] = ()
    fault: str = ""


def address_of(host: str) -> str:
    """The address in OLLAMA_HOST, which may lack the scheme and the port and may name all interfaces; its own when empty."""
    if not host:
        return ADDRESS
    scheme, _, rest = host.rpartition("://")
    name, _, port = rest.rstrip("/").partition(":")
    return f"{scheme or 'http'}://{'127.0.0.1' if name in ('', '0.0.0.0') else name}:{port or '11434'}"  # noqa: S104


async def find_ollama(address: str = ADDRESS) -> Peer | None:
    """The Ollama at an address; None when nothing answers there."""
    try:
        async with httpx.AsyncClient(base_url=address, timeout=TIMEOUT, trust_env=False) as http:
            version = await http.get("/api/version")
            tags = await http.get("/api/tags")
    except httpx.TransportError:
        return None
    try:
        release = _Version.model_validate_json(version.content).version
        listed = _Tags.model_validate_json(tags.content).models
    except ValidationError:
        return Peer(address=address, release="", fault=f"something else than Ollama answers at {address}")
    return Peer(address=address, release=release, models=[_told(model) for model in listed])


def _told(model: _Model) -> PeerModel:
    return PeerModel(
        name=model.name,
        size=model.size,
        family=model.details.family,
        parameters=model.details.parameter_size,
        quantisation=model.details.quantization_level,
    )
