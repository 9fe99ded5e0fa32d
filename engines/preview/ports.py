"""What the preview room needs of the outside that no other room does (adapter: engines.edges.chromium)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Photographer(Protocol):
    """Takes pictures of pages as a person's browser shows them."""

    async def shoot(self, address: str, *, width: int, height: int, cookies: Mapping[str, str]) -> bytes:
        """A PNG of the page at an address; nothing but that address' origin is asked. Unavailable when it fails."""
        ...
